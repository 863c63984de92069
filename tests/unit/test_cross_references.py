"""References to places of the book, from Markdown to the words on the page."""

import pytest
from lxml import etree

from florilegium.errors import ApparatusError
from florilegium.model import Section
from florilegium.project.wording import wording
from florilegium.render import pandoc
from florilegium.render.allowed_markup import Fault
from florilegium.render.elements import element, prose
from florilegium.render.locators import fill_locators
from florilegium.render.xhtml import cross_references

PLACES = {"milano": "milano", "milano#tag": "milano-n3-call", "one#who": "one-q2"}


@pytest.fixture
def sources(tmp_path):
    """Return a file of sources with one item."""
    path = tmp_path / "book" / "sources.yaml"
    path.parent.mkdir()
    path.write_text("references:\n- id: old\n  title: Old\n  type: book\n", encoding="utf-8")
    return path


@pytest.fixture
def made(sources):
    """Return a function that gives what the book says for a piece of Markdown."""

    def refer(_key, name, own):
        return {**PLACES, **own}.get(name) or Fault(f"refers to {name}", "", name)

    def say(text, *, folios):
        pieces = {"page": text, "milano/headnote": "# Head {#head}\n\nx"}
        found = pandoc.render(
            pieces, bibliography=sources, language="en", known=frozenset({"old"}), refer=refer
        )
        node = element("section", *prose(found.pieces["page"]))
        calls = element("section", element("a", "3", class_="note-call", id="milano-n3-call"))
        listed = element("ol", element("li", id="one-q1"), element("li", id="one-q2"))
        listed.set("class", "asked")
        calls.append(listed)
        shown = [
            (Section("page", "page", "back", "Page"), node),
            (Section("milano", "chapter", "body", "Milano"), calls),
        ]
        cross_references.complete(shown, wording("en"))
        fill_locators(node, folios)
        return node

    return say


FOLIOS = {"milano": "9", "milano-n3-call": "12", "one-q2": "vii", "head": "10"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("It is there, [@see:milano].", "It is there, p. 9."),
        ("[see @see:milano#tag]", "see p. 12, n. 3"),
        ("@see:one#who", "p. vii, question 2"),
        ("[@see:milano; @see:one#who, too]", "p. 9; p. vii, question 2, too"),
        ("[her *words*](see:milano#tag)!", "her words (p. 12, n. 3)!"),
        ("[@see:milano#head] [@old]", "p. 10 (Old, n.d.)"),
    ],
)
def test_a_reference_says_the_page_and_leads_there(made, text, said):
    node = made(text, folios=FOLIOS)

    words = "".join(node.itertext()).replace("\N{NO-BREAK SPACE}", " ").strip()
    assert said == words
    assert all(link.get("href", "#")[1:] in {*FOLIOS, "ref-old"} for link in node.iter("{*}a"))


def test_where_no_page_is_known_the_title_stands(made):
    node = made("It is in [@see:milano#tag].", folios={})

    assert "It is in Milano." == "".join(node.itertext()).strip()


def test_a_reference_to_nowhere_is_an_error(made):
    with pytest.raises(ApparatusError, match="refers to milan"):
        made("[@see:milan]", folios={})


def test_a_source_and_a_place_do_not_share_brackets(made):
    with pytest.raises(ApparatusError, match="in the same brackets"):
        made("[@old; @see:milano]", folios={})


def test_an_event_in_prose_keeps_its_place_and_is_told_once_more(sources):
    text = "::: {.event #rain date=1962-12}\nRain[^1] [at noon]{#noon}.\n:::\n\n[^1]: Wet.\n"

    found = pandoc.render({"page": text}, bibliography=sources, language="en", known=frozenset())

    (event,) = found.events
    assert ("page", "1962-12", "rain") == (event.piece, event.date, event.at)
    told, stands = found.pieces[event.id], found.pieces["page"]
    assert "Rain at noon." == "".join(etree.fromstring(f"<x>{told}</x>").itertext()).strip()
    assert "id=" not in told
    for kept in ('id="rain"', 'id="noon"', "Wet."):
        assert kept in stands


@pytest.mark.parametrize("date", ["", "date=then"])
def test_an_event_in_prose_needs_a_date(sources, date):
    with pytest.raises(ApparatusError, match="date"):
        pandoc.render(
            {"page": f"::: {{.event {date}}}\nRain.\n:::"},
            bibliography=sources, language="en", known=frozenset(),
        )  # fmt: skip
