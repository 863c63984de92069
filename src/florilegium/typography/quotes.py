"""Straight, curly and foreign quotation marks become the ones of the language.

Every mark is judged by what stands beside it, whatever its own shape; its shape (or, for a
straight one, whether a quotation is open) decides only where the neighbours do not.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from florilegium.model.edits import Edit
from florilegium.typography.languages import Habits
from florilegium.typography.protected import Span, touched

Role = Literal["opening", "closing", "apostrophe", "other"]

_DOUBLES = '"“”„‟«»'
_SINGLES = "'‘’‚‛‹›"
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
_SHORTENED = re.compile(
    r"(?:\d\ds?|em|tis|twas|twere|twill|twould|til|cos|cuz|nuff|n)(?!\w)", re.IGNORECASE
)
_NEAR = 8  # how far to look past a cluster of marks for the next word
_REACH = 4000  # how far a single quotation may run
_GOES_ON = re.compile(r" [a-z]")  # … as a sentence does after "the actress'"


def quotation_marks(text: str, habits: Habits, shielded: Sequence[Span] = ()) -> Iterator[Edit]:
    """Yield the edits that give every quotation mark and apostrophe of *text* its shape."""
    page = _Page(text, habits)
    for match in _MARK.finditer(text):
        at = match.start()
        if not touched(shielded, at, at + 1):
            yield from (page.double(at) if match[0] in _DOUBLES else page.single(at))


@dataclass(slots=True)
class _Page:
    """A text read from left to right, with the quotations that are open at this point."""

    text: str
    habits: Habits
    open_doubles: list[tuple[str, str]] = field(default_factory=list)  # typed sign, closing sign
    open_single: bool = False
    opened_at: int = -1  # where the last opening mark stands
    closing: list[int] | None = None  # where single marks stand that could close

    def double(self, at: int) -> Iterator[Edit]:
        role = self._role(at)
        if role == "other":
            role = self._ambiguous_double(at)
        elif role == "closing" and self._is_measure(at) and not self.open_doubles:
            return
        if role == "opening":
            yield from self._open_double(at)
        elif role == "closing":
            sign = self.open_doubles.pop()[1] if self.open_doubles else self.habits.quotes[1]
            yield from self._close_up_before(at)
            yield from self._set(at, sign, "quotes")

    def single(self, at: int) -> Iterator[Edit]:
        role = self._single_role(at)
        if role == "apostrophe":
            yield from self._set(at, "’", "apostrophes")
        elif role == "opening":
            self.open_single, self.opened_at = True, at
            yield from self._set(at, self.habits.singles[0], "quotes")
        elif role == "closing":
            self.open_single = False
            yield from self._close_up_before(at)
            yield from self._set(at, self.habits.singles[1], "quotes")

    def _open_double(self, at: int) -> Iterator[Edit]:
        typed = self.text[at]
        # A French “ ” inside « » stays a quotation inside a quotation.
        inside = typed in "“”" and self.open_doubles and self.open_doubles[-1][0] not in "“”"
        pair = self.habits.inner if inside else self.habits.quotes
        self.open_doubles.append((typed, pair[1]))
        self.opened_at = at
        yield from self._set(at, pair[0], "quotes")
        yield from self._close_up_after(at)

    def _single_role(self, at: int) -> Role:
        before, after = self.text[at - 1 : at], self.text[at + 1 : at + 2]
        if before.isalnum() and after.isalnum():
            return "apostrophe"
        if self.text[at] in _STROKES:
            return "other"
        role = self._role(at)
        if role == "opening":
            return self._opening_single(at)
        if role == "other":
            return self._ambiguous_single(at)
        if not self.open_single:
            return "other" if self._is_measure(at) else "apostrophe"
        return "apostrophe" if self._is_possessive(at) else "closing"

    def _opening_single(self, at: int) -> Role:
        if self.text[at] == "’" or _SHORTENED.match(self.text, at + 1):
            return "apostrophe"
        shaped = self.text[at] in self.habits.opening
        first = not self.text[max(0, at - 2) : at].strip('"“„«') and at <= 1
        starts_paragraph = first and self.text[at + 1 : at + 2].isupper()
        return "opening" if shaped or starts_paragraph or self._is_matched(at) else "apostrophe"

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
        return "opening" if self.text[at] in self.habits.opening else "apostrophe"

    def _ambiguous_double(self, at: int) -> Role:
        is_open = bool(self.open_doubles)
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
        later = next((m.start() for m in self._singles_after(at) if not self._inside(m)), None)
        return later is not None and self._closes(later)

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
        if self.text[at] in self.habits.opening:
            return "opening"
        return "closing" if self.text[at] in self.habits.closing else None

    def _stands_alone(self, at: int) -> bool:
        before, after = self.text[at - 1 : at], self.text[at + 1 : at + 2]
        return not before.strip() and not after.strip()

    def _follows_words(self, at: int) -> bool:
        return at > 0 and not self.text[at - 1 : at].strip() and bool(self.text[:at].strip())

    def _is_measure(self, at: int) -> bool:
        return self.text[at] in "\"'" and self.text[at - 1 : at].isdigit()

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
