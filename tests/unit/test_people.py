"""People of a text: from its source and its chapter, in the head, the contents, the notes."""

from dataclasses import replace

import pytest
from book_sample import BOOK, PRODUCTION, PROSE
from lxml import etree

from florilegium.check.people import check_people
from florilegium.errors import FlorilegiumError, Several
from florilegium.model import Contributor, Person, Section
from florilegium.project.people import load_people, read_people
from florilegium.project.yaml_text import read_yaml
from florilegium.render.contributors import contributors, makers
from florilegium.render.xhtml import typeset

SOURCE = {
    "id": "rain2020",
    "author": [{"family": "Author", "given": "Ann"}],
    "translator": [{"family": "Orr", "given": "Tamsin"}],
}


def book(*people, known=(), byline="", **meta):
    selection = replace(BOOK.selections[0], people=people, byline=byline)
    return replace(
        BOOK,
        meta=replace(BOOK.meta, **meta),
        selections=(selection,),
        sources=(SOURCE,),
        people=known,
    )


def named(text):
    errors = []
    value = read_yaml(text, file="f", errors=errors)
    return read_people(value, file="f", errors=errors), errors


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("translator: Bo Other", [("Bo Other", "Bo Other", ("trl",))]),
        ("trl: Other, Bo", [("Bo Other", "Other, Bo", ("trl",))]),
        ("pht: [A B, 'C, D']", [("A B", "A B", ("pht",)), ("D C", "C, D", ("pht",))]),
        ("author: A B\nivr: A B", [("A B", "A B", ("aut", "ivr"))]),
    ],
)
def test_roles_are_words_or_codes_and_names_may_be_filed(text, people):
    found, errors = named(text)

    assert [] == errors
    assert [Person(*one) for one in people] == list(found)


@pytest.mark.parametrize(
    ("text", "told", "hint"),
    [
        ("translater: A", "'translater' is no role", "Did you mean 'translator'?"),
        ("xyz: A", "'xyz' is no role", "author"),
        ("author: []", "names nobody", "Write names"),
        ("author:", "names nobody", "Write names"),
    ],
)
def test_a_bad_role_is_told(text, told, hint):
    _, (error,) = named(text)

    assert told in error.what
    assert hint in error.hint
    assert "f:1" == error.where


def test_the_chapter_speaks_for_the_roles_that_it_names():
    made = book(Person("Zo", "Zo", ("trl", "pht")))

    assert (
        Person("Zo", "Zo", ("trl", "pht")), Person("Ann Author", "Author, Ann", ("aut",)),
    ) == makers(made, made.selections[0])  # fmt: skip


def test_people_yaml_says_how_a_name_is_filed_and_who_is_the_same():
    known = Contributor("Zoë Zo", "Zo, Zoë", also=("Zo",))
    made = book(Person("Zo", "Zo", ("trl",)), Person("Zoë Zo", "Zoë Zo", ("pht",)), known=(known,))

    assert Person("Zoë Zo", "Zo, Zoë", ("trl", "pht")) in contributors(made)


def documents(made, prose=PROSE):
    return {one.id: one for one in typeset(made, prose, PRODUCTION)}


def said(document, name):
    tree = etree.fromstring(document.xhtml)
    return ["".join(node.itertext()) for node in tree.iter() if name == node.get("class")]


def test_head_and_contents_name_them_and_page_heads_if_asked():
    shown = documents(book(Person("Zo", "Zo", ("pht",))))

    assert ["Ann Author"] == said(shown["rain"], "byline")
    assert ["Translated by Tamsin Orr · Photographs by Zo"] == said(shown["rain"], "people")
    assert [" Ann Author, translated by Tamsin Orr"] == said(shown["contents"], "entry-author")
    assert "" == shown["rain"].left_head
    assert "Ann Author" == documents(book(author_heads=True))["rain"].left_head


def test_who_is_in_the_byline_is_not_named_again():
    assert [] == said(documents(book(byline="Tamsin Orr"))["rain"], "people")


def test_notes_on_contributors_are_sorted_and_lead_to_their_texts():
    known = (
        Contributor("Tamsin Orr", "Orr, Tamsin", "Note."),
        Contributor("Ann Author", "Author, Ann", "Note."),
        Contributor("Nobody", "Nobody"),
    )
    made = book(known=known)
    page = Section("contributors", "contributors", "back", "Contributors")
    notes = {"people/0": "<p>Sails.</p>", "people/1": "<ul><li>x</li></ul>"}
    prose = replace(PROSE, pieces={**PROSE.pieces, **notes})
    shown = documents(replace(made, sections=(*made.sections, page)), prose)["contributors"]

    assert ["Ann Author x", "Tamsin Orr Sails."] == [
        " ".join(one.split()) for one in said(shown, "contributor")
    ]
    assert 2 == shown.xhtml.count('href="#rain"')


def test_footnotes_of_several_notes_are_numbered_through_and_stand_at_the_end():
    known = tuple(Contributor(name, name, note="x") for name in ("Bo", "Ann"))
    notes = {
        f"people/{n}": f'<p>x<a class="note-call" href="#p{n}">1</a></p>'
        f'<section class="notes"><aside class="note" id="p{n}" data-label="1">y</aside></section>'
        for n in range(2)
    }
    sections = (Section("contributors", "contributors", "back", "Contributors"),)
    made = typeset(
        replace(book(known=known), sections=sections),
        replace(PROSE, pieces={**PROSE.pieces, **notes}),
        PRODUCTION,
    )
    tree = etree.fromstring(made[0].xhtml)

    assert ["1", "2"] == [
        one.text for one in tree.iter("{*}a") if one.get("href") in ("#p0", "#p1")
    ]
    assert [("p1", "1"), ("p0", "2")] == [
        (one.get("id"), one.get("data-label")) for one in tree[-1].iter("{*}aside")
    ]


def test_a_note_on_somebody_who_made_no_text_is_told():
    known = (Contributor("Ann Auther", "Auther, Ann", where="book/people.yaml:2"),)
    (finding,) = check_people(book(known=known))

    assert ("B142", "book/people.yaml:2") == (finding.code, finding.where)
    assert "did you mean 'Ann Author'?" in finding.message


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("people:\n- name: A\n- name: A\n", "'A' has two notes"),
        ("people:\n- nmae: A\n", "unknown key 'nmae'"),
        ("people:\n- note: x\n", "'name' is missing"),
        ("peple:\n- name: x\n", "unknown key 'peple'"),
    ],
)
def test_a_mistake_in_people_yaml_is_told_with_its_line(tmp_path, text, told):
    (tmp_path / "book").mkdir()
    (tmp_path / "book" / "people.yaml").write_text(text, encoding="utf-8")

    with pytest.raises(FlorilegiumError) as caught:
        load_people(tmp_path)
    error = caught.value.errors[0] if isinstance(caught.value, Several) else caught.value
    assert told in error.what
    assert error.where.startswith("book/people.yaml:")
