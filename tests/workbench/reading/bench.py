"""``nox -s bench -- ingest [FOLDER]``: a table of how each file of a folder is read and cleaned.

Words in are those of pandoc's plain text of the same file where pandoc reads its kind, else those
of the text itself; words kept and left out are compared with them. Without a folder the
documents are read that the tests make.
"""

import re
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from florilegium import clean, ingest
from florilegium.errors import SeedError
from florilegium.host import pandoc
from florilegium.model import CleanText, RawText

_FORMS = {".docx": "docx", ".odt": "odt", ".rtf": "rtf", ".epub": "epub"}
_TEXTS = {".html": "html", ".htm": "html", ".md": "markdown"}
# What pandoc writes itself: the number of a note before it, and those of items.
_DRAWN = re.compile(r"^\[\d+\] |^ *(?:\d+|[a-z])\. ", re.MULTILINE)
_HEADS = ("file", "kind", "in", "kept", "left out", "pictures", "notes", "seconds")


@dataclass(frozen=True, slots=True)
class Row:
    """One file: *words* as pandoc counts them, those *kept*, what went by rule, and the rest."""

    file: str
    kind: str
    words: str
    kept: str
    left_out: str = ""
    pictures: str = ""
    notes: str = ""
    seconds: str = ""

    def cells(self) -> tuple[str, ...]:
        """Return the row as it is printed."""
        return (
            self.file, self.kind, self.words, self.kept, self.left_out, self.pictures,
            self.notes, self.seconds,
        )  # fmt: skip


def main(arguments: Sequence[str]) -> int:
    """Print the table of the files in a folder; 1 when one of them could not be read."""
    folder = Path(arguments[0]) if arguments else None
    files = _in_folder(folder) if folder else _made()
    rows = [row_of(name, data) for name, data in files]
    print(table([row.cells() for row in rows]))
    refused = [row for row in rows if not row.kept.isdecimal()]
    print(f"\n{len(rows)} files, {len(refused)} refused", file=sys.stderr)
    return 0


def _in_folder(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix.lower() in ingest.READERS:
            yield path.name, path.read_bytes()


def _made() -> Iterator[tuple[str, bytes]]:
    """Yield the documents of the tests, which make them."""
    sys.path += [str(Path(__file__).parents[2] / name) for name in ("support", "laws")]
    from test_document_letters import CASES  # noqa: PLC0415  # a test, on a path of its own

    yield from CASES.items()


def row_of(name: str, data: bytes) -> Row:
    """Return the row of the file *name*; of one that is refused, why."""
    kind = Path(name).suffix.lower()
    started = time.perf_counter()
    try:
        raw = ingest.decode(data, name)
    except SeedError as err:
        return Row(name, kind, _plain(data, kind), f"refused: {err.what}")
    cleaned = clean.clean(raw, rules=clean.load_rules(), strictness="normal")
    seconds = time.perf_counter() - started
    return Row(
        name,
        kind,
        _plain(data, kind),
        str(_count(block.text for block in cleaned.blocks)),
        _by_rule(raw, cleaned),
        str(len(raw.illustrations)),
        str(len({b.label for b in raw.blocks if b.kind == "author-note"})),
        f"{seconds:.2f}",
    )


def _plain(data: bytes, kind: str) -> str:
    form = _FORMS.get(kind) or _TEXTS.get(kind)
    if form is None:
        return str(len(data.decode("utf-8", "replace").split())) if kind == ".txt" else "–"
    try:
        options = ("--wrap=none", "--track-changes=all") if kind == ".docx" else ("--wrap=none",)
        text = pandoc.convert(data, form, "plain", *options, size=10 * len(data)).decode()
    except pandoc.PandocError:
        return "–"
    return str(_count([_DRAWN.sub(" ", text)]))


def _by_rule(raw: RawText, cleaned: CleanText) -> str:
    gone: Counter[str] = Counter()
    for removal in cleaned.removals:
        gone[removal.rule] += _count([removal.text])
    for scrap in raw.left_out:
        gone[scrap.rule] += _count([scrap.text])
    return ", ".join(f"{rule} {count}" for rule, count in sorted(gone.items()) if count)


def _count(texts: Iterable[str]) -> int:
    return sum(1 for text in texts for word in text.split() if any(map(str.isalnum, word)))


def table(rows: Sequence[Sequence[str]]) -> str:
    """Return *rows* under their heads, in columns as wide as they need."""
    everything = [_HEADS, *rows]
    widths = [max(len(row[at]) for row in everything) for at in range(len(_HEADS))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in everything
    )
