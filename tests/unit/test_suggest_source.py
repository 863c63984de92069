"""Drafts of sources: what a page says of itself, and what its lines look like."""

import pytest
import yaml

from florilegium import ingest
from florilegium.clean import clean, load_rules
from florilegium.desk.suggest import source_of
from florilegium.desk.suggest.dates import date_in_address, iso_date, without_date
from florilegium.desk.suggest.names import Name, names_in
from florilegium.desk.suggest.source import find_source
from florilegium.desk.suggest.source_item import draft_to_yaml
from florilegium.ingest.language import language_of
from florilegium.ingest.metadata import Fact, Metadata
from florilegium.ingest.page_metadata import read_page
from florilegium.project.sources import read_csl

PROSE = (
    "The keeper of the weir wrote it down every evening, in a hand as even as the water, "
    "and nobody ever asked her why she did."
)
PAGE = f"""<!DOCTYPE html><html lang="en-GB"><head>
<title>A Year at the Weir | The Footpath</title>
<meta property="og:title" content="A Year at the Weir">
<meta property="og:site_name" content="The Footpath">
<link rel="canonical" href="https://example.org/2011/03/weir">
<script type="application/ld+json">{{"@context": "https://schema.org", "@graph": [
 {{"@type": "NewsArticle", "headline": "A Year at the Weir", "datePublished": "2011-03-04T10:00Z",
  "author": [{{"@type": "Person", "name": "Ida van der Inkwell"}}, {{"name": "Frank Flood"}}]}}]}}
</script></head><body><article><h1>A Year at the Weir</h1><p>{PROSE}</p></article></body></html>"""
TEXT = f"""The Footpath

A Year at the Weir

By Ida Inkwell

March 4, 2011

{PROSE}

{PROSE.replace("weir", "mill")} It was a year at the weir.
"""


def draft(text, name="a.txt"):
    cleaned = clean(ingest.decode(text.encode(), name), rules=load_rules())
    made = drafted(cleaned, page=text if name.endswith("html") else "")
    read_csl(made, name="sources.yaml")  # what is pasted is read as it is
    (item,) = yaml.safe_load(made)
    return item


def drafted(text, *, page=""):
    found = find_source(text, read_page(page) if page else Metadata())
    return draft_to_yaml(found, name=text.seed.name)


def test_page_says_all_of_itself():
    item = draft(PAGE, "a.html")

    assert {
        "id": "inkwell2011",
        "type": "article-magazine",
        "author": [
            {"family": "van der Inkwell", "given": "Ida"},
            {"family": "Flood", "given": "Frank"},
        ],
        "title": "A Year at the Weir",
        "container-title": "The Footpath",
        "URL": "https://example.org/2011/03/weir",
        "language": "en-GB",
    } == {key: value for key, value in item.items() if key != "issued"}
    assert "2011-03-04" == str(item["issued"])


def test_plain_text_gives_what_its_head_has():
    item = draft(TEXT)

    assert "A Year at the Weir" == item["title"]
    assert [{"family": "Inkwell", "given": "Ida"}] == item["author"]
    assert ("2011-03-04", "en") == (str(item["issued"]), item["language"])
    assert not {"URL", "container-title"} & set(item)


def test_what_is_not_found_is_named_and_never_made_up():
    cleaned = clean(ingest.decode(f"{PROSE}\n".encode(), "a.txt"), rules=load_rules())

    made = drafted(cleaned)

    assert "# not found: author, title, issued" in made
    assert {"id", "type", "language"} == set(yaml.safe_load(made)[0])


@pytest.mark.parametrize(
    "evil",
    [
        '<meta property="og:title" content="x: [&quot;\n- id: evil # y">',
        '<script type="application/ld+json">{"@type": "Report", "name": "a\\n- b: c"}</script>',
        '<script type="application/ld+json">' + "[" * 100_000 + "</script>",
        '<script type="application/ld+json">{"@type": "Article", "headline": {"a": 1}}</script>',
        '<link rel="canonical" href="javascript:alert(1)">',
        '<link rel="canonical" href="https://a.org/ x\n- id: evil">',
    ],
)
def test_hostile_page_gives_one_sound_item(evil):
    item = draft(PAGE.replace("<title>", f"{evil}<title>", 1), "a.html")

    assert "inkwell2011" == item["id"]
    assert str(item.get("URL", "https://")).startswith("https://")


def test_site_is_taken_off_the_title():
    page = "<title>The Weir – The Footpath</title><h1>The Weir</h1><p>It rained.</p>"

    assert "The Weir" == draft(page, "a.html")["title"]


def test_page_without_a_word_about_itself_says_nothing():
    assert Metadata() == read_page("<p>a</p>")


def test_seed_file_is_drafted_with_its_page(tmp_path):
    seed = tmp_path / "weir.html"
    seed.write_text(PAGE, encoding="utf-8")

    assert "# A draft from weir.html" in source_of(seed, root=tmp_path)
    assert "# from JSON-LD" in source_of(seed, root=tmp_path)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("March 4, 2011", "2011-03-04"),
        ("Fri 4th of March, 2011, 10:15", "2011-03-04"),
        ("Freitag, 4. März 2011", "2011-03-04"),
        ("04.03.2011 10:15 Uhr", "2011-03-04"),
        ("le 4 août 2011", "2011-08-04"),
        ("4 de marzo de 2011", "2011-03-04"),
        ("2011-03-04T10:15:00+01:00", "2011-03-04"),
        ("2011年3月4日", "2011-03-04"),
        ("March 2011", "2011-03"),
        ("13/04/2011", "2011-04-13"),
        ("February 30, 2011", ""),
        ("the march of 2011 men", ""),
        ("call 555-2011", ""),
    ],
)
def test_dates_are_read_as_people_write_them(words, expected):
    assert expected == iso_date(words)


def test_slashed_date_is_read_as_its_country_does():
    assert ["2011-03-04", "2011-04-03"] == [
        iso_date("3/4/2011", language=code) for code in ("en-US", "en-GB")
    ]


def test_date_of_an_address():
    assert ["2011-03-04", "2011-03", ""] == [
        date_in_address(f"https://a.org{path}")
        for path in ("/2011/03/04/weir", "/2011/3/weir", "/20113/weir")
    ]


@pytest.mark.parametrize(
    ("byline", "expected"),
    [
        ("By Ida Inkwell", [Name("Inkwell", "Ida")]),
        ("by Ida Inkwell and Frank de la Flood, Staff Writers",
         [Name("Inkwell", "Ida"), Name("de la Flood", "Frank")]),
        ("Von Ida Inkwell, Hamburg", [Name("Inkwell", "Ida")]),
        ("Inkwell, Ida", [Name("Inkwell", "Ida")]),
        ("IDA INKWELL", [Name("Inkwell", "Ida")]),
        ("The Footpath Staff", []),
        ("Plato", [Name(literal="Plato", doubtful=True)]),
        ("Rain Press Agency", [Name(literal="Rain Press Agency")]),
    ],
)  # fmt: skip
def test_bylines_are_taken_apart(byline, expected):
    assert expected == list(names_in(byline))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (PROSE, "en"),
        ("Die Wärterin schrieb es jeden Abend auf, und niemand hat sie je gefragt, warum.", "de"),
        (
            "La gardienne l’écrivait chaque soir, et personne ne lui a jamais demandé pourquoi.",
            "fr",
        ),
        ("彼女は毎晩それを書き留めたが、誰もその理由を尋ねなかった。", "ja"),
        ("เธอจดมันไว้ทุกเย็น และไม่เคยมีใครถามเธอว่าทำไม", "th"),
    ],
)
def test_language_is_told(text, code):
    found = language_of(text)

    assert code == found.code
    assert found.sure > 0.5


def test_few_words_are_never_sure_and_none_are_no_language():
    assert language_of("On and on").sure < 0.8
    assert ("", 0.0) == (language_of("12 — 14").code, language_of("…").sure)


@pytest.mark.parametrize(
    ("author", "expected"),
    [
        ('{"@type": "Organization", "name": "Mac & i"}', 'literal: "Mac & i"'),
        ('{"@type": "NewsMediaOrganization", "name": "Frank Flood"}', "literal: Frank Flood"),
        ('[{"name": "Ada Lark"}, {"name": "Lark"}]', "family: Lark"),
        (
            '{"@type": "Person", "name": "Mac & i"}',
            '# doubtful: is this a name, and so divided?\n  - literal: "Mac & i"',
        ),
        ('"The Gauge"', "literal: The Gauge"),
    ],
)
def test_a_body_is_one_name_and_doubt_is_said(author, expected):
    page = (
        '<html><head><title>T</title><meta property="og:site_name" content="The Gauge">'
        '<script type="application/ld+json">{"@type": "Article", "headline": "Rain", "author": '
        f"{author}}}</script></head><body><p>{PROSE}</p></body></html>"
    )
    text = ingest.decode(page.encode(), "a.html")
    made = drafted(clean(text, rules=load_rules()), page=page)
    authors = made.partition("author:")[2].partition("title:")[0]

    assert expected in authors
    assert 1 == authors.count("- ")


def test_what_a_word_processor_says_by_itself_is_doubtful_and_no_date():
    facts = Metadata(
        authors=(Fact("Ada Lark", "docProps/core.xml, creator"),),
        dates=(Fact("2014-06-12", "docProps/core.xml, created"),),
    )
    text = clean(ingest.decode(PROSE.encode(), "a.txt"), rules=load_rules())
    signed = clean(ingest.decode(TEXT.encode(), "a.txt"), rules=load_rules())

    found = find_source(text, facts)

    assert (Name("Lark", "Ada", doubtful=True),) == found.authors
    assert "" == found.issued.value
    assert (Name("Inkwell", "Ida"),) == find_source(signed, facts).authors


@pytest.mark.parametrize(
    ("byline", "expected"),
    [
        ("By Josh Norem December", "By Josh Norem"),
        ("Ida Inkwell, 4 März 2011", "Ida Inkwell"),
        ("Ida Inkwell March 4, 2011", "Ida Inkwell"),
        ("Theresa May", "Theresa May"),
        ("Ida March", "Ida March"),
    ],
)
def test_month_behind_a_byline_is_no_name(byline, expected):
    assert expected == without_date(byline)
