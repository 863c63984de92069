"""Sources in every format, styles of citations, and references that stand alone."""

from dataclasses import replace
from pathlib import Path

import pytest
from book_sample import BOOK, PRODUCTION, PROSE
from lxml import etree

from florilegium.check.sources import check_sources
from florilegium.errors import FlorilegiumError
from florilegium.model import Citations, Section
from florilegium.project.citation_style import CitationStyle, find_style
from florilegium.project.wording import wording
from florilegium.render import pandoc
from florilegium.render.locators import fill_locators
from florilegium.render.standalone import cited_here, place_pages, standalone
from florilegium.render.xhtml import typeset

YAML = """references:
- id: a
  type: book
  title: Rain
  author: [{family: Old, given: Oswald}]
  issued: 1900
- id: b
  type: book
  title: Snow
  author: [{family: Old, given: Oswald}]
  issued: 1900
- id: c
  type: book
  title: Hail
- id: rain2020
  type: article-magazine
  title: Rain
  author: [{family: Author, given: Ann}]
  container-title: The Gauge
  issued: 2020
"""
RIS = "TY  - BOOK\nID  - wet\nAU  - Wet, Wilma\nTI  - On Puddles\nPY  - 2001\nER  - \n"
BIB = "@book{knoth, author={Knoth, D.}, title={The {\\TeX} of Rain}, year=1999}\n"
JSON = '[{"id": "gauge", "type": "book", "title": "Gauges"}]'


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "book").mkdir()

    def write(**files):
        paths = []
        for suffix, text in files.items():
            paths.append(tmp_path / "book" / f"sources.{suffix}")
            paths[-1].write_text(text, encoding="utf-8")
        return paths

    return write


def test_sources_of_all_kinds_are_one_list(folder):
    items = pandoc.read_sources(folder(yaml=YAML, json=JSON, bib=BIB, ris=RIS))

    assert ["a", "b", "c", "rain2020", "gauge", "knoth", "wet"] == [item["id"] for item in items]
    assert {"family": "Wet", "given": "Wilma"} == items[-1]["author"][0]


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({"yaml": YAML, "ris": RIS.replace("wet", "a")}, "'a' is also in book/sources.yaml"),
        ({"ris": RIS + RIS}, "the id 'wet' is given twice"),
        ({"ris": "nothing of it"}, "could not read this: Error at .line 1"),
        ({"bib": "% nothing"}, "no source found"),
    ],
)
def test_what_is_wrong_with_sources_is_told(folder, files, told):
    with pytest.raises(FlorilegiumError, match=told):
        pandoc.read_sources(folder(**files))


@pytest.mark.parametrize(
    ("style", "cited"),
    [
        ("chicago", "(Old 1900a) (Old 1900b) (Hail, n.d.)"),
        ("apa", "(Old, 1900a) (Old, 1900b) (Hail, n.d.)"),
        ("mla", "(Old, Rain) (Old, Snow) (Hail)"),
        ("modern-humanities", "(Old 1900a) (Old 1900b) (Hail, n.d.)"),
    ],
)
def test_every_style_tells_works_of_a_year_apart_and_sets_what_lacks_a_date(folder, style, cited):
    made = pandoc.render(
        {"x": "[@a] [@b] [@c]"}, bibliography=folder(yaml=YAML), language="en-US",
        known=frozenset("abc"), style=find_style(Path(), style),
    )  # fmt: skip

    assert cited == "".join(etree.fromstring(made.pieces["x"]).itertext())


OWN = '<style xmlns="http://purl.org/net/xbiblio/csl" class="{}"><info>{}</info></style>'
PARENT = '<link rel="independent-parent" href="http://www.zotero.org/styles/{}"/>'


@pytest.mark.parametrize(
    ("name", "text", "told", "hint"),
    [
        ("appa", "", "there is no citation style", "Did you mean 'apa'?"),
        (
            "mine",
            OWN.format("in-text", PARENT.format("nowhere")),
            "stands for 'nowhere'",
            "Nothing is fetched",
        ),
        ("mine", OWN.format("note", ""), "does not say how to cite", "no <citation>"),
        ("mine", "<style>", "is no XML", "again"),
        ("mine", "<style/>", "is none of CSL", "first element"),
        ("mine", "<!DOCTYPE style>" + OWN.format("in-text", ""), "is none of CSL", ""),
        ("../apa", "", "leads out of its folder", "'apa.csl'"),
        ("/etc/passwd", "", "leads out of its folder", "'passwd.csl'"),
    ],
)
def test_a_style_that_cannot_be_used_is_told(tmp_path, name, text, told, hint):
    (tmp_path / "styles").mkdir()
    if text:
        (tmp_path / "styles" / "mine.csl").write_text(text, encoding="utf-8")

    with pytest.raises(FlorilegiumError, match=told) as caught:
        find_style(tmp_path, name)
    assert hint in caught.value.hint


def test_a_style_of_the_books_own_and_one_that_stands_for_another(tmp_path):
    (tmp_path / "styles").mkdir()
    own = tmp_path / "styles" / "mine.csl"
    own.write_bytes(find_style(tmp_path, "apa").content)

    assert find_style(tmp_path, "apa").digest == find_style(tmp_path, "mine").digest
    own.write_text(OWN.format("in-text", PARENT.format("apa")), encoding="utf-8")
    assert find_style(tmp_path, "apa").digest == find_style(tmp_path, "mine").digest
    assert CitationStyle() == find_style(tmp_path, "")


CITING = replace(
    BOOK,
    sections=(*BOOK.sections, Section("citing", "citing", "back", "How to Cite")),
    sources=({"id": "rain2020"},),
)


def cited(folder, style, folios, text=YAML):
    """Return how the one selection is cited: by itself, and in the book with its pages."""
    found = standalone(CITING, folder(yaml=text), style=find_style(Path(), style), cache=None)
    found = place_pages(found, wording("en"))
    tree = etree.fromstring(f"<p>{found[cited_here('rain')]}</p>")
    fill_locators(tree, folios)
    return found["rain2020"], "".join(tree.itertext())


@pytest.mark.parametrize(
    ("style", "folios", "told"),
    [
        ("mla", ("3", "9"), "pp. 3–9."),
        ("mla", ("3", "3"), "p. 3."),
        ("apa", ("3", "9"), "(pp. 3–9)"),
        ("apa", ("3", "3"), "(p. 3)"),
        ("chicago", ("3", "9"), "Pages 3–9."),
        ("chicago", ("3", "3"), "Page 3."),
        ("ieee", ("3", "9"), "pp. 3–9."),
    ],
)
def test_a_selection_is_cited_in_this_book_with_its_pages(folder, style, folios, told):
    original, here = cited(folder, style, dict(zip(("rain", "rain-end"), folios, strict=True)))

    assert told in here
    assert "Rain & Weather: A Reader" in here
    assert "The Gauge" in original
    assert "[1]" not in original


@pytest.mark.parametrize(
    ("style", "told"),
    [
        ("chicago", "“Rain.” 2026. In Rain & Weather: A Reader, edited by Ann and Bo. Press."),
        ("mla", "“Rain.” Rain & Weather: A Reader, edited by Ann and Bo, Press, 2026, pp. 3–9."),
        ("apa", "Rain. (2026). In Ann & Bo (Eds.), Rain & Weather: A Reader (pp. 3–9). Press."),
        ("nature", "Rain. in Rain & Weather: A Reader (eds. Ann & Bo) 3–9 (Press, 2026)."),
        ("chicago-notes", "“Rain,” in Rain & Weather: A Reader, ed. Ann and Bo (Press, 2026)."),
    ],
)
def test_a_text_without_an_author_is_not_by_the_editors_of_the_book(folder, style, told):
    unsigned = "references:\n- {id: rain2020, type: webpage, title: Rain, issued: 2020}\n"
    folios = {"rain": "3", "rain-end": "9"}
    _original, here = cited(folder, style, folios, text=unsigned)

    assert here.startswith(told)
    assert "Zyx" not in here


def test_a_reference_by_itself_has_no_dash_for_the_author_above(folder):
    two = replace(BOOK.selections[0], source="a"), replace(BOOK.selections[0], source="b")
    book = replace(BOOK, selections=two)
    mla = find_style(Path(), "mla")

    assert ["Old, Oswald", "Old, Oswald"] == [
        text.partition(".")[0]
        for text in standalone(book, folder(yaml=YAML), style=mla, cache=None).values()
    ]


LISTS = {"book": (1, 0), "selection": (0, 1), "both": (1, 1)}


@pytest.mark.parametrize("where", LISTS)
def test_works_cited_stand_where_the_book_wants_them_and_links_find_them(where):
    link = (
        '<p><span class="citation" data-cites="rain2020"><a href="#ref-rain2020">x</a></span></p>'
    )
    prose = replace(PROSE, pieces={**PROSE.pieces, "rain/headnote": link})
    meta = replace(BOOK.meta, citations=Citations(works_cited=where))
    made = {one.id: one.xhtml for one in typeset(replace(BOOK, meta=meta), prose, PRODUCTION)}
    ids = [node.get("id") for text in made.values() for node in etree.fromstring(text).iter()]
    links = [node.get("href") for node in etree.fromstring(made["rain"]).iter("{*}a")]
    target = "ref-rain2020-rain" if LISTS[where][1] else "ref-rain2020"

    assert LISTS[where] == (ids.count("ref-rain2020"), ids.count("ref-rain2020-rain"))
    assert f"#{target}" in links


def test_an_undated_source_is_told_only_where_the_style_wants_a_date(folder, tmp_path):
    folder(yaml=YAML)
    book = replace(BOOK, sources=({"id": "a", "issued": {}}, {"id": "c"}))
    mla = replace(book, meta=replace(book.meta, citations=Citations("mla")))

    assert ["book/sources.yaml:12", "book/sources.yaml:2"] == sorted(
        one.where for one in check_sources(book, tmp_path)
    )
    assert [] == list(check_sources(mla, tmp_path))
