"""The pictures of a page: which show something, and which are its furniture.

Input an ``img`` element, output the picture it names, with a reason where it is the page's and
not the text's: an icon, a portrait beside a byline, a logo, a button.
"""

import re
from collections.abc import Iterator

from lxml import etree

from florilegium.model import Illustration
from florilegium.model.addresses import file_of

_UNSEEN = frozenset({"0", "1", "2"})  # pixels: such a picture counts visits
_SMALL = 64  # pixels on both sides: a sign, and no picture
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_FURNITURE = frozenset(
    {
        "ad", "ads", "advert", "advertisement", "avatar", "avatars", "badge", "banner", "btn",
        "button", "emoji", "favicon", "gravatar", "icon", "icons", "ico", "loader", "logo",
        "logos", "logotype", "pixel", "placeholder", "promo", "share", "sharing", "spacer",
        "spinner", "sponsor", "sprite", "tracker", "tracking", "userpic", "watermark",
    }
)  # fmt: skip
_FRAME = frozenset({"aside", "button", "footer", "nav"})
_NEAR = 3  # elements around a picture whose names speak of it
_NUMBER = re.compile(r"\s*(\d{1,5})(?:\.\d+)?\s*(?:px)?\s*")
_A_SIGN = "It is a sign of the page, no larger than 64 pixels."


def illustration(image: etree._Element, *, block: int, line: int) -> Illustration | None:
    """Return the picture that *image* names; None where it only counts visits.

    *block* is how many blocks stand before it, *line* where it is.
    """
    if {image.get("width"), image.get("height")} & _UNSEEN:
        return None
    words = " ".join((image.get("alt") or "").split())
    return Illustration(_address(image), words, block, line, _furniture(image))


def _address(image: etree._Element) -> str:
    """Return the address of *image*; that of a page that loads late stands elsewhere."""
    said = (image.get("src") or "").strip()
    late = (image.get("data-src") or image.get("data-original") or "").strip()
    return late if late and (not said or said.startswith("data:")) else said


def _furniture(image: etree._Element) -> str:
    """Return why *image* is the page's and not the text's; empty when it may be the text's."""
    sides = [_pixels(image.get(name)) for name in ("width", "height")]
    if all(0 < side <= _SMALL for side in sides):
        return _A_SIGN
    around = list(image.iterancestors())
    frame = next((one.tag for one in around if one.tag in _FRAME), "")
    if frame:
        return f"It stands in the frame of the page (<{frame}>)."
    named = next((name for name in _names(image, around) if name in _FURNITURE), "")
    return f"It is called {named!r} in the page." if named else ""


def _pixels(said: str | None) -> int:
    found = _NUMBER.fullmatch(said or "")
    return int(found[1]) if found else 0


def _names(image: etree._Element, around: list[etree._Element]) -> Iterator[str]:
    """Yield the words by which the page calls *image*, what is close around it, and its file."""
    for element in (image, *around[:_NEAR]):
        for key in ("class", "id"):
            yield from _words(element.get(key) or "")
    if not (address := _address(image)).startswith("data:"):
        yield from _words(file_of(address).stem)


def _words(name: str) -> Iterator[str]:
    yield from (word.lower() for word in _WORD.findall(name[:300]))
