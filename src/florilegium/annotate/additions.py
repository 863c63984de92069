"""The rest of a chapter's file, beside its notes: questions, events, places, what is reserved.

Takes the divs of the file; gives back the fields of an `Apparatus` for them. What is for some
audiences alone is never part of the text and its numbered notes: those must not move.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, cast

from florilegium.annotate.attributes import ALLOWED
from florilegium.annotate.div_parser import DivParser
from florilegium.annotate.divs import Div, nested
from florilegium.errors import FlorilegiumError
from florilegium.model import Anchor, Event, Question, Reserved
from florilegium.model.apparatus import ReservedKind
from florilegium.model.dates import FORMS, read_span

INSTRUCTOR = "instructor"  # who gets an answer, where nothing else is said
_MARKS = re.compile(r"\d{1,4}(?:\.\d)?")
_ON_WORDS = ("note", "gloss", "event")


def additions(parser: DivParser, *, slug: str) -> dict[str, Any]:
    """Return the fields of the apparatus *slug* that the divs of *parser* fill."""
    made = _Additions(parser, slug)
    for div in parser.divs:
        try:
            made.take(div)
        except FlorilegiumError as err:
            parser.errors.append(err)
    _refuse_both_kinds(parser)
    return {
        "reserved": tuple(made.reserved),
        "asked": tuple(made.asked),
        "events": tuple(made.events),
        "anchors": tuple(made.anchors),
        "names": tuple(made.names.items()),
    }


@dataclass(slots=True)
class _Additions:
    parser: DivParser
    slug: str
    reserved: list[Reserved] = field(default_factory=list)
    asked: list[Question] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    anchors: list[Anchor] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)

    def take(self, div: Div) -> None:
        """Add what *div* says; raise `ApparatusError` for what is wrong with it."""
        self._check_name(div)
        if div.kind == "question":
            self._question(div)
        elif div.kind == "event":
            self._event(div)
        elif div.kind == "anchor":
            self._anchor(div)
        elif div.label.audiences:
            self._reserve(div)
        elif div.kind in ("headnote", "questions"):
            self._name(div, f"{self.slug}-{div.kind}")

    def _check_name(self, div: Div) -> None:
        name = div.label.name
        if name and name in self.lines:
            raise self.parser.error(
                div.line, f"a second #{name}", f"The first is in line {self.lines[name]}."
            )
        if name:
            self.lines[name] = div.line

    def _name(self, div: Div, id_: str) -> None:
        if div.label.name:
            self.names[div.label.name] = id_

    def _where(self, div: Div) -> str:
        return f"{self.parser.file}:{div.line}"

    def _add_anchor(self, div: Div, id_: str) -> str:
        """Add the place that *div* quotes under *id_*; return the words below the quotation."""
        passage = self.parser.quoted(div)
        quote = self.parser.quotation(passage.lines, div)
        self.anchors.append(Anchor(id_, quote, f"the {div.kind}", div.label.name))
        return passage.body

    def _anchor(self, div: Div) -> None:
        if not div.label.name:
            raise self.parser.error(
                div.line, "an anchor has no name", "Write one: ::: {.anchor #name}."
            )
        id_ = f"{self.slug}-at-{div.label.name}"
        if words := self._add_anchor(div, id_).strip():
            raise self.parser.error(
                div.line,
                f"an anchor says something: {words[:40]!r}",
                "It is a place and no more; to say something of it write ::: note.",
            )
        self._name(div, id_)

    def _reserve(self, div: Div) -> None:
        """Add a div for some audiences alone."""
        id_ = f"{self.slug}-r{len(self.reserved) + 1}"
        body, at = div.text, ""
        if div.kind in _ON_WORDS and not self.parser.is_of_text(div):
            body, at = self._add_anchor(div, id_), id_
        self.parser.require_words(div, body)
        kind = cast("ReservedKind", div.kind)
        made = Reserved(
            id_, kind, div.label.audiences, body, at, name=div.label.name, where=self._where(div)
        )
        self.reserved.append(made)

    def _question(self, div: Div) -> None:
        body, answers = nested(div, "answer", file=self.parser.file, errors=self.parser.errors)
        self.parser.require_words(div, body)
        marks = div.label.values.get("marks", "")
        if marks and not _MARKS.fullmatch(marks):
            raise self.parser.error(
                div.line, f"'marks' is {marks!r}", "Write a number: marks=5 or marks=2.5."
            )
        if div.label.audiences:
            asked = f"{self.slug}-r{len(self.reserved) + 1}"
            self.reserved.append(
                Reserved(
                    asked, "question", div.label.audiences, body, "",
                    marks=marks, name=div.label.name, where=self._where(div),
                )
            )  # fmt: skip
        else:
            asked = f"{self.slug}-q{len(self.asked) + 1}"
            self.asked.append(Question(asked, body, marks, div.label.name))
            self._name(div, asked)
        for answer in answers:
            self._answer(answer, asked, div.label.audiences)

    def _answer(self, div: Div, asked: str, audiences: tuple[str, ...]) -> None:
        self.parser.require_words(div, div.text)
        audiences = div.label.audiences or audiences or (INSTRUCTOR,)
        id_ = f"{self.slug}-r{len(self.reserved) + 1}"
        self.reserved.append(
            Reserved(id_, "answer", audiences, div.text, asked, where=self._where(div))
        )

    def _event(self, div: Div) -> None:
        values = div.label.values
        date = values.get("date", "")
        if not date and not set(ALLOWED["event"]).issuperset(values):
            return  # the key that was meant is told
        if not date or read_span(date) is None:
            what = f"the date of the event is {date!r}" if date else "an event without a date"
            raise self.parser.error(div.line, what, f"{FORMS} ::: {{.event date=2017-10-15}}")
        if div.label.audiences:
            self._reserve_event(div, date)
            return
        id_ = f"{self.slug}-ev{len(self.events) + 1}"
        body, at = div.text, self.slug
        if self._quotes(div):
            at = f"{id_}-at"
            body = self._add_anchor(div, at)
        self.parser.require_words(div, body)
        self._name(div, at)
        self.events.append(
            Event(id_, date, body, at, values.get("shown", ""), div.label.name, self._where(div))
        )

    def _reserve_event(self, div: Div, date: str) -> None:
        id_ = f"{self.slug}-r{len(self.reserved) + 1}"
        body, at = div.text, ""
        if self._quotes(div):
            body, at = self._add_anchor(div, id_), id_
        self.parser.require_words(div, body)
        self.reserved.append(
            Reserved(
                id_, "event", div.label.audiences, body, at,
                date=date, name=div.label.name, where=self._where(div),
            )
        )  # fmt: skip

    def _quotes(self, div: Div) -> bool:
        first = next(iter(_spoken(div)), "")
        return first.lstrip().startswith(">")


def _spoken(div: Div) -> Iterator[str]:
    return (line for _, line in div.lines if line.strip())


def _refuse_both_kinds(parser: DivParser) -> None:
    """Add to the errors of *parser* that a chapter has questions of both kinds."""
    whole = next((d for d in parser.divs if d.kind == "questions" and not d.label.audiences), None)
    single = next((d for d in parser.divs if d.kind == "question" and not d.label.audiences), None)
    if whole and single:
        parser.errors.append(
            parser.error(
                single.line,
                f"a question beside the questions of line {whole.line}",
                "Write either one '::: questions', or each as a '::: question' of its own.",
            )
        )
