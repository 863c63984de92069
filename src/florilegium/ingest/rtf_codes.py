r"""An RTF made ready: its letters in plain Unicode, and the words that pandoc would drop unsaid.

Input the bytes of an RTF, output the same with UTF-8 in place of every coded letter, and what
stands in the heads and feet of pages, in comments and in the text. pandoc takes every code for
one of Western Windows, and loses the letter behind a stand-in (``\u8212?d``).
"""

import codecs
import re
from dataclasses import dataclass, field, replace
from typing import Literal, get_args

from florilegium.ingest.seed_settings import TrackedChanges
from florilegium.ingest.sign_fonts import SIGNS

_TOKEN = re.compile(
    rb"\\'(?P<hex>[0-9A-Fa-f]{2})"
    rb"|\\(?P<word>[A-Za-z]{1,32})(?P<number>-?\d{1,10})?(?P<space> ?)"
    rb"|\\(?P<sign>[^A-Za-z])"
    rb"|(?P<brace>[{}])|(?P<end>[\r\n]+)|(?P<text>[^\\{}\r\n]+)",
    re.DOTALL,
)
_PAGES = {b"mac": "mac_roman", b"pc": "cp437", b"pca": "cp850"}
_NUMBERED = {65001: "utf-8", 10000: "mac_roman", 10006: "mac_greek", 10007: "mac_cyrillic",
             10029: "mac_latin2", 10081: "mac_turkish", 936: "gb18030"}  # fmt: skip
# What the fonts of a script call their letters by (``\fcharset``).
_CHARSETS = {77: "mac_roman", 128: "cp932", 129: "cp949", 134: "gb18030", 136: "cp950",
             161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256",
             186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250", 255: "cp437"}  # fmt: skip
_OF_SIGNS = 2  # the ``\\fcharset`` of fonts that have no letters
_FURNITURE = re.compile(rb"(?:header|footer)[lrf]?")
_NO_TEXT = frozenset(
    b"fonttbl colortbl stylesheet info pict nonshppict fldinst sn sv listtext pntext xe tc rxe"
    b" bkmkstart bkmkend filetbl listtable revtbl objdata".split()
)
_STARRED_TEXT = frozenset({b"footnote", b"shptxt"})
_BREAKS = frozenset({b"par", b"line", b"tab", b"cell", b"row", b"page", b"sect"})
_ESCAPED = {"\\": "\\\\", "{": "\\{", "}": "\\}"}
_SURROGATES, _LOW = range(0xD800, 0xE000), 0xDC00
_SAID = {b"bullet": "•", b"emspace": " ", b"enspace": " "}
_Role = Literal["text", "none", "furniture", "comment", "deleted", "inserted"]
_CHANGED: dict[bytes, _Role] = {b"deleted": "deleted", b"revised": "inserted"}
# Written so, pandoc passes over the first of two ways to say a thing, and reads the second:
# letters of one code page beside Unicode, what old programs drew in place of a text box.
_TWICE = (
    (re.compile(rb"\{\\upr\s*\{"), rb"{{\\*\\uprold "),
    (re.compile(rb"\{\\\*\\ud(?![a-z]) ?"), rb"{"),
    (re.compile(rb"\{\\\*\\do(?![a-z])"), rb"{\\do"),
)
_OLD_SHAPE = (re.compile(rb"\{\\shprslt(?![a-z])"), rb"{\\*\\shprslt")


@dataclass(frozen=True, slots=True)
class Plain:
    """An RTF in UTF-8: its *data*, and its words by what they are, piece by piece.

    *changes* are words that a tracked change took away, *info* is what it says of itself, such
    as its ``title``.
    """

    data: bytes = field(repr=False)
    texts: tuple[str, ...]
    furniture: tuple[str, ...]
    comments: tuple[str, ...]
    changes: tuple[str, ...]
    info: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class _Group:
    """What holds within braces: the *codec* of its letters, how many signs stand in for one.

    *fonts* tells that it lists fonts, *starred* that a word follows that may be unknown; *info*
    is what of itself the file says in it.
    """

    codec: str
    standing_in: int = 1
    role: _Role = "text"
    fonts: bool = False
    starred: bool = False
    info: str = ""


def plain(data: bytes, changes: TrackedChanges = "accept") -> Plain:
    """Return the RTF *data* in UTF-8, with its words; *changes* says which of two readings."""
    reader = _Reader("deleted" if changes == "accept" else "inserted")
    for pattern, written in (*_TWICE, *((_OLD_SHAPE,) if b"\\shptxt" in data else ())):
        data = pattern.sub(written, data)
    at = 0
    while found := _TOKEN.match(data, at):
        at = found.end()
        if found["word"] == b"bin":
            at += max(0, int(found["number"] or 0))  # bytes that are no text
        else:
            reader.take(found)
    reader.finish()
    said = {role: tuple(pieces) for role, pieces in reader.said.items()}
    return Plain(
        b"".join(reader.out),
        said["text"],
        said["furniture"],
        said["comment"],
        said[reader.gone],
        tuple(reader.info),
    )


@dataclass(slots=True)
class _Reader:
    """The state of reading: what is written *out*, and what was *said* where.

    Words of the role *gone* are not written.
    """

    gone: _Role = "deleted"
    out: list[bytes] = field(default_factory=list)
    said: dict[_Role, list[str]] = field(
        default_factory=lambda: {role: [] for role in get_args(_Role)}
    )
    info: list[tuple[str, str]] = field(default_factory=list)
    _group: _Group = field(default_factory=lambda: _Group("cp1252"))
    _outer: list[_Group] = field(default_factory=list)
    _usual: str = "cp1252"
    _fonts: dict[int, str] = field(default_factory=dict)
    _font: int = 0
    _signs: set[int] = field(default_factory=set)
    _coded: bytearray = field(default_factory=bytearray)
    _high: int = 0
    _skip: int = 0
    _open: bool = False
    _piece: list[str] = field(default_factory=list)

    def take(self, found: re.Match[bytes]) -> None:
        """Read one sign, word or run of letters."""
        if found["end"]:
            if not self._coded:
                self._out(found["end"])  # it ends a word of control, as a space does
        elif found["hex"]:
            self._letters(bytes([int(found["hex"], 16)]))
        elif found["text"]:
            self._letters(found["text"])
        elif found["brace"]:
            self._brace(found["brace"])
        elif found["word"]:
            self._word(found)
        else:
            self._sign(found)

    def _letters(self, letters: bytes) -> None:
        gone = min(self._skip, len(letters))
        self._skip -= gone
        self._coded += letters[gone:]

    def _brace(self, brace: bytes) -> None:
        self.write()
        self._skip = 0
        self._end_piece()
        if brace == b"{":
            self._outer.append(self._group)
            self._group = replace(self._group, starred=False)
        elif self._outer:
            self._group = self._outer.pop()
        self._out(brace)

    def _sign(self, found: re.Match[bytes]) -> None:
        sign = found["sign"]
        if self._skip:
            self._skip -= 1
        elif sign in b"\\{}":
            self._coded += sign
        else:
            self.write()
            if sign == b"*":
                self._group = replace(self._group, starred=True)
            elif sign in b"~\r\n":
                self._piece.append(" ")
            self._out(found[0])

    def _word(self, found: re.Match[bytes]) -> None:
        word, number = found["word"], int(found["number"] or 0)
        if word == b"u":
            self._unicode(number)
            return
        self._skip = 0
        self.write()
        group = self._group
        if word == b"uc":
            self._group = replace(group, standing_in=min(max(number, 0), 64))
            return
        if word in _BREAKS or word in _CHANGED:
            self._end_piece()
        if word in _CHANGED:
            on = found["number"] != b"0" and group.role in ("text", *_CHANGED.values())
            self._group = replace(group, role=_CHANGED[word] if on else _plain_role(group.role))
            return
        self._piece.append(_SAID.get(word, ""))
        self._note(word, number)
        self._out(found[0])
        self._open = not found["space"]

    def _note(self, word: bytes, number: int) -> None:
        """Note what *word* says of the letters that follow it."""
        group = self._group
        role = _role(word, group)
        group = replace(group, role=role, starred=False)
        if word == b"fonttbl":
            group = replace(group, fonts=True)
        elif word in (b"title", b"author") and role == "none":
            group = replace(group, info=word.decode())
        elif word in _PAGES or word == b"ansicpg":
            self._usual = _PAGES.get(word) or _known(_NUMBERED.get(number, f"cp{number}"))
            group = replace(group, codec=self._usual)
        elif word == b"f" and group.fonts:
            self._font = number
        elif word == b"fcharset" and group.fonts:
            self._fonts[self._font] = _CHARSETS.get(number, self._usual)
            self._signs.discard(self._font)
            if number == _OF_SIGNS:
                self._signs.add(self._font)
        elif word in (b"f", b"plain"):  # the latter sets the first of the fonts
            group = replace(group, codec=self._fonts.get(number, self._usual))
        self._group = group

    def _unicode(self, number: int) -> None:
        code = number % 0x10000
        if self._coded:
            self.write()
        if code in _SURROGATES:
            if code < _LOW:
                self._high = code
            elif self._high:
                self._put(chr(0x10000 + ((self._high - _SURROGATES.start) << 10) + (code - _LOW)))
                self._high = 0
        else:
            sign = chr(code) if code else ""
            self._put(sign.translate(SIGNS.get(self._group.codec, {})))
        self._skip = self._group.standing_in

    def write(self) -> None:
        """Write the coded letters so far, in UTF-8."""
        if self._coded:
            signs = SIGNS.get(self._group.codec)
            coded = bytes(self._coded)
            self._coded.clear()
            text = coded.decode("latin-1" if signs else self._group.codec, "replace")
            self._put(text.translate(signs) if signs else text)

    def finish(self) -> None:
        """Write what is left at the end of the file."""
        self.write()
        self._end_piece()

    def _put(self, text: str) -> None:
        if not text:
            return
        self._piece.append(text)
        if self._group.role == self.gone:
            return
        if self._open:  # a word of control, which a letter would be taken into
            self.out.append(b" ")
            self._open = False
        self.out.append("".join(_ESCAPED.get(sign, sign) for sign in text).encode())

    def _out(self, control: bytes) -> None:
        self._open = False
        self.out.append(control)

    def _end_piece(self) -> None:
        text = "".join(self._piece)
        if text and self._group.fonts and self._font in self._signs:
            name = next((name for name in SIGNS if text.lower().startswith(name)), "")
            self._fonts[self._font] = name or self._usual
        elif text and self._group.info:
            self.info.append((self._group.info, text))
        elif text and self._group.role != "none":
            role = self._group.role
            self.said[role if role == self.gone else _plain_role(role)].append(text)
        self._piece.clear()


def _plain_role(role: _Role) -> _Role:
    """Return *role*, or that of the text for words of a tracked change that stays."""
    return "text" if role in _CHANGED.values() else role


def _role(word: bytes, group: _Group) -> _Role:
    """Return what the letters of *group* are behind *word*."""
    if _FURNITURE.fullmatch(word):
        return "furniture"
    if word == b"annotation":
        return "comment"
    if word in _STARRED_TEXT:
        return "text"
    return "none" if word in _NO_TEXT or group.starred else group.role


def _known(codec: str) -> str:
    try:
        return codecs.lookup(codec).name
    except LookupError:
        return "cp1252"
