"""The marks that an element puts on its words: by its name, its style, its language.

Input elements, output kinds of marks with what they refer to. It never reads the words.
"""

import re
import unicodedata
from collections.abc import Iterator

from lxml import etree

from florilegium.ingest.elements import decisions
from florilegium.model import MarkKind
from florilegium.model.directions import direction, said

_SAFE_LINK = re.compile(r"(?:https?:|mailto:|[^:]*$|[^:]*[/?#])", re.IGNORECASE)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
_STYLES: tuple[tuple[re.Pattern[str], MarkKind], ...] = (
    (re.compile(r"font-style:(?:italic|oblique)"), "emphasis"),
    (re.compile(r"font-weight:(?:bold(?:er)?|[6-9]\d\d)"), "strong"),
    (re.compile(r"text-decoration(?:-line)?:[^;]*line-through"), "struck"),
    (re.compile(r"text-decoration(?:-line)?:[^;]*underline"), "underlined"),
    (re.compile(r"vertical-align:super"), "superscript"),
    (re.compile(r"vertical-align:sub(?!\w)"), "subscript"),
    (re.compile(r"font-variant(?:-caps)?:[^;]*small-caps"), "small-caps"),
)  # fmt: skip
_ISOLATES = {"rtl": "\u2067", "ltr": "\u2066", "auto": "\u2068"}
_END_OF_ISOLATE = "\u2069"
# Elements whose style is a look of the page and no stress on words.
_STYLED_BLOCKS = frozenset({"dd", "li", "p"})
Said = tuple[MarkKind, str]


def marks_of(element: etree._Element, *, language: str) -> Iterator[Said]:
    """Yield the marks of *element* with what they refer to.

    *language* is that of the words around it, with their direction where one was said.
    """
    tag = str(element.tag)
    if own := _language_and_direction(element, language):
        yield "language", own
    kind = decisions().marks.get(tag)
    if kind == "link":
        if address := address_of(element):
            yield kind, address
    elif kind == "abbreviation":
        if title := " ".join((element.get("title") or "").split()):
            yield kind, title
    elif kind:
        yield kind, ""
    if style := element.get("style"):
        yield from ((styled, "") for styled in _styled(tag, style) if styled != kind)


def _styled(tag: str, style: str) -> Iterator[MarkKind]:
    if tag in decisions().blocks - _STYLED_BLOCKS or tag in ("td", "th"):
        return
    flat = re.sub(r"\s+", "", style).lower()
    for pattern, kind in _STYLES:
        if pattern.search(flat) and (tag, kind) != ("a", "underlined"):
            yield kind


def _language_and_direction(element: etree._Element, around: str) -> str:
    """Return what *element* says anew of its language and, where it is a block, its direction."""
    own, (outer, given) = language_of(element), said(around)
    way = (element.get("dir") or "").strip().lower() if element.tag in decisions().blocks else ""
    if way == "auto":
        way = _first_direction("".join(map(str, element.itertext())))
    elif way not in ("rtl", "ltr"):
        way = ""
    told = way if way != (given or direction(own or outer)) else ""
    if own.lower() == outer.lower():
        own = ""
    return f"{own} {told}".rstrip()


def _first_direction(text: str) -> str:
    """Return the direction of the first letter of *text* that has one (HTML, ``dir=auto``)."""
    classes = (unicodedata.bidirectional(letter) for letter in text)
    first = next((one for one in classes if one in ("L", "R", "AL")), "")
    return "rtl" if first in ("R", "AL") else "ltr" if first else ""


def language_of(element: etree._Element) -> str:
    """Return the language that *element* itself names (BCP 47); empty when it names none."""
    said = (element.get("lang") or element.get("xml:lang") or "").strip()
    return said if _LANGUAGE.fullmatch(said) else ""


def address_of(link: etree._Element) -> str:
    """Return the address of *link*, if it is none that acts."""
    address = (link.get("href") or "").strip()
    return address if _SAFE_LINK.match(address) else ""


def directions(element: etree._Element) -> tuple[str, str]:
    """Return the signs of Unicode that begin and end the direction an inline *element* sets.

    A ``bdo`` is set apart, too, but no word is turned round: on paper its letters would be read
    from the wrong end.
    """
    if element.tag != "bdi" and "dir" not in element.attrib:
        return "", ""
    towards = (element.get("dir") or "").strip().lower()
    if element.tag == "bdi" or towards in _ISOLATES:
        return _ISOLATES.get(towards, _ISOLATES["auto"]), _END_OF_ISOLATE
    return "", ""
