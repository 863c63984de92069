r"""Plain text: every line is a paragraph, but wrapped prose is joined and verse keeps its lines.

A joined paragraph holds its line ends as ``\n``: there they mean no more than a space. In a
block of kind ``verse`` they are the lines of the verse.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from florilegium.ingest.indents import dedented, indented
from florilegium.ingest.orders import Orders, order_of
from florilegium.ingest.poems import Breaks, Stanza, poems
from florilegium.ingest.reading import Reading, scene_breaks, wrap_width
from florilegium.model import Block

# Characters that end a line without being a newline; editors do not count lines by them.
_ENDS = re.compile("[\v\f\x85\u2028\u2029]")
# How e-texts mark what is no line of the text: it may run over several lines, and is no verse.
_REMARK = re.compile(
    r"\s*\[(?:Illustration|Footnote|Sidenote|Transcriber[’']s note|Abbildung|Fußnote|Note)\b"
    r"[^\]:]{0,20}:",
    re.IGNORECASE,
)
_Line = tuple[int, str]


def read(text: str, orders: Orders = ()) -> Reading:
    """Return the blocks of a plain text; *orders* are what the editor says of its passages."""
    ordered = [part for run in _ordered(_runs(text), orders) for part in run]
    runs = [run for _, run in ordered]
    parts = (part for run in runs for part in (run, *_indented_paragraphs(run)))
    known = max((wrap_width([line for _, line in part]) for part in parts), default=0)
    stanzas = [_stanza(run, order, known) for order, run in ordered]
    numbers = poems(stanzas, known=known)
    blocks: list[Block] = []
    for run, stanza, number in zip(runs, stanzas, numbers, strict=True):
        if number:
            blocks.append(_verse(run, stanza, number))
        elif stanza.order == "prose":
            blocks.append(_paragraph(run))
        else:
            blocks += _blocks(run, known=known)
    return Reading(scene_breaks(dedented(blocks)))


def _runs(text: str) -> list[list[_Line]]:
    lines = (
        (number, part.rstrip())
        for number, line in enumerate(text.split("\n"), start=1)
        for part in _ENDS.split(line)
    )
    return [list(run) for filled, run in groupby(lines, lambda line: bool(line[1])) if filled]


def _ordered(
    runs: Sequence[Sequence[_Line]], orders: Orders
) -> Iterator[list[tuple[str, list[_Line]]]]:
    """Yield each run in parts, cut where an order of the editor's begins or ends."""
    offset = 0
    for run in runs:
        said: list[tuple[str, _Line]] = []
        for line in run:
            size = len("".join(line[1].split()))
            said.append((order_of((offset, offset + size), orders), line))
            offset += size
        parts = groupby(said, key=lambda pair: pair[0])
        yield [(order, [line for _, line in part]) for order, part in parts]


def _stanza(run: Sequence[_Line], order: str, known: int) -> Stanza:
    lines = tuple(indented(line) for _, line in run)
    paragraphs = _indented_paragraphs(run)
    # Old books set their paragraphs without empty lines, each with its first line indented.
    wraps = len(paragraphs) > 1 and known and any(_wraps(part, known=known) for part in paragraphs)
    prose = wraps or _is_bracketed(run)
    return Stanza(lines, Breaks.NONE if prose else Breaks.LINE, order)  # type: ignore[arg-type]  # one of the orders


def _blocks(run: Sequence[_Line], *, known: int) -> list[Block]:
    lines = [line for _, line in run]
    parts = _indented_paragraphs(run)
    if len(parts) > 1 and known and any(_wraps(part, known=known) for part in parts):
        return [block for part in parts for block in _blocks(part, known=known)]
    if _is_bracketed(run) or wrap_width(lines) or wrap_width(lines, known=known):
        return [_paragraph(run)]
    return [_paragraph([line]) for line in run]


def _is_bracketed(run: Sequence[_Line]) -> bool:
    """Tell whether *run* is a remark of a transcriber's: ``[Illustration: The weir]``."""
    first, last = run[0][1], run[-1][1]
    return bool(_REMARK.match(first)) and last.rstrip().endswith("]")


def _paragraph(run: Sequence[_Line]) -> Block:
    return Block("paragraph", "\n".join(line.strip() for _, line in run), _span(run))


def _verse(run: Sequence[_Line], stanza: Stanza, number: int) -> Block:
    return Block("verse", "\n".join(stanza.lines), _span(run), label=str(number))


def _span(run: Sequence[_Line]) -> tuple[int, int]:
    return (run[0][0], run[-1][0])


def _wraps(run: Sequence[_Line], *, known: int) -> bool:
    return len(run) > 1 and bool(wrap_width([line for _, line in run], known=known))


def _indented_paragraphs(run: Sequence[_Line]) -> list[list[_Line]]:
    """Return *run* cut before every indented line, as old books set their paragraphs."""
    parts: list[list[_Line]] = []
    for line in run:
        if not parts or line[1][0].isspace():
            parts.append([])
        parts[-1].append(line)
    return parts
