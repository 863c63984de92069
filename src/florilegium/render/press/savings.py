"""Sheets that one theme saves over another: both laid out, and counted."""

from florilegium.render.press.binding.pagination import Layout

_SIDES = 2


def savings(layout: Layout, other: Layout, name: str) -> str:
    """Return in words how many sheets *layout* saves over *other*, set in the theme *name*."""
    few, many = _sheets(layout), _sheets(other)
    compared = f"{few} sheets of two pages instead of {many} in the theme {name!r}"
    share = f"{abs(many - few)} ({abs(many - few) / many:.0%})"
    return f"{compared}: it saves {share}" if few <= many else f"{compared}: it takes {share} more"


def _sheets(layout: Layout) -> int:
    return -(-len(layout.folios) // _SIDES)
