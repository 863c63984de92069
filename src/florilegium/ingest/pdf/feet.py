"""The notes at the foot of a page, and the figures in its text that call them.

Input the lines of a page in reading order, output the notes with their calls where both are
sure. A note is set smaller than the text, stands last in its column, and begins with the sign
that stands raised, or in brackets, in the text of the page.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from florilegium.ingest.pdf.lines import Line

_SMALLER = 0.94  # of the size of the text
_Place = tuple[int, int, int]  # a line, the first and last character of a sign in it
_SAME = 0.3  # points between the sizes of one note on two pages
_SIGN = re.compile(r"[\[(]?(\d{1,3}|[*†‡§¶]{1,3}|[a-z](?=[.)\s]))[\])]?\.?\s*(?=\S|$)")
_BRACKETED = re.compile(r"[\[(](\d{1,3}|[*†‡§¶]{1,3})[\])]")
_GLUED = re.compile(r"(?<=[^\W\d_])[.,;:!?\"'”’»)\]]*(\d{1,3})(?![\w.,]?\d)(?!\w)")
_CALL = re.compile(r"[\[(]?(\d{1,3}|[*†‡§¶]{1,3}|[a-z])[\])]?")


@dataclass(slots=True)
class Note:
    """A note: its *sign*, the *lines* it stands in, how long the sign is in the first of them.

    *call* is where the text calls it: the number of a line, and the first and last character.
    """

    sign: str
    lines: list[Line]
    cut: int
    call: _Place | None = None


@dataclass(slots=True)
class Feet:
    """Reads the pages of a document one after the other; *size* is that of its text.

    *notes* are those found; *uncalled* are lines that look like a note and have no call, *open*
    the calls of the page before that have no note yet.
    """

    size: float
    notes: list[Note] = field(default_factory=list)
    uncalled: list[Line] = field(default_factory=list)
    open: dict[str, list[_Place]] = field(default_factory=dict)

    def take(self, page: Sequence[Line]) -> set[int]:
        """Return the numbers of the lines of *page* that are notes, and keep these."""
        columns: dict[int, list[Line]] = {}
        for line in page:
            columns.setdefault(line.column, []).append(line)
        feet = [foot for column in columns.values() if (foot := self._foot(column))]
        below = {line.number for foot in feet for line in foot}
        text = [line for line in page if line.number not in below]
        calls = _by_sign(_calls(text))
        glued = cache(lambda: _by_sign(_glued(text)))
        answered: set[_Place] = set()
        taken: set[int] = set()
        for foot in feet:
            found, before = _notes(foot)
            if before and self._goes_on(before, page[0].page, sure=bool(found)):
                self.notes[-1].lines += before
                taken |= {line.number for line in before}
            for note in found:
                fitting = calls.get(note.sign) or glued().get(note.sign, [])
                # A note without room stands on the next page.
                fitting = fitting or self.open.get(note.sign, [])
                if len(fitting) == 1:
                    note.call = fitting[0]
                    answered.add(fitting[0])
                    self.notes.append(note)
                    taken |= {line.number for line in note.lines}
                else:
                    self.uncalled.append(note.lines[0])
        self.open = {
            sign: [place for place in places if place not in answered]
            for sign, places in calls.items()
        }
        return taken

    def _foot(self, column: Sequence[Line]) -> list[Line]:
        """Return the lines at the end of *column* that are smaller than the text."""
        foot: list[Line] = []
        for line in reversed(column):
            if line.cell or line.size > _SMALLER * self.size:
                break
            foot.insert(0, line)
        return foot

    def _goes_on(self, lines: Sequence[Line], page: int, *, sure: bool) -> bool:
        """Tell whether *lines* go on with the last note of the page before.

        They are *sure* to be of a note if another begins below them.
        """
        last = self.notes[-1].lines[-1] if self.notes else None
        if last is None or last.page != page - 1:
            return False
        open_ = not last.text.rstrip().endswith((".", "!", "?", "”", ")"))
        return (open_ or sure) and abs(last.size - lines[0].size) <= _SAME


def _notes(foot: Sequence[Line]) -> tuple[list[Note], list[Line]]:
    """Return the notes of *foot*, and the lines before the first of them."""
    found: list[Note] = []
    before: list[Line] = []
    for line in foot:
        sign = _SIGN.match(line.text)
        if sign and _follows(sign[1], found, line):
            found.append(Note(sign[1], [line], sign.end()))
        elif found:
            found[-1].lines.append(line)
        else:
            before.append(line)
    return found, before


def _follows(sign: str, found: Sequence[Note], line: Line) -> bool:
    """Tell whether *sign* begins a note: raised, or the one that comes next."""
    first = line.spans[0]
    if first.shift > 0 and line.text[first.start : first.end].strip(" .[]()") == sign:
        return True
    if not found:
        return True
    last = found[-1].sign
    if sign.isdigit() and last.isdigit():
        return int(sign) == int(last) + 1
    return not sign.isdigit() and not last.isdigit() and sign != last


def _by_sign(calls: Iterable[tuple[str, _Place]]) -> dict[str, list[_Place]]:
    found: dict[str, list[_Place]] = {}
    for sign, place in calls:
        found.setdefault(sign, []).append(place)
    return found


def _glued(lines: Sequence[Line]) -> Iterator[tuple[str, _Place]]:
    """Yield figures that stand right behind a word: a font may have raised ones of its own."""
    for line in lines:
        for found in _GLUED.finditer(line.text):
            yield found[1], (line.number, found.start(1), found.end(1))


def _calls(lines: Sequence[Line]) -> Iterator[tuple[str, _Place]]:
    for line in lines:
        seen: set[int] = set()
        for span in line.spans:
            words = line.text[span.start : span.end]
            sign = _CALL.fullmatch(words.strip())
            if span.shift > 0 and sign and span.start > 0:
                lead = len(words) - len(words.lstrip())
                seen.add(span.start + lead)
                yield sign[1], (line.number, span.start + lead, span.start + len(words.rstrip()))
        for found in _BRACKETED.finditer(line.text):
            if found.start() not in seen and found.start() > 0:
                yield found[1], (line.number, found.start(), found.end())
        for mark in re.finditer(r"(?<=\S)[*†‡§¶]{1,3}", line.text):
            if mark.start() not in seen:
                yield mark[0], (line.number, mark.start(), mark.end())
