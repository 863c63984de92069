"""Printers, papers, ISBNs: facts with sources, one job or one clear error."""

import math
from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from print_sample import job

from florilegium.errors import ConfigError
from florilegium.model import PrintSettings
from florilegium.project.editions import load_editions
from florilegium.render.coversheet import cover_job
from florilegium.render.shop import isbn
from florilegium.render.shop.job import checked_pages
from florilegium.render.shop.possible import require_possible
from florilegium.render.shop.tables import Printer, papers, printers

# What is no fact of a shop, or says where one comes from.
NO_FACTS = {"title", "looked_up", "sources", "paper", "binding", "multiple"}


@pytest.mark.parametrize("name", printers())
def test_each_fact_of_a_printer_has_a_source_and_a_day(name):
    printer = printers()[name]
    plain = Printer("", "", {}, {})
    said = {
        one.name for one in fields(Printer)
        if getattr(printer, one.name) != getattr(plain, one.name)
    }  # fmt: skip

    assert said - NO_FACTS <= set(printer.sources)
    assert len(printer.looked_up) == len("2026-11-29")


@pytest.mark.parametrize("name", papers())
def test_each_paper_has_a_source_and_a_day(name):
    assert papers()[name].source
    assert papers()[name].looked_up


@pytest.mark.parametrize("name", printers())
def test_every_trim_of_a_printer_has_a_page(name):
    for trim in printers()[name].trims:
        made = job(printer=name, trim=trim)
        assert made.trim == pytest.approx(printers()[name].trims[trim], abs=0.1)


def test_a_trim_without_a_page_says_how_to_make_one(monkeypatch):
    square = replace(printers()["kdp"], trims={"8.5x8.5": (215.9, 215.9)})
    monkeypatch.setitem(printers(), "kdp", square)

    with pytest.raises(ConfigError, match="no page of the theme is 215") as caught:
        job(printer="kdp", trim="8.5x8.5")
    assert "[pages.NAME]" in caught.value.hint


@pytest.mark.parametrize(
    ("said", "pages", "spine"),
    [
        ({"printer": "kdp", "trim": "6x9"}, 200, 0.4504 * 25.4),
        ({"printer": "kdp", "trim": "6x9", "paper": "kdp-cream"}, 200, 0.5 * 25.4),
        ({"printer": "lulu", "trim": "6x9"}, 80, 0.2402 * 25.4),
        ({"caliper": 0.1}, 300, 15.0),
        ({"spine": 12.5, "paper": "Munken 90 g"}, 300, 12.5),
        ({"binding": "saddle", "caliper": 0.1}, 40, 0.0),
    ],
)
def test_the_spine_is_the_papers_or_the_editors(said, pages, spine):
    assert job(**said).spine(pages) == pytest.approx(spine, abs=0.02)


@pytest.mark.parametrize(
    ("said", "hint"),
    [
        ({}, "Name a printer"),
        ({"printer": "ingramspark", "trim": "6x9"}, "as the shop's template"),
    ],
)
def test_a_spine_that_nobody_knows_is_asked_for_at_once(said, hint):
    with pytest.raises(ConfigError, match="spine of the edition 'shop' is not known") as caught:
        require_possible(job(**said), PrintSettings())

    assert hint in caught.value.hint


@pytest.mark.parametrize(
    ("said", "pages", "filled"),
    [
        ({}, 53, 54),
        ({"binding": "saddle"}, 53, 56),
        ({"sheets": "signatures", "signature": 4}, 53, 64),
        ({"sheets": "two-up"}, 53, 54),
    ],
)
def test_pages_are_filled_to_what_is_bound(said, pages, filled):
    assert filled == job(**said).filled(pages)


@pytest.mark.parametrize(("pages", "gutter"), [(100, 9.525), (151, 12.7), (828, 22.225)])
def test_the_gutter_grows_with_the_pages(pages, gutter):
    assert gutter == job(printer="kdp", trim="6x9").gutter(pages)


@pytest.mark.parametrize(
    ("said", "what"),
    [
        ({"printer": "lulu", "page": "A5"}, "has no trim of 148.0 × 210.0 mm"),
        ({"printer": "lullu"}, "no printer 'lullu'"),
        ({"trim": "6x8"}, "no trim is called '6x8'"),
        ({"paper": "kdp-crem"}, "no paper 'kdp-crem'"),
        ({"printer": "kdp", "paper": "office-80"}, "has no paper 'office-80'"),
        ({"profile": "fogra"}, "no profile 'fogra'"),
        ({"profile": "../../mill.icc"}, "is not in book/"),
        ({"isbn": "978-3-16-148410-1"}, "check digit 1, and 0 would be right"),
        ({"isbn": "3-16-148410-0"}, "'isbn' is"),
        ({"price": "19.95"}, "'price' is '19.95'"),
        ({"price": "５1995"}, "'price' is '５1995'"),
        ({"isbn": "978٣161484100"}, "'isbn' is"),
        ({"isbn": "977-3-16-148410-0"}, "'isbn' is"),
        *[
            ({key: value}, f"{key!r} is {value:g}")
            for key, values in {
                "bleed": (100.0, -1.0),
                "caliper": (0.0, -1.0, 5.0),
                "spine": (0.0, 500.0),
                "inner": (-5.0, 200.0),
            }.items()
            for value in (*values, math.nan, math.inf)
        ],
        ({"sheet": "A9"}, "no sheet is called 'A9'"),
        ({"signature": 0, "sheets": "signatures"}, "'signature' is 0"),
        ({"signature": 100, "sheets": "signatures"}, "'signature' is 100"),
        ({"binding": "saddle", "sheets": "two-up"}, "cannot be folded and stapled"),
        ({"binding": "wire", "sheets": "booklet"}, "are folded together"),
        ({"binding": "saddle", "printer": "kdp", "trim": "6x9"}, "does not bind as 'saddle'"),
        ({"colour": "rgb", "standard": "pdf/x-1a"}, "keeps the colours of the screen"),
        ({"colour": "rgb", "printer": "ingramspark", "trim": "6x9"}, "keeps the colours"),
    ],
)
def test_what_cannot_be_printed_is_one_clear_error(said, what):
    with pytest.raises(ConfigError) as caught:  # looked at below
        job(**said)

    assert what in caught.value.what
    assert caught.value.hint
    assert caught.value.where == "book/editions.toml"


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ({"trim": "a5"}, "A5"),
        ({"trim": "6 × 9"}, "6x9"),
        ({"trim": "6X9"}, "6x9"),
        ({"printer": "KDP"}, "kdp"),
        ({"printer": "Ingram Spark"}, "ingramspark"),
        ({"paper": "KDP cream"}, "kdp-cream"),
        ({"profile": "Coated"}, "coated"),
        ({"sheet": "sra 3"}, "SRA3"),
    ],
)
def test_a_name_written_otherwise_is_guessed(said, meant):
    with pytest.raises(ConfigError) as caught:
        job(**said)

    assert f"Did you mean {meant!r}?" in caught.value.hint


def test_sheets_folded_together_are_stapled():
    assert "saddle" == job(sheets="booklet", printer="copy-shop-a4").binding


def test_a_shops_colours_are_its_own_until_the_editor_says_otherwise():
    def colours(**said):
        made = job(printer="lulu", trim="6x9", **said)
        return made.colour, cover_job(made).colour

    assert ("grey", "cmyk") == colours()
    assert ("rgb", "rgb") == colours(colour="rgb")
    assert ("k", "cmyk") == colours(colour="k")
    assert ("grey", "grey") == colours(colour="grey")
    assert ("grey", "cmyk") == colours(colour="grey", cover_colour="cmyk")


def test_the_most_ink_is_the_printers_or_the_papers():
    assert 2.4 == job(printer="ingramspark", trim="6x9").most_ink
    assert 3.0 == job().most_ink
    assert 3.3 == job(profile="coated").most_ink
    assert 3.3 == cover_job(job()).most_ink
    assert 2.4 == cover_job(job(printer="ingramspark", trim="6x9")).most_ink


@pytest.mark.parametrize(
    ("said", "pages", "what"),
    [
        ({"binding": "saddle"}, 300, "75 sheets folded together"),
        ({"printer": "kdp", "trim": "6x9"}, 10, "takes 24 to 828"),
        ({"printer": "kdp", "trim": "6x9"}, 900, "takes 24 to 828"),
        ({"printer": "lulu", "trim": "6x9"}, 20, "takes 32 or more"),
    ],
)
def test_a_number_of_pages_that_cannot_be_bound_is_said(said, pages, what):
    with pytest.raises(ConfigError) as caught:
        checked_pages(job(**said), pages)

    assert what in caught.value.what


@given(st.integers(0, 10**9 - 1), st.sampled_from(["978", "979"]))
def test_an_isbn_with_its_check_digit_is_one(number, prefix):
    twelve = f"{prefix}{number:09}"

    assert isbn.digits(twelve + isbn.check_digit(twelve)) == twelve + isbn.check_digit(twelve)


@given(st.integers(0, 10**9 - 1), st.integers(3, 12), st.integers(1, 9))
def test_one_wrong_digit_is_always_seen(number, place, shift):
    twelve = f"978{number:09}"
    right = twelve + isbn.check_digit(twelve)
    wrong = right[:place] + str((int(right[place]) + shift) % 10) + right[place + 1 :]

    with pytest.raises(ConfigError, match="check digit"):
        isbn.digits(wrong)


def editions(tmp_path, text):
    (tmp_path / "book").mkdir(exist_ok=True)
    (tmp_path / "book" / "editions.toml").write_text(text, "utf-8")
    return load_editions(tmp_path)


def test_an_edition_takes_over_what_the_other_says_to_the_shop(tmp_path):
    text = '[a]\nformat = "pdf"\nbleed = 3\npaper = "x"\n[b]\nextends = "a"\npaper = "y"\n'
    made = editions(tmp_path, text).named("b").printing

    assert (3.0, "y") == (made.bleed, made.paper)


@pytest.mark.parametrize(
    ("line", "what", "hint"),
    [
        ("bleeed = 3", "unknown key 'bleeed'", "Did you mean 'bleed'?"),
        ('colour = "cymk"', "'colour' is 'cymk'", "'k' or 'grey' or 'cmyk' or 'rgb'"),
        ('binding = "saddel"', "'binding' is 'saddel'", "'perfect' or 'saddle'"),
        ('marks = "yes"', "'marks' is 'yes'", "true or false"),
    ],
)
def test_a_key_that_is_wrong_is_said_with_its_line(line, what, hint, tmp_path):
    with pytest.raises(ConfigError) as caught:
        editions(tmp_path, f'[a]\nformat = "pdf"\n{line}\n')

    assert what in caught.value.what
    assert hint in caught.value.hint
    assert caught.value.where == "book/editions.toml:3"
