"""Workers and the cache: the same bytes however a book is made, and a good end to bad luck."""

import os
import signal
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from multiprocessing import active_children

import pytest
from press_sample import META, PRINT, book, chapter, document, locator

from florilegium.errors import MachineError, Several
from florilegium.host.pool import Pool
from florilegium.project.styles import find_styles
from florilegium.render import press
from florilegium.render.press.binding import cache_keys, workers
from florilegium.render.press.layout import packing
from florilegium.render.press.layout.laid_out import Job
from florilegium.store.cache import Cache


def lay_out_book(documents, **options):
    return press.lay_out_book(documents, meta=META, edition=PRINT, styles=find_styles(), **options)


def style():
    return press.style_for(META, edition=PRINT, styles=find_styles())


def made(tmp_path, name="book.pdf", documents=None, **options):
    layout = lay_out_book(documents or book(), **options)
    return press.bind(layout, tmp_path / name).sha256


@pytest.fixture
def eager(monkeypatch):
    """Start workers for any book, however small."""
    monkeypatch.setattr(workers, "_SMALL", 0)


def end_this_process(_job):
    os.kill(os.getpid(), signal.SIGKILL)


# -- the same bytes ---------------------------------------------------------------------------


@pytest.mark.usefixtures("eager")
def test_two_workers_and_this_process_alone_give_the_same_bytes(tmp_path):
    alone = made(tmp_path, "alone.pdf")
    with Pool(2) as pool:
        together = made(tmp_path, "together.pdf", executor=pool)

        assert pool.is_started
    assert alone == together


def test_what_is_kept_gives_the_same_bytes(tmp_path):
    cache = Cache(tmp_path / "cache")
    told = []

    plain = made(tmp_path, "plain.pdf")
    first = made(tmp_path, "first.pdf", cache=cache, progress=lambda step: told.append(step.title))
    set_at_first = len(told)
    second = made(
        tmp_path, "second.pdf", cache=cache, progress=lambda step: told.append(step.title)
    )

    assert plain == first == second
    assert set_at_first == len(told) > 0


def test_any_executor_will_do(tmp_path):
    with ThreadPoolExecutor(3) as executor:
        assert made(tmp_path, "threads.pdf", executor=executor) == made(tmp_path)


def test_a_small_book_starts_no_worker(tmp_path):
    with Pool(2) as pool:
        made(tmp_path, documents=[chapter("one")], executor=pool)

        assert not pool.is_started


# -- the cache --------------------------------------------------------------------------------


def test_only_what_was_edited_is_laid_out_again(tmp_path):
    cache, told = Cache(tmp_path / "cache"), []
    documents = [chapter(name, title=name.title()) for name in ("one", "two", "three")]
    made(tmp_path, documents=documents, cache=cache)
    documents[1] = replace(documents[1], xhtml=documents[1].xhtml.replace("lamps", "lanterns"))

    made(tmp_path, documents=documents, cache=cache, progress=lambda step: told.append(step.title))

    assert ["Two"] == told


def test_a_chapter_in_front_moves_folios_and_lays_out_nothing_else(tmp_path):
    cache, told = Cache(tmp_path / "cache"), []
    documents = [chapter(name, title=name.title()) for name in ("one", "two")]
    made(tmp_path, documents=documents, cache=cache)
    documents.insert(0, chapter("zero", title="Zero"))

    made(
        tmp_path,
        "more.pdf",
        documents=documents,
        cache=cache,
        progress=lambda step: told.append(step.title),
    )

    assert ["Zero"] == told
    assert made(tmp_path, "anew.pdf", documents=documents) == made(
        tmp_path, "more.pdf", documents=documents, cache=cache
    )


@pytest.mark.parametrize("damage", [b"", b"nonsense", b"0" * 64 + b"\n{}"])
def test_damaged_files_are_made_again(tmp_path, damage):
    cache = Cache(tmp_path / "cache")
    first = made(tmp_path, cache=cache)
    kept = sorted(cache.folder.rglob("*.made"))
    for path in kept:
        path.write_bytes(damage)

    assert first == made(tmp_path, cache=cache)
    assert all(damage != path.read_bytes() for path in kept)


def test_sheets_that_vanish_before_binding_are_made_again(tmp_path):
    cache = Cache(tmp_path / "cache")
    layout = lay_out_book(book(), cache=cache)
    for path in cache.folder.rglob("*.made"):
        path.unlink()

    assert press.bind(layout, tmp_path / "book.pdf").sha256 == made(tmp_path, "plain.pdf")


@pytest.mark.parametrize(
    "change",
    [
        lambda job: replace(job, start=2),
        lambda job: replace(job, folios={"one": "7"}),
        lambda job: replace(job, lost=("nowhere",)),
        lambda job: replace(job, document=replace(job.document, running_head="Other")),
        lambda job: replace(job, document=replace(job.document, language="de")),
    ],
)
def test_all_that_shapes_a_document_is_in_its_key(change):
    job = Job(chapter("one"), style())
    names = cache_keys.Keys("base")

    assert names.of(job) != names.of(change(job))
    assert names.of(job) == names.of(Job(chapter("one"), style()))


def test_the_style_its_files_and_the_title_are_in_the_key(tmp_path):
    (tmp_path / "styles").mkdir()
    (tmp_path / "styles" / "picture.png").write_bytes(b"x")
    roots = (tmp_path / "styles",)
    own = replace(style(), roots=roots, files=press.hash_of(roots))
    bases = [cache_keys.Keys.of_style(one).base for one in (style(), own)]
    bases.append(
        cache_keys.Keys.of_style(replace(style(), css=style().css + "p { color: red }")).base
    )
    bases.append(cache_keys.Keys.of_style(replace(style(), title="Other")).base)
    (tmp_path / "styles" / "picture.png").write_bytes(b"y")
    bases.append(cache_keys.Keys.of_style(replace(own, files=press.hash_of(roots))).base)

    assert len(set(bases)) == len(bases)


def test_packed_sheets_are_the_same_unpacked():
    sheets = press.lay_out(book()[5], style())

    again = packing.unpack(packing.pack(sheets))

    assert sheets.fragment == again.fragment
    assert replace(sheets.facts, numerals=()) == replace(again.facts, numerals=())
    assert [one.glyphs for one in sheets.facts.numerals] == [
        one.glyphs for one in again.facts.numerals
    ]


def test_a_book_lays_out_the_same_a_second_time_in_one_process():
    assert packing.pack(press.lay_out(chapter("one"), style())) == packing.pack(
        press.lay_out(chapter("one"), style())
    )


# -- bad luck ---------------------------------------------------------------------------------


@pytest.mark.usefixtures("eager")
def test_a_killed_worker_is_one_clear_error_and_the_next_build_is_good(tmp_path, monkeypatch):
    target = tmp_path / "book.pdf"
    target.write_text("old")
    with monkeypatch.context() as patch, Pool(2) as pool:
        patch.setattr(workers, "work", end_this_process)
        with pytest.raises(MachineError, match="a worker process was ended") as caught:
            made(tmp_path, executor=pool)

    assert "--jobs 1" in caught.value.hint
    assert "old" == target.read_text()
    with Pool(2) as pool:
        assert made(tmp_path, executor=pool) == made(tmp_path, "plain.pdf")


@pytest.mark.usefixtures("eager")
def test_an_interrupt_leaves_no_worker_and_no_file(tmp_path):
    def interrupt(_title):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), Pool(2) as pool:
        made(tmp_path, executor=pool, progress=interrupt)

    assert [] == active_children()
    assert [] == list(tmp_path.iterdir())


def test_the_errors_of_all_documents_are_told_together():
    bad = [
        document(name, f'<h1>x</h1><aside class="note" id="{name}-n">x</aside>')
        for name in ("one", "two")
    ]

    with pytest.raises(Several) as caught:
        lay_out_book(bad)

    assert ["one", "two"] == [error.where for error in caught.value.errors]


# -- folios -----------------------------------------------------------------------------------


def test_folios_with_words_beside_them_are_laid_out_with_their_pages(tmp_path):
    (tmp_path / "styles").mkdir()
    sheet = find_styles().read("print.css")
    odd = sheet + '@page :first { @bottom-center { content: "page " counter(page) } }'
    (tmp_path / "styles" / "print.css").write_text(odd, encoding="utf-8")
    layout = press.lay_out_book(
        [chapter("one"), chapter("two")], meta=META, edition=PRINT, styles=find_styles(tmp_path)
    )

    assert [1, 3] == [one.job.start for one in layout.documents if one.document]
    assert any(one.facts.is_numbered for one in layout.documents)


def test_a_reference_ahead_of_the_contents_settles():
    contents = document("contents", f"<h1>C</h1><p>{locator('preface')}</p>", matter="front")
    preface = document("preface", "<h1>P</h1><p>x</p>", matter="front", opens="any")

    layout = lay_out_book([contents, preface, chapter("one")])

    assert "ii" == layout.pagination.folios["preface"]
    assert {"preface": "ii"} == layout.documents[0].job.folios
