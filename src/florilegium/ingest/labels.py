"""The label a file gives its own encoding, and the codec that a label means.

Labels mean what browsers make of them (the WHATWG's Encoding Standard): ``iso-8859-1`` is
windows-1252, ``shift_jis`` has the characters of Windows, ``gb2312`` is all of GB 18030.
"""

import re
from collections.abc import Iterator

import webencodings

# A page says it in its head; what stands further down is not asked.
_HEAD = 65_536
_COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)
_XML = re.compile(rb"""\s*<\?xml[^>]*?\sencoding\s*=\s*["']\s*([\w:.+-]{1,40})""", re.IGNORECASE)
_META = re.compile(rb"<meta[\s/]([^>]{0,2000})", re.IGNORECASE)
_ATTRIBUTE = re.compile(rb"""([a-z-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_IN_CONTENT = re.compile(rb"""charset\s*=\s*["']?\s*([^\s;"']{1,40})""", re.IGNORECASE)
# How Project Gutenberg heads its plain texts.
_IN_TEXT = re.compile(rb"^Character set encoding:\s*([\w:.-]{2,40})", re.IGNORECASE | re.MULTILINE)
# Encodings of seven bits, which look like ASCII, with what shows them: browsers refuse most.
_SEVEN_BITS = {
    "iso-2022-jp": ("iso2022_jp", b"\x1b"), "csiso2022jp": ("iso2022_jp", b"\x1b"),
    "iso-2022-kr": ("iso2022_kr", b"\x0e"), "csiso2022kr": ("iso2022_kr", b"\x0e"),
    "hz-gb-2312": ("hz", b"~{"), "utf-7": ("utf_7", b"+"),
}  # fmt: skip
_JAPANESE = re.compile(rb"\x1b\$[@B][!-~]{2}")
_CODECS = {"gbk": "gb18030", "x-user-defined": "cp1252"}


def declared(data: bytes, *, markup: bool) -> str:
    """Return the label that *data* gives its encoding, lower case; empty when it gives none."""
    head = data[:_HEAD]
    if not markup:
        found = _IN_TEXT.search(head)
        return found[1].decode("ascii", "replace").lower() if found else ""
    if found := _XML.match(head):
        labels: Iterator[bytes] = iter([found[1]])
    else:
        labels = _in_meta(_COMMENT.sub(b"", head))
    known = (label.decode("ascii", "replace").strip().lower() for label in labels)
    return next((label for label in known if label in _SEVEN_BITS or codec(label)), "")


def _in_meta(head: bytes) -> Iterator[bytes]:
    for meta in _META.finditer(head):
        said = {
            name.lower(): double or single or bare
            for name, double, single, bare in _ATTRIBUTE.findall(meta[1])
        }
        if b"charset" in said:
            yield said[b"charset"]
        elif said.get(b"http-equiv", b"").strip().lower() == b"content-type":
            yield from _IN_CONTENT.findall(said.get(b"content", b""))


def codec(label: str) -> str:
    """Return the name of the Python codec that *label* means to a browser; empty for none."""
    found = webencodings.lookup(label)
    if found is None or found.name == "replacement":
        return ""
    if found.name.startswith("utf-16"):
        return "utf-8"  # the page could be read so far: it cannot be UTF-16
    return _CODECS.get(found.name, str(found.codec_info.name))


def seven_bits(data: bytes, label: str) -> str:
    """Return the codec of *data* in an encoding of seven bits; empty when it is in none."""
    name, sign = _SEVEN_BITS.get(label, ("", b""))
    if name and sign in data:
        return name
    return "iso2022_jp" if not label and _JAPANESE.search(data) else ""
