"""A mail as a text: its body, the messages within it, and what of it is neither.

Input the bytes of an ``.eml``, output a `Reading`. The heads of the mail itself are metadata;
those of a message within it (a digest, one passed on) are words of the text.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from florilegium.errors import SeedError
from florilegium.ingest.archived_pictures import with_pictures
from florilegium.ingest.file_kinds import refuse_mailbox, refuse_page
from florilegium.ingest.mail.bodies import cut_off, read_body, shifted, solid
from florilegium.ingest.mail.parts import Part, parts_of
from florilegium.ingest.mail.saved_page import files_of
from florilegium.ingest.orders import Orders
from florilegium.ingest.reading import Reading
from florilegium.ingest.seed_settings import SeedSettings
from florilegium.model import Block, Damage, Hints, LeftOut

_HEAD_RULE, _PART_RULE = "mail-head", "mail-part"
_HEAD_WHY = "A line above a mail; who wrote it, when and on what are its metadata."
_ALTERNATIVE = "The same message once more, in another form."
_SIGNED = "The signature of a program, by which a mail is proved to be unchanged."
_ATTACHED = "A file sent with the mail; it is no part of its text."
_UNSEEN = "Words between the parts of a mail, for programs that cannot read them."
_TEXTS = ("text/html", "application/xhtml+xml", "text/plain")
_SHOWN = ("from", "date")
_READABLE = 500  # letters of a head that the ledger shows; more is machinery

# The heads by which a mail is sure to be one, whatever its file is called.
_HEAD = re.compile(rb"([!-9;-~]{1,70}):[^\n]*\n(?:[ \t][^\n]*\n)*")
_BY_PEOPLE = frozenset({b"from", b"date", b"subject", b"to"})
_BY_PROGRAMS = frozenset(
    {b"mime-version", b"message-id", b"received", b"content-type", b"return-path"}
)


def is_mail(data: bytes) -> bool:
    """Tell whether *data* is certainly a mail: its heads are those of people and of programs."""
    text = data[:65_536].replace(b"\r\n", b"\n").lstrip(b"\n")
    if text.startswith(b"From "):
        _, _, text = text.partition(b"\n")
    names: set[bytes] = set()
    at = 0
    while found := _HEAD.match(text, at):
        names.add(found[1].lower())
        at = found.end()
    closed = text[at : at + 1] in (b"\n", b"")
    return (
        closed and b"from" in names and len(names & _BY_PEOPLE) > 1 and bool(names & _BY_PROGRAMS)
    )


def read_mail(data: bytes, settings: SeedSettings) -> Reading:
    """Return the text of the mail *data*; *settings* are what the editor says of it.

    Raises `SeedError` for a file that is no
    mail, or holds no text that can be read.
    """
    refuse_page(data, "a mail")
    refuse_mailbox(data)
    root = parts_of(data)
    if not root.heads:
        raise SeedError(
            "the file has none of the heads that a mail begins with",
            hint="Save the message again from your mail program, or its text as .txt.",
        )
    gathered = _Gathered(settings.passages)
    gathered.heads(root)
    gathered.take(root)
    if not gathered.blocks:
        raise SeedError(
            f"there is no text in this mail{_holds(root)}",
            hint="Save the file that was sent with it into seeds/, in place of the mail.",
        )
    return with_pictures(gathered.reading(), files_of(root), "")


def _holds(root: Part) -> str:
    names = [part.file_name for part in root.walk() if part.file_name]
    return f"; it holds {', '.join(names[:3])}" if names else ""


@dataclass(slots=True)
class _Gathered:
    """What has been read of a mail so far; *count* is how many characters, without space."""

    orders: Orders
    blocks: list[Block] = field(default_factory=list)
    hints: list[Hints] = field(default_factory=list)
    pages: list[Reading] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    damage: list[Damage] = field(default_factory=list)
    language: str = ""
    only_pages: bool = True
    count: int = 0

    def reading(self) -> Reading:
        """Return all of it; with the hints of a page where the mail is no more than one."""
        alone = self.only_pages and len(self.pages) == 1
        shown = tuple(one for page in self.pages for one in page.illustrations)
        return Reading(
            tuple(self.blocks),
            self.language,
            tuple(self.hints) if alone else (),
            shown,
            tuple(self.left_out),
            tuple(self.damage),
            self.pages[0].page if alone else "",
        )

    def take(self, part: Part) -> None:
        """Add the text of *part* and of those within it."""
        kind = part.media_type
        if part.disposition == "attachment" and kind != "message/rfc822":
            self._leave(part, _ATTACHED)
        elif kind == "multipart/alternative":
            self._alternative(part)
        elif kind == "multipart/signed":
            self._first(part, _SIGNED)
        elif kind == "multipart/related":
            self._first(part, _ATTACHED, root=part.parameters.get("start", ""))
        elif kind in ("message/rfc822", "message/global"):
            for one in part.parts:
                self._message(one)
        elif part.parts:
            for one in part.parts:
                self._within(one)
        else:
            self._leaf(part)
        self.damage += cut_off(part)
        if part.beside:
            self.left_out.append(
                LeftOut(_PART_RULE, _UNSEEN, part.first, len(part.beside), part.beside)
            )

    def _leaf(self, part: Part) -> None:
        broken = part.media_type.startswith("multipart/")  # its parts are not marked off
        if (part.media_type in _TEXTS or broken) and not part.file_name:
            self._body(replace(part, media_type="text/plain") if broken else part)
        else:
            self._leave(part, _ATTACHED)

    def _within(self, part: Part) -> None:
        self.heads(part)
        self.take(part)

    def heads(self, part: Part, *, without: Iterable[str] = ()) -> None:
        """Note the heads of *part*, which are no words of the text."""
        said = [line for line in part.said if line.partition(":")[0].lower() not in without]
        readable = [line for line in said if len(line) <= _READABLE]
        long = sum(len(line) for line in said if len(line) > _READABLE)
        if readable:
            text = "; ".join(readable)
            self.left_out.append(LeftOut(_HEAD_RULE, _HEAD_WHY, part.first, len(text), text))
        if long:
            self.left_out.append(LeftOut(_HEAD_RULE, _HEAD_WHY, part.first, long))

    def _message(self, part: Part) -> None:
        """Add a message within the mail, under what its heads say."""
        subject = part.heads.get("subject", "")
        shown = [(name, part.heads[name]) for name in _SHOWN if part.heads.get(name)]
        line = (part.first, part.first)
        if subject:
            self._add([Block("heading", subject, line, 2)])
        self._add([Block("paragraph", f"{name.title()}: {words}", line) for name, words in shown])
        self.heads(part, without=("subject", *_SHOWN))
        self.only_pages = False
        self.take(part)

    def _alternative(self, part: Part) -> None:
        """Take the last form that can be read: by the standard it is the fullest."""
        readable = [one for one in part.parts if _says(one)]
        chosen = readable[-1] if readable else None
        for one in part.parts:
            if one is chosen:
                self._within(one)
            else:
                self._leave(one, _ALTERNATIVE, told=False)

    def _first(self, part: Part, why: str, *, root: str = "") -> None:
        """Take the part that the others belong to."""
        named = [one for one in part.parts if root and one.heads.get("content-id") == root]
        chosen = next(iter((*named, *part.parts)), None)
        for one in part.parts:
            if one is chosen:
                self._within(one)
            else:
                self._leave(one, why, told=why is _ATTACHED and one.media_type[:6] != "image/")

    def _body(self, part: Part) -> None:
        read = read_body(part, shifted(self.orders, self.count))
        start = len(self.blocks)
        if read.page:
            moved = (replace(one, block=one.block + start) for one in read.illustrations)
            self.pages.append(replace(read, illustrations=tuple(moved)))
        elif read.blocks:
            self.only_pages = False
        self._add(read.blocks)
        self.hints += read.hints
        self.left_out += read.left_out
        self.damage += read.damage
        self.language = self.language or read.language

    def _add(self, blocks: Sequence[Block]) -> None:
        self.blocks += blocks
        self.count += solid(blocks)

    def _leave(self, part: Part, why: str, *, told: bool = True) -> None:
        for one in part.walk():
            if one.parts:
                continue
            named = one.file_name or one.media_type
            text = _shown(one)
            count = len(text) or len(one.body)
            if count:
                self.left_out.append(LeftOut(_PART_RULE, why, one.first, count, text))
            if told and count:
                what = f"{named} ({len(one.body):,} bytes) came with the mail and is not read"
                self.damage.append(Damage("T130", one.first, what))


def _says(part: Part) -> bool:
    return any(one.media_type in _TEXTS and one.body.strip() for one in part.walk())


def _shown(part: Part) -> str:
    """Return the words of a part that is left out, where a person could read them."""
    if part.media_type not in ("text/plain", "text/calendar") or not part.body.strip():
        return ""
    try:
        lines: Iterator[Block] = iter(read_body(part).blocks)
    except SeedError:
        return ""
    return " ".join(" ".join(block.text.split()) for block in lines)
