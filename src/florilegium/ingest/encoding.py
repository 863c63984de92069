"""Bytes to text: which encoding they are in, and which of them are damaged.

Order of trust: byte-order mark, UTF-8 (also with damaged bytes in it), what the file declares
as browsers read it, then a guess. No byte is lost: what is no letter of the encoding becomes
U+FFFD and is named. A file that is not text is an error.
"""

import codecs
import re
from dataclasses import dataclass

from florilegium.errors import SeedError
from florilegium.ingest.file_kinds import refuse_other_kinds
from florilegium.ingest.labels import codec, declared, seven_bits

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_EAST_ASIAN = frozenset({"big5hkscs", "cp932", "cp949", "euc_jp", "gb18030"})
# What files are in that do not say it: what browsers know, and DOS, which left many e-texts.
_GUESSES = (
    *(f"cp{page}" for page in (1250, 1251, 1252, 1253, 1254, 1255, 1256, 1257, 1258, 874)),
    *(f"iso8859_{part}" for part in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)),
    *("koi8_r", "koi8_u", "mac_roman", "mac_cyrillic", "cp437", "cp850", "cp852", "cp866"),
    *("big5hkscs", "cp932", "cp949", "euc_jp", "euc_kr", "gb18030", "big5", "gbk"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
# What windows-1252 makes of a western text. A Polish or Czech text read so shows others
# (¹ ³ ¿ ì ø inside words), and then the guess of charset-normalizer stands.
_WESTERN = frozenset(
    "ÄÖÜäöüßÀÂÇÈÉÊËÎÏÔÙÛàâçèéêëîïôùûœŒæÆÁÍÓÚÑáíóúñ¡€£§°·•©®™«»‹›„“”‚‘’–—…\xa0\xad"
)
# `surrogateescape` writes an undecodable byte B as U+DC00 + B. One lost letter of UTF-8 may
# have been up to four of them.
_ESCAPED = re.compile("[\udcc2-\udcf4][\udc80-\udcbf]{0,3}|[\udc80-\udcff]")
_EUC_PAIR = re.compile("[\udca1-\udcfe]{2}")
_SURROGATE = re.compile("[\ud800-\udfff]")
_IN_UTF8 = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
_HIGH = re.compile(rb"[\x80-\xff]")
_ESCAPES_JAPANESE = re.compile(rb"\x1b(?:\$[@B]|\$\(D|\([BJI])([^\x1b]*)")
# A label is believed while at most one in so many of the bytes that are not ASCII is no letter.
_FEW = 20
LOST = "\ufffd"


@dataclass(frozen=True, slots=True)
class Lost:
    """Bytes that are no letter of their encoding: *place* is that of their U+FFFD in the text."""

    place: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's characters, the name of the encoding that gave them, the bytes that gave none.

    *declared* is what the file says of itself; *guessed* tells that nothing but a guess speaks
    for the encoding.
    """

    text: str
    encoding: str
    lost: tuple[Lost, ...] = ()
    declared: str = ""
    guessed: bool = False


def decode_bytes(data: bytes, name: str, *, markup: bool = False, label: str = "") -> Decoded:
    """Return *data* decoded; raise `SeedError` when it is empty, binary or in no known encoding.

    *markup* lets what a page declares be heard; *label* is what was said of it by the mail or
    the archive that it came in, and goes before that.
    """
    if not data.strip(b" \t\r\n\0\x1a"):
        raise SeedError(
            "the file is empty", where=name, hint="Save the text again, or delete the file."
        )
    refuse_other_kinds(data, name)
    bom, marked = next(((b, e) for b, e in _BOMS if data.startswith(b)), (b"", ""))
    decoded = (
        _read(data[len(bom) :], marked) if marked else _unmarked(data, markup=markup, label=label)
    )
    if decoded is None:
        raise SeedError(
            "the file is in no encoding that can be told",
            where=name,
            hint="Open it where it looks right and save it as UTF-8.",
        )
    # A text has hardly any control characters; machine code has many.
    if 50 * len(_CONTROL.findall(decoded.text.rstrip("\0"))) > len(decoded.text):
        raise SeedError(
            "the file is binary, not text",
            where=name,
            hint="Save its text as .txt, .html or .md.",
        )
    return decoded


def _unmarked(data: bytes, *, markup: bool, label: str) -> Decoded | None:
    said = label.strip().lower() or declared(data, markup=markup)
    if narrow := seven_bits(data, said):
        return _declared(_read(data, narrow), said)
    if wide := _sixteen_bits(data):
        return _read(data, wide)
    meant = codec(said) if said else ""
    if _is_utf8(data, meant):
        return _declared(_read(data, "utf-8"), said)
    if meant and meant != "utf-8":
        read = _read(data, meant)
        if read and _FEW * sum(len(one.data) for one in read.lost) <= len(_HIGH.findall(data)):
            return _declared(read, said)
    return _guessed(data, said)


def _declared(read: Decoded | None, label: str) -> Decoded | None:
    return read and Decoded(read.text, read.encoding, read.lost, label)


def _is_utf8(data: bytes, meant: str) -> bool:
    """Tell whether *data*, declared to be *meant*, is UTF-8, perhaps with damaged bytes in it."""
    letters = _IN_UTF8.findall(data)
    spoilt = len(_HIGH.findall(data)) - sum(map(len, letters))
    if meant in _EAST_ASIAN and not spoilt:
        # Two bytes that are one letter there may chance to be one of UTF-8, too.
        return not letters or any(len(one) > 2 or one[0] <= 0xC3 for one in letters)  # noqa: PLR2004
    if not spoilt:
        return True
    if meant != "utf-8":
        return len(letters) >= 3 * spoilt
    # The longer a letter, the less it comes about by chance.
    return sum(len(one) - 1 for one in letters) >= max(spoilt, 1)


def _sixteen_bits(data: bytes) -> str:
    """Return the codec of UTF-16 that lacks its mark: every other byte of ASCII is NUL."""
    sample = data[:4096]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if min(even, odd) or 10 * max(even, odd) < 4 * half or half < 2:  # noqa: PLR2004  # a letter
        return ""
    return "utf-16-le" if odd else "utf-16-be"


def _read(data: bytes, name: str) -> Decoded | None:
    """Return *data* in the encoding of the codec *name*, what is none of its letters lost."""
    text = _escaped(data, name)
    if text is None:
        return None
    parts: list[str] = []
    lost: list[Lost] = []
    done = length = 0
    pattern = _SURROGATE if name.startswith("utf-16") else _ESCAPED
    for found in pattern.finditer(text):
        parts += (text[done : found.start()], LOST)
        length += found.start() - done
        wide = name.startswith("utf-16")
        raw = found[0].encode(name if wide else "ascii", "surrogatepass" if wide else _ESCAPE)
        lost.append(Lost(length, raw))
        length += 1
        done = found.end()
    return Decoded("".join((*parts, text[done:])), codecs.lookup(name).name, tuple(lost))


_ESCAPE = "surrogateescape"


def _escaped(data: bytes, name: str) -> str | None:
    try:
        if name.startswith("utf-16"):
            whole = len(data) - len(data) % 2
            text = data[:whole].decode(name, "surrogatepass")
            return text + ("\ud800" if len(data) > whole else "")
        if name == "iso2022_jp":
            data, name = _ESCAPES_JAPANESE.sub(_as_euc, data), "euc_jp"
        text = data.decode(name, _ESCAPE)
    except (ValueError, LookupError):  # a codec of Python may be no encoding
        return None
    if name == "euc_jp":
        text = _EUC_PAIR.sub(_of_windows, text)
    return text.replace("\udc80", "€") if name == "gb18030" else text


def _as_euc(run: re.Match[bytes]) -> bytes:
    """Return a run of ISO-2022-JP in the eight bits of EUC-JP, which has the same letters."""
    escape = run[0][: run.start(1) - run.start()]
    if escape in (b"\x1b(B", b"\x1b(J"):
        return run[1]
    shift = {b"\x1b(I": b"\x8e", b"\x1b$(D": b"\x8f"}.get(escape, b"")
    width = 1 if escape == b"\x1b(I" else 2
    high = bytes(byte | 0x80 if 0x20 < byte < 0x7F else byte for byte in run[1])  # noqa: PLR2004
    if not shift:
        return high
    return b"".join(shift + high[at : at + width] for at in range(0, len(high), width))


def _of_windows(pair: re.Match[str]) -> str:
    """Return a pair of EUC-JP that is a letter of Windows only (①, ㈱, 髙), else as it was."""
    row, cell = (ord(half) - 0xDCA0 for half in pair[0])
    lead = (row + 1) // 2 + (0x80 if row <= 62 else 0xC0)  # noqa: PLR2004  # Shift JIS skips
    trail = cell + (0x9E if row % 2 == 0 else 0x3F + (cell > 63))  # noqa: PLR2004  # the same
    try:
        return bytes([lead, trail]).decode("cp932")
    except (UnicodeError, ValueError):
        return pair[0]


def _guessed(data: bytes, said: str) -> Decoded | None:
    western = _read(data, "cp1252")
    if western and not western.lost and _is_western(western.text):
        return Decoded(western.text, western.encoding, (), said, guessed=bool(said))
    # Loaded only for the rare seed that is not UTF-8: the library takes time to start.
    from charset_normalizer import from_bytes  # noqa: PLC0415  # see above

    best = from_bytes(data, cp_isolation=[*_GUESSES]).best()
    return Decoded(str(best), best.encoding, (), said, guessed=True) if best else None


def _is_western(text: str) -> bool:
    return all(letter.isascii() or letter in _WESTERN for letter in text)
