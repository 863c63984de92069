"""Bars as an SVG, drawn by hand: for each size of book, how long each way to make it takes."""

from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path

Bar = tuple[str, float]

_LABEL, _WIDE, _HIGH, _GAP = 210, 420, 18, 34
_OURS, _THEIRS = "#7a1f1f", "#9a9a9a"


def draw(groups: Sequence[tuple[str, Sequence[Bar]]], target: Path, *, peers: set[str]) -> None:
    """Write *groups* of bars (seconds) to *target*; *peers* are the bars that are not ours."""
    parts: list[str] = []
    y = 10
    for title, bars in groups:
        parts.append(f'<text x="0" y="{y + 12}" font-weight="bold">{escape(title)}</text>')
        y += 22
        longest = max(seconds for _, seconds in bars)
        for name, seconds in bars:
            parts += _bar(y, name, seconds, longest, color=_THEIRS if name in peers else _OURS)
            y += _HIGH + 4
        y += _GAP
    size = f"{_LABEL + _WIDE + 90} {y}"
    target.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size}" '
        f'font-family="sans-serif" font-size="12">\n{"".join(parts)}</svg>\n',
        encoding="utf-8",
    )


def _bar(y: float, name: str, seconds: float, longest: float, *, color: str) -> Iterable[str]:
    width = max(1.0, _WIDE * seconds / longest)
    yield f'<text x="{_LABEL - 8}" y="{y + 13}" text-anchor="end">{escape(name)}</text>\n'
    yield f'<rect x="{_LABEL}" y="{y}" width="{width:.1f}" height="{_HIGH}" fill="{color}"/>\n'
    yield f'<text x="{_LABEL + width + 6:.1f}" y="{y + 13}">{seconds:.1f} s</text>\n'
