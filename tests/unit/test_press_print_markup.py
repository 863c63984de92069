import pytest
from lxml import etree
from press_sample import call, document, locator, note, notes

from florilegium.errors import RenderError
from florilegium.render.press.layout.print_markup import printed


def set_up(content, *, folios=None, **fields):
    made = document("one", content, **fields)
    return etree.fromstring(printed(made, folios=folios or {}, title="Book"))


def words(element):
    return "".join(element.itertext())


def test_a_note_moves_behind_its_call():
    root = set_up(f"<p>Before{call('n1', '1')} after.</p>{notes(note('n1', '1', '<p>Body.</p>'))}")

    assert ["a", "aside"] == [child.tag for child in root.find("p")]
    assert "Before1Body. after." == words(root)


def test_the_emptied_section_of_notes_is_gone():
    root = set_up(f"<p>x{call('n1', '1')}</p>{notes(note('n1', '1', '<p>Body.</p>'))}")

    assert [] == root.findall("section")


def test_the_first_paragraph_of_a_note_carries_its_label():
    root = set_up(f"<p>x{call('n1', '°')}</p>{notes(note('n1', '°', '<p>A</p><p>B</p>'))}")
    first, second = root.iter("aside").__next__().findall("p")

    assert ("°", "labelled") == (first.get("data-label"), first.get("class"))
    assert second.get("data-label") is None


def test_a_note_that_begins_with_a_list_carries_its_label_itself():
    root = set_up(
        f"<p>x{call('n1', '1')}</p>{notes(note('n1', '1', '<ul><li>A</li></ul><p>B</p>'))}"
    )

    assert "note labelled" == next(root.iter("aside")).get("class")


def test_between_the_blocks_of_a_note_nothing_is_set_as_an_empty_line():
    body = "<p>A <em>b</em> <em>c</em></p>\n<ul>\n<li>D</li>\n<li><b>E</b> <i>f</i></li>\n</ul>\n"
    root = set_up(f"<p>x{call('n1', '1')} y</p>{notes(note('n1', '1', body))}")

    assert "x1A b cDE f y" == words(root)


def test_a_note_called_twice_stands_at_its_first_call():
    again = '<a class="note-call" href="#n1">1</a>'
    root = set_up(f"<p>x{call('n1', '1')}</p><p>y{again}</p>{notes(note('n1', '1', '<p>B</p>'))}")

    assert [1, 0] == [len(p.findall("aside")) for p in root.findall("p")]


def test_a_note_without_a_call_is_an_error_that_names_it():
    with pytest.raises(RenderError, match="'n1' is called nowhere") as caught:
        set_up(f"<p>x</p>{notes(note('n1', '1', '<p>B</p>'))}")

    assert "one" == caught.value.where


def test_page_references_print_the_folio_of_their_target():
    root = set_up(f"<p>See {locator('there')}.</p>", folios={"there": "xii"})

    assert "See xii." == words(root)


def test_a_page_reference_to_nowhere_is_left_out():
    assert "See." == words(set_up(f"<p>See {locator('there')}.</p>"))


def test_an_entry_of_an_index_names_a_page_once():
    row = ", ".join(locator(name) for name in "abc")
    root = set_up(
        f'<p>Ada<span class="locators">, {row}</span></p>', folios={"a": "3", "b": "3", "c": "4"}
    )

    assert "Ada, 3, 4" == words(root)


def test_a_term_runs_in_at_the_head_of_its_definition():
    root = set_up("<dl><dt>quay</dt>\n<dd><p>A landing place.</p><p>More.</p></dd></dl>")

    assert ["b"] == [child.tag for child in root.find("dl/dd/p")]
    assert "quay A landing place.More." == words(root)


def test_a_term_runs_in_before_bare_text_too():
    root = set_up("<dl><dt>quay</dt><dd>A <i>landing</i> place.</dd></dl>")

    assert ["b", "i"] == [child.tag for child in root.find("dl/dd")]
    assert "quay A landing place." == words(root)


def test_two_terms_of_one_definition_keep_their_order():
    assert "quayworth A place." == words(
        set_up("<dl><dt>quay</dt><dt>worth</dt><dd>A place.</dd></dl>")
    )


def test_namespaces_and_epub_types_are_taken_off():
    made = document("one", f"<p>x{call('n1', '1')}</p>{notes(note('n1', '1', '<p>B</p>'))}")
    text = printed(made, folios={}, title="Book")

    assert "xmlns" not in text
    assert "epub:" not in text
    assert "xml:lang" not in text


def test_language_stays():
    assert "de" == set_up("<p>x</p>", language="de").get("lang")


def test_heads_and_bookmarks_are_written_on_the_element():
    root = set_up("<p>x</p>", title="Long Title", running_head="Short", depth=2)

    assert ["Book", "Short", "Long Title", "2"] == [
        root.get(f"data-{name}") for name in ("book", "head", "bookmark", "depth")
    ]


def test_comments_are_no_part_of_the_page():
    assert "xy" == words(set_up("<p>x<!-- nothing -->y</p>"))


def test_two_notes_on_a_note_stand_behind_it_in_their_order():
    body = f"<p>Body{call('n2', '2')} and{call('n3', '3')}.</p>"
    asides = [note("n1", "1", body), note("n2", "2", "<p>B</p>"), note("n3", "3", "<p>C</p>")]
    root = set_up(f"<p>x{call('n1', '1')}</p>{notes(*asides)}")

    assert ["n1", "n2", "n3"] == [aside.get("id") for aside in root.find("p").findall("aside")]
