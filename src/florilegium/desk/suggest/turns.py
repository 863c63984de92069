"""A draft of the block ``::: turns`` of an interview, ready to paste and to mend."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from florilegium.annotate.folding import fold
from florilegium.desk.suggest.interview import Spoken, openings, spoken, with_first_exchange
from florilegium.desk.suggest.labels import Labelled, by_names, by_type
from florilegium.desk.suggest.names import is_person
from florilegium.desk.suggest.signs import signs_of
from florilegium.errors import SeedError
from florilegium.model import Block, CleanText

_SURE = 0.8
_LEAST, _MOST = 5, 24  # words of an opening
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>])")
_SIGNS = "\"'([-"
_BY = re.compile(
    r"^(?:interview(?:ed)?\s*(?:by|von|:)?|by|von|par|por|text)\s*:?\s+", re.IGNORECASE
)
_PERSON = re.compile(
    r"\b[^\W\d_a-z][\w’'.-]*(?: (?:van|von|der|de|del|di|da|la|le|bin|al))*"
    r"(?: [^\W\d_a-z][\w’'-]+){1,2}"
)


@dataclass(frozen=True, slots=True)
class _Talk:
    """An interview: its paragraphs, who speaks each, and how that is known.

    *counted* is what their lines count.
    """

    blocks: tuple[Block, ...]
    roles: tuple[Spoken, ...]
    names: tuple[str, ...]
    how: str
    counted: str


def draft_turns(text: CleanText, *, asks: str = "", answers: str = "") -> str:
    """Return the turns of the interview *text*, with a count and its doubts as comments.

    *text* is as it was cleaned, before typography made its apostrophes alike.
    *asks* and *answers* are the names to use; else the labels of the text, else a guess.
    Raises `SeedError` when nobody asks anybody anything.
    """
    talk = _talk(text, asks=asks, answers=answers)
    turns = _openings(talk)
    count: Counter[str] = Counter(talk.roles[number].role for number in turns)
    if min(count["question"], count["answer"]) < 2:  # noqa: PLR2004  # one is no talk
        raise SeedError(
            "no interview found: nobody asks and is answered twice",
            where=text.seed.name,
            hint="Write the turns by hand: docs/editing.md, “turns”.",
        )
    lines = list(_lines(talk, frozenset(turns)))
    head = [_head(talk, count, text.seed.name), *_remarks(talk, named=bool(asks and answers))]
    return "\n".join([*head, "", "::: turns", *lines, ":::"]) + "\n"


def _head(talk: _Talk, count: Counter[str], name: str) -> str:
    doubtful = sum(_is_doubtful(talk, number) for number in range(len(talk.blocks)))
    return (
        f"<!-- {count['question']} questions and {count['answer']} answers in {name},"
        f" found by {talk.how}; {doubtful or 'no'} doubtful"
        f" paragraph{'s' if doubtful != 1 else ''}. -->"
    )


def _talk(text: CleanText, *, asks: str, answers: str) -> _Talk:
    blocks = tuple(block for block in text.blocks if block.kind not in ("break", "caption"))
    labelled = by_names(blocks)
    if labelled:
        return _Talk(
            blocks, labelled.roles, _renamed(labelled, asks, answers), "labels", text.seed.counted
        )
    by_looks = by_type(blocks)
    signs = signs_of(blocks)
    roles = by_looks.roles if by_looks else with_first_exchange(signs, spoken(signs))
    guess = answers or _answerer(text, blocks, roles)
    asker = asks or _asker(text, guess)
    named = {"question": asker, "answer": guess}
    names = tuple(named.get(own.role, "") for own in roles)
    how = "their type" if by_looks else "their wording"
    return _Talk(blocks, roles, names, how, text.seed.counted)


def _renamed(labelled: Labelled, asks: str, answers: str) -> tuple[str, ...]:
    given = {"question": asks, "answer": answers}
    answering = {
        name for name, own in zip(labelled.names, labelled.roles, strict=True)
        if own.role == "answer"
    }  # fmt: skip
    if len(answering) > 1:
        given["answer"] = ""  # of several, who is meant is not for us to say
    return tuple(
        given.get(own.role, "") or name
        for name, own in zip(labelled.names, labelled.roles, strict=True)
    )


def _openings(talk: _Talk) -> tuple[int, ...]:
    if talk.how != "labels":
        return openings(talk.roles)
    names = talk.names
    return tuple(n for n, name in enumerate(names) if name and (not n or names[n - 1] != name))


def _is_doubtful(talk: _Talk, number: int) -> bool:
    return talk.roles[number].sure < _SURE and talk.roles[number].role != "after"


def _remarks(talk: _Talk, *, named: bool) -> Iterator[str]:
    if talk.how == "labels":
        yield (
            "<!-- The labels are words of the seed: take them out with [[drop]], or the book"
            " says them twice. -->"
        )
    elif not named:
        yield "<!-- The names are guessed: mend them, or say --asks NAME --answers NAME. -->"
    after = [b for b, own in zip(talk.blocks, talk.roles, strict=True) if own.role == "after"]
    if after:
        yield f"<!-- From {talk.counted} {after[0].lines[0]} on it may be no part of the talk. -->"


def _lines(talk: _Talk, turns: frozenset[int]) -> Iterator[str]:
    starts = sorted(_start(block.text) for block in talk.blocks)
    for number, block in enumerate(talk.blocks):
        if _is_doubtful(talk, number):
            sure = f"{talk.roles[number].sure:.0%}"
            words = _words(block.text, 6)
            yield f"<!-- doubtful, {talk.counted} {block.lines[0]} ({sure} sure): {words} -->"
        if number in turns:
            yield f"{talk.names[number]}: {_SPECIAL.sub(_escaped, _opening(block.text, starts))}"


def _escaped(match: re.Match[str]) -> str:
    return f"\\{match[0]}"


def _opening(text: str, starts: Sequence[str]) -> str:
    """Return the first words of a paragraph, as many as no other paragraph begins with.

    *starts* are all paragraphs as they are compared, sorted.
    """
    words = text.split()
    for count in range(_LEAST, min(_MOST, len(words))):
        opening = " ".join(words[:count])
        own = _start(opening)
        at = bisect_left(starts, own)
        if [start.startswith(own) for start in starts[at : at + 2]] in ([True], [True, False]):
            return opening.rstrip(",;:—–-“„\"'(")
    return " ".join(words)


def _start(text: str) -> str:
    return fold(text).text.lstrip(_SIGNS)


def _words(text: str, count: int) -> str:
    return " ".join(text.replace("--", "–").split()[:count]).rstrip(",;:-") + " …"


# -- names ---------------------------------------------------------------------------------


def _answerer(text: CleanText, blocks: Sequence[Block], roles: Sequence[Spoken]) -> str:
    """Return the person whom the introduction speaks of most."""
    before = [b.text for b, own in zip(blocks, roles, strict=True) if own.role == "before"]
    lifted = [removal.text for removal in text.removals if removal.action == "lifted"]
    said = "\n".join([*lifted, *before])
    found = (match[0].removesuffix("’s").removesuffix("'s") for match in _PERSON.finditer(said))
    people = Counter(name for name in found if is_person(name))
    if not people:
        return "Interviewee"
    mentions = {
        name: (len(re.findall(rf"\b{re.escape(name.split()[-1])}\b", said)), times)
        for name, times in people.items()
    }
    return max(people, key=lambda name: mentions[name])


def _asker(text: CleanText, answerer: str) -> str:
    lifted = (r.text for r in text.removals if r.action == "lifted" and r.role == "byline")
    name = _BY.sub("", next(lifted, "").strip()).partition(",")[0]
    return name if name != answerer and is_person(name) else "Interviewer"
