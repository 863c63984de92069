"""Words of a line whose glyphs alone do not tell them: scripts, small capitals.

Devanagari and Thai put signs before, above and below the letters that they are spoken after,
and one glyph stands for several letters: such a line has its words as the ``/ActualText`` of
its content, which is what is copied and searched. Hebrew and Arabic are drawn from the right:
readers turn what they copy round themselves, ``/ActualText`` too, so there the words are said
in the structure, to those who read aloud (ISO 32000-1, 14.9.4). Small capitals are one glyph
for both cases of a letter: what is set in them has its words in the content, too, as they are
written. What is drawn never changes.
"""

import io
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any
from xml.etree import ElementTree as ET

import pydyf

# Combining marks; scripts from the right, and signs that turn any; those of India and South-East
# Asia; forms of them.
_FROM_THE_RIGHT = re.compile("[\u202b\u202e\u2067\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
_COMPLEX = re.compile("[\u0300-\u036f\u0590-\u10ff\u1700-\u1cff\ua800-\uabff\ufb1d-\ufeff]")
# Elements that hold running words, and none of their like.
_LEAVES = frozenset({"p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "td", "th", "caption", "b"})
_SINGLE, _LIGATURE, _EXTENSION = 1, 4, 7  # kinds of GSUB lookup


def from_the_right(text: str) -> bool:
    """Tell whether some of *text* is drawn from right to left."""
    return _FROM_THE_RIGHT.search(text) is not None


def in_clusters(text: str) -> bool:
    """Tell whether glyphs of *text* stand for more than a letter, or in another order."""
    return _COMPLEX.search(text) is not None and not from_the_right(text)


def in_small_capitals(box: Any) -> bool:  # noqa: ANN401  # WeasyPrint has no types
    """Tell whether the words of a text *box* are set in small capitals."""
    return bool(words_of(box)) and box.style["font_variant_caps"] != "normal"


def words_of(box: Any) -> str:  # noqa: ANN401  # WeasyPrint has no types
    """Return the words of a text *box*, nothing for another."""
    return str(getattr(box, "text", "") or "")


class Letters(dict[int, str]):
    """The letters of each glyph of a font, as WeasyPrint finds them where a glyph is first met.

    Where that is within a cluster of several letters, the font itself is asked which of them
    the glyph is.
    """

    def __init__(self, content: bytes, index: int) -> None:
        """Take the bytes of the font file, and which of its fonts it is."""
        super().__init__()
        self._content = content
        self._index = index

    def __setitem__(self, glyph: int, text: str) -> None:
        """Keep *text* for *glyph*, or the letters that the font draws by it."""
        if not text or _COMPLEX.search(text):
            text = _by_glyph(self._content, self._index).get(glyph, text)
        super().__setitem__(glyph, text)


@lru_cache(maxsize=32)
def _by_glyph(content: bytes, index: int) -> dict[int, str]:
    """Return the letters of each glyph: by the font's table, or by what it is put in place of."""
    from fontTools.ttLib import TTFont, TTLibError  # noqa: PLC0415  # rarely wanted

    try:
        with TTFont(io.BytesIO(content), fontNumber=index, lazy=True) as font:
            named: dict[str, str] = {}
            for code, name in sorted((font.getBestCmap() or {}).items()):
                named.setdefault(name, chr(code))
            forms = list(_forms(font)) if "GSUB" in font else []
            for _ in range(3):  # a form of a form of a form, and no further
                for parts, form in forms:
                    if form not in named and all(part in named for part in parts):
                        named[form] = "".join(named[part] for part in parts)
            return {font.getGlyphID(name): text for name, text in named.items()}
    except TTLibError:  # a format that only the engine reads
        return {}


def _forms(font: Any) -> Iterator[tuple[tuple[str, ...], str]]:  # noqa: ANN401  # untyped
    """Yield each glyph that is put in the place of others, with those (OpenType, GSUB)."""
    lookups = font["GSUB"].table.LookupList
    for lookup in lookups.Lookup if lookups else ():
        for table in lookup.SubTable:
            own = table.ExtSubTable if table.LookupType == _EXTENSION else table
            if own.LookupType == _SINGLE:
                for glyph, form in sorted(own.mapping.items()):
                    yield (glyph,), form
            elif own.LookupType == _LIGATURE:
                for glyph, ligatures in sorted(own.ligatures.items()):
                    for one in ligatures:
                        yield (glyph, *one.Component), one.LigGlyph


def is_from_the_right(one: ET.Element) -> bool:
    """Whether *one* has words drawn from the right, or sets all its words from there."""
    turned = one.get("dir") == "rtl"
    return turned or (one.tag in _LEAVES and from_the_right("".join(one.itertext())))


def spoken(  # noqa: PLR0913, PLR0917  # what WeasyPrint hands down its tree
    made: Iterator[Any],
    is_turned: bool,  # the same
    box: Any,  # noqa: ANN401  # WeasyPrint has no types
    _parent: Any,  # noqa: ANN401  # the same
    pdf: pydyf.PDF,
    page: int,
    _nums: Any,  # noqa: ANN401  # the same
    _annotations: Any,  # noqa: ANN401  # the same
    tags: Any,  # noqa: ANN401  # the same
) -> Iterator[Any]:
    """Yield the tags *made* of *box*; beside words from the right all text says its words.

    *is_turned*: an element around `is_from_the_right`. Of the words beside those from the
    right the places on the line do not tell the order either.
    """
    if not is_turned:
        yield from made
        return
    texts = (text for line in box.children for text in getattr(line, "children", ()))
    said = {tags[text]["mcid"]: words_of(text) for text in (*box.children, *texts) if text in tags}
    begun = len(pdf.objects)
    for tag in made:
        for one in (*pdf.objects[begun:], tag) if said else ():
            own = [kid for kid in one.get("K", ()) if kid in said] if _is_tag(one) else []
            if len(own) == 1 and one["Pg"] == pdf.page_references[page]:
                one["ActualText"] = pydyf.String(said.pop(own[0]))
        yield tag


def _is_tag(one: Any) -> bool:  # noqa: ANN401  # untyped
    return isinstance(one, dict) and one.get("Type") == "/StructElem"
