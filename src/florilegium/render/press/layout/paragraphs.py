"""Paragraphs: the inline boxes of a line box → where its lines end, by ``line_breaking.py``.

In: a line box of WeasyPrint that is not broken yet. Out: for the letter at which a line
begins, the end of that line. It lays nothing out: the widths it adds up only serve to choose.
A paragraph that it does not understand it refuses, with `UnfitError`.
"""

# ruff: noqa: ANN401  # WeasyPrint has no types

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

from florilegium.render.press.layout import line_breaking, line_ends
from florilegium.render.press.layout.faces import Face, Modules, face_of
from florilegium.render.press.layout.leaves import Leaf, Leaves, UnfitError
from florilegium.render.press.layout.line_breaking import FORBIDDEN, Place, Taste

SHRINK = 1 / 3  # of a space, as in the fonts of TeX
_COMFORT = 0.40  # em: a space so wide is as bad as a hyphen
_HYPHEN, _COMPOUND = 190.0, 280.0  # penalties: within a word, within one that has a hyphen
_OWN_HYPHEN = 80.0  # and after the hyphen that a word has
_ANYWHERE = 600.0  # the penalty for a break between any two letters
_SHORT = 2.5  # em: a last line of one word is not to be narrower
# A part of a word that is wider than so much of the measure, and so many em, may be broken
# anywhere, if it may be at all: an address, a hash. No word of a language is.
_LONG, _WIDE = 1 / 3, 14.0
_SHORTEST = 4  # letters: no word so short has a hyphen
_SOFT_HYPHEN = "\u00ad"
_GAPS = " \u00a0"  # what stretches
_IS_BREAK = bytes(mark & 1 for mark in range(256))  # Pango's mark where a line may begin
_LETTER = 4  # Pango's mark where a letter begins, and none of the parts of one

# Scripts that run the other way or know no spaces, and what turns lines otherwise.
_UNKNOWN = re.compile(
    "[\t\u0590-\u08ff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u200e\u200f\u2028-\u202e"
    "\u2066-\u2069\u2e80-\u9fff\uac00-\ud7af\ufb1d-\ufdff\ufe70-\ufefc]"
)


@dataclass(frozen=True, slots=True)
class End:
    """The end of a line: it has the letters before *end*, and the next one begins at *next*."""

    end: int
    next: int
    is_hyphen: bool = False


class _Type(NamedTuple):
    """How the words of a leaf are set: in what face, whether they are divided with hyphens.

    A part of one that is wider than *long* (pixels) may be broken anywhere; None for no such.
    """

    face: Face
    is_divided: bool
    long: float | None


class Paragraph:
    """The text of a line box that is not broken yet, and the lines planned so far."""

    def __init__(self, modules: Modules, context: Any, linebox: Any, around: Any) -> None:
        """Read *linebox*, to be set in the block *around*; raise `UnfitError` to refuse it."""
        self._modules = modules
        self._context = context
        read = Leaves(modules, context, linebox, around)
        self.leaves, self.length = read.leaves, read.length
        self._before, self._after = read.before, read.after
        self.text = "".join(leaf.text for leaf in self.leaves)
        self._starts = [leaf.start for leaf in self.leaves]
        if not self.text.strip() or _UNKNOWN.search(self.text):
            raise UnfitError
        style = linebox.style
        indent = linebox.text_indent
        modules.inline.resolve_one_percentage(linebox, "text_indent", around.width)
        self._indent, linebox.text_indent = linebox.text_indent, indent
        self.width = float(around.width)
        self._room = self.width - max(self._indent, 0.0)  # a word may be the first
        self.is_title = style["text_align_all"] != "justify"
        self._language = style["lang"] or ""
        self._em = style["font_size"]
        space = face_of(style, modules).space or self._em / 4
        self.shrink = space * SHRINK
        self._stretch = max(_COMFORT * self._em - space, space / 3)
        self._lines: dict[int, End] = {}
        self._sections: list[tuple[list[End], line_breaking.Paragraph]] = []
        self.key = (
            self.text, self.width, self._indent, self.is_title, self._language,
            *(leaf.start for leaf in self.leaves), *self._before.items(), *self._after.items(),
            *(id(face_of(leaf.style, modules)) if leaf.width is None else leaf.width
              for leaf in self.leaves),
            *((leaf.style["white_space"], leaf.style["overflow_wrap"], leaf.is_raised)
              for leaf in self.leaves),
        )  # fmt: skip

    # -- where lines may end -------------------------------------------------------------

    def ready(self) -> "Paragraph":
        """Find the places where lines may end; return the paragraph itself."""
        letters = self._modules.ffi.ffi.buffer(
            self._modules.line_break.get_log_attrs(self.text, self._language)
        )
        marks = bytes(letters)[::4]
        self._may_break = bytearray(marks.translate(_IS_BREAK))
        self._marks = marks
        self._together = (0, 0, 0.0)  # what stands together: first letter, the one after, width
        for at in line_ends.after_quotations(self.text):
            self._may_break[at] = 1
        self._unwelcome = line_ends.unwelcome(self.text, self._language)
        self._addresses = list(line_ends.addresses(self.text))
        self._breaks = [
            start + place
            for start, end in self._addresses
            for place in line_ends.breaks(self.text[start:end])
        ]
        self._x = self._gaps = 0.0
        start = 0
        leaves: list[Leaf] = []
        for leaf in self.leaves:
            if leaf.is_break:
                self._sections.append(self._section(start, leaf.start, leaves))
                start, leaves = leaf.stop, []
            else:
                leaves.append(leaf)
        if start < self.length:
            self._sections.append(self._section(start, self.length, leaves))
        del self._context
        return self

    def _section(
        self, start: int, stop: int, leaves: list[Leaf]
    ) -> tuple[list[End], line_breaking.Paragraph]:
        """The ends of lines between two breaks that the text asks for, and their places."""
        lead = start + len(self.text[start:stop]) - len(self.text[start:stop].lstrip(" "))
        self._ends = [End(start, lead)]
        self._places = [Place(0.0, 0.0)]
        self._x = self._gaps = 0.0
        self._last = (lead, 0.0, 0.0)  # letter, width and gaps where the last word ended
        for leaf in leaves:
            self._leaf(leaf, lead, stop)
        end, x, gaps = self._last
        self._add(End(end, stop + 1 if stop < self.length else stop), x, gaps, is_final=True)
        order = sorted(range(len(self._ends)), key=lambda n: (self._ends[n].next, n))
        places = [self._places[n] for n in order]
        indent = self._indent if start == 0 else 0.0
        return [self._ends[n] for n in order], line_breaking.Paragraph(
            places, self.width, indent=indent
        )

    def _leaf(self, leaf: Leaf, lead: int, stop: int) -> None:
        self._x += self._before.get(leaf.start, 0.0)
        if leaf.width is not None:
            self._x += leaf.width
            self._last = (leaf.stop, self._x, self._gaps)
            self._between(leaf.stop, stop)
            return
        type_ = self._type(leaf.style)
        is_bound = leaf.style["white_space"] == "nowrap"
        cuts = () if is_bound else self._cuts(leaf.start + 1, leaf.stop)
        begin = leaf.start
        for cut in (*cuts, leaf.stop):
            self._piece(leaf, type_, max(begin, lead), cut, is_bound=is_bound)
            begin = cut
            if cut == leaf.stop and (side := self._after.get(cut)):
                self._x += side
                end, x, gaps = self._last
                self._last = (end, x + side, gaps)
            self._between(cut, stop)

    def _cuts(self, start: int, stop: int) -> Iterator[int]:
        """Yield the letters between *start* and *stop* before which Pango would break a line."""
        cut = self._may_break.find(1, start, stop)
        while cut >= 0:
            yield cut
            cut = self._may_break.find(1, cut + 1, stop)

    def _between(self, cut: int, stop: int) -> None:
        """A line may end before the letter *cut*, unless something speaks against it."""
        if cut >= stop or not self._may_break[cut]:
            return
        number = bisect_right(self._starts, cut) - 1
        here = self.leaves[number]
        if number and here.start == cut:
            before = self.leaves[number - 1]
            if here.is_raised or all(
                one.style["white_space"] == "nowrap" for one in (before, here)
            ):
                return
        if line_ends.is_in_address(self._addresses, cut, cut):
            return  # that is broken at places of its own
        is_soft = self.text[cut - 1] == _SOFT_HYPHEN
        if is_soft:
            self._hyphen(
                here if here.start < cut else self.leaves[number - 1], cut, self._x, self._gaps
            )
            return
        end, x, gaps = self._last
        has_hyphen = self.text[cut - 1] in "-\u2010"
        penalty = self._unwelcome.get(cut, _OWN_HYPHEN if has_hyphen else 0.0)
        self._add(End(end, cut), x, gaps, penalty=penalty, has_hyphen=has_hyphen)

    def _type(self, style: Any) -> _Type:
        face = face_of(style, self._modules)
        dash = 0.0 if style["hyphens"] == "none" else face.dash
        long = min(self._room - dash, max(self.width * _LONG, _WIDE * style["font_size"]))
        return _Type(
            face,
            is_divided=style["hyphens"] == "auto",
            long=None if style["overflow_wrap"] == "normal" else long,
        )

    def _piece(self, leaf: Leaf, type_: _Type, begin: int, cut: int, *, is_bound: bool) -> None:
        """Go over the letters from *begin* to *cut*, in which Pango would not break a line."""
        piece = self.text[begin:cut]
        bare = piece.rstrip(" ")
        if bare:
            if not is_bound:
                self._within(leaf, type_, begin, bare)
            self._x += type_.face.width(bare)
            self._gaps += bare.count(" ") + bare.count("\u00a0")
            self._last = (begin + len(bare), self._x, self._gaps)
        if trailing := len(piece) - len(bare):
            self._x += trailing * type_.face.space
            self._gaps += trailing

    def _within(self, leaf: Leaf, type_: _Type, begin: int, bare: str) -> None:
        """Add the places within a word: of an address, hyphens, between any letters."""
        face, stop, parts = type_.face, begin + len(bare), [0]
        if line_ends.is_in_address(self._addresses, begin, stop):
            sums = face.sums(bare)
            first, last = bisect_right(self._breaks, begin), bisect_left(self._breaks, stop)
            for place in self._breaks[first:last]:
                self._cut(place, sums[place - begin], line_ends.ADDRESS)
                parts.append(place - begin)
        elif type_.is_divided and len(bare) > _SHORTEST:
            for part in face.parts(bare, self._context.dictionaries):
                x, gaps = self._x + part.width, self._gaps + part.gaps
                cut = begin + part.letters
                self._hyphen(leaf, cut, x, gaps, is_compound=part.is_compound)
                parts.append(part.letters)
        if (long := type_.long) is None:
            return
        is_tied = (leaf.start == begin and begin > 0 and not self._may_break[begin]) or (
            leaf.stop == stop < self.length and not self._may_break[stop]
        )
        if is_tied and self._width_together(begin) > self._room:
            long = 0.0
            if not (leaf.is_raised or self._may_break[begin]):
                self._cut(begin, 0.0, _ANYWHERE)
        elif face.width(bare) <= long:
            return
        sums = face.sums(bare)
        if max(sums[b] - sums[a] for a, b in pairwise(sorted({*parts, len(bare)}))) > long:
            self._anywhere(begin, bare, sums, frozenset(parts))

    def _width_together(self, at: int) -> float:
        """How wide all is that stands together with the letter *at*, in whatever boxes."""
        start, stop, width = self._together
        if not start <= at < stop:
            start, stop = at, at + 1
            while start and not self._may_break[start]:
                start -= 1
            while stop < self.length and not self._may_break[stop]:
                stop += 1
            number = bisect_right(self._starts, start) - 1
            width = 0.0
            while number < len(self.leaves) and (leaf := self.leaves[number]).start < stop:
                part = leaf.text[max(0, start - leaf.start) : stop - leaf.start].rstrip(" \n")
                face = face_of(leaf.style, self._modules)
                width += face.width(part) if leaf.width is None else leaf.width
                number += 1
            self._together = start, stop, width
        return width

    def _anywhere(self, begin: int, bare: str, sums: list[float], parts: frozenset[int]) -> None:
        """Add the places between any letters of *bare*, but for its *parts*."""
        gaps = end = 0
        for at in range(1, len(bare)):
            is_gap = bare[at - 1] in _GAPS
            gaps += is_gap
            end = end if bare[at - 1] == " " else at
            if at in parts or bare[at] == " " or not self._marks[begin + at] & _LETTER:
                continue
            penalty = _ANYWHERE * (1 + (bare[at - 1] == "-"))
            before = gaps - (at - end)
            self._add(
                End(begin + end, begin + at), self._x + sums[end], self._gaps + before,
                start=self._x + sums[at], after=self._gaps + gaps, penalty=penalty,
            )  # fmt: skip

    def _cut(self, place: int, x: float, penalty: float) -> None:
        self._add(End(place, place), self._x + x, self._gaps, start=self._x + x, penalty=penalty)

    def _hyphen(
        self, leaf: Leaf, cut: int, x: float, gaps: float, *, is_compound: bool = False
    ) -> None:
        if leaf.style["hyphens"] == "none":
            return
        dash = face_of(leaf.style, self._modules).dash
        penalty = _COMPOUND if is_compound else _HYPHEN
        self._add(End(cut, cut, is_hyphen=True), x + dash, gaps, start=x, penalty=penalty)

    def _add(  # noqa: PLR0913  # what is seldom said has a default
        self,
        end: End,
        x: float,
        gaps: float,
        *,
        start: float | None = None,
        after: float | None = None,
        penalty: float = 0.0,
        is_final: bool = False,
        has_hyphen: bool = False,
    ) -> None:
        """Add a place; *x* and *gaps* are sums up to it, *start* and *after* those behind it."""
        begins = self._x if start is None else start
        if after is None:
            after = gaps if start is not None else self._gaps
        if is_final:
            begins, after = x, gaps
        self._ends.append(end)
        self._places.append(
            Place(
                x, begins, gaps * self._stretch, gaps * self.shrink,
                after * self._stretch, after * self.shrink, penalty, end.is_hyphen or has_hyphen,
            )
        )  # fmt: skip

    # -- the lines -----------------------------------------------------------------------

    def line(self, start: int, *, is_whole: bool = False) -> End | None:
        """Return the end of the line that begins at the letter *start*, None if none is planned.

        *is_whole*: it may not end within a word.
        """
        while start < self.length and self.text[start] == " ":
            start += 1
        if start >= self.length:
            return None
        if start not in self._lines:
            self._plan(start)
        planned = self._lines.get(start)
        if planned and is_whole and planned.is_hyphen:
            return self._whole(start, planned)
        return planned

    def _origin(self, start: int) -> tuple[int, int] | None:
        """The section and the place at which a line begins with the letter *start*."""
        number = bisect_left(self._sections, start, key=lambda section: section[0][-1].end)
        if number == len(self._sections):
            return None
        ends = self._sections[number][0]
        place = bisect_left(ends, start, key=lambda end: end.next)
        is_one = place < len(ends) and ends[place].next == start
        return (number, place) if is_one else None

    def _plan(self, start: int) -> None:
        """Choose the ends of all lines of a section, from the letter *start* on."""
        if (origin := self._origin(start)) is None:
            return
        (ends, paragraph), first = self._sections[origin[0]], origin[1]
        if self.is_title:
            places = line_breaking.balance(paragraph) if first == 0 else None
        else:
            taste = Taste(short_width=_SHORT * self._em)
            places = line_breaking.choose(paragraph, taste, first=first)
        for place in places or ():
            self._lines[ends[first].next] = ends[place]
            first = place

    def _whole(self, start: int, planned: End) -> End | None:
        """The line with the word whole that ends it: on it, or on the next one."""
        if (origin := self._origin(start)) is None:
            return None
        (ends, paragraph), first = self._sections[origin[0]], origin[1]
        number = ends.index(planned)
        whole = [
            n
            for n, end in enumerate(ends)
            if not end.is_hyphen and n > first and paragraph.places[n].penalty < FORBIDDEN
        ]
        before = [n for n in whole if ends[n].end < planned.end][-1:]
        after = [n for n in whole if n > number][:1]
        # What stands in another box may be the call of a note, which has no place here.
        after = [n for n in after if self._leaf_of(ends[n].end) == self._leaf_of(planned.end)]
        fitting = [n for n in (*before, *after) if paragraph.ratio(first, n) >= -1]
        best = min(fitting, key=lambda n: abs(paragraph.ratio(first, n)), default=None)
        return None if best is None else ends[best]

    def _leaf_of(self, end: int) -> int:
        return bisect_right(self._starts, end - 1)
