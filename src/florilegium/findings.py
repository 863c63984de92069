"""Findings of the checks, and the catalogue of all their codes (``findings.toml``).

A code never changes its meaning. The letter says what was looked at: T a text, B the book,
R its rights, P a PDF, E an EPUB, S the files for a print shop.
"""

import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from importlib.resources import files
from typing import Literal

from ahocorasick_rs import AhoCorasick

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Kind:
    """An entry of the catalogue: how grave, what it means, what to do about it."""

    severity: Severity
    title: str
    hint: str


def _catalogue() -> dict[str, Kind]:
    text = (files("florilegium") / "findings.toml").read_text(encoding="utf-8")
    return {code: Kind(**entry) for code, entry in tomllib.loads(text).items()}


CATALOGUE = _catalogue()


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing a check noticed; *where* is ``file``, ``file:line`` or a page or chapter.

    *accepted* is the editor's reason why it is all right; empty where nobody has said so.
    """

    code: str
    where: str
    message: str
    accepted: str = ""

    @property
    def counts(self) -> bool:
        """Whether it is still to be dealt with: nobody has accepted it."""
        return not self.accepted

    @property
    def severity(self) -> Severity:
        """How grave the catalogue says this kind is."""
        return CATALOGUE[self.code].severity

    @property
    def hint(self) -> str:
        """What to do about it."""
        return CATALOGUE[self.code].hint


def all_known(findings: Iterable[Finding]) -> bool:
    """Tell whether the catalogue has the code of each of *findings*."""
    return all(finding.code in CATALOGUE for finding in findings)


@dataclass(frozen=True, slots=True)
class Acceptance:
    """An entry of ``book/accepted.toml``: which finding is accepted, and the *reason*.

    *place* is where it is (without the line), *about* words of its message; either may be left
    out, and then any will do.
    """

    code: str
    reason: str
    place: str = ""
    about: str = ""


_Covered = tuple[str, str, str]  # the code, the words without regard to case, the place


class Acceptances:
    """Acceptances by what they cover: told for a finding without asking each of them."""

    def __init__(self, accepted: Iterable[Acceptance]) -> None:
        """Sort *accepted* by code, then words, then place."""
        self._accepted = tuple(accepted)
        self._first: dict[_Covered, Acceptance] = {}
        for one in self._accepted:
            self._first.setdefault(_covered(one), one)
        words: dict[str, dict[str, None]] = {}
        for code, about, _ in self._first:
            words.setdefault(code, {})[about] = None
        self._words = {code: _Words(tuple(some)) for code, some in words.items()}
        self._number = {key: number for number, key in enumerate(self._first)}

    def reason(self, finding: Finding) -> str:
        """Return the reason of the first acceptance that covers *finding*; empty if none does."""
        number = self._number.__getitem__
        first = min(self._covering(finding), key=number, default=None)
        return self._first[first].reason if first else ""

    def idle(self, findings: Iterable[Finding]) -> Iterator[Acceptance]:
        """Yield the acceptances that cover none of *findings*, in order."""
        at_work = {key for finding in findings for key in self._covering(finding)}
        return (one for one in self._accepted if _covered(one) not in at_work)

    def _covering(self, finding: Finding) -> Iterator[_Covered]:
        """Yield what acceptances there are that cover *finding*."""
        words = self._words.get(finding.code)
        if words is None:
            return
        places = {"", finding.where, finding.where.rpartition(":")[0]}
        for about in words.inside(finding.message.casefold()):
            for place in places:
                if (key := (finding.code, about, place)) in self._first:
                    yield key


def _covered(acceptance: Acceptance) -> _Covered:
    return acceptance.code, acceptance.about.casefold(), acceptance.place


class _Words:
    """Words that are looked for in a message all at once; empty ones are in every message."""

    def __init__(self, words: Sequence[str]) -> None:
        self._words = [word for word in words if word]
        self._anything = [""] if "" in words else []
        self._automaton = AhoCorasick(self._words)

    def inside(self, message: str) -> set[str]:
        found = self._automaton.find_matches_as_indexes(message, overlapping=True)
        return {*self._anything, *(self._words[number] for number, _, _ in found)}


def accept(findings: Iterable[Finding], accepted: Sequence[Acceptance]) -> tuple[Finding, ...]:
    """Return *findings*, those that one of *accepted* covers with its reason."""
    known = Acceptances(accepted)
    return tuple(replace(finding, accepted=known.reason(finding)) for finding in findings)


def worst(findings: Iterable[Finding]) -> Severity | None:
    """The gravest severity among *findings* that count, or None when there are none."""
    order: tuple[Severity, ...] = ("error", "warning", "note")
    present = {finding.severity for finding in findings if finding.counts}
    return next((severity for severity in order if severity in present), None)
