"""Features of the elements around a line: regions, links, class names, the page's columns.

Only for pages with markup; input the lines with their hints, output further numbers a line.
Fractions are added by `fsum`, since `sum` rounds otherwise from Python 3.12 on.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import fsum

from florilegium.clean.model.lines import Line
from florilegium.clean.model.shape import Learned, width_of
from florilegium.clean.model.votes import VotedHints
from florilegium.clean.model.wordlists import tokens_of
from florilegium.clean.units import ends_sentence
from florilegium.model import Element, Hints

_TAGS = (
    "nav", "aside", "footer", "header", "article", "main", "section", "form", "figure",
    "figcaption", "table", "ul", "ol", "li", "blockquote", "a", "button", "label", "p", "time",
    "strong", "em", "span", "dl", "details", "h1", "h2", "h3", "h4", "address", "small",
)  # fmt: skip
_UP = 5
_AROUND = (-3, -2, -1, 1, 2, 3)
_FAR = 40.0
_BESIDE = (-2, -1, 1, 2)
_NEAR = 5
_PROSE = 100
_SHARES = (0.9, 0.6)

NAMES = (
    "linked", "hidden", "depth",
    *(f"in_{tag}" for tag in _TAGS),
    *(f"own_{tag}" for tag in _TAGS),
    "names_own", "names_parent", "names_least", "names_most", "names_sum",
    *(f"{what}_up{level}" for level in range(1, _UP + 1) for what in ("prose", "linked", "lines")),
    *(f"{what}_{share}" for share in _SHARES for what in ("within", "steps", "apart")),
    "in_column", "column_steps", "column_share", "column_before", "column_after",
    "alike_lines", "alike_prose", "alike_linked", "alike_ends",
    *(f"linked{at:+d}" for at in _AROUND), *(f"same_parent{at:+d}" for at in _AROUND),
    *(f"names{at:+d}" for at in _AROUND), "since_h1", "page_linked", "in_h1_parent",
    *(f"{what}_{vote}" for vote in ("careful", "generous") for what in (
        "kept", *(f"kept{at:+d}" for at in _BESIDE), "near", "after", "before", "page")),
)  # fmt: skip


@dataclass(slots=True)
class _Mass:
    """What an element holds: letters, letters of prose, linked letters, lines."""

    letters: float = 0.0
    prose: float = 0.0
    linked: float = 0.0
    lines: int = 0


@dataclass(frozen=True, slots=True)
class _Told:
    """A line with its hints: how *wide* it is, how much of that is *prose*."""

    hints: Hints
    wide: float
    prose: float
    ends: bool


def rows(lines: Sequence[Line], hints: Sequence[VotedHints], names: Learned) -> list[list[float]]:
    """Return the features of every line, in the order of `NAMES`."""
    if not lines:
        return []
    told = [_told(line, hint) for line, hint in zip(lines, hints, strict=True)]
    masses = _masses(told)
    weights = [
        _weights(hint.path, names.of(tokens_of(line.text[:420])))
        for line, hint in zip(lines, hints, strict=True)
    ]
    columns = [
        [_own(one.hints, own) for one, own in zip(told, weights, strict=True)],
        _levels(told, masses),
        _containers(told, masses),
        _column(told, masses),
        _alike(told),
        _near(told, weights),
        _heading(told, masses),
        *(_voted([hint.votes[which] for hint in hints]) for which in (0, 1)),
    ]
    return [[value for part in parts for value in part] for parts in zip(*columns, strict=True)]


def _told(line: Line, hints: Hints) -> _Told:
    wide = float(min(width_of(line.text), 2000))
    ends = ends_sentence(line.text)
    is_prose = wide >= _PROSE and ends and hints.linked < 0.5
    return _Told(hints, wide, wide if is_prose else 0.0, ends)


def _masses(told: Sequence[_Told]) -> dict[int, _Mass]:
    masses: dict[int, _Mass] = defaultdict(_Mass)
    for one in told:
        for element in one.hints.path:
            mass = masses[element.number]
            mass.letters += one.wide
            mass.prose += one.prose
            mass.linked += one.hints.linked * one.wide
            mass.lines += 1
    return masses


def _weights(path: Sequence[Element], names: Mapping[str, float]) -> tuple[float, ...]:
    per = [fsum(names.get(word, 0.0) for word in element.names) for element in path[-10:]]
    own = per[-1] if per else 0.0
    parent = per[-2] if len(per) > 1 else 0.0
    return (own, parent, min(per, default=0.0), max(per, default=0.0), fsum(per))


def _own(hints: Hints, weights: tuple[float, ...]) -> list[float]:
    tags = {element.tag for element in hints.path}
    own = {element.tag for element in hints.path[-2:]}
    hidden = any("hidden" in element.names[:1] for element in hints.path)
    return [
        hints.linked, float(hidden), float(len(hints.path)),
        *(float(tag in tags) for tag in _TAGS), *(float(tag in own) for tag in _TAGS), *weights,
    ]  # fmt: skip


def _levels(told: Sequence[_Told], masses: Mapping[int, _Mass]) -> list[list[float]]:
    total = sum(one.prose for one in told) or 1.0
    made: list[list[float]] = []
    for one in told:
        row: list[float] = []
        path = one.hints.path
        for level in range(1, _UP + 1):
            if len(path) >= level:
                mass = masses[path[-level].number]
                row += [mass.prose / total, mass.linked / (mass.letters or 1.0)]
                row.append(float(min(mass.lines, 200)))
            else:
                row += [1.0, 0.5, 200.0]
        made.append(row)
    return made


def _containers(told: Sequence[_Told], masses: Mapping[int, _Mass]) -> list[list[float]]:
    """Return how each line stands to the smallest elements with a given share of the prose."""
    total = sum(one.prose for one in told)
    paths = [_holding(told, masses, share * total) for share in _SHARES]
    return [[value for path in paths for value in _stands(one.hints.path, path)] for one in told]


def _holding(
    told: Sequence[_Told], masses: Mapping[int, _Mass], least: float
) -> tuple[Element, ...]:
    """Return the path of the smallest element that holds at least so much prose."""
    best: tuple[Element, ...] = ()
    for one in told:
        if one.prose:
            path = one.hints.path
            size = len(path)
            while size and masses[path[size - 1].number].prose < least:
                size -= 1
            if size > len(best):
                best = path[:size]
    return best


def _stands(path: Sequence[Element], holder: Sequence[Element]) -> tuple[float, float, float]:
    common = 0
    for one, other in zip(path, holder, strict=False):
        if one.number != other.number:
            break
        common += 1
    return (float(common == len(holder)), len(path) - common, len(holder) - common)


def _column(told: Sequence[_Told], masses: Mapping[int, _Mass]) -> list[list[float]]:
    """Return how each line stands to the element whose own paragraphs have the most prose."""
    score: dict[int, float] = defaultdict(float)
    paths: dict[int, tuple[Element, ...]] = {}
    for one in told:
        if one.prose:
            path = one.hints.path
            for up, part in ((2, 1.0), (3, 0.7), (4, 0.3)):
                if len(path) >= up:
                    score[path[-up].number] += part * one.prose
                    paths[path[-up].number] = path[: 1 - up]
    if not score:
        return [[0.0, _FAR, 0.0, 0.0, 0.0] for _ in told]
    best = max(sorted(score), key=lambda number: score[number])
    inside = [_stands(one.hints.path, paths[best]) for one in told]
    share = masses[best].prose / (sum(one.prose for one in told) or 1.0)
    first = next((at for at, place in enumerate(inside) if place[0]), 0)
    last = len(inside) - 1 - next((at for at, p in enumerate(reversed(inside)) if p[0]), 0)
    return [
        [within, steps, share, max(-_FAR, min(_FAR, at - first)), max(-_FAR, min(_FAR, at - last))]
        for at, (within, steps, _) in enumerate(inside)
    ]


def _alike(told: Sequence[_Told]) -> list[list[float]]:
    """Return what all lines with the same tags and names around them are like together."""
    groups: dict[tuple[tuple[str, tuple[str, ...]], ...], list[_Told]] = defaultdict(list)
    keys = [tuple((e.tag, e.names[:3]) for e in one.hints.path[-3:]) for one in told]
    for key, one in zip(keys, told, strict=True):
        groups[key].append(one)
    total = sum(one.prose for one in told) or 1.0
    values = {
        key: [
            float(min(len(group), 60)),
            sum(one.prose for one in group) / total,
            fsum(one.hints.linked for one in group) / len(group),
            sum(one.ends for one in group) / len(group),
        ]
        for key, group in groups.items()
    }
    return [values[key] for key in keys]


def _near(told: Sequence[_Told], weights: Sequence[tuple[float, ...]]) -> list[list[float]]:
    parents = [one.hints.path[-2].number if len(one.hints.path) > 1 else 0 for one in told]
    count = len(told)
    return [
        [
            *(told[at + by].hints.linked if 0 <= at + by < count else 1.0 for by in _AROUND),
            *(float(0 <= at + by < count and parents[at + by] == parents[at]) for by in _AROUND),
            *(weights[at + by][4] if 0 <= at + by < count else -2.0 for by in _AROUND),
        ]
        for at in range(count)
    ]


def _heading(told: Sequence[_Told], masses: Mapping[int, _Mass]) -> list[list[float]]:
    linked = fsum(one.hints.linked * one.wide for one in told) / (sum(o.wide for o in told) or 1)
    away = -_FAR
    made: list[list[float]] = []
    around: frozenset[int] = frozenset()
    for one in told:
        if any(element.tag == "h1" for element in one.hints.path[-3:]):
            away = 0.0
            around = frozenset(e.number for e in one.hints.path[-6:] if masses[e.number].lines > 1)
        elif away >= 0:
            away = min(_FAR, away + 1)
        inside = any(element.number in around for element in one.hints.path)
        made.append([away, linked, float(inside)])
    return made


def _voted(votes: Sequence[float]) -> list[list[float]]:
    """Return what another cleaner keeps of each line and those beside it.

    Then how far behind the first and before the last line that it keeps each stands, and how
    much it keeps of the page.
    """
    count = len(votes)
    sums = [0.0, *accumulate(votes)]
    kept = [at for at, vote in enumerate(votes) if vote >= 0.5]
    first, last = (kept[0], kept[-1]) if kept else (0, 0)
    padded = [0.0, 0.0, *votes, 0.0, 0.0]
    return [
        [
            vote,
            *(padded[at + 2 + by] for by in _BESIDE),
            (sums[min(count, at + _NEAR + 1)] - sums[max(0, at - _NEAR)]) / (2 * _NEAR + 1),
            max(-_FAR, min(_FAR, at - first)),
            max(-_FAR, min(_FAR, at - last)),
            sums[-1] / count,
        ]
        for at, vote in enumerate(votes)
    ]
