"""The divs of an editor's file, each made the record that it stands for.

The blockquote that opens a div quotes the text; CriticMarkup in it says which words are meant
and, in an emendation, what they are to read. The rest of the div is Markdown and stays so.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

from florilegium.annotate.critic import CriticError, Marked, plain, read_marked
from florilegium.annotate.divs import Div, Line, without_comments
from florilegium.errors import ApparatusError, FlorilegiumError
from florilegium.model import Elision, Emendation, Note, Passage, Quotation, Turn

Made = TypeVar("Made")

_QUOTE_LINE = re.compile(r"^ {0,3}>[ ]?(.*)$")
_ELIDE_KEY = re.compile(r"^\s*(from|to)\s*:\s*(.*)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class QuotedPassage:
    """The blockquote at the head of a div, and the Markdown *body* below it."""

    lines: tuple[Line, ...]
    body: str


@dataclass(frozen=True, slots=True)
class DivParser:
    """What the divs of one *file* say; *errors* gathers what is wrong with them."""

    file: str
    errors: list[FlorilegiumError]
    divs: tuple[Div, ...]

    def only(self, kind: str) -> str:
        """Return the text of the one div of *kind* that is for everybody, or nothing."""
        shared = [div for div in self.divs if div.kind == kind and not div.label.audiences]
        first, *others = shared or [Div(kind, 0, ())]
        for div in others:
            self.errors.append(
                self.error(div.line, f"a second {kind}", f"The first is in line {first.line}.")
            )
        return first.text

    def every(self, parse: Callable[[Div], Made], *kinds: str) -> Iterable[Made]:
        """Yield what *parse* makes of each div of *kinds* that is for everybody."""
        for div in self.divs:
            if div.kind in kinds and not div.label.audiences:
                try:
                    yield parse(div)
                except FlorilegiumError as err:
                    self.errors.append(err)

    def note(self, div: Div) -> Note:
        """Return a note or a gloss; raise `ApparatusError` for one that says nothing."""
        kind: Literal["note", "gloss"] = "gloss" if div.kind == "gloss" else "note"
        if self.is_of_text(div):
            self.require_words(div, div.text)
            where = f"{self.file}:{div.line}"
            return Note(kind, Quotation("", where=where), div.text, div.label.name, of_text=True)
        passage = self.quoted(div)
        self.require_words(div, passage.body)
        quote = self.quotation(passage.lines, div)
        heading = " ".join(div.label.values.get("heading", "").split())
        return Note(kind, quote, passage.body, div.label.name, heading=heading)

    def is_of_text(self, div: Div) -> bool:
        """Whether *div* is about the whole text (``on=text``), and quotes nothing."""
        said = div.label.values.get("on", "")
        if said and said != "text":
            what = f"the {div.kind} is on {said!r}"
            raise self.error(div.line, what, "Write on=text, or quote the words it is about.")
        return bool(said)

    def require_words(self, div: Div, words: str) -> None:
        """Raise `ApparatusError` when a *div* says nothing."""
        if not words.strip():
            hint = "Write it below the quotation."
            raise self.error(div.line, f"the {div.kind} says nothing", hint)

    def emendation(self, div: Div) -> Emendation:
        """Return an emendation; raise `ApparatusError` for one that changes nothing."""
        passage = self.quoted(div)
        marked = self._marked(passage.lines)
        if marked.sign in (None, "highlight"):
            raise self.error(
                passage.lines[0][0],
                "an emendation says what is to change",
                "Write {~~old~>new~~}, {--words to delete--} or {++words to insert++}.",
            )
        if marked.exact.strip() == marked.reading.strip():
            hint = "Write {~~what the text has~>what it should read~~}."
            raise self.error(passage.lines[0][0], "the emendation changes nothing", hint)
        return Emendation(self._quote(marked, passage.lines), marked.reading, passage.body)

    def elision(self, div: Div) -> Elision:
        """Return an elision; raise `ApparatusError` when it does not quote both ends."""
        passage = self.quoted(div)
        ends = self._ends(passage)
        if set(ends) != {"from", "to"}:
            raise self.error(
                div.line,
                "an elision quotes where it begins and where it ends",
                "Write '> from: first words' and, on a line of its own, '> to: last words'.",
            )
        start, end = (self.quotation(ends[key], div) for key in ("from", "to"))
        return Elision(start, end, passage.body)

    def passage(self, div: Div) -> Passage:
        """Return the passage that is verse or prose by order."""
        kind: Literal["verse", "prose"] = "verse" if div.kind == "verse" else "prose"
        passage = self.quoted(div)
        if set(ends := self._ends(passage)) == {"from", "to"}:
            start, end = (self.quotation(ends[key], div) for key in ("from", "to"))
            return Passage(kind, start, end)
        lines = [(number, line) for number, line in passage.lines if line.strip()]
        quote = self.quotation(lines or passage.lines, div)
        return Passage(kind, quote, quote)

    def _ends(self, passage: QuotedPassage) -> dict[str, list[Line]]:
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
        """Return the turns of an interview, one a line."""
        lines = ((number, without_comments(line)) for number, line in div.lines)
        return tuple(self._turn(number, line) for number, line in lines if line.strip())

    def _turn(self, number: int, line: str) -> Turn:
        speaker, colon, words = line.partition(":")
        if not (colon and speaker.strip() and words[:1].isspace() and words.strip()):
            raise self.error(
                number,
                f"no turn: {line.strip()[:40]!r}",
                "Each line is 'SPEAKER: opening words of the paragraph'.",
            )
        quotation = Quotation(plain(words.strip()), where=f"{self.file}:{number}")
        return Turn(speaker.strip(), quotation)

    def quoted(self, div: Div) -> QuotedPassage:
        """Return what *div* quotes and what stands below; raise `ApparatusError` for neither."""
        lines = list(div.lines)
        while lines and not lines[0][1].strip():
            lines.pop(0)
        quoted: list[Line] = []
        while lines and (match := _QUOTE_LINE.match(lines[0][1])):
            quoted.append((lines.pop(0)[0], match[1]))
        if not quoted:
            raise self.error(
                div.line,
                f"the {div.kind} quotes no passage",
                "Begin it with a line '> words of the text'.",
            )
        return QuotedPassage(tuple(quoted), "\n".join(line for _, line in lines).strip("\n"))

    def quotation(self, lines: Sequence[Line], div: Div) -> Quotation:
        """Return the quotation in *lines*; raise `ApparatusError` where it orders a change."""
        marked = self._marked(lines)
        if marked.sign not in (None, "highlight"):
            raise self.error(
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
            raise self.error(number, "the quotation is empty", "Quote words of the text.")
        try:
            return read_marked(text)
        except CriticError as err:
            hint = "Mark one place only, as in {==the very words==}."
            raise self.error(number, f"in the quotation {err}", hint) from err

    def error(self, line: int, what: str, hint: str) -> ApparatusError:
        """Return the error *what* in a *line* of the file."""
        return ApparatusError(what, where=f"{self.file}:{line}", hint=hint)
