"""Findings of the checks, and the catalogue of all their codes (``findings.toml``).

A code never changes its meaning. The letter says what was looked at: T a text, B the book,
R its rights, P a PDF, E an EPUB, S the files for a print shop.
"""

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from importlib.resources import files
from typing import Literal

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

    def covers(self, finding: Finding) -> bool:
        """Tell whether this acceptance is of *finding*."""
        at = finding.where == self.place or finding.where.rpartition(":")[0] == self.place
        return (
            finding.code == self.code
            and (at or not self.place)
            and self.about.casefold() in finding.message.casefold()
        )


def accept(findings: Iterable[Finding], accepted: Sequence[Acceptance]) -> tuple[Finding, ...]:
    """Return *findings*, those that one of *accepted* covers with its reason."""

    def reason(finding: Finding) -> str:
        return next((one.reason for one in accepted if one.covers(finding)), "")

    return tuple(replace(finding, accepted=reason(finding)) for finding in findings)


def worst(findings: Iterable[Finding]) -> Severity | None:
    """The gravest severity among *findings* that count, or None when there are none."""
    order: tuple[Severity, ...] = ("error", "warning", "note")
    present = {finding.severity for finding in findings if finding.counts}
    return next((severity for severity in order if severity in present), None)
