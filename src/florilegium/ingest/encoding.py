"""Bytes to canonical text: which encoding it is, which characters are only debris.

Order of trust: byte-order mark, strict UTF-8, what an HTML page declares, then the guess of
charset-normalizer. A wrong guess would spoil letters in silence, so a file that is not text
is an error and never a page of replacement characters.
"""

import codecs
import re
import unicodedata
from dataclasses import dataclass

from florilegium.errors import SeedError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_KNOWN_FILES = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a zip archive (DOCX, ODT and EPUB are such)"),
    (b"{\\rtf", "an RTF file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
)
_DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]{2,20})""", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
# What windows-1252 makes of a western text. A Polish or Czech text read so shows others
# (¹ ³ ¿ ì ø inside words), and then the guess of charset-normalizer stands.
_WESTERN = frozenset(
    "ÄÖÜäöüßÀÂÇÈÉÊËÎÏÔÙÛàâçèéêëîïôùûœŒæÆÁÍÓÚÑáíóúñ¡€£§°·•©®™«»‹›„“”‚‘’–—…\xa0\xad"
)
# Zero-width space, word joiner, byte-order mark, soft hyphen: no letters, and they break
# searches. Joiners (U+200C, U+200D) and direction marks are spelling and stay.
_INVISIBLE = re.compile("[\u200b\u2060\ufeff\u00ad]")
_DEBRIS = re.compile("[\x00-\x08\x0e-\x1f\x7f\x80-\x84\x86-\x9f]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's characters and the name of the encoding that gave them."""

    text: str
    encoding: str


def decode_bytes(data: bytes, name: str, *, markup: bool = False) -> Decoded:
    """Return *data* decoded; raise `SeedError` when it is empty, binary or in no known encoding.

    *markup* lets a ``<meta charset>`` be heard where the bytes are not UTF-8.
    """
    if not data.strip():
        raise SeedError(
            "the file is empty", where=name, hint="Save the text again, or delete the file."
        )
    for magic, kind in _KNOWN_FILES:
        if data.startswith(magic):
            raise _binary(name, f"the file is {kind}, not text")
    marked = next((encoding for bom, encoding in _BOMS if data.startswith(bom)), "")
    decoded = _strictly(data, marked) if marked else _unmarked(data, name, markup=markup)
    if decoded is None:
        raise SeedError(
            "the file is in no encoding that can be told",
            where=name,
            hint="Open it where it looks right and save it as UTF-8.",
        )
    # A text has hardly any control characters; machine code has many.
    if "\0" in decoded.text or 50 * len(_CONTROL.findall(decoded.text)) > len(decoded.text):
        raise _binary(name, "the file is binary, not text")
    return decoded


def canonical(text: str) -> str:
    r"""Return *text* in NFC with ``\n`` for every newline and without invisible debris.

    No-break spaces stay: whether they mean something is for typography to say.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return visible(unicodedata.normalize("NFC", text))


def visible(text: str) -> str:
    """Return *text* without characters that show nothing and are no letters."""
    return _DEBRIS.sub("", _INVISIBLE.sub("", text))


def _unmarked(data: bytes, name: str, *, markup: bool) -> Decoded | None:
    if b"\0" in data:
        raise _binary(name, "the file is binary (it has NUL bytes), not text")
    declared = _DECLARED.search(data[:4096]) if markup else None
    trusted = ("utf-8", declared[1].decode("ascii") if declared else "")
    found = (_strictly(data, encoding) for encoding in trusted if encoding)
    return next((decoded for decoded in found if decoded), None) or _guessed(data)


def _strictly(data: bytes, encoding: str) -> Decoded | None:
    try:
        return Decoded(data.decode(encoding), codecs.lookup(encoding).name)
    except (UnicodeError, LookupError, ValueError):  # a codec of Python may be no encoding
        return None


def _guessed(data: bytes) -> Decoded | None:
    western = _strictly(data, "cp1252")
    if western and all(letter.isascii() or letter in _WESTERN for letter in western.text):
        return western
    # Loaded only for the rare seed that is not UTF-8: the library takes time to start.
    from charset_normalizer import from_bytes  # noqa: PLC0415  # see above

    best = from_bytes(data).best()
    return Decoded(str(best), best.encoding) if best else None


def _binary(name: str, what: str) -> SeedError:
    return SeedError(what, where=name, hint="Save its text as .txt, .html or .md.")
