"""Words that a document hides: signs are put around them, so that pandoc hands them on.

Input the XML of a DOCX or ODT, or an RTF, output the same with two signs of the private use
area around each run of hidden words. pandoc keeps such words as if they were shown (DOCX, ODT)
or drops them unsaid (RTF); with the signs they are in the text, and marked.
"""

import re
from collections.abc import Iterator

from lxml import etree

from florilegium.errors import SeedError
from florilegium.ingest.namespaces import STYLE, TEXT, W

OPENS, CLOSES = "\uf1f0", "\uf1f1"
HOW = "hidden text"
_OFF = frozenset({"0", "false", "off", "none"})
_RTF_HIDES = re.compile(rb"\\v1?(?![A-Za-z0-9-])")
_RTF_SIGN = re.compile(rb"\\(?P<word>[A-Za-z]+-?\d*)[ ]?|\\.|(?P<brace>[{}])", re.DOTALL)
# The signs in RTF: signed numbers of sixteen bits.
_RTF_SIGNS = (rb"\uc0\u-3600 ", rb"\uc0\u-3599 ")


def parsed(data: bytes) -> etree._Element | None:
    """Return the root of the XML *data*, which can load nothing; None when it is none."""
    try:
        return _parsed(data)
    except etree.XMLSyntaxError:
        return None


def sound(data: bytes) -> etree._Element | None:
    """Return the root of *data*, a part of a document; None when it is empty.

    Raises `SeedError` when it is no XML, or is nested deeper than libxml2 reads: pandoc may
    read on where we cannot, and the words that only we find would be lost.
    """
    try:
        return _parsed(data)
    except etree.XMLSyntaxError as err:
        raise SeedError(
            f"its XML cannot be read: {err.msg}",
            hint="Open it in the program that it is for, copy the text into a new file, and save"
            " that.",
        ) from None


def _parsed(data: bytes) -> etree._Element | None:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    return etree.fromstring(data, parser) if data.strip() else None


def in_word(part: bytes, styles: bytes) -> bytes:
    """Return a part of a DOCX with signs around its hidden runs; *styles* may hide, too."""
    hiding = _hiding_styles(parsed(styles)) if b"vanish" in styles else frozenset()
    if b"vanish" not in part and not hiding:
        return part
    root = parsed(part)
    if root is None:
        return part
    for run in root.iter(f"{W}r"):
        if _is_hidden(run, hiding):
            texts = list(run.iter(f"{W}t"))
            if texts:
                texts[0].text = f"{OPENS}{texts[0].text or ''}"
                texts[-1].text = f"{texts[-1].text or ''}{CLOSES}"
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _hiding_styles(root: etree._Element | None) -> frozenset[str]:
    if root is None:
        return frozenset()
    return frozenset(
        style.get(f"{W}styleId", "")
        for style in root.iter(f"{W}style")
        if (look := style.find(f"{W}rPr")) is not None and _vanishes(look)
    )


def _is_hidden(run: etree._Element, hiding: frozenset[str]) -> bool:
    look = run.find(f"{W}rPr")
    if look is not None and look.find(f"{W}vanish") is not None:
        return _vanishes(look)
    styles = [look.find(f"{W}rStyle")] if look is not None else []
    paragraph = next(run.iterancestors(f"{W}p"), None)
    if paragraph is not None:
        styles.append(paragraph.find(f"{W}pPr/{W}pStyle"))
    return any(style is not None and style.get(f"{W}val") in hiding for style in styles)


def _vanishes(look: etree._Element) -> bool:
    sign = look.find(f"{W}vanish")
    return sign is not None and sign.get(f"{W}val", "").lower() not in _OFF


def in_odt(content: bytes, styles: bytes) -> bytes:
    """Return the content of an ODT with signs around the words whose style hides them."""
    root = parsed(content)
    if root is None or b'display="none"' not in content + styles:
        return content
    known = [root, *(one for one in [parsed(styles)] if one is not None)]
    hiding = {
        style.get(f"{STYLE}name")
        for tree in known
        for style in tree.iter(f"{STYLE}style")
        if any(
            look.get(f"{TEXT}display") == "none" for look in style.iter(f"{STYLE}text-properties")
        )
    }
    for element in root.iter(f"{TEXT}span", f"{TEXT}p", f"{TEXT}h"):
        by_style = element.get(f"{TEXT}style-name") in hiding
        section = _is_in_hidden_section(element)
        hides = element.tag != f"{TEXT}span" if section else by_style
        if hides and "".join(map(str, element.itertext())):
            element.text = f"{OPENS}{element.text or ''}"
            last = element[-1] if len(element) else None
            if last is None:
                element.text += CLOSES
            else:
                last.tail = f"{last.tail or ''}{CLOSES}"
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _is_in_hidden_section(element: etree._Element) -> bool:
    sections = element.iterancestors(f"{TEXT}section")
    return any(one.get(f"{TEXT}display") == "none" for one in sections)


def in_rtf(data: bytes) -> bytes:
    """Return an RTF with signs in place of the words of control that hide and show again."""
    if not _RTF_HIDES.search(data):
        return data
    made: list[bytes] = []
    done = 0
    for begin, start, stop, end in _rtf_spans(data):
        made += (data[done:begin], _RTF_SIGNS[0], data[start:stop], _RTF_SIGNS[1])
        done = end
    return b"".join((*made, data[done:]))


def _rtf_spans(data: bytes) -> Iterator[tuple[int, int, int, int]]:
    r"""Yield where hiding is begun, the hidden words begin and end, and what shows again ends.

    What a group hides or shows it does to its end; ``\\plain`` takes back all that was said.
    """
    outer: list[bool] = []
    begun: tuple[int, int] | None = None
    for sign in _RTF_SIGN.finditer(data):
        brace, word = sign["brace"], sign["word"]
        if brace == b"{":
            outer.append(begun is not None)
        elif brace:
            hides = outer.pop() if outer else False
            if begun and not hides:
                yield (*begun, sign.start(), sign.start())
                begun = None
            elif hides and not begun:
                begun = (sign.end(), sign.end())
        elif begun is None and word in (b"v", b"v1"):
            begun = (sign.start(), sign.end())
        elif begun and word in (b"v0", b"plain"):
            yield (*begun, sign.start(), sign.end() if word == b"v0" else sign.start())
            begun = None
    if begun:
        yield (*begun, len(data), len(data))
