"""A file of MIME taken apart: its parts with their heads, decoded, and where their lines stand.

Input the bytes of a mail or an MHTML, output a tree of `Part`. Nothing in it is opened: a part
is bytes. What no mail has (thousands of parts, parts within parts without end) is refused.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from email import message_from_bytes
from email.errors import CloseBoundaryNotFoundDefect, HeaderParseError
from email.header import decode_header
from email.message import Message
from email.policy import Compat32
from typing import Any, TypeGuard

from florilegium.errors import SeedError
from florilegium.ingest.encoding import decode_bytes
from florilegium.ingest.labels import codec

MOST_PARTS, DEEPEST = 5000, 40
_SOFT = re.compile(rb"=[ \t]*\r?$")
_ENDS = re.compile(rb"\r\n?|\n")
_BASE64 = re.compile(rb"[^A-Za-z0-9+/]")
# Letters of a head that are read for what they mean; the parsers of the standard library take
# the square of the time, and nobody has written more.
LONGEST_HEAD = 8_000
# The number of a piece of a value (RFC 2231), with more digits than Python reads.
_FAR = re.compile(r"(?<=\*)[0-9]{10,}")
_IDENTITY = ("", "7bit", "8bit", "binary")


class _Bounded(Compat32):
    """Heads as they were written, but for those that are longer than any are."""

    def header_fetch_parse(self, name: str, value: str) -> Any:  # noqa: ANN401  # as there
        return super().header_fetch_parse(name, _FAR.sub("999999999", value[:LONGEST_HEAD]))


_POLICY = _Bounded()


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a message.

    *heads* are its lines above the empty one, decoded, names in lower case; the first of a
    name counts, and *said* has them all. *parameters* are those of its media type. *body* is
    what it holds, decoded; *places* gives for each line of that the line of the file. *first* is
    the line of the file where the part begins. *damage* says what could not be decoded. *parts*
    are those within, *beside* what stands before, between and after them, which no mail program
    shows. *is_cut_off* tells that the mark behind the last of them is missing.
    """

    media_type: str
    heads: Mapping[str, str]
    parameters: Mapping[str, str]
    body: bytes = field(repr=False)
    places: tuple[int, ...] = field(repr=False)
    first: int
    file_name: str = ""
    disposition: str = ""
    damage: str = ""
    parts: tuple["Part", ...] = ()
    said: tuple[str, ...] = ()
    beside: str = ""
    is_cut_off: bool = False

    def addresses(self) -> tuple[str, ...]:
        """Return how other parts may call it: by its place on the web, or by its own id."""
        content = self.heads.get("content-id", "").strip("<> ")
        found = (self.heads.get("content-location", ""), f"cid:{content}" if content else "")
        return tuple(address for address in found if address)

    def walk(self) -> Iterator["Part"]:
        """Yield the part and all within it, in the order of the file."""
        yield self
        for part in self.parts:
            yield from part.walk()

    def place(self, line: int) -> int:
        """Return the line of the file where this *line* of the body stands."""
        if not self.places:
            return self.first
        return self.places[min(max(line, 1), len(self.places)) - 1]


def parts_of(data: bytes) -> Part:
    """Return the message *data* as a tree of parts; raise `SeedError` for what is no mail."""
    text = _ENDS.sub(b"\n", data).lstrip(b"\n")
    skipped = len(data) - len(data.lstrip(b"\r\n"))
    first = 1 + len(_ENDS.findall(data[:skipped]))
    if text.startswith(b"From "):  # the line by which a mailbox parts its messages
        _, _, text = text.partition(b"\n")
        first += 1
    try:
        message: Message = message_from_bytes(text, policy=_POLICY)
        return _Reader().part(message, first, 0)
    except RecursionError as err:
        raise _too_deep() from err


@dataclass(slots=True)
class _Reader:
    """Counts the parts while they are taken out."""

    count: int = 0

    def part(self, message: Message, first: int, depth: int) -> Part:
        self.count += 1
        if self.count > MOST_PARTS or depth > DEEPEST:
            raise _too_deep()
        raw = [(name, str(value)) for name, value in message.raw_items()]
        below = first + sum(1 + value.count("\n") for _, value in raw) + 1
        heads: dict[str, str] = {}
        for name, value in raw:
            heads.setdefault(name.lower(), unfolded(value))
        body: bytes = b""
        places: list[int] = []
        damage = ""
        parts: tuple[Part, ...] = ()
        if message.is_multipart():
            parts = self._within(message, below, depth)
        else:
            coding = heads.get("content-transfer-encoding", "").strip().lower()
            body, places, damage = _decoded(_held(message, coding), coding, below)
        return Part(
            message.get_content_type(),
            heads,
            _parameters(message),
            body,
            tuple(places),
            first,
            unfolded(message.get_filename() or ""),
            message.get_content_disposition() or "",
            damage,
            parts,
            tuple(f"{name}: {unfolded(value)}" for name, value in raw),
            " ".join(f"{message.preamble or ''} {message.epilogue or ''}".split()),
            any(isinstance(one, CloseBoundaryNotFoundDefect) for one in message.defects),
        )

    def _within(self, message: Message, below: int, depth: int) -> tuple[Part, ...]:
        inner = _inner(message)
        if message.get_content_maintype() == "message":
            return tuple(self.part(one, below, depth + 1) for one in inner)
        found = []
        at = below + _above(message)
        for one in inner:
            at += 1  # the boundary
            found.append(self.part(one, at, depth + 1))
            at += _length(one)
        return tuple(found)


def _above(message: Message) -> int:
    """Count the lines between the heads of *message* and the first boundary."""
    return 0 if message.preamble is None else 1 + message.preamble.count("\n")


def _held(message: Message, coding: str) -> bytes:
    """Return the body of *message* as it stands in the file."""
    if coding in ("quoted-printable", "base64"):
        return str(message.get_payload() or "").encode("utf-8", "surrogateescape")
    held = message.get_payload(decode=True)  # bytes that are in no code stay what they are
    return held if isinstance(held, bytes) else b""


def _inner(message: Message) -> list[Message]:
    """Return the messages within *message*."""
    payload = message.get_payload()
    return [one for one in payload if isinstance(one, Message)] if _is_list(payload) else []


def _is_list(payload: object) -> TypeGuard[list[object]]:
    return isinstance(payload, list)


def _length(message: Message) -> int:
    """Count the lines of *message* as it stands in the file."""
    heads = sum(1 + str(value).count("\n") for _, value in message.raw_items()) + 1
    parts = _inner(message)
    if not parts:
        payload = message.get_payload()
        return heads + (str(payload).count("\n") + 1 if payload is not None else 0)
    if message.get_content_maintype() == "message":
        return heads + sum(map(_length, parts))
    inner = sum(1 + _length(one) for one in parts)
    after = (message.epilogue or "").count("\n")
    return heads + _above(message) + inner + 1 + after + int(message.epilogue is not None)


def _decoded(held: bytes, coding: str, below: int) -> tuple[bytes, list[int], str]:
    """Return the bytes of a body, the line of the file for each of their lines, the damage."""
    lines = held.split(b"\n")
    if coding == "quoted-printable":
        return _from_quoted(lines, below)
    if coding == "base64":
        return _from_base64(held, len(lines), below)
    places = list(range(below, below + len(lines)))
    known = coding in _IDENTITY or coding in ("x-uuencode", "uuencode", "uue")
    return held, places, "" if known else f"its coding “{coding[:40]}” is none of MIME"


def _from_quoted(lines: list[bytes], below: int) -> tuple[bytes, list[int], str]:
    import binascii  # noqa: PLC0415  # for coded parts alone

    body: list[bytes] = []
    places: list[int] = []
    fresh = True
    for number, line in enumerate(lines):
        if fresh:
            places.append(below + number)
        soft = _SOFT.search(line)
        body.append(binascii.a2b_qp(line[: soft.start()] if soft else line.rstrip(b" \t")))
        # A coded line feed is a line of the body, too.
        places += [below + number] * body[-1].count(b"\n")
        fresh = soft is None
        if fresh and number + 1 < len(lines):
            body.append(b"\n")
    return b"".join(body), places, ""


def _from_base64(held: bytes, count: int, below: int) -> tuple[bytes, list[int], str]:
    import binascii  # noqa: PLC0415  # for coded parts alone

    solid = _BASE64.sub(b"", held)
    whole = solid[: len(solid) - (len(solid) % 4 == 1)]
    body = binascii.a2b_base64(whole + b"=" * (-len(whole) % 4))
    lines = body.count(b"\n") + 1
    last = below + count - 1
    places = [min(last, below + number * count // lines) for number in range(lines)]
    return body, places, "its code (base64) breaks off" if len(whole) < len(solid) else ""


def _parameters(message: Message) -> dict[str, str]:
    found = message.get_params(failobj=[]) or []
    return {name.lower(): unfolded(str(value)) for name, value in found[1:] if value}


def unfolded(value: str) -> str:
    """Return the *value* of a head on one line, its coded words (``=?utf-8?q?…?=``) decoded."""
    flat = " ".join(value.split())
    if not flat.isascii():  # bytes that are in no code, as old programs wrote them
        raw = flat.encode("utf-8", "surrogateescape")
        flat = decode_bytes(raw, "").text if raw.strip() else flat
    if "=?" not in flat or len(flat) > LONGEST_HEAD:
        return flat
    try:
        return " ".join("".join(_word(*part) for part in decode_header(flat)).split())
    except (HeaderParseError, ValueError):
        return flat


def _word(word: bytes | str, label: str | None) -> str:
    if isinstance(word, str):
        return word
    return word.decode(codec(label or "") or "cp1252", "replace")


def _too_deep() -> SeedError:
    return SeedError(
        "the mail has more parts within parts than can be read",
        hint="Save the text of the message that is meant as .txt.",
    )
