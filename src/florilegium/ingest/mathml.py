"""MathML made safe and canonical: elements and attributes of one list, nothing that acts.

Input a ``<math>`` of a page or of pandoc, output its text form and the words it says; nothing
when it has parts that no reader draws.
"""

import re
import unicodedata
from dataclasses import dataclass

from lxml import etree

MATHML = "http://www.w3.org/1998/Math/MathML"
_TOKENS = frozenset({"mi", "mn", "mo", "ms", "mtext"})
_DRAWN = _TOKENS | frozenset(
    {
        "menclose", "merror", "mfrac", "mlabeledtr", "mmultiscripts", "mover", "mpadded",
        "mphantom", "mprescripts", "mroot", "mrow", "mspace", "msqrt", "mstyle", "msub",
        "msubsup", "msup", "mtable", "mtd", "mtr", "munder", "munderover", "none",
    }
)  # fmt: skip
# Elements that are read for what stands in them.
_OPENED = frozenset({"maction", "math", "semantics"})
_SKIPPED = frozenset({"annotation", "annotation-xml"})
_ATTRIBUTES = frozenset(
    {
        "accent", "accentunder", "align", "columnalign", "columnlines", "columnspacing",
        "columnspan", "denomalign", "depth", "dir", "displaystyle", "fence", "form", "frame",
        "height", "largeop", "linethickness", "lspace", "mathvariant", "maxsize", "minsize",
        "movablelimits", "notation", "numalign", "rowalign", "rowlines", "rowspacing",
        "rowspan", "rspace", "scriptlevel", "separator", "side", "stretchy", "symmetric",
        "voffset", "width",
    }
)  # fmt: skip
_PLAIN_VALUE = re.compile(r"[\w .+%#,-]{0,60}")
_SPACE = re.compile(r"[ \t\n\r\f]+")
_DEEPEST = 60
# How many children an element has to have to be drawn.
_ARITY = {
    "mfrac": 2, "mover": 2, "mroot": 2, "msub": 2, "msubsup": 3, "msup": 2, "munder": 2,
    "munderover": 3,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula: its *source* as MathML in text form, and *text*, the letters it shows."""

    source: str
    text: str


def formula_of(math: etree._Element, *, said: str = "", display: bool = False) -> Formula | None:
    """Return the formula that *math* draws; None when it draws none that can be read.

    *said* is what is read aloud for it, such as its TeX; *display* puts it on a line of its own.
    """
    made = etree.Element(f"{{{MATHML}}}math", nsmap={None: MATHML})  # type: ignore[dict-item]
    made.set("display", "block" if display or math.get("display") == "block" else "inline")
    if alternative := (said or math.get("alttext") or "").strip():
        made.set("alttext", _SPACE.sub(" ", alternative))
    try:
        _copy_inside(math, made, 0)
    except _UnreadableError:
        return None
    _space_out(made)
    text = "".join(map(str, made.itertext()))
    if not text.strip():
        return None
    return Formula(etree.tostring(made, encoding="unicode"), text)


def _space_out(made: etree._Element) -> None:
    """Put a space between neighbours: nobody draws it, and who copies or searches has words."""
    for element in made.iter():
        if element is not made and element.getnext() is not None:
            element.tail = " "


class _UnreadableError(ValueError):
    """The formula has a part that cannot be drawn."""


def _copy(source: etree._Element, into: etree._Element, depth: int) -> None:
    """Append to *into* what *source* draws."""
    # A page may use the prefix of a name space, which no parser of HTML knows.
    name = (
        re.split("[:}]", source.tag)[-1].lower() if isinstance(source.tag, str) else "annotation"
    )
    if depth > _DEEPEST:
        raise _UnreadableError
    if name in _SKIPPED:
        return
    if name in _OPENED:
        drawn = [child for child in source if isinstance(child.tag, str)]
        for child in drawn[:1] if name in ("maction", "semantics") else drawn:
            _copy(child, into, depth + 1)
    elif name == "mfenced":
        _fenced(source, into, depth)
    elif name in _DRAWN:
        _copy_drawn(source, name, into, depth)
    else:
        raise _UnreadableError


def _copy_drawn(source: etree._Element, name: str, into: etree._Element, depth: int) -> None:
    made = etree.SubElement(into, f"{{{MATHML}}}{name}")
    for key, value in sorted(source.attrib.items()):
        if key in _ATTRIBUTES and _PLAIN_VALUE.fullmatch(str(value)):
            made.set(key, str(value))
    if name in _TOKENS:
        made.text = _words(source)
        return
    _copy_inside(source, made, depth + 1)
    if name in _ARITY and len(made) != _ARITY[name]:
        raise _UnreadableError


def _copy_inside(source: etree._Element, into: etree._Element, depth: int) -> None:
    """Append what stands in *source*; words outside of a token are shown as such."""
    _loose(source.text, into)
    for child in source:
        _copy(child, into, depth)
        _loose(child.tail, into)


def _loose(words: str | None, into: etree._Element) -> None:
    if words and words.strip():
        text = unicodedata.normalize("NFC", _SPACE.sub(" ", words).strip(" "))
        etree.SubElement(into, f"{{{MATHML}}}mtext").text = text


def _fenced(source: etree._Element, into: etree._Element, depth: int) -> None:
    """Append brackets and what stands between, which MathML 3 could say by attributes."""
    row = etree.SubElement(into, f"{{{MATHML}}}mrow")
    _operator(row, source.get("open", "("))
    signs = [*(source.get("separators", ",").split() or [""])]
    _loose(source.text, row)
    for number, child in enumerate(source):
        if number:
            _operator(row, signs[min(number, len(signs)) - 1])
        _copy(child, row, depth + 1)
        _loose(child.tail, row)
    _operator(row, source.get("close", ")"))


def _operator(row: etree._Element, sign: str) -> None:
    if sign.strip():
        etree.SubElement(row, f"{{{MATHML}}}mo").text = sign.strip()


def _words(token: etree._Element) -> str:
    words = unicodedata.normalize("NFC", "".join(map(str, token.itertext())))
    return _SPACE.sub(" ", words).strip(" ")
