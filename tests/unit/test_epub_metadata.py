from dataclasses import replace

from epub_samples import EDITION, META

from florilegium.model import Edition, Person
from florilegium.render.epub import metadata
from florilegium.render.epub.metadata import Holdings


def said(name, meta=META, *, holdings=None, edition=EDITION):
    """The values of the element or property *name*."""
    return [
        line.value
        for line in metadata.lines(meta, edition=edition, holdings=holdings or Holdings())
        if name in (line.name, line.attributes.get("property"))
    ]


def test_the_catalogue_has_its_facts():
    assert said("dc:title") == [META.title, META.subtitle]
    assert said("dc:identifier") == [META.identifier]
    assert said("dc:subject") == list(META.subjects)
    assert said("dc:date") == [META.date]


def test_the_main_language_stands_alone():
    assert said("dc:language") == ["en"]


def test_an_empty_fact_is_not_stated():
    assert said("dc:rights", replace(META, rights="")) == []


def test_the_editors_of_a_book_without_authors_are_its_creators():
    assert said("dc:creator") == ["Ada Quill"]
    assert said("dc:contributor") == ["Jonas Wehr"]


def test_an_author_makes_editors_contributors():
    author = Person("Tamsin Orr", "Orr, Tamsin", ("aut",))

    assert said("dc:creator", replace(META, people=(*META.people, author))) == ["Tamsin Orr"]


def test_every_role_is_a_marc_code_of_its_person():
    lines = metadata.lines(META, edition=EDITION, holdings=Holdings())
    roles = [line for line in lines if line.attributes.get("property") == "role"]

    assert [line.value for line in roles] == ["edt", "trl", "win"]
    assert [line.attributes["refines"] for line in roles] == [
        "#person-1",
        "#person-2",
        "#person-2",
    ]
    assert {line.attributes["scheme"] for line in roles} == {"marc:relators"}


def test_only_what_the_book_has_is_claimed():
    poor = said("schema:accessibilityFeature")
    rich = said("schema:accessibilityFeature", holdings=Holdings(True, True, True, True, True))

    assert {"index", "pageBreakMarkers", "pageNavigation", "MathML"} == set(rich) - set(poor)
    assert said("schema:accessMode") == ["textual"]
    assert said("schema:accessMode", holdings=Holdings(pictures=True)) == ["textual", "visual"]


def test_conformance_is_never_claimed_for_the_editor():
    assert said("dcterms:conformsTo") == []


def test_marked_pages_name_the_print_edition():
    assert said("pageBreakSource") == []
    assert said("pageBreakSource", holdings=Holdings(pages=True)) == [
        "The Lamp & the Ledger. Quay Readers, 2026. Print edition"
    ]


def test_the_print_edition_may_have_an_identifier():
    edition = Edition("ebook", "epub", options=(("print-identifier", "urn:isbn:9780000000002"),))

    assert said("dc:source", holdings=Holdings(pages=True), edition=edition) == [
        "urn:isbn:9780000000002"
    ]
