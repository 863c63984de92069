"""Prints by which power of its input the time of each stage grows, and fails above 1.35.

Input: the shapes of `shapes`, each at sizes four times one another. Output: a line for each
shape with the exponent of every stage that takes long enough to be measured. It never measures
the machine: only how two times of the same stage compare. They are CPU time, the least of some
runs, with Python's cyclic garbage collector off, as `timeit` has it: a full collection visits
all that lives and sets in at thresholds, which is a step between two sizes and no growth. What
stands near the limit is run more often; what stays above it is judged at a size four times as
large, where true growth shows the more and a step (a cache that is full) no longer.
"""

# ruff: noqa: ARG001, E501  # tables of inputs are read by the row

import argparse
import gc
import itertools
import math
import signal
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import weasyprint

from florilegium import annotate, clean, ingest, typography
from florilegium.assemble.index import mark_index
from florilegium.desk import suggest
from florilegium.desk.review import Reviewed, to_html
from florilegium.errors import FlorilegiumError
from florilegium.ingest.damage import suspicions
from florilegium.model import Apparatus, BookMeta, Index, IndexHeading, RawText, Selection
from florilegium.model.markdown import to_markdown
from florilegium.project import drawings
from florilegium.project.accepted import load_accepted
from florilegium.project.bare_pictures import bare_drawing
from florilegium.project.book import load_book, slugify
from florilegium.project.index_file import load_index
from florilegium.project.names import load_names
from florilegium.project.people import load_people
from florilegium.project.rights import load_rights
from florilegium.project.sources import read_csl
from florilegium.project.styles import find_styles
from florilegium.project.wording import wording
from florilegium.render import cover, pandoc
from florilegium.render.elements import prose, serialize
from florilegium.render.press.layout.drawing_ids import known_ids
from florilegium.render.xhtml.chapter import chapter
from florilegium.store import serial
from workbench.growth import book_stages
from workbench.growth.document_shapes import packed
from workbench.growth.pdf_shapes import pdf
from workbench.growth.print_shapes import laid_out_in_print
from workbench.growth.shapes import Shape, shapes

LIMIT = 1.35
_FACTOR = 4  # from one size to the next
_FIRST, _LAST = 2_000, 300_000  # characters
_ENOUGH = 0.8  # seconds; a larger size would say no more
# A whole book has stages that take a second of themselves: how many things to begin with, and
# the seconds that are enough.
_WHOLE = {"book": (200, 2.0), "printed": (60, 10.0)}
_LEAST = 0.04  # seconds of CPU at the larger size, below which a stage is not measured
_NEAR = 1.2  # a stage that seems to grow so is measured more often
_RUNS = 2, 6  # of each size: at least, at most
_PATIENCE = 60  # seconds of CPU for one size
_RUN = itertools.count()

Times = dict[str, float]
_T = TypeVar("_T")


class _Clock:
    """CPU time by stage, of this thread and of the processes it starts."""

    def __init__(self) -> None:
        self.times: Times = {}

    def stage(self, name: str, work: Callable[[], _T]) -> _T:
        begun = _cpu()
        try:
            return work()
        finally:
            self.times[name] = self.times.get(name, 0.0) + _cpu() - begun


def _cpu() -> float:
    used = time.thread_time()  # while a timer runs, Linux counts the time of a process in ticks
    with suppress(ImportError):
        import resource  # noqa: PLC0415  # not on Windows

        own = resource.getrusage(resource.RUSAGE_CHILDREN)
        used += own.ru_utime + own.ru_stime
    return used


def main(arguments: Sequence[str] = ()) -> int:
    """Measure every shape whose name has one of the words of *arguments*; return an exit code."""
    parser = argparse.ArgumentParser(prog="growth")
    parser.add_argument("words", nargs="*", help="only shapes with one of these words")
    words = parser.parse_args(arguments).words
    bad, count = 0, 0
    for shape in shapes():
        title = f"{shape[0]}: {shape[1]}"
        if words and not any(word in title for word in words):
            continue
        found = measure(shape)
        count += 1
        line = "  ".join(f"{stage} {exponent:.2f}" for stage, exponent in found.items())
        worst = max(found.values(), default=0.0)
        bad += worst > LIMIT
        print(f"{'✗' if worst > LIMIT else '✓'} {title:<40} {line}", flush=True)
    print(f"{count} shapes, {bad} above {LIMIT}")
    return int(bad > 0)


def measure(shape: Shape) -> dict[str, float]:
    """Return by which power each stage grows with *shape*: infinity when it was not done in time."""
    small, large = _sizes(shape)
    found = _compared(small, large)
    if large.in_time and max(found.values(), default=0.0) > LIMIT:
        found = _compared(large, _Size(shape, large.number * _FACTOR)) or found
    return found


class _Size:
    """A shape at one size, and the least time of each of its stages so far."""

    def __init__(self, shape: Shape, number: int) -> None:
        self.kind, _, make = shape
        self.number = number
        self.text = make(number)
        self.times: Times = {}
        self.in_time = True
        for _ in range(_RUNS[0]):
            self.run()

    def run(self) -> None:
        """Run the stages once more; what takes too long is run no further."""
        now = _timed(self.kind, self.text, self.number) if self.in_time else None
        if now is None:
            self.in_time = False
            return
        self.times = {stage: min(time, self.times.get(stage, time)) for stage, time in now.items()}


def _sizes(shape: Shape) -> tuple[_Size, _Size]:
    """Return the two largest sizes of *shape* that tell enough."""
    usual = max(1, _FIRST // max(1, len(shape[2](64)) // 64))
    first, enough = _WHOLE.get(shape[0], (usual, _ENOUGH))
    one = _Size(shape, first)
    before = None
    while one.in_time and sum(one.times.values()) <= enough and len(one.text) <= _LAST:
        before, one = one, _Size(shape, one.number * _FACTOR)
    return before or _Size(shape, max(1, one.number // _FACTOR)), one


def _compared(small: _Size, large: _Size) -> dict[str, float]:
    """Return the exponent of every stage that is long enough, measured until it is steady."""
    for _ in range(*_RUNS):
        found = _exponents(small, large)
        if max(found.values(), default=0.0) <= _NEAR or not large.in_time:
            break
        small.run()
        large.run()
    return _exponents(small, large)


def _exponents(small: _Size, large: _Size) -> dict[str, float]:
    if not (small.in_time and large.in_time):
        return {"all": math.inf}
    factor = large.number / small.number
    return {
        stage: math.log(seconds / small.times[stage], factor)
        for stage, seconds in large.times.items()
        if seconds >= _LEAST and small.times.get(stage)
    }


def _timed(kind: str, text: str, number: int) -> Times | None:
    """Return the time of each stage in one run; None when it was not done in time."""
    clock = _Clock()
    before = signal.signal(signal.SIGPROF, _give_up)
    gc.collect()
    gc.disable()
    signal.setitimer(signal.ITIMER_PROF, _PATIENCE)
    try:
        with suppress(FlorilegiumError):
            _KINDS.get(kind, _seed)(clock, kind, text, number)
    except TimeoutError:
        return None
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
        gc.enable()
    return clock.times


def _give_up(_number: int, _frame: object) -> None:
    raise TimeoutError


# -- what is measured ----------------------------------------------------------------------


def _seed(clock: _Clock, kind: str, text: str, _number: int) -> None:
    data = _PACKED.get(kind, str.encode)(text)
    settings = clean.load_cleaning(None)
    raw = clock.stage("ingest", lambda: ingest.decode(data, f"a.{kind}"))
    cleaned = clock.stage("clean", lambda: clean.clean_by(raw, settings))
    clock.stage("suspect", lambda: list(suspicions("a", raw.blocks, kept=cleaned.blocks)))
    typeset = clock.stage("typogrify", lambda: typography.typogrify(cleaned, language="en"))
    apparatus = Apparatus("a", f"a.{kind}", "one", "a.md", title="A title")
    selection = clock.stage(
        "annotate", lambda: annotate.annotate(typeset, apparatus, language="en")
    )
    clock.stage("markdown", lambda: to_markdown(typeset.blocks))
    clock.stage("keep", lambda: serial.from_bytes(Selection, serial.to_bytes(selection)))
    _markup(clock, selection)


def _markup(clock: _Clock, selection: Selection) -> None:
    nothing = pandoc.Prose({}, {})
    made = clock.stage("xhtml", lambda: chapter(selection, nothing, wording("en")))
    clock.stage("xhtml", lambda: serialize(made))


def _numbered(number: int) -> RawText:
    sentences = "".join(f"The sentence {i} of the book, {i}.\n\n" for i in range(number))
    return ingest.decode(sentences.encode(), "a.txt")


def _orders(clock: _Clock, _kind: str, text: str, number: int) -> None:
    raw = _numbered(number)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "cleaning.toml")
        path.write_text(text, encoding="utf-8")
        settings = clean.load_cleaning(path)
    clock.stage("clean", lambda: clean.clean_by(raw, settings))


def _review(clock: _Clock, _kind: str, text: str, _number: int) -> None:
    raw = ingest.decode(text.encode(), "a.html")
    cleaned = clean.clean_by(raw, clean.load_cleaning(None))
    clock.stage("review", lambda: to_html("A", [Reviewed("a.html", raw=raw, cleaned=cleaned)]))


def _chapter(clock: _Clock, _kind: str, text: str, number: int) -> None:
    typeset = typography.typogrify(clean.clean(_numbered(number), rules=()), language="en")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "a.md")
        path.write_text(
            f"---\nseed: a.txt\nsource: one\ntitle: A title\n---\n\n{text}", encoding="utf-8"
        )
        apparatus = clock.stage("read", lambda: annotate.read_apparatus(path, slug="a"))
    selection = clock.stage(
        "annotate", lambda: annotate.annotate(typeset, apparatus, language="en")
    )
    _markup(clock, replace(selection, notes=selection.notes))


def _headnote(clock: _Clock, _kind: str, text: str, _number: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "sources.yaml")
        path.write_text("references:\n- id: one\n  type: book\n  title: A\n", encoding="utf-8")
        made = clock.stage(
            "pandoc",
            lambda: pandoc.render(
                {"a": text}, bibliography=path, language="en", known=frozenset({"one"})
            ),
        )
    clock.stage("xhtml", lambda: prose(made.pieces["a"]))


def _names(clock: _Clock, _kind: str, text: str, number: int) -> None:
    run = next(_RUN)  # what is made of an index is remembered: each run has its own
    names = tuple(
        IndexHeading(f"n{run}-{number}", line, forms=(line,))
        for number, line in enumerate(dict.fromkeys(text.splitlines()))
    )
    raw = ingest.decode((text.replace("\n", ".\n\n") or "x").encode(), "a.txt")
    typeset = typography.typogrify(clean.clean(raw, rules=()), language="en")
    apparatus = Apparatus("a", "a.txt", "one", "a.md", title="A title")
    selection = annotate.annotate(typeset, apparatus, language="en")
    clock.stage("index", lambda: mark_index((selection,), Index(names)))


def _title(clock: _Clock, _kind: str, text: str, _number: int) -> None:
    meta = BookMeta(
        title=text, subtitle="", language="en", identifier="urn:x", publisher="", date="2026-01-01",
        rights="", description="", subjects=(), people=(),
    )  # fmt: skip
    clock.stage("slug", lambda: slugify(text))
    clock.stage("cover", lambda: cover.paint(meta, styles=find_styles()))


def _drawing(clock: _Clock, _kind: str, text: str, _number: int) -> None:
    whole = f'<svg xmlns="{drawings.SVG}" width="90" height="90">{text}</svg>'
    clock.stage("fault", lambda: drawings.fault(whole.encode(), inspect=bytes))
    clock.stage("bare", lambda: bare_drawing(whole.encode()))
    with known_ids(weasyprint.svg.Node):
        clock.stage("draw", lambda: weasyprint.HTML(string=whole).write_pdf())


def _page(clock: _Clock, _kind: str, text: str, _number: int) -> None:
    clock.stage("lay out", lambda: laid_out_in_print(text))


def _settings(clock: _Clock, kind: str, text: str, _number: int) -> None:
    head, load = _SETTINGS[kind]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "book", kind)
        path.parent.mkdir()
        path.write_text(head + text, encoding="utf-8")
        clock.stage("load", lambda: load(path))


_BOOK = """title = "A"
language = "en"
identifier = "urn:uuid:00000000-0000-4000-8000-000000000000"
date = "2026-01-01"
[outline]
front = []
back = []
"""
_SETTINGS: dict[str, tuple[str, Callable[[Path], object]]] = {
    "rights.toml": ("", lambda path: load_rights(path.parents[1])),
    "names.toml": ("", lambda path: load_names(path.parents[1])),
    "index.yaml": ("headings:\n", lambda path: load_index(path.parents[1])),
    "people.yaml": ("people:\n", lambda path: load_people(path.parents[1])),
    "accepted.toml": ("", lambda path: load_accepted(path.parents[1])),
    "cleaning.toml": ("", clean.load_cleaning),
    "sources.yaml": ("references:\n", lambda path: read_csl(path.read_text("utf-8"), name="s")),
    "book.toml": (_BOOK, lambda path: load_book(path.parents[1])),
}


def _talk(clock: _Clock, _kind: str, text: str, _number: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "a.txt")
        path.write_text(text, encoding="utf-8")
        clock.stage("turns", lambda: suggest.turns_of(path, root=path.parent))
        clock.stage("source", lambda: suggest.source_of(path, root=path.parent))
        cleaned = clean.clean(ingest.read(path), rules=())
    spoken = [suggest.Spoken("a", "en", cleaned.blocks)]
    clock.stage("index", lambda: suggest.draft_index(spoken, Index(()), language="en"))


def _book(clock: _Clock, kind: str, text: str, _number: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        book_stages.make(clock, Path(folder), text, printed=kind == "printed")


_PACKED = {"pdf": pdf, **dict.fromkeys(("docx", "odt", "epub"), packed)}
_KINDS: dict[str, Callable[[_Clock, str, str, int], None]] = {
    "svg": _drawing, "print": _page, "orders": _orders, "review": _review, "chapter": _chapter, "headnote": _headnote, "names": _names, "title": _title,
    **dict.fromkeys(_SETTINGS, _settings), **dict.fromkeys(("book", "printed"), _book), "suggest": _talk,
}  # fmt: skip
