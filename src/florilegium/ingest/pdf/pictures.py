"""The pictures of a PDF: which belong to its text, and which to its pages.

Input the pictures of all pages, output for each why it is furniture of the page; empty where it
is a figure of the text.
"""

from collections.abc import Collection, Mapping, Sequence

from florilegium.ingest.pdf.drawn import Shown, side

FIGURE = 40.0  # points; smaller pictures are ornaments and signs
_AGAIN = "It stands on several pages, as a logo does."
_SMALL = "It is a small sign or an ornament."
_BEHIND = "It lies behind the letters of its page."
_PAGES, _SAME_PLACE = 3, 2  # of which a picture is furniture that stands on them; so at one place
_PLACE = 3.0  # points
_WHOLE = 0.85  # of a page


def is_figure(one: Shown) -> bool:
    """Tell whether a picture is as large as a figure."""
    return side(one) >= FIGURE


def furniture_of(pages: Mapping[int, Sequence[Shown]], behind: Collection[str]) -> dict[str, str]:
    """Return why a picture of *pages* is none of the text, by its name.

    *behind* are those that lie behind letters.
    """
    on: dict[str, set[int]] = {}
    places: dict[tuple[str, int, int], set[int]] = {}
    for page, shown in pages.items():
        for one in shown:
            on.setdefault(one.digest, set()).add(page)
            places.setdefault(_place(one), set()).add(page)
    return {
        one.name: why
        for shown in pages.values()
        for one in shown
        if (
            why := _BEHIND
            if one.name in behind
            else _SMALL
            if not is_figure(one)
            else _AGAIN
            if len(on[one.digest]) >= _PAGES or len(places[_place(one)]) >= _SAME_PLACE
            else ""
        )
    }


def covers(one: Shown, page: tuple[float, float], share: float = _WHOLE) -> bool:
    """Tell whether a picture fills a *share* of a *page*, which is so wide and high."""
    width, height = page
    return (one.right - one.left) * (one.top - one.bottom) >= share * width * height > 0


def _place(one: Shown) -> tuple[str, int, int]:
    return one.digest, round(one.left / _PLACE), round(one.top / _PLACE)
