"""The shared markup of a small book made by hand."""

from collections import Counter
from dataclasses import replace

import pytest
from book_sample import BOOK, PRODUCTION, PROSE
from lxml import etree

from florilegium.model import Removal, Section
from florilegium.render.elements import inline
from florilegium.render.xhtml import typeset

OPS = "{http://www.idpf.org/2007/ops}type"


@pytest.fixture(scope="module")
def documents():
    return {document.id: document for document in typeset(BOOK, PROSE, PRODUCTION)}


def tree(documents, name):
    return etree.fromstring(documents[name].xhtml)


def texts(root, path):
    return ["".join(node.itertext()) for node in root.iterfind(path)]


def test_every_section_is_a_document_in_order(documents):
    assert [section.id for section in BOOK.sections] == list(documents)


def test_every_document_is_one_section_with_its_id_and_language(documents):
    for name in documents:
        root = tree(documents, name)
        assert root.tag == "{http://www.w3.org/1999/xhtml}section"
        assert root.get("id") == name
        assert root.get("lang") == documents[name].language
        assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == root.get("lang")
    assert documents["rain"].language == "de"


def test_ids_are_unique_in_the_book_and_every_link_has_its_target(documents):
    ids = Counter()
    targets = set()
    for name in documents:
        for node in tree(documents, name).iter():
            ids.update([node.get("id")] if node.get("id") else [])
            if (node.get("href") or "").startswith("#"):
                targets.add(node.get("href")[1:])

    assert [] == [name for name, count in ids.items() if count > 1]
    assert set() == targets - set(ids)


def test_a_chapter_has_its_head_in_order(documents):
    head = tree(documents, "rain").find("{*}header")

    assert ["Rain", "A deck", "Ann Author", "The Gauge. 2020."] == texts(head, "*")


def test_speakers_are_named_where_they_begin(documents):
    root = tree(documents, "rain")
    turns = [node.get("class") for node in root.iterfind("{*}div/{*}p")]

    assert ["The Gauge", "Flood"] == texts(root, ".//{*}span[@class='speaker']")
    assert ["question turn", "answer turn"] == turns


def test_headings_of_the_source_begin_below_the_title(documents):
    assert ["Part"] == texts(tree(documents, "rain"), "{*}div/{*}h2")


def test_items_and_quotations_are_grouped(documents):
    root = tree(documents, "rain")

    assert ["one", "two"] == texts(root, "{*}div/{*}ul/{*}li")
    assert ["said"] == texts(root, "{*}div/{*}blockquote/{*}p")


def test_notes_are_asides_with_their_labels_and_a_gloss_with_its_lemma(documents):
    asides = tree(documents, "rain").findall(".//{*}aside")

    assert ["1", "°"] == [aside.get("data-label") for aside in asides]
    assert ["A note.", "falls comes down"] == ["".join(aside.itertext()) for aside in asides]
    assert {"footnote"} == {aside.get(OPS) for aside in asides}


def test_the_contents_list_what_comes_after_them(documents):
    entries = texts(tree(documents, "contents"), ".//{*}li/{*}a/{*}span[@class='entry-title']")
    depths = [node.get("class") for node in tree(documents, "contents").iter("{*}li")]

    assert entries[:3] == ["Preface", "Voices", "Rain"]
    assert "depth-2 kind-chapter" in depths
    assert documents["rain"].depth == 2
    assert documents["contents"].depth == 0


def test_headings_in_prose_stand_below_the_title(documents):
    assert ["Use"] == texts(tree(documents, "preface"), "{*}h2")


def test_rights_are_told_for_every_text(documents):
    told = texts(tree(documents, "copyright"), "{*}p[@class='permission']")

    assert told == [
        "The Gauge. 2020. Used under the licence CC-BY-4.0. Rights holder: The Gauge. Licensed."
    ]


def test_the_note_on_the_text_has_what_was_done_and_counts_the_rest(documents):
    root = tree(documents, "textual-note")
    rows = [texts(row, "{*}td") for row in root.iter("{*}tr") if row.find("{*}td") is not None]

    assert rows == [
        [" a", "live", "life", "A slip."],
        [" […]", "three words here", "3", "Too long."],
    ]
    (counted,) = texts(root, "{*}p")
    assert counted == (
        "Not printed, since it is part of the page and not of the text: menu (2). "
        "Typography made even: quotation marks (4)."
    )
    assert "rain.txt" not in "".join(root.itertext())


def test_what_the_editor_dropped_is_told_in_full_and_a_long_elision_by_its_ends():
    (selection,) = BOOK.selections
    words = " ".join(f"w{number}" for number in range(90))
    dropped = Removal("drop", "dropped", "removed", "No part of it.", (7, 7), words, 6)
    elision = replace(selection.elisions[0], text=words)
    changed = replace(selection, removals=(dropped,), elisions=(elision,))
    made = typeset(replace(BOOK, selections=(changed,)), PROSE, PRODUCTION)
    root = tree({document.id: document for document in made}, "textual-note")
    rows = [texts(row, "{*}td") for row in root.iter("{*}tr") if row.find("{*}td") is not None]

    assert rows[1:] == [
        [" […]", "w0 w1 w2 … w87 w88 w89", "90", "Too long."],
        [words, "90", "No part of it."],
    ]


def test_the_index_lists_places_and_cross_references(documents):
    root = tree(documents, "index")

    assert ["Rain, King, ", "Storm, see Rain, King"] == texts(root, ".//{*}li")
    assert [node.get("href") for node in root.iter("{*}a")] == [
        "#name-rain-1-rain",
        "#index-rain",
    ]


def test_the_glossary_and_the_colophon_are_made_from_data(documents):
    glossary = tree(documents, "glossary")
    colophon = "".join(tree(documents, "colophon").itertext())

    assert ["falls"] == texts(glossary, ".//{*}dt")
    assert ["comes down "] == texts(glossary, ".//{*}dd")
    assert "Set in Serif and Sans." in colophon
    assert "WeasyPrint 70" in colophon
    assert "f" * 64 in colophon


def test_the_glossary_is_filed_by_the_headings_of_glosses():
    (selection, *rest) = BOOK.selections
    glosses = (
        replace(selection.notes[1], id="a-g1", lemma="gauges", heading="rain gauge"),
        replace(selection.notes[1], id="a-g2", lemma="pluie", heading=""),
        replace(selection.notes[1], id="a-g3", lemma="a smell", heading="Petrichor"),
    )
    french = replace(selection, notes=(*selection.notes, *glosses), language="fr")
    made = typeset(replace(BOOK, selections=(french, *rest)), PROSE, PRODUCTION)
    terms = list(tree({one.id: one for one in made}, "glossary").iter("{*}dt"))

    assert ["falls", "Petrichor", "pluie", "rain gauge"] == [term.text for term in terms]
    assert {"fr"} == {term.get("lang") for term in terms}


def test_the_title_page_names_the_editors(documents):
    assert texts(tree(documents, "title-page"), "*") == [
        "Rain & Weather", "A Reader", "Edited by Ann and Bo", "Press", "2026",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("title", "short", "head"),
    [
        ("Rain", "", "Rain"),
        ("A title: its subtitle", "", "A title: its subtitle"),
        ("A title of some length: and a subtitle of more length", "Of length", "Of length"),
    ],
)
def test_the_running_head_is_the_short_title_of_the_source(title, short, head):
    section = Section("rain", "chapter", "body", title, selection="rain")
    source = {"id": "rain2020", **({"title-short": short} if short else {})}
    book = replace(BOOK, sections=(section,), sources=(source,))

    assert head == typeset(book, PROSE, PRODUCTION)[0].running_head


def test_spaces_between_inline_elements_stay():
    made = "".join(
        node if isinstance(node, str) else "".join(node.itertext()) + (node.tail or "")
        for node in inline("<span>“A.”</span> <em>B</em>, c")
    )

    assert made == "“A.” B, c"
