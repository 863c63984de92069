"""Running heads and folios: lines at the edges of pages that come again, or count the pages.

Input the lines of all pages, output by which rule each such line goes, and the number that is
printed on each page. A line that stands there only once is never one, whatever it looks like.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from florilegium.ingest.pdf.lines import Line

HEAD, FOLIO, SIDEWAYS = "running-head", "folio", "sideways"
_ROUNDS = 4  # lines of a head, one above the other
_LONGEST = 200  # letters
_NEAR = 2.5  # points between the heights of the same line on two pages
_FEW_PAGES = 2
_TEN = 10.0  # points: an edge's own line stands so far from the text, where it is alone
_FIGURES = re.compile(r"\d+")
_ROMAN = re.compile(r"(?<![^\W_])[ivxlc]+(?![^\W_])", re.IGNORECASE)
_ALONE = re.compile(
    r"\W*(?:(?:page|seite|p\.|s\.)\s*)?(\d{1,5}|[ivxlc]{1,8})"
    r"(?:\s*(?:of|/|von|de|sur)\s*\d{1,5})?\W*",
    re.IGNORECASE,
)
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
    for _ in range(_ROUNDS):
        edges = [
            edge for page in pages for edge in _edges(page, found.rules, alone=len(pages) == 1)
        ]
        taken = dict(_taken(edges, found.numbers))
        if not taken:
            break
        found.rules |= taken
    _complete(found.numbers, len(pages))
    return found


def _edges(page: Sequence[Line], rules: Mapping[int, str], *, alone: bool) -> Iterator[_Edge]:
    """Yield the lines that stand highest and lowest of those that are left."""
    left = [line for line in page if line.number not in rules]
    if not left:
        return
    high = max(line.base for line in left)
    low = min(line.base for line in left)
    for line in left:
        above = abs(line.base - high) <= _NEAR
        if (above or abs(line.base - low) <= _NEAR) and len(line.text) <= _LONGEST:
            number = _ALONE.fullmatch(line.text)
            others = [abs(line.base - o.base) for o in left if abs(line.base - o.base) > _NEAR]
            far = 3 * line.size + _TEN if alone else 1.5 * line.size
            apart = min(others, default=0.0) > far
            words = _ROMAN.sub("#", _FIGURES.sub("#", " ".join(line.text.casefold().split())))
            yield _Edge(line, above, line.base, words, _value(number[1]) if number else None, apart)


def _value(sign: str) -> int | None:
    if sign.isdigit():
        return int(sign)
    values = [_ROMAN_VALUES[letter] for letter in sign.lower()]
    total = 0
    for value, after in zip(values, [*values[1:], 0], strict=True):
        total += -value if value < after else value
    return total


def _taken(edges: Sequence[_Edge], numbers: dict[int, str]) -> Iterator[tuple[int, str]]:
    steps = Counter(
        edge.number - edge.line.page for edge in edges if edge.number is not None
    )
    for edge in edges:
        kin = [other for other in edges if _same_place(edge, other)]
        if edge.number is not None:
            step = edge.number - edge.line.page
            if steps[step] >= _FEW_PAGES or (edge.apart and step == 0):
                sign = _ALONE.fullmatch(edge.line.text)
                numbers.setdefault(edge.line.page, sign[1] if sign else "")
                yield edge.line.number, FOLIO
            continue
        again = {other.line.page for other in kin if other.line.text == edge.line.text}
        alike = [other for other in kin if other.words == edge.words]
        if sign := _counted(edge, alike, least=_FEW_PAGES) or _counted(edge, kin, least=3):
            known = numbers.get(edge.line.page, sign)
            if known == sign and (len(alike) >= _FEW_PAGES or _small(edge, kin)):
                numbers.setdefault(edge.line.page, sign)
                yield edge.line.number, HEAD
        elif len(again) >= (_FEW_PAGES if edge.apart else 3) and _says(edge):  # noqa: PLR2004  # two may chance
            yield edge.line.number, HEAD


def _says(edge: _Edge) -> bool:
    return any(map(str.isalnum, edge.line.text))


def _same_place(one: _Edge, other: _Edge) -> bool:
    return one.above == other.above and abs(one.height - other.height) <= _NEAR


def _counted(edge: _Edge, kin: Sequence[_Edge], *, least: int) -> str:
    """Return the figure of *edge* that goes up with the pages, on *least* of them."""
    steps: Counter[int] = Counter()
    for other in kin:
        steps.update({int(sign) - other.line.page for sign in _outer(other.line.text)})
    return next(
        (s for s in _outer(edge.line.text) if steps[int(s) - edge.line.page] >= least),
        "",
    )


def _outer(text: str) -> list[str]:
    """Return the figures at the two ends of a line."""
    found = (re.match(r"\W*(\d{1,5})\b", text), re.search(r"\b(\d{1,5})\W*$", text))
    return [one[1] for one in found if one]


def _small(edge: _Edge, kin: Sequence[_Edge]) -> bool:
    """Tell whether lines stand at this place on three pages at least, apart from the text."""
    return edge.apart or len({other.line.page for other in kin if other.apart}) >= 3  # noqa: PLR2004


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
