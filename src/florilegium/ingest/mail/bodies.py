"""The body of one part of a mail or a saved page as blocks, with the lines of the file.

Input a `Part`, output a `Reading`. Pages go to the reader of HTML; plain text is read as mail
is written: flowed lines are joined (RFC 3676), what ``>`` quotes is a quotation.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from florilegium.ingest import html, plain
from florilegium.ingest.characters import Canonical, canonical
from florilegium.ingest.encoding import decode_bytes
from florilegium.ingest.mail.parts import Part
from florilegium.ingest.orders import Orders
from florilegium.ingest.reading import Reading
from florilegium.model import Block, Damage, LeftOut

_QUOTED = re.compile(r"(?:> ?)+")
_SIGNATURE = "-- "
_FILE_BEGINS = re.compile(r"begin [0-7]{3} \S.{0,200}")
_FILE_GOES_ON = re.compile(r"[ -`]{1,62}")
_FILE_RULE, _FILE_WHY = "mail-part", "A file sent with the mail; it is no part of its text."
_QUOTE_RULE = "mail-quote"
_QUOTE_WHY = "The sign by which a mail quotes: the book sets the words as a quotation."


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a mail: how often it is *quoted*, its *number* in the body, its *text*."""

    quoted: int
    number: int
    text: str


def read_body(part: Part, orders: Orders = ()) -> Reading:
    """Return the text or the page that *part* holds.

    *orders* are what the editor says of its passages. Raises `SeedError` where it cannot be
    decoded or read.
    """
    markup = part.media_type != "text/plain"
    if not part.body.strip():
        return Reading((), damage=_broken(part))
    label = part.parameters.get("charset", "")
    text = canonical(decode_bytes(part.body, "", markup=markup, label=label), markup=markup)
    if markup:
        made = replace(html.read(text.text, orders), page=text.text)
    else:
        made = _plain(text, orders, part)
    said = replace(
        made,
        left_out=(*text.left_out, *made.left_out),
        damage=(*text.damage, *made.damage),
    )
    placed = moved(said, part.place)
    return replace(placed, damage=(*placed.damage, *_broken(part)))


def cut_off(part: Part) -> tuple[Damage, ...]:
    """Return what is to be said of a *part* whose last part has no end."""
    what = "the file breaks off: the mark at its end is missing"
    return (Damage("T135", part.first, what),) if part.is_cut_off else ()


def _broken(part: Part) -> tuple[Damage, ...]:
    what = f"a part of the file cannot be read whole: {part.damage}"
    return (Damage("T135", part.first, what),) if part.damage else ()


def moved(reading: Reading, place: Callable[[int], int]) -> Reading:
    """Return *reading* with each line where *place* says it is."""
    return replace(
        reading,
        blocks=tuple(
            replace(block, lines=(place(block.lines[0]), place(block.lines[1])))
            for block in reading.blocks
        ),
        illustrations=tuple(replace(one, line=place(one.line)) for one in reading.illustrations),
        left_out=tuple(replace(one, line=place(one.line)) for one in reading.left_out),
        damage=tuple(replace(one, line=place(one.line)) for one in reading.damage),
    )


def solid(blocks: Sequence[Block]) -> int:
    """Count the characters of *blocks* that are no white space."""
    return sum(len("".join(block.text.split())) for block in blocks)


def shifted(orders: Orders, by: int) -> Orders:
    """Return *orders* as they are for a passage that begins *by* characters further down."""
    return [(kind, (start - by, end - by)) for kind, (start, end) in orders]


def _is_flowed(part: Part) -> bool:
    return part.parameters.get("format", "").lower() == "flowed"


def _drops_space(part: Part) -> bool:
    """Tell whether the space by which a line goes on is none of the text (RFC 3676, DelSp)."""
    return part.parameters.get("delsp", "").lower() == "yes"


def _plain(text: Canonical, orders: Orders, part: Part) -> Reading:
    lines = [_line(number, line) for number, line in enumerate(text.text.split("\n"), start=1)]
    signs = sum(len(line) for line in text.text.split("\n")) - sum(len(x.text) for x in lines)
    files = _files_in(lines)
    first = next((line.number for line in lines if line.quoted), 1)
    if _is_flowed(part):
        lines = _joined(lines, spaced=not _drops_space(part))
    blocks: list[Block] = []
    count = 0
    for quoted, run in groupby(lines, key=lambda line: line.quoted):
        same = list(run)
        made = plain.read("\n".join(line.text for line in same), shifted(orders, count))
        count += solid(made.blocks)
        for block in made.blocks:
            span = (same[block.lines[0] - 1].number, same[block.lines[1] - 1].number)
            kind = "quote" if quoted and block.kind == "paragraph" else block.kind
            blocks.append(replace(block, lines=span, kind=kind, quoted=quoted))
    out = [LeftOut(_QUOTE_RULE, _QUOTE_WHY, first, signs)] if signs else []
    damage = []
    for head, *rest in files:
        count = sum(len("".join(line.text.split())) for line in (head, *rest))
        out.append(LeftOut(_FILE_RULE, _FILE_WHY, head.number, count))
        what = f"{head.text.split(' ', 2)[2]} came with the mail and is not read"
        damage.append(Damage("T130", head.number, what))
    return Reading(tuple(_renumbered(blocks)), left_out=tuple(out), damage=tuple(damage))


def _files_in(lines: list[_Line]) -> list[list[_Line]]:
    """Return the files written into *lines* as letters (uuencode), whose lines become empty."""
    found: list[list[_Line]] = []
    start = None
    for at, line in enumerate(lines):
        if _FILE_BEGINS.fullmatch(line.text):
            start = at
        elif start is not None and line.text.rstrip() == "end":
            found.append(lines[start : at + 1])
            lines[start : at + 1] = [replace(one, text="") for one in lines[start : at + 1]]
            start = None
        elif not _FILE_GOES_ON.fullmatch(line.text.rstrip()):
            start = None
    return found


def _line(number: int, line: str) -> _Line:
    # A mailbox writes a line that begins with “From ” so.
    sign = None if line.startswith(">From ") else _QUOTED.match(line)
    if sign is None:
        return _Line(0, number, line.removeprefix(">") if line.startswith(">From ") else line)
    return _Line(sign[0].count(">"), number, line[sign.end() :])


def _joined(lines: Sequence[_Line], *, spaced: bool) -> list[_Line]:
    """Return flowed *lines*: one that ends in a space goes on in the next.

    *spaced* tells that the space is one of the text.
    """
    made: list[_Line] = []
    open_ = False
    for line in lines:
        text = line.text.removeprefix(" ") if not line.quoted else line.text
        if open_ and made[-1].quoted == line.quoted and text != _SIGNATURE:
            before = made[-1].text if spaced else made[-1].text[:-1]
            made[-1] = replace(made[-1], text=before + text)
        else:
            made.append(replace(line, text=text))
        open_ = text.endswith(" ") and text != _SIGNATURE
    return made


def _renumbered(blocks: Sequence[Block]) -> list[Block]:
    """Return *blocks* with the poems of all runs numbered in one row."""
    numbers: dict[tuple[int, str], str] = {}
    made: list[Block] = []
    run = 0
    for block in blocks:
        if block.kind != "verse":
            run += 1
            made.append(block)
            continue
        number = numbers.setdefault((run, block.label), str(len(numbers) + 1))
        made.append(replace(block, label=number))
    return made
