from dataclasses import replace

from epub_samples import EDITION, META

from florilegium.model import Accessibility, Edition, Person, Series
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


def test_who_made_the_texts_contributes_with_role_and_place_in_the_catalogue():
    authors = (Person("Tamsin Orr", "Orr, Tamsin", ("aut", "trl")),)
    lines = metadata.lines(META, edition=EDITION, holdings=Holdings(), authors=authors)
    (own,) = [line for line in lines if line.value == "Tamsin Orr"]
    about = {
        (line.attributes["property"], line.value)
        for line in lines
        if line.attributes.get("refines") == "#person-3"
    }

    assert (own.name, own.attributes["id"]) == ("dc:contributor", "person-3")
    assert about == {("file-as", "Orr, Tamsin"), ("role", "aut"), ("role", "trl")}


def test_a_series_is_a_collection_with_a_place_in_it():
    meta = replace(META, series=Series("Quay Books", "3"))

    assert said("belongs-to-collection", meta) == ["Quay Books"]
    assert said("collection-type", meta) == ["series"]
    assert said("group-position", meta) == ["3"]
    assert said("group-position", replace(META, series=Series("Quay Books"))) == []


def test_the_claim_of_the_editor_is_written_with_its_certifier_and_report():
    claim = Accessibility(
        "EPUB Accessibility 1.1 - WCAG 2.2 Level AA", "Lamp Lab", "https://x.org"
    )
    lines = metadata.lines(
        replace(META, accessibility=claim), edition=EDITION, holdings=Holdings()
    )
    (report,) = [line for line in lines if line.name == "link"]

    assert said("dcterms:conformsTo", replace(META, accessibility=claim)) == [claim.conformance]
    assert said("a11y:certifiedBy", replace(META, accessibility=claim)) == ["Lamp Lab"]
    assert report.attributes == {
        "rel": "a11y:certifierReport",
        "refines": "#certifier",
        "href": "https://x.org",
    }


def test_a_claim_may_be_the_publishers_own():
    claim = Accessibility("EPUB Accessibility 1.1 - WCAG 2.1 Level A", report="https://x.org")
    lines = metadata.lines(
        replace(META, accessibility=claim), edition=EDITION, holdings=Holdings()
    )

    assert [line.attributes["refines"] for line in lines if line.name == "link"] == ["#claim"]


def test_the_summary_tells_of_pictures_and_formulas_where_there_are_some():
    poor = metadata.summary(META, Holdings())
    rich = metadata.summary(META, Holdings(pictures=True, mathematics=True))

    assert rich.startswith(poor)
    assert "Pictures are described." in rich
    assert "MathML" in rich
