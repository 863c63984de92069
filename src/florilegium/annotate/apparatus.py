"""Reading ``book/chapters/<slug>.md``: what an editor attaches to one text.

The blockquote that opens a div quotes the text; CriticMarkup in it says which words are meant
and, in an emendation, what they are to read. The rest of the div is Markdown and stays so.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeVar

from florilegium.annotate.critic import CriticError, Marked, plain, read_marked
from florilegium.annotate.divs import Div, Line, read_divs, without_comments
from florilegium.annotate.front import read_front
from florilegium.errors import ApparatusError, ConfigError, FlorilegiumError, raise_all
from florilegium.model import Apparatus, Elision, Emendation, Note, Passage, Quotation, Turn
from florilegium.project.config import read_text

Made = TypeVar("Made")

# The keys that have one of a few values, the usual one first: how the poems of a text stand,
# what becomes of the tracked changes and of the pictures of its seed.
CHOICES = {
    "verse": ("left", "centred"),
    "tracked-changes": ("accept", "reject"),
    "pictures": ("keep", "drop"),
}

_QUOTE_LINE = re.compile(r"^ {0,3}>[ ]?(.*)$")
_ELIDE_KEY = re.compile(r"^\s*(from|to)\s*:\s*(.*)$", re.IGNORECASE)
_TURN = re.compile(r"^\s*(?P<speaker>[^:]+?)\s*:\s+(?P<words>\S.*?)\s*$")

_YES, _NO = ("yes", "true"), ("no", "false")


def read_apparatus(path: Path, *, slug: str) -> Apparatus:
    """Return the apparatus in the file at *path*; raise all that is wrong with it together."""
    file = path.as_posix() if not path.is_absolute() else "/".join(path.parts[-3:])
    lines = _read(path, file)
    errors: list[FlorilegiumError] = []
    front = read_front(lines, file=file, errors=errors)
    numbered = enumerate(lines[front.line - 1 :], start=front.line)
    parser = _Parser(file, errors, read_divs(numbered, file=file, errors=errors))
    values = {key.replace("-", "_"): value for key, value in front.values.items()}
    apparatus = Apparatus(
        slug=slug,
        seed=values.pop("seed", ""),
        source=values.pop("source", ""),
        path=file,
        headnote=parser.only("headnote"),
        questions=parser.only("questions"),
        notes=tuple(parser.every(parser.note, "note", "gloss")),
        emendations=tuple(parser.every(parser.emendation, "emend")),
        elisions=tuple(parser.every(parser.elision, "elide")),
        turns=tuple(turn for turns in parser.every(parser.turns, "turns") for turn in turns),
        passages=tuple(parser.every(parser.passage, "verse", "prose")),
        people=front.people,
        **_settings(values, file=file, errors=errors),
    )
    raise_all(in_line_order(errors))
    return apparatus


def _settings(
    values: dict[str, str], *, file: str, errors: list[FlorilegiumError]
) -> dict[str, Any]:
    """Return the other keys of the front matter, those that are no words as what they mean."""
    found: dict[str, Any] = dict(values)
    for key, known in CHOICES.items():
        name = key.replace("-", "_")
        if found.setdefault(name, known[0]) not in known:
            errors.append(_setting(file, key, found[name], " or ".join(known)))
    every = found.pop("line_numbers", "")
    if every == "no":
        found["line_numbers"] = 0
    elif every.isdecimal() and int(every):
        found["line_numbers"] = int(every)
    elif every:
        errors.append(_setting(file, "line-numbers", every, "a number, as 5, or no"))
    pages = found.pop("original_pages", "no").lower()
    if pages not in _YES + _NO:
        errors.append(_setting(file, "original-pages", pages, "yes or no"))
    found["original_pages"] = pages in _YES
    return found


def _setting(file: str, key: str, value: str, wanted: str) -> ConfigError:
    return ConfigError(f"{key!r} is {value!r}", where=f"{file}:1", hint=f"It should be {wanted}.")


def in_line_order(errors: Iterable[FlorilegiumError]) -> list[FlorilegiumError]:
    """Return *errors* of one file in the order of its lines."""

    def line(error: FlorilegiumError) -> int:
        number = error.where.rpartition(":")[2]
        return int(number) if number.isdigit() else 0

    return sorted(errors, key=line)


def _read(path: Path, file: str) -> list[str]:
    missing = "Write it, or take the chapter out of the outline in book/book.toml."
    text = read_text(path, name=file, missing=missing)
    return unicodedata.normalize("NFC", text).split("\n")


@dataclass(frozen=True, slots=True)
class _Passage:
    """The blockquote at the head of a div, and the Markdown *body* below it."""

    lines: tuple[Line, ...]
    body: str


@dataclass(frozen=True, slots=True)
class _Parser:
    file: str
    errors: list[FlorilegiumError]
    divs: tuple[Div, ...]

    def only(self, kind: str) -> str:
        """Return the text of the one div of *kind*, or nothing."""
        first, *others = [div for div in self.divs if div.kind == kind] or [Div(kind, 0, ())]
        for div in others:
            self.errors.append(
                self._error(div.line, f"a second {kind}", f"The first is in line {first.line}.")
            )
        return first.text

    def every(self, parse: Callable[[Div], Made], *kinds: str) -> Iterable[Made]:
        """Yield what *parse* makes of each div of *kinds*; collect its errors."""
        for div in self.divs:
            if div.kind in kinds:
                try:
                    yield parse(div)
                except FlorilegiumError as err:
                    self.errors.append(err)

    def note(self, div: Div) -> Note:
        passage = self._passage(div)
        if not passage.body.strip():
            what, hint = f"the {div.kind} says nothing", "Write it below the quotation."
            raise self._error(div.line, what, hint)
        quote = self._quotation(passage.lines, div)
        return Note("gloss" if div.kind == "gloss" else "note", quote, passage.body)

    def emendation(self, div: Div) -> Emendation:
        passage = self._passage(div)
        marked = self._marked(passage.lines)
        if marked.sign in (None, "highlight"):
            raise self._error(
                passage.lines[0][0],
                "an emendation says what is to change",
                "Write {~~old~>new~~}, {--words to delete--} or {++words to insert++}.",
            )
        if marked.exact.strip() == marked.reading.strip():
            hint = "Write {~~what the text has~>what it should read~~}."
            raise self._error(passage.lines[0][0], "the emendation changes nothing", hint)
        return Emendation(self._quote(marked, passage.lines), marked.reading, passage.body)

    def elision(self, div: Div) -> Elision:
        passage = self._passage(div)
        ends = self._ends(passage)
        if set(ends) != {"from", "to"}:
            raise self._error(
                div.line,
                "an elision quotes where it begins and where it ends",
                "Write '> from: first words' and, on a line of its own, '> to: last words'.",
            )
        start, end = (self._quotation(ends[key], div) for key in ("from", "to"))
        return Elision(start, end, passage.body)

    def passage(self, div: Div) -> Passage:
        kind: Literal["verse", "prose"] = "verse" if div.kind == "verse" else "prose"
        passage = self._passage(div)
        if set(ends := self._ends(passage)) == {"from", "to"}:
            start, end = (self._quotation(ends[key], div) for key in ("from", "to"))
            return Passage(kind, start, end)
        lines = [(number, line) for number, line in passage.lines if line.strip()]
        quote = self._quotation(lines or passage.lines, div)
        return Passage(kind, quote, quote)

    def _ends(self, passage: _Passage) -> dict[str, list[Line]]:
        ends: dict[str, list[Line]] = {}
        for number, line in passage.lines:
            key = _ELIDE_KEY.match(line)
            if key:
                ends.setdefault(key[1].lower(), []).append((number, key[2]))
            elif ends:
                ends[next(reversed(ends))].append((number, line))
            else:
                break
        return ends

    def turns(self, div: Div) -> tuple[Turn, ...]:
        lines = ((number, without_comments(line)) for number, line in div.lines)
        return tuple(self._turn(number, line) for number, line in lines if line.strip())

    def _turn(self, number: int, line: str) -> Turn:
        found = _TURN.match(line)
        if found is None:
            raise self._error(
                number,
                f"no turn: {line.strip()[:40]!r}",
                "Each line is 'SPEAKER: opening words of the paragraph'.",
            )
        words = plain(found["words"])
        return Turn(found["speaker"], Quotation(words, where=f"{self.file}:{number}"))

    def _passage(self, div: Div) -> _Passage:
        lines = list(div.lines)
        while lines and not lines[0][1].strip():
            lines.pop(0)
        quoted: list[Line] = []
        while lines and (match := _QUOTE_LINE.match(lines[0][1])):
            quoted.append((lines.pop(0)[0], match[1]))
        if not quoted:
            raise self._error(
                div.line,
                f"the {div.kind} quotes no passage",
                "Begin it with a line '> words of the text'.",
            )
        return _Passage(tuple(quoted), "\n".join(line for _, line in lines).strip("\n"))

    def _quotation(self, lines: Sequence[Line], div: Div) -> Quotation:
        marked = self._marked(lines)
        if marked.sign not in (None, "highlight"):
            raise self._error(
                lines[0][0],
                f"a change to the text is ordered in '{div.kind}'",
                "Mark words here with {==…==}; a change belongs into '::: emend'.",
            )
        return self._quote(marked, lines)

    def _quote(self, marked: Marked, lines: Sequence[Line]) -> Quotation:
        where = f"{self.file}:{lines[0][0]}"
        return Quotation(marked.exact, marked.prefix, marked.suffix, where)

    def _marked(self, lines: Sequence[Line]) -> Marked:
        number = lines[0][0]
        text = "\n".join(words for _, words in lines).strip()
        if not text:
            raise self._error(number, "the quotation is empty", "Quote words of the text.")
        try:
            return read_marked(text)
        except CriticError as err:
            hint = "Mark one place only, as in {==the very words==}."
            raise self._error(number, f"in the quotation {err}", hint) from err

    def _error(self, line: int, what: str, hint: str) -> ApparatusError:
        return ApparatusError(what, where=f"{self.file}:{line}", hint=hint)
