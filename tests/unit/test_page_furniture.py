"""What MediaWiki and Firefox put around a text goes by rules, on their pages alone."""

import pytest

from florilegium import clean, ingest

PROSE = (
    "<p>Herons are birds of the family Ardeidae, with 75 known species, and stand in water.</p>"
    "<p>They differ little in size between the sexes, and nobody ever counted all of them.</p>"
)


def cleaned(body, head=""):
    page = f"<html lang='en'><head><title>Heron</title>{head}</head><body>{body}</body></html>"
    raw = ingest.decode(page.encode(), "a.html")
    return clean.clean(raw, rules=())


def gone(text):
    return [(one.rule, " ".join(one.text.split())) for one in text.removals]


def kept(text):
    return [" ".join(block.text.split()) for block in text.blocks]


WIKI = {
    "edit": ("<h2>Size<b class='mw-editsection'>[<a>edit</a>]</b></h2>", "wiki-edit", "[edit]"),
    "hatnote": ("<div class='hatnote'>See also <a>Egret</a></div>", "wiki-hatnote",
                "See also Egret"),
    "infobox": ("<table class='infobox biota'><tr><th>Family</th><td>Ardeidae</td></tr></table>",
                "wiki-infobox", "Family Ardeidae"),
    "infobox of another wiki": ("<table class='infobox_v2'><tr><td>Clade</td><td>x</table>",
                                "wiki-infobox", "Clade x"),
    "citation needed": ("<p>It waits.<sup class='Inline-Template'>[<i>when?</i>]</sup></p>",
                        "wiki-mark", "[when?]"),
    "contents": ("<div id='toc' class='toc'><ul><li>1 Size</li></ul></div>", "wiki-contents",
                 "1 Size"),
    "notice": ("<table class='metadata ambox'><tr><td>Please add</td><td>sources.</table>",
               "wiki-box", "Please add sources."),
    "navbox": ("<div class='navbox'><ul><li>Gruidae</li></ul></div>", "wiki-box", "Gruidae"),
    "categories": ("<div class='catlinks'>Categories: Birds</div>", "wiki-box",
                   "Categories: Birds"),
}  # fmt: skip


@pytest.mark.parametrize(("body", "rule", "words"), WIKI.values(), ids=WIKI)
def test_what_a_wiki_puts_around_its_text_goes(body, rule, words):
    made = cleaned(f"<div class='mw-parser-output'>{PROSE}{body}{PROSE}</div>")
    assert gone(made) == [(rule, words)]


@pytest.mark.parametrize("body", [body for body, _, _ in WIKI.values()], ids=WIKI)
def test_on_other_pages_the_same_names_mean_nothing(body):
    assert gone(cleaned(f"<div class='article'>{PROSE}{body}{PROSE}</div>")) == []


def test_a_wiki_is_known_by_what_made_it():
    head = "<meta name='generator' content='MediaWiki 1.43.0'>"
    made = cleaned(PROSE + "<div class='hatnote'>See also <a>Egret</a></div>" + PROSE, head)
    assert gone(made) == [("wiki-hatnote", "See also Egret")]


def test_the_reader_view_of_firefox():
    body = (
        "<div class='header'><a class='reader-domain'>example.org</a><h1>Heron</h1>"
        "<div class='reader-estimated-time'>3–4 minutes</div></div>"
        f"<div class='moz-reader-content'>{PROSE}</div>"
    )
    rules = [one for one in gone(cleaned(body)) if one[0] not in ("title", "duplicate-title")]
    assert rules == [("reader-address", "example.org"), ("reading-time", "3–4 minutes")]


NOTES = (
    "<ol><li id='n1'>Walters, The Complete Birds.</li></ol>",
    "<p>More on <a>birds</a> is there.</p>",
)


@pytest.mark.parametrize(
    ("head", "below", "goes"),
    [
        ("References", NOTES[0], True),
        ("Einzelnachweise", NOTES[0], True),
        ("References", NOTES[0] + NOTES[1], False),
        ("Habits", NOTES[0], False),
    ],
)
def test_a_heading_over_notes_alone_goes_with_them(head, below, goes):
    call = "<p>They stand still.<sup id='c1'><a href='#n1'>[1]</a></sup></p>"
    made = cleaned(f"{PROSE}{call}{PROSE}<h2>{head}</h2>{below}")
    assert (("note-head", head) in gone(made)) == goes
    assert (head in kept(made)) != goes
