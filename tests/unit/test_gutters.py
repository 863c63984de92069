"""The gutter of a book: guessed, and once it was made, known from last time."""

from dataclasses import replace
from types import SimpleNamespace

import pytest
from press_sample import PRINT, chapter

from florilegium.project.styles import find_styles, gutter_of
from florilegium.render.press.binding import gutters, pagination
from florilegium.store.cache import Cache

PAGES = 640  # of the book as it comes out; its markup says far fewer


@pytest.fixture
def rounds(monkeypatch):
    seen = []

    def lay_out_book(_documents, *, pages, **_given):
        seen.append(pages)
        return SimpleNamespace(folios=range(PAGES))

    monkeypatch.setattr(pagination, "lay_out_book", lay_out_book)
    return seen


def lay_out(**given):
    return gutters.lay_out_book([chapter("one")], edition=PRINT, styles=find_styles(), **given)


def test_a_wrong_guess_costs_a_round_and_only_the_first_time(rounds, tmp_path):
    assert gutter_of(find_styles(), PRINT, pages=1) != gutter_of(find_styles(), PRINT, pages=PAGES)
    cache = Cache(tmp_path)

    first = lay_out(cache=cache)
    assert PAGES == rounds[-1] == len(first.folios)
    assert 2 == len(rounds)
    again = lay_out(cache=cache)
    assert [PAGES] == rounds[2:]
    assert first.folios == again.folios
    lay_out()  # nothing is kept: as the first time
    assert 5 == len(rounds)


@pytest.mark.parametrize("kept", [b"", b"-5", b"0", b"12x", b"99999999999", b"\xff", b"1e3"])
def test_what_is_no_number_of_pages_is_no_guess(kept, rounds, tmp_path):
    cache = Cache(tmp_path)
    cache.put(gutters._key(PRINT), kept)

    lay_out(cache=cache)

    assert PAGES == rounds[-1]
    assert 2 == len(rounds)


def test_of_many_documents_one_tells_how_dense_all_are(monkeypatch):
    dense = replace(chapter("one"), xhtml="x" * 16 * 1500)
    book = [replace(dense, id=f"c{number}") for number in range(40)]
    seen = []

    def lay_out_book(documents, *, pages, **_given):
        seen.append((len(documents), pages))
        return SimpleNamespace(folios=range(16 * len(documents)))

    monkeypatch.setattr(pagination, "lay_out_book", lay_out_book)
    layout = gutters.lay_out_book(book, edition=PRINT, styles=find_styles())

    assert [1, 40] == [count for count, _ in seen]
    assert seen[-1][1] == len(layout.folios) == 640


def test_where_the_gutter_is_the_same_anyway_nothing_is_laid_out_to_know(rounds):
    book = [chapter(f"c{number}") for number in range(40)]
    edition = replace(PRINT, gutter=3.0)

    gutters.lay_out_book(book, edition=edition, styles=find_styles())

    assert 1 == len(rounds)
