"""Running heads and folios: lines at the edges of pages that come again, or count the pages.

Input the lines of all pages, output by which rule each such line goes, and the number that is
printed on each page. A line that stands there only once is never one, whatever it looks like.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from florilegium.ingest.pdf.lines import Line

HEAD, FOLIO, SIDEWAYS = "running-head", "folio", "sideways"
_ROUNDS = 4  # lines of a head, one above the other
_LONGEST = 200  # letters
_NEAR = 2.5  # points between the heights of the same line on two pages
_FEW_PAGES, _SURE = 2, 3  # pages: two may chance to be alike, three do not
_MARGIN = 0.12  # of the height from the lowest line to the highest, where furniture stands
_TEN = 10.0  # points: an edge's own line stands so far from the text, where it is alone
_FIRST = re.compile(r"\W*(\d{1,5})\b")
_OF = re.compile(r"\b(\d{1,5})\s*(?:/|of|von|de|sur|di)\s*\d{1,5}\W*$", re.IGNORECASE)
_LAST = re.compile(r"\b(\d{1,5})\W*$")
_FIGURES = re.compile(r"\d+")
_ROMAN = re.compile(r"(?<![^\W_])[ivxlc]+(?![^\W_])", re.IGNORECASE)
_ALONE = re.compile(
    r"\W*(?:(?:page|seite|p\.|s\.)\s*)?(\d{1,5}|[ivxlc]{1,8})"
    r"(?:\s*(?:of|/|von|de|sur)\s*\d{1,5})?\W*",
    re.IGNORECASE,
)
# What browsers print: the time and the title above, the address and the page below (Chromium,
# Edge), or the title and the address above, the page and the time below (Firefox).
_TIME = (
    r"\d{1,4}\.?[./-] ?\d{1,2}\.?[./-] ?\d{2,4}\.?,? "
    r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?: ?[AaPp]\.?[Mm]\.?)?"
)
_ADDRESS = r"(?:https?|file|chrome|about|data):\S+(?: ?…)?"
_STAMP = re.compile(rf"{_TIME}(?: |$)")
_ADDRESS_BELOW = re.compile(rf"{_ADDRESS}\s+\d+/\d+")
_ADDRESS_ABOVE = re.compile(rf"(?:^| ){_ADDRESS}$")
_COUNT_BELOW = re.compile(rf"\d+ [^\W\d_]+ \d+\s+{_TIME}")
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


@dataclass(slots=True)
class Furniture:
    """*rules* by the numbers of lines, and the printed *numbers* of pages that have one."""

    rules: dict[int, str] = field(default_factory=dict)
    numbers: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Edge:
    """A line at an edge of its page: what it says without figures, how far from the edge."""

    line: Line
    above: bool
    height: float
    words: str
    number: int | None
    apart: bool


def furniture(pages: Sequence[Sequence[Line]]) -> Furniture:
    """Return what of the lines of *pages* is furniture of the page."""
    found = Furniture()
    heights = [line.base for page in pages for line in page]
    margin = _MARGIN * (max(heights) - min(heights)) if heights else 0.0
    zone = (min(heights, default=0.0) + margin, max(heights, default=0.0) - margin)
    alone = len(pages) == 1
    for _ in range(_ROUNDS):
        edges = [
            edge
            for page in pages
            for edge in _edges(page, found.rules, alone=alone)
            if not zone[0] < edge.height < zone[1]
        ]
        taken = dict(_taken(edges, found.numbers))
        if not taken:
            break
        found.rules |= taken
    for page in pages:
        found.rules |= dict.fromkeys(_printed(page), HEAD)
    _complete(found.numbers, len(pages))
    return found


def _printed(page: Sequence[Line]) -> Iterator[int]:
    """Yield the lines that a browser prints above and below a page, also of the only one."""
    if not page:
        return
    ordered = sorted(page, key=lambda line: -line.base)
    above = [line for line in ordered if ordered[0].base - line.base <= _NEAR]
    below = [line for line in ordered if line.base - ordered[-1].base <= _NEAR]
    feet, heads = " ".join(line.text for line in below), " ".join(line.text for line in above)
    chrome = _ADDRESS_BELOW.fullmatch(feet) and _STAMP.match(heads)
    firefox = _COUNT_BELOW.fullmatch(feet) and _ADDRESS_ABOVE.search(heads)
    if (chrome or firefox) and above[0] is not below[0]:
        yield from (line.number for line in (*above, *below))


def _edges(page: Sequence[Line], rules: Mapping[int, str], *, alone: bool) -> Iterator[_Edge]:
    """Yield the lines that stand highest and lowest of those that are left."""
    left = [line for line in page if line.number not in rules]
    if not left:
        return
    heights = sorted({line.base for line in left})
    low, high = heights[0], heights[-1]
    for line in left:
        above = abs(line.base - high) <= _NEAR
        if (above or abs(line.base - low) <= _NEAR) and len(line.text) <= _LONGEST:
            number = _ALONE.fullmatch(line.text)
            far = 3 * line.size + _TEN if alone else 1.5 * line.size
            apart = _nearest(line.base, heights) > far
            words = _ROMAN.sub("#", _FIGURES.sub("#", " ".join(line.text.casefold().split())))
            yield _Edge(
                line, above, line.base, words, _value(number[1]) if number else None, apart
            )


def _nearest(height: float, heights: Sequence[float]) -> float:
    """Return how far the nearest of *heights* is that is not about *height* itself."""
    above = bisect_right(heights, height + _NEAR)
    below = bisect_left(heights, height - _NEAR) - 1
    found = [heights[above] - height] if above < len(heights) else []
    found += [height - heights[below]] if below >= 0 else []
    return min(found, default=0.0)


def _value(sign: str) -> int | None:
    if sign.isdigit():
        return int(sign)
    values = [_ROMAN_VALUES[letter] for letter in sign.lower()]
    total = 0
    for value, after in zip(values, [*values[1:], 0], strict=True):
        total += -value if value < after else value
    return total


@dataclass(slots=True)
class _Place:
    """What stands at one height of the pages: the pages of each text, where figures go up.

    *texts* are the pages by the very words, *alike* those by the words without figures, *steps*
    how often a figure is so much more than the number of its page (and with which words),
    *apart* the pages on which the line stands off the text.
    """

    texts: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    alike: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    steps: Counter[int | tuple[str, int]] = field(default_factory=Counter)
    apart: set[int] = field(default_factory=set)

    def add(self, edge: _Edge) -> None:
        """Take note of one line."""
        page = edge.line.page
        self.texts[edge.line.text].add(page)
        self.alike[edge.words].add(page)
        if edge.apart:
            self.apart.add(page)
        for step in {int(sign) - page for sign in _outer(edge.line.text)}:
            self.steps.update((step, (edge.words, step)))


def _places(edges: Sequence[_Edge]) -> dict[tuple[bool, int], _Place]:
    """Return what stands at each height, above and below, with what is a hair off it."""
    places: dict[tuple[bool, int], _Place] = defaultdict(_Place)
    for edge in edges:
        for near in (-1, 0, 1):
            places[edge.above, round(edge.height / _NEAR) + near].add(edge)
    return places


def _taken(edges: Sequence[_Edge], numbers: dict[int, str]) -> Iterator[tuple[int, str]]:
    places = _places(edges)
    steps = Counter(edge.number - edge.line.page for edge in edges if edge.number is not None)
    for edge in edges:
        place = places[edge.above, round(edge.height / _NEAR)]
        page = edge.line.page
        if edge.number is not None:
            step = edge.number - page
            if steps[step] >= _FEW_PAGES or (edge.apart and step == 0):
                found = _ALONE.fullmatch(edge.line.text)
                numbers.setdefault(page, found[1] if found else "")
                yield edge.line.number, FOLIO
        elif sign := _counted(edge, place):
            off = edge.apart or len(place.apart) >= _SURE
            if numbers.get(page, sign) == sign and (len(place.alike[edge.words]) > 1 or off):
                numbers.setdefault(page, sign)
                yield edge.line.number, HEAD
        elif _comes_again(edge, place):
            yield edge.line.number, HEAD


def _comes_again(edge: _Edge, place: _Place) -> bool:
    """Tell whether the very words of *edge* stand at this place of other pages."""
    again = len(place.texts[edge.line.text])
    return again >= (_FEW_PAGES if edge.apart else _SURE) and any(map(str.isalnum, edge.words))


def _counted(edge: _Edge, place: _Place) -> str:
    """Return the figure of *edge* that goes up with the pages: with its words, or on many."""
    for sign in _outer(edge.line.text):
        step = int(sign) - edge.line.page
        if place.steps[edge.words, step] >= _FEW_PAGES or place.steps[step] >= _SURE:
            return sign
    return ""


def _outer(text: str) -> list[str]:
    """Return the figures at the two ends of a line."""
    found = (_FIRST.match(text), _OF.search(text) or _LAST.search(text))
    return [one[1] for one in found if one]


def _complete(numbers: dict[int, str], count: int) -> None:
    """Number the pages between two that are numbered in one row (a title page has no folio)."""
    known = sorted((page, int(sign)) for page, sign in numbers.items() if sign.isdigit())
    if not known:
        return
    steps = Counter(number - page for page, number in known)
    step, often = max(sorted(steps.items()), key=lambda pair: pair[1])
    if often < _FEW_PAGES:
        return
    first = min(page for page, number in known if number - page == step)
    last = max(page for page, number in known if number - page == step)
    for page in range(max(1, first - 1), min(count, last + 1) + 1):
        if page + step > 0:
            numbers.setdefault(page, str(page + step))
