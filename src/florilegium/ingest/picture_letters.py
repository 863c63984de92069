"""Pictures that are letters: initials, emoji, characters no font had; said by their ``alt``.

Input an ``img`` element, output the letters it stands for, or nothing.
"""

import re
import unicodedata
from collections.abc import Iterator

from lxml import etree

from florilegium.ingest.elements import decisions
from florilegium.model.addresses import file_of

_WORD = re.compile(r"[a-z]+(?:-[a-z]+)*")
# “Initial T”, “Decorative letter: T”
_NAMED_LETTER = re.compile(
    r"(?:.*\b(?:initiale?|letter|capital|drop ?cap|illuminated|lettrine|lettre|letra|lettera)\b"
    r"\W*(?:.*\W)?)(?P<letter>[^\W\d_])\W*",
    re.IGNORECASE,
)
_LONGEST, _LONGEST_TITLE, _LONGEST_NAMED = 12, 60, 300
_PHOTOGRAPHS = (".avif", ".jpeg", ".jpg", ".webp")
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_FRAME = frozenset({"header", "nav", "a"})
_INLINE_UP = 3


def letters_of(image: etree._Element) -> str:
    """Return the letters that *image* stands for in the text; empty for a picture."""
    alt = unicodedata.normalize("NFC", " ".join((image.get("alt") or "").split()))
    if not alt:
        return ""
    if _is_symbol(alt):
        return alt
    goes_on = _letter_after(image).isalpha()
    if len(alt) == 1 and alt.isalnum() and (goes_on or _is_named(image)):
        return alt
    is_short = len(alt) <= _LONGEST_NAMED
    if goes_on and is_short and (found := _NAMED_LETTER.fullmatch(alt)):
        return found["letter"]
    if " " not in alt and len(alt) <= _LONGEST and _is_named(image):
        return alt
    return alt if len(alt) <= _LONGEST_TITLE and _is_title(image) else ""


def _is_symbol(alt: str) -> bool:
    """Tell whether *alt* is an emoji or a sign, perhaps of several characters."""
    kinds = [unicodedata.category(letter) for letter in alt]
    return (
        len(alt) <= _LONGEST
        and any(k == "So" for k in kinds)
        and all(kind in ("So", "Sk", "Mn", "Me", "Cf", "Sm", "Nd", "Po") for kind in kinds)
    )


def _is_named(image: etree._Element) -> bool:
    return any(name in decisions().letter_names for name in _names(image))


def _names(image: etree._Element) -> Iterator[str]:
    """Yield the words of the classes of *image* and its parent, and of the name of its file."""
    parent = image.getparent()
    classes = image.get("class") or ""
    if parent is not None and parent.tag == "span":
        classes = f"{classes} {parent.get('class') or ''}"
    stem = file_of(_address(image)).stem
    for name in (*classes.lower().split(), stem.lower()):
        yield name
        for words in _WORD.findall(name):
            yield from (words, *words.split("-"))


def _address(image: etree._Element) -> str:
    address = image.get("src") or ""
    return "" if address.startswith("data:") else address


def _letter_after(image: etree._Element) -> str:
    """Return the character that follows *image* at once; empty when none does."""
    element = image
    for _ in range(_INLINE_UP):
        if element.tail:
            return element.tail[0]
        after = element.getnext()
        if after is not None:
            return (after.text or " ")[0] if isinstance(after.tag, str) else ""
        parent = element.getparent()
        if parent is None or parent.tag in decisions().blocks:
            return ""
        element = parent
    return ""


def _is_title(image: etree._Element) -> bool:
    """Tell whether *image* is all that a heading of the text has, and no photograph."""
    if file_of(_address(image)).name.lower().endswith(_PHOTOGRAPHS):
        return False
    around = list(image.iterancestors())
    heading = next((element for element in around if element.tag in _HEADINGS), None)
    if heading is None or "".join(map(str, heading.itertext())).strip():
        return False
    return not any(element.tag in _FRAME for element in around)
