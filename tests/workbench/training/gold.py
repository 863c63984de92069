"""Pages with gold text, read for training: which lines of each are the author's.

A line with four words or more is the author's when half of its runs of four words stand in
the gold text; a shorter one when it is a line of it. Titles and optional lines count for
neither side.
"""

import gzip
import hashlib
import json
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast

from florilegium import ingest
from florilegium.clean.model.lines import Line, hints_of, lines_of
from florilegium.clean.model.overlap import SAME, Overlap, is_short
from florilegium.clean.model.votes import VotedHints
from florilegium.clean.units import units_of
from florilegium.model import RawText

_CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_TOKEN = re.compile(f"[{_CJK}]|[^\\W{_CJK}]+")
# How much a page counts by what is known of it, and a line that could be found by chance.
_NEAR, _SNIPPETS, _CHANCE = 0.7, 0.35, 0.4
# One of so many parts of the hosts is locked.
_PARTS = 4
Record = Mapping[str, object]
Words = Literal["known", "unlearned", "strange"]


@dataclass(frozen=True, slots=True)
class Page:
    """A page to learn from: its lines, 1 for each of the author's, and how much each counts.

    *words* tells whether its words say anything: all, only those of the kinds, or none.
    """

    id: str
    host: str
    form: str
    record: Record
    lines: tuple[Line, ...]
    hints: tuple[VotedHints, ...]
    wanted: tuple[int, ...]
    counts: tuple[float, ...]
    weight: float
    words: Words = "known"

    @property
    def language(self) -> object:
        """Its language, as the record has it."""
        return self.record.get("lang")


def fold(host: str, count: int, *, salt: str = "") -> int:
    """Return the fold of *host*: all its pages fall into one."""
    return int(hashlib.sha256(f"{salt}{host}".encode()).hexdigest(), 16) % count


def is_locked(host: str) -> bool:
    """Tell whether the pages of *host* are locked: a quarter, to judge by and for nothing else.

    No weights learn from them, and no bar or rule is chosen by them.
    """
    return fold(host, _PARTS, salt="locked") == 0


def records(data: Path, name: str = "records.jsonl") -> tuple[Record, ...]:
    """Return the records of the folder *data*; none if it has no such file."""
    path = data / name
    if not path.exists():
        return ()
    rows = path.read_text(encoding="utf-8").splitlines()
    return tuple(json.loads(row) for row in rows if row.strip())


def saved_page(record: Record, data: Path) -> str:
    """Return the HTML of *record*."""
    with gzip.open(data / str(record["html"]), "rt", encoding="utf-8", errors="replace") as file:
        return file.read()


def near(record: Record) -> str:
    """Return the text of the article's column alone."""
    first, last = cast("Sequence[int]", record["near"])
    return "\n".join(str(record["text_dump"]).split("\n")[first:last]) + "\n"


def source(record: Record, form: str, data: Path) -> str:
    """Return *record* as one of the inputs that are scored: ``text``, ``near`` or ``html``."""
    if form == "html":
        return saved_page(record, data)
    return near(record) if form == "near" else str(record["text_dump"])


def text_pages(data: Path) -> Iterator[Page]:
    """Yield every page of *data* as plain text, whole and the article's column alone."""
    for record in records(data):
        dump = str(record["text_dump"])
        span = cast("Sequence[int]", record["near"])
        yield _gold(record, "text", _decoded(dump, "page.txt"), range(span[0], span[1]))
        yield _gold(record, "near", _decoded(near(record), "page.txt"), range(10**9))
    for record in records(data, "segments.jsonl"):
        yield _snippets(record, _decoded(str(record["text_dump"]), "page.txt"))


def markup_pages(data: Path) -> Iterator[Page]:
    """Yield every page of *data* as HTML."""
    for record in records(data):
        yield _gold(record, "html", _decoded(saved_page(record, data), "page.html"), None)
    for record in records(data, "segments.jsonl"):
        yield _snippets(record, _decoded(saved_page(record, data), "page.html"))


def _decoded(text: str, name: str) -> RawText:
    return ingest.decode(text.encode(), name)


def _gold(record: Record, form: str, raw: RawText, column: range | None) -> Page:
    """Return the page; short lines outside the article's *column* are not the author's."""
    units = units_of(raw.blocks)
    lines = lines_of(raw, units)
    judge = Judge(record)
    places = [raw.blocks[unit.index].lines[0] - 1 for unit in units]
    verdicts = [
        judge.verdict(line.text, inside=None if column is None else place in column)
        for line, place in zip(lines, places, strict=True)
    ]
    wanted, counts = zip(*verdicts, strict=True) if verdicts else ((), ())
    weight = _NEAR if form == "near" else 1.0
    hints = hints_of(raw, units)
    return Page(
        str(record["id"]),
        str(record["host_key"]),
        form,
        record,
        lines,
        hints,
        wanted,
        counts,
        weight,
    )


class Judge:
    """The gold text of a record, ready to be asked for lines."""

    def __init__(self, record: Record) -> None:
        gold = str(record["gold_text"])
        self.overlap = Overlap(tokens(gold))
        self.lines = {key_of(line) for line in gold.split("\n")}
        self.neutral = {key_of(line) for line in cast("Sequence[str]", record.get("optional", ()))}
        titles = {key_of(line) for line in cast("Sequence[str]", record.get("titles", ()))}
        self.neutral |= titles - self.lines

    def verdict(self, line: str, *, inside: bool | None) -> tuple[int, float]:
        """Return 1 or 0 for *line*, and how much that counts."""
        key = key_of(line)
        words = tokens(line)
        weight = float(bool(words) and key not in self.neutral)
        share = self.overlap.share(words)
        if not is_short(words):
            return int(share >= SAME), weight
        if not share:
            return 0, weight
        if key in self.lines and inside is not False:
            return 1, weight
        return int(inside is True), weight * _CHANCE


def _snippets(record: Record, raw: RawText) -> Page:
    units = units_of(raw.blocks)
    lines = lines_of(raw, units)
    want, unwant = (
        [" ".join(snippet.split()) for snippet in cast("Sequence[str]", record[key])]
        for key in ("want", "unwant")
    )
    wanted = [_holds(line.text, want) for line in lines]
    refused = [_holds(line.text, unwant) for line in lines]
    verdicts = [int(yes and not no) for yes, no in zip(wanted, refused, strict=True)]
    counts = [float(yes != no) for yes, no in zip(wanted, refused, strict=True)]
    hints = hints_of(raw, units)
    return Page(
        str(record["id"]), str(record["host_key"]), "snippets",
        record, lines, hints, tuple(verdicts), tuple(counts), _SNIPPETS,
    )  # fmt: skip


def _holds(line: str, snippets: Sequence[str]) -> bool:
    return any(s in line or (len(line) > 30 and line in s) for s in snippets)


def tokens(text: str) -> list[str]:
    """Return the words of *text* as the scorer counts them."""
    return _TOKEN.findall(unicodedata.normalize("NFC", text))


def key_of(line: str) -> tuple[str, ...]:
    """Return the words of *line* for a comparison with others."""
    return tuple(tokens(line.casefold()))
