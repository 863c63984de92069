"""Notes of publishing systems become the author's notes only where all of them are sure."""

import pytest

from florilegium import clean, ingest

SAVED = "https://example.org/herons"
NOTES = "NOTES\n\n[1] From the sea.\n\n[2] In May.\n"
LINKED = {
    "word": (
        '<p>They came<a href="#_ftn1" name="_ftnref1"><span class="MsoFootnoteReference">[1]'
        '</span></a>.</p><div id="ftn1"><p class="MsoFootnoteText"><a href="#_ftnref1" '
        'name="_ftn1">[1]</a> From the sea.</p></div>'
    ),
    "google docs": (
        '<p>They came<sup><a href="#ftnt1" id="ftnt_ref1">[1]</a></sup>.</p><div><p>'
        '<a href="#ftnt_ref1" id="ftnt1">[1]</a> From the sea.</p></div>'
    ),
    "substack": (
        f'<p>They came<a class="footnote-anchor" id="fa-1" href="{SAVED}#footnote-1">'
        f'1</a>.</p><div class="footnote"><a id="footnote-1" href="{SAVED}#fa-1" '
        'class="footnote-number">1</a><div class="footnote-content"><p>From the sea.</p>'
        "</div></div>"
    ),
    "wordpress": (
        '<p>They came<sup data-fn="a1" class="fn"><a href="#a1" id="a1-link">1</a></sup>.</p>'
        '<ol class="wp-block-footnotes"><li id="a1">From the sea. <a href="#a1-link">↩</a></li>'
        "</ol>"
    ),
    "easy footnotes": (
        '<p>They came<span id="easy-footnote-1-7" class="easy-footnote">'
        '<a href="#easy-footnote-bottom-1-7"><sup>1</sup></a></span>.</p>'
        '<ol><li class="easy-footnote-single" id="easy-footnote-bottom-1-7">'
        'From the sea.<a href="#easy-footnote-1-7">&#8617;</a></li></ol>'
    ),
    "wikipedia": (
        '<p>They came<sup id="cite_ref-1" class="reference"><a href="#cite_note-1">[1]</a></sup>.'
        '</p><ol class="references"><li id="cite_note-1"><span class="mw-cite-backlink">'
        '<a href="#cite_ref-1">^</a></span> From the sea.</li></ol>'
    ),
}  # fmt: skip
UNLINKED = {
    "raised, under a heading": (
        "a.html",
        ("<p>They came<sup>1</sup> late<sup>2</sup>.</p><h2>Notes</h2>"
        "<p>1. From the sea.</p><p>2. In May.</p>"),
    ),
    "raised, in a list": (
        "a.html",
        ("<p>They came<sup>1</sup> late<sup>2</sup>.</p><h3>Footnotes</h3>"
        "<ol><li>From the sea.</li><li>In May.</li></ol>"),
    ),
    "raised here and there": (
        "a.html",
        ("<p>They came<sup>1</sup> late<sup>2</sup>.</p><hr>"
        "<p><sup>1</sup> From the sea.</p><p><sup>2</sup> In May.</p>"),
    ),
    "raised, in a court": (
        "a.html",
        ("<p>They came [FN1] late [FN2].</p><p>FOOTNOTES</p>"
        "<p>FN1 From the sea.</p><p>FN2 In May.</p>"),
    ),
    "brackets in a page": (
        "a.html", "<p>They came [1] late.[2]</p><p>[1] From the sea.</p><p>[2] In May.</p>",
    ),
    "brackets in a text": (
        "a.txt", f"They came[1] late.[2]\n\n{NOTES}",
    ),
    "of gutenberg": (
        "a.txt",
        "They came[1] late.[2]\n\n[Footnote 1: From the sea.]\n\n[Footnote 2: In May.]\n\nThen.\n",
    ),
    "of gutenberg, anew in each chapter": (
        "a.txt",
        "They came[1].\n\n[Footnote 1: From the sea.]\n\nLate.[1]\n\n[Footnote 1: In May.]\n",
    ),
    "of gutenberg, by letters": (
        "a.txt", "They came[A] late.[B]\n\n[Footnote A: From the sea.]\n\n[Footnote B: In May.]\n",
    ),
    "of gutenberg in a page": (
        "a.html",
        ("<p>They came[1] late.[2]</p><p>[Footnote 1: From the sea.]</p>"
        "<p>[Footnote 2: In May.]</p>"),
    ),
}  # fmt: skip
UNSURE = {
    "a note without its call": f"They came.[2]\n\n{NOTES}",
    "a call without its note": f"They came[1] late[2] once.[3]\n\n{NOTES}",
    "a call that comes twice": f"They came[1] late[2] again.[1]\n\n{NOTES}",
    "another order": f"They came[2] late.[1]\n\n{NOTES}",
    "notes above their calls": "[1] From the sea.\n\n[2] In May.\n\nThey came[1] late.[2]\n",
    "years in brackets": "They came [1914] late.\n\n[1] From the sea.\n",
    "a numbered list": "They came in two ways.\n\n1. From the sea.\n\n2. In May.\n",
}  # fmt: skip


def noted(name, data):
    text = ingest.decode(data.encode(), name)
    cleaned = clean.clean(text, rules=())
    assert clean.merge(cleaned) == text.blocks
    calls = [
        (mark.ref, block.text[mark.start : mark.end])
        for block in cleaned.blocks
        for mark in block.marks
        if mark.kind == "author-note"
    ]
    notes = [(b.label, b.text.strip()) for b in cleaned.blocks if b.kind == "author-note"]
    return calls, notes


@pytest.mark.parametrize("name", LINKED)
def test_a_note_that_a_system_links_is_the_authors(name):
    calls, notes = noted("a.html", f"<body>{LINKED[name]}</body>")

    assert [ref for ref, _ in calls] == ["1"]
    assert [words.removeprefix("[1] ") for _, words in notes] == ["From the sea."]


@pytest.mark.parametrize("name", UNLINKED)
def test_notes_that_are_not_linked_are_told_by_their_order(name):
    calls, notes = noted(*UNLINKED[name])

    assert [ref for ref, _ in calls] == ["1", "2"]
    assert notes == [("1", "From the sea."), ("2", "In May.")]


@pytest.mark.parametrize("name", UNSURE)
def test_where_it_is_not_sure_every_word_stays(name):
    text = ingest.decode(UNSURE[name].encode(), "a.txt")

    assert noted("a.txt", UNSURE[name]) == ([], [])
    assert all(mark.kind != "furniture" for block in text.blocks for mark in block.marks)


@pytest.mark.parametrize(
    ("head", "sign", "words"),
    [
        ("<sup>1</sup>&nbsp;", ["1\u00a0"], "From the sea."),
        ("<sup>[1]</sup> ", ["[1] "], "From the sea."),
        ("<sup>2</sup> ", [], "2 From the sea."),
        ("1 ", [], "1 From the sea."),
    ],
)
def test_a_raised_sign_before_a_linked_note_is_that_of_its_call(head, sign, words):
    page = (
        "<p>They came<a epub:type='noteref' href='#n1'><sup>1</sup></a>.</p>"
        f"<aside id='n1'><p>{head}From the sea.</p></aside>"
    )
    raw = ingest.decode(page.encode(), "a.html")
    (note,) = (block for block in raw.blocks if block.kind == "author-note")
    marked = [note.text[m.start : m.end] for m in note.marks if m.kind == "furniture"]
    assert marked == sign
    assert "".join(note.text.removeprefix(marked[0] if marked else "")) == words
