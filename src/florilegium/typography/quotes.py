"""Straight and foreign quotation marks become the ones of the language; right ones stay.

Every mark is judged by what stands beside it; its shape (or, for a straight one, whether a
quotation is open) decides where the neighbours do not. A mark that the language has in that
role is left as it is.
"""

import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from florilegium.model.edits import Edit, touched
from florilegium.typography.languages import Habits, Pair
from florilegium.typography.protected import Span

Role = Literal["opening", "closing", "apostrophe", "other"]

_DOUBLES = '"“”„‟«»‹›'  # ‹ and › are never apostrophes
_SINGLES = "'‘’‚‛"
_STROKES = "`´"  # typed for apostrophes, but only between letters
_MARK = re.compile(f"[{_DOUBLES}{_SINGLES}{_STROKES}]")
_DOUBLE = re.compile(f"[{_DOUBLES}]")
_SINGLE = re.compile(f"[{_SINGLES}]")
_SPACES = re.compile(r"\s+")
_END = re.compile(r"\s*\Z")
_ANY = frozenset(_DOUBLES + _SINGLES)
_BEFORE_OPENING = frozenset("([{—–-/=¿¡")
_AFTER_CLOSING = frozenset(")]}[.,;:!?…—–-/*†‡")
_NEVER_OPENED = frozenset(",;:!?)]}")
_STRAIGHT = frozenset("\"'")
_NEAR = 8  # how far to look past a cluster of marks for the next word
_REACH = 4000  # how far a single quotation may run
_GOES_ON = re.compile(r" [a-z]")  # … as a sentence does after "the actress'"


# One mark typed as two, and what may close it; some only where the language has such a mark.
_TYPED_PAIRS = {
    "``": ("''", "’’"), "‘‘": ("’’",), "''": ("''", "’’"),
    ",,": ("''", "’’", "``", "‘‘", '"', "“", "”"), "<<": (">>",), ">>": ("<<",),
}  # fmt: skip
_TYPED_AS = {",,": "„", "<<": "«", ">>": "»"}
_TYPED = re.compile(
    "|".join(f"(?<!{sign[0]}){sign}(?!{sign[0]})" for sign in [*_TYPED_PAIRS, "’’"])
)
_USED = re.compile(r"(?:(?<=[\s(\[—–])|^)(?:[“„»”](?=\w)|«(?=\s?\w))", re.MULTILINE)


def preferred(habits: Habits, texts: Iterable[str]) -> Habits:
    """Return *habits* with the marks that most quotations of *texts* have, if they are right."""
    used = Counter(match[0] for text in texts for match in _USED.finditer(text))
    sign = max(sorted(used), key=used.__getitem__, default="")
    if used[sign] <= used[habits.quotes[0]] or not habits.may_open(sign):
        return habits
    return replace(habits, quotes=(sign, habits.closer(sign)))


def typewritten(text: str, habits: Habits, shielded: Sequence[Span] = ()) -> Iterator[Edit]:
    """Yield the edits that make one mark of two, as in ``so'', ,,so'' and <<so>>."""
    opened: list[str] = []
    for match in _TYPED.finditer(text):
        (start, end), sign = match.span(), match[0]
        if touched(shielded, start, end):
            continue
        before, after = text[max(0, start - 2) : start], text[end : end + 2]
        free = not before or before[-1].isspace() or before[-1] in _BEFORE_OPENING
        if habits.wide_points and sign in ("<<", ">>"):
            before, after = before.rstrip(), after.lstrip()
        known = sign in _TYPED_PAIRS and habits.may_open(_TYPED_AS.get(sign, habits.quotes[0]))
        if opened and before[-1:].strip() and sign in _TYPED_PAIRS[opened[-1]]:
            opened.pop()
            yield Edit(start, end, habits.quotes[1], "quotes")
        elif known and free and after[:1].isalnum() and (closer := _closer(text, end, sign)):
            opened += [sign] if len(closer) > 1 else []
            yield Edit(start, end, habits.quotes[0], "quotes")


def _closer(text: str, at: int, sign: str) -> str:
    """Return the first mark behind *at* that may close what *sign* opened, if there is one."""
    places = {text.find(close, at + 1): close for close in _TYPED_PAIRS[sign]}
    places.pop(-1, None)
    return places[min(places)] if places else ""


def quotation_marks(text: str, habits: Habits, shielded: Sequence[Span] = ()) -> Iterator[Edit]:
    """Yield the edits that give every quotation mark and apostrophe of *text* its shape."""
    page = _Page(text, habits)
    for match in _MARK.finditer(text):
        at = match.start()
        if not touched(shielded, at, at + 1):
            yield from (page.double(at) if match[0] in _DOUBLES else page.single(at))


def _is_wide(char: str) -> bool:
    """Whether *char* is of a script that has no spaces between words, and no apostrophes."""
    return unicodedata.east_asian_width(char) in "WF"


@dataclass(slots=True)
class _Page:
    """A text read from left to right, with the quotations that are open at this point."""

    text: str
    habits: Habits
    open_doubles: list[Pair] = field(default_factory=list)  # as they will be printed
    open_single: str = ""  # the sign that will close it
    opened_at: int = -1  # where the last opening mark stands
    closing: list[int] | None = None  # where single marks stand that could close

    def double(self, at: int) -> Iterator[Edit]:
        role = self._role(at)
        if role == "other":
            role = self._ambiguous_double(at)
        elif role == "closing" and self._is_measure(at):
            return
        if role == "opening":
            yield from self._open_double(at)
        elif role == "closing":
            yield from self._close_up_before(at)
            yield from self._set(at, self._closing_double(self.text[at]), "quotes")

    def single(self, at: int) -> Iterator[Edit]:
        role, sign = self._single_role(at), self.text[at]
        if role == "apostrophe":
            right = self.habits.closes_by_shape(sign) and self._closes(at)
            yield from self._set(at, sign if right else "’", "apostrophes")
        elif role == "opening":
            own = self.habits.inner if self.open_doubles else self.habits.singles
            pair = (sign, self.habits.closer(sign)) if self.habits.may_open(sign) else own
            self.open_single, self.opened_at = pair[1], at
            yield from self._set(at, pair[0], "quotes")
        elif role == "closing":
            sign = self.open_single or self.habits.singles[1]
            self.open_single = ""
            yield from self._close_up_before(at)
            yield from self._set(at, sign, "quotes")

    def _open_double(self, at: int) -> Iterator[Edit]:
        sign, inner = self.text[at], self.habits.inner
        # Whether one is inside the other is sure where the outer one is typeset and closed.
        nested = bool(self.open_doubles) and (
            inner[0] in _DOUBLES or self.text.find(self.open_doubles[-1][1], at) > 0
        )
        own = inner if nested else self.habits.quotes
        pair = (sign, self.habits.closer(sign)) if self.habits.may_open(sign) else own
        self.open_doubles.append(pair)
        self.opened_at = at
        yield from self._set(at, pair[0], "quotes")
        yield from self._close_up_after(at)

    def _closing_double(self, sign: str) -> str:
        """Return the mark that closes here, where *sign* is typed."""
        if self.habits.may_close(sign):
            levels = range(len(self.open_doubles) - 1, -1, -1)
            for level in levels:
                if sign in self.habits.closers.get(self.open_doubles[level][0], ""):
                    del self.open_doubles[level:]
                    return sign
            if not self.open_doubles:
                return sign
        return self.open_doubles.pop()[1] if self.open_doubles else self.habits.quotes[1]

    def _single_role(self, at: int) -> Role:
        before, after = self.text[at - 1 : at] if at else "", self.text[at + 1 : at + 2]
        if before.isalnum() and after.isalnum():
            wide = _is_wide(before) or _is_wide(after)
            return (self._shape(at) or "other") if wide else "apostrophe"
        if self.text[at] in _STROKES:  # `so' as old programs typed it
            begins = self.text[at] == "`" and self._opens(at) and self._is_matched(at)
            return "opening" if begins else "other"
        role = self._role(at)
        if role == "opening":
            return self._opening_single(at)
        if role == "other":
            return self._ambiguous_single(at)
        if not self.open_single:
            return "other" if self._is_measure(at) else "apostrophe"
        return "apostrophe" if self._is_possessive(at) else "closing"

    def _opening_single(self, at: int) -> Role:
        habits, sign = self.habits, self.text[at]
        if sign == "’" and not (habits.may_open(sign) and habits.closer(sign) != sign):
            return "apostrophe"
        if habits.elided.match(self.text, at + 1):
            return "apostrophe"
        unsure = bool(self.open_single) or not self._is_surely_closed(at)
        if habits.opens_by_shape(sign):  # typed for what it seems, unless nothing closes it
            unsure = not self._is_matched(at)
        if unsure and habits.maybe_elided.match(self.text, at + 1):
            return "apostrophe"
        first = not self.text[max(0, at - 2) : at].strip('"“„«') and at <= 1
        starts_paragraph = first and self.text[at + 1 : at + 2].isupper()
        shaped = habits.opens_by_shape(sign)
        return "opening" if shaped or starts_paragraph or self._is_matched(at) else "apostrophe"

    def _is_surely_closed(self, at: int) -> bool:
        """Whether what *at* would open is closed by a mark that can be nothing else."""
        for match in self._singles_after(at):
            place = match.start()
            if self._inside(match):
                continue
            if self._opens(place) and not self._closes(place):
                return False
            possessive = self.text[place - 1] in "sSxzn" and _GOES_ON.match(self.text, place + 1)
            if self._closes(place) and not possessive:
                return True
        return False

    def _is_matched(self, at: int) -> bool:
        """Whether a mark that could close a single quotation comes soon enough after *at*."""
        if self.closing is None:
            found = (match.start() for match in _SINGLE.finditer(self.text))
            self.closing = [place for place in found if self._closes(place)]
        following = bisect_right(self.closing, at)
        return following < len(self.closing) and self.closing[following] < at + _REACH

    def _ambiguous_single(self, at: int) -> Role:
        if self._stands_alone(at):
            return "closing" if self.open_single and self._follows_words(at) else "other"
        if self.open_single:
            return "closing"
        return "opening" if self.habits.opens_by_shape(self.text[at]) else "apostrophe"

    def _ambiguous_double(self, at: int) -> Role:
        is_open = bool(self.open_doubles)
        if self._is_gershayim(at):
            return "other"
        if self._shape(at) and self.text[at] not in _STRAIGHT and self._is_right(at):
            return self._shape(at) or "other"
        if not self._stands_alone(at):
            return self._shape(at) or ("closing" if is_open else "opening")
        if is_open or _END.match(self.text, at + 1):
            return "closing" if self._follows_words(at) else "other"
        later = _DOUBLE.search(self.text, at + 1)
        return "opening" if later and later.start() > at + 2 else "other"

    def _is_possessive(self, at: int) -> bool:
        """Tell the actress' tweet from 'the actress' when a single quotation is open."""
        if self.text[at - 1] not in "sSxz" or not _GOES_ON.match(self.text, at + 1):
            return False
        singles = (m for m in self._singles_after(at) if not self._inside(m))
        later = next((m.start() for m in singles if not self._may_elide(m.start())), None)
        return later is not None and self._closes(later)

    def _may_elide(self, at: int) -> bool:
        """Whether the mark stands before a word that may begin with an apostrophe."""
        habits = self.habits
        return any(
            words.match(self.text, at + 1) for words in (habits.elided, habits.maybe_elided)
        )

    def _singles_after(self, at: int) -> Iterator[re.Match[str]]:
        return _SINGLE.finditer(self.text, at + 1, at + _REACH)

    def _inside(self, match: re.Match[str]) -> bool:
        before, after = self.text[match.start() - 1], self.text[match.end() : match.end() + 1]
        return before.isalnum() and after.isalnum()

    def _role(self, at: int) -> Role:
        opens, closes = self._opens(at), self._closes(at)
        if opens == closes:
            return "other"
        return "opening" if opens else "closing"

    def _opens(self, at: int) -> bool:
        before = self.text[at - 1 : at]
        free = not before or before.isspace() or before in _BEFORE_OPENING
        if not free and self.opened_at != at - 1:
            return False
        after = self.text[at + 1 : at + _NEAR].lstrip(_DOUBLES + _SINGLES)
        if not after or after[0].isspace() or after[0] in _NEVER_OPENED:
            return False
        return after[0] != "." or after[1:2] == "."  # "... and then"

    def _closes(self, at: int) -> bool:
        before = self.text[max(0, at - _NEAR) : at].rstrip(_DOUBLES + _SINGLES)[-1:]
        after = self.text[at + 1 : at + 2]
        if after and not after.isspace() and after not in _AFTER_CLOSING and after not in _ANY:
            return False
        return bool(before.strip()) and before not in "([{"

    def _shape(self, at: int) -> Role | None:
        if self.habits.opens_by_shape(self.text[at]):
            return "opening"
        return "closing" if self.habits.closes_by_shape(self.text[at]) else None

    def _is_right(self, at: int) -> bool:
        """Whether the mark is one of the language's."""
        return self.habits.may_open(self.text[at]) or self.habits.may_close(self.text[at])

    def _is_gershayim(self, at: int) -> bool:
        """Whether the mark stands within a Hebrew abbreviation."""
        beside = self.text[max(0, at - 1)], self.text[at + 1 : at + 2]
        return all("א" <= char <= "ת" for char in beside)

    def _stands_alone(self, at: int) -> bool:
        before, after = self.text[at - 1 : at], self.text[at + 1 : at + 2]
        return not before.strip() and not after.strip()

    def _follows_words(self, at: int) -> bool:
        return at > 0 and not self.text[at - 1 : at].strip() and bool(self.text[:at].strip())

    def _is_measure(self, at: int) -> bool:
        """Whether a straight mark stands for feet or inches, and closes nothing."""
        figure = self.text[max(0, at - 2) : at].removesuffix("'")[-1:]
        if self.text[at] not in _STRAIGHT or not figure.isnumeric():
            return False
        if self.text[at] == "'" or not self.open_doubles:
            return True
        later = _DOUBLE.search(self.text, at + 1)
        if later is None or self._role(later.start()) != "closing":
            return False
        return not self.text[later.start() - 1].isnumeric()

    def _set(self, at: int, sign: str, kind: str) -> Iterator[Edit]:
        if self.text[at] != sign:
            yield Edit(at, at + 1, sign, kind)

    def _close_up_after(self, at: int) -> Iterator[Edit]:
        gap = _SPACES.match(self.text, at + 1)
        if gap and not self.habits.wide_points:
            yield Edit(gap.start(), gap.end(), "", "spaces")

    def _close_up_before(self, at: int) -> Iterator[Edit]:
        start = at
        while start > 0 and self.text[start - 1].isspace():
            start -= 1
        if start < at and not self.habits.wide_points:
            yield Edit(start, at, "", "spaces")
