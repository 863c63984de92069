"""Prose or verse: poems of many kinds, in every format, and prose that looks like them."""

import html as escaping

import pytest
from lxml import html as lxml_html

from florilegium import ingest
from florilegium.ingest.orders import order_of
from florilegium.model.letters import letters

SONNET = """\
Shall I compare thee to a summer's day?
Thou art more lovely and more temperate:
Rough winds do shake the darling buds of May,
And summer's lease hath all too short a date;

Sometime too hot the eye of heaven shines,
And often is his gold complexion dimm'd;
And every fair from fair sometime declines,
By chance or nature's changing course untrimm'd;

But thy eternal summer shall not fade,
Nor lose possession of that fair thou ow'st;
Nor shall death brag thou wander'st in his shade,
When in eternal lines to time thou grow'st:

  So long as men can breathe or eyes can see,
  So long lives this, and this gives life to thee."""
WHITMAN = """\
I celebrate myself, and sing myself,
And what I assume you shall assume,
For every atom belonging to me as good belongs to you.

I loafe and invite my soul,
I lean and loafe at my ease observing a spear of summer grass.

My tongue, every atom of my blood, form'd from this soil, this air,
Born here of parents born here from parents the same, and their parents the same, and so on,
I, now thirty-seven years old in perfect health begin,
Hoping to cease not till death."""
WINGS = """\
Lord, who createdst man in wealth and store,
  Though foolishly he lost the same,
    Decaying more and more,
      Till he became
        Most poore:
        With thee
      O let me rise
    As larks, harmoniously,
  And sing this day thy victories:
Then shall the fall further the flight in me."""
BARROW = """\
so much depends
upon

a red wheel
barrow

glazed with rain
water

beside the white
chickens"""
DICKINSON = """\
Because I could not stop for Death –
He kindly stopped for me –
The Carriage held but just Ourselves –
And Immortality.

We slowly drove – He knew no haste
And I had put away
My labor and my leisure too,
For His Civility –"""
LONG = """\
I saw the ferries of the morning leave with all their lamps still burning over the water,
and the porters asleep on their barrows by the wall, their hands open, their caps fallen,
and the woman of the kiosk counting yesterday's coins into the hollow of her apron,
who had been counting them, she said, since the year the bridge was promised,
and nobody to whom I could have said that I had seen it, or who would have asked."""
REFRAIN = """\
Do not go out to the weir at night,
The water has no floor;

O come in, come in!

The lamp you carry is too slight,
It will not show the shore;

O come in, come in!"""
POEMS = {
    "sonnet": SONNET,
    "whitman": WHITMAN,
    "wings": WINGS,
    "barrow": BARROW,
    "dickinson": DICKINSON,
    "long": LONG,
    "refrain": REFRAIN,
}


def read(text, name="in.txt", orders=()):
    return ingest.decode(text.encode(), name, settings=ingest.SeedSettings(passages=orders)).blocks


def stanzas(blocks):
    """The verse of *blocks* as it was written."""
    return "\n\n".join(block.text for block in blocks if block.kind == "verse")


def in_html(poem, *, indent="&nbsp;"):
    def line(words):
        bare = words.lstrip()
        return indent * (len(words) - len(bare)) + escaping.escape(bare)

    paragraphs = (
        "<p>" + "<br>\n".join(map(line, stanza.split("\n"))) + "</p>"
        for stanza in poem.split("\n\n")
    )
    return "".join(paragraphs)


def in_divs(poem):
    """As poetryfoundation.org has it: a div for each line, an empty one between stanzas."""

    def line(words):
        left = 1 + (len(words) - len(words.lstrip())) / 2
        style = f"text-indent: -1em; padding-left: {left}em;"
        return f'<div style="{style}">{escaping.escape(words.strip())}<br></div>'

    parts = poem.split("\n\n")
    return (
        '<div class="poem">'
        + "<div><br></div>".join("".join(map(line, part.split("\n"))) for part in parts)
        + "</div>"
    )


def in_classes(poem):
    """As Project Gutenberg has it: a span for each line, its indent in the style sheet."""
    rules = "".join(f".i{n} {{margin-left: {n / 2}em}} " for n in range(1, 20))

    def line(words):
        left = len(words) - len(words.lstrip())
        return f'<span class="i{left}">{escaping.escape(words.strip())}<br/></span>'

    body = "".join(
        '<div class="stanza">' + "".join(map(line, part.split("\n"))) + "</div>"
        for part in poem.split("\n\n")
    )
    return f'<style>.poem {{margin: 1em 10%}} {rules}</style><div class="poem">{body}</div>'


def in_lines(poem):
    """As Gutenberg's newer books have it: a div with a class for each line."""

    def line(words):
        left = len(words) - len(words.lstrip())
        return (
            f'<div class="verse" style="margin-left: {left / 2}em">{escaping.escape(words)}</div>'
        )

    body = "".join(
        '<div class="stanza">' + "".join(map(line, part.split("\n"))) + "</div>"
        for part in poem.split("\n\n")
    )
    return f'<div class="poetry">{body}</div>'


def in_pre(poem):
    return f"<pre>\n{escaping.escape(poem)}\n</pre>"


def in_quotation(poem):
    spaced = in_html(poem, indent="&emsp;").replace("&emsp;&emsp;", "&emsp;")
    return f"<blockquote>{spaced}</blockquote>"


HTML_FORMS = {
    "br": in_html,
    "divs": in_divs,
    "classes": in_classes,
    "lines": in_lines,
    "pre": in_pre,
    "quotation": in_quotation,
}


def hard(poem):
    return poem.replace("\n", "  \n").replace("  \n  \n", "\n\n").replace("  \n\n", "\n\n")


def quoted(poem):
    return "\n".join(f"> {line}" if line else ">" for line in poem.split("\n"))


def barred(poem):
    return "\n".join(f"| {line}".rstrip() for line in poem.split("\n"))


MARKDOWN_FORMS = {
    "hard": hard,
    "quoted": lambda poem: quoted(hard(poem)),
    "barred": barred,
    "backslashes": lambda poem: "\n\n".join(s.replace("\n", "\\\n") for s in poem.split("\n\n")),
}


@pytest.mark.parametrize("name", POEMS)
def test_a_poem_in_plain_text_keeps_stanzas_lines_and_indents(name):
    assert POEMS[name] == stanzas(read(POEMS[name]))


@pytest.mark.parametrize("name", POEMS)
def test_a_poem_between_paragraphs_of_prose_stays_a_poem(name):
    prose = " ".join(["The editor of the second edition printed the poem as it stands here."] * 3)

    assert POEMS[name] == stanzas(read(f"{prose}\n\n{POEMS[name]}\n\n{prose}\n"))


@pytest.mark.parametrize("form", HTML_FORMS)
@pytest.mark.parametrize("name", POEMS)
def test_a_poem_in_a_page_keeps_stanzas_lines_and_indents(name, form):
    page = f"<html><body><h1>A Poem</h1>{HTML_FORMS[form](POEMS[name])}</body></html>"

    assert POEMS[name] == stanzas(read(page, "in.html"))


@pytest.mark.parametrize("form", MARKDOWN_FORMS)
@pytest.mark.parametrize("name", POEMS)
def test_a_poem_in_markdown_keeps_stanzas_lines_and_indents(name, form):
    text = f"# A Poem\n\n{MARKDOWN_FORMS[form](POEMS[name])}\n"

    assert POEMS[name] == stanzas(read(text, "in.md"))


@pytest.mark.parametrize("name", ["sonnet", "whitman", "wings", "dickinson"])
def test_a_poem_in_a_markdown_quotation_needs_no_breaks(name):
    assert POEMS[name] == stanzas(read(f"# A Poem\n\n{quoted(POEMS[name])}\n", "in.md"))


WRAPPED = """\
The ferry ran twice a day, and on Sundays once, and nobody who lived on the
island thought that it should run more often, though the harbour master had
said in the paper that it would, and had said it in such a way that it was
hard to tell whether he wished it or not.
"""
PROSE = {
    "wrapped.txt": WRAPPED + "\n" + WRAPPED,
    "wrapped wide.txt": " ".join(WRAPPED.split()).replace(" in the paper", "\nin the paper"),
    "menu.txt": "Home\nAbout us\nOur writers\nContact\n\nShare this\nPrint this\n\n" + WRAPPED,
    "talk.txt": "“Come in,” she said.\nHe came in.\n“Sit down.”\nHe did not sit down.\n"
    + " ".join(WRAPPED.split()),
    "items.txt": "1. two cups of flour,\n2. a cup of milk,\n3. an egg,\n4. salt and pepper.\n",
    "talk.html": "<p>“Come in,” she said.</p><p>He came.</p><p>“Sit down.”</p><p>He did not.</p>",
    "menu.html": "<div><div>Home</div><div>About the book</div><div>Our writers</div></div>"
    f"<p>{WRAPPED}</p>",
    "paragraphs.html": f"<p>{WRAPPED}<br><br>{WRAPPED}<br>{WRAPPED}</p>",
    "letter.html": "<p>" + WRAPPED.replace("\n", "<br>") + "</p>",
    "biography.html": f'<div class="poem-bio"><p>{WRAPPED}</p><p>{WRAPPED}</p></div>',
    "clauses.md": "The ferry ran twice a day,\nand on Sundays once,\nand nobody who lived there\n"
    "thought that it should run more often.\nThe harbour master did,\nand said so.\n",
    "wrapped.md": WRAPPED,
    "quoted.md": quoted(WRAPPED.strip()),
    "code.md": "Run it:\n\n    def f(x):\n        return x\n\n    print(f(1),\n          f(2))\n",
    "preformatted.html": f"<pre>{WRAPPED}\n{WRAPPED}</pre>",
}


@pytest.mark.parametrize("name", PROSE)
def test_prose_is_no_verse(name):
    assert "verse" not in {block.kind for block in read(PROSE[name], name)}


@pytest.mark.parametrize("name", [*PROSE, *(f"{name}.txt" for name in POEMS)])
def test_no_letter_is_lost(name):
    text = PROSE.get(name) or POEMS[name.removesuffix(".txt")]
    said = "".join(block.text for block in read(text, name))

    assert not (set(letters(said)) - set(letters(text)))
    if name.endswith(".txt"):
        assert letters(text) == letters(said)


def test_all_stanzas_of_a_poem_have_its_number_and_two_poems_two():
    between = "Another, by another hand, which was found in the same book by its owner."
    text = f"{SONNET}\n\n{between}\n\n{DICKINSON}"

    assert ["1"] * 4 + ["2"] * 2 == [b.label for b in read(text) if b.kind == "verse"]


def test_a_title_and_a_source_are_no_lines_of_the_poem():
    blocks = read(f"The Weir at Night\n\nby A. Poet\n\n{SONNET}\n\n— from Poems, 1891\n")

    assert SONNET == stanzas(blocks)
    assert ["The Weir at Night", "by A. Poet"] == [b.text for b in blocks[:2]]
    assert "— from Poems, 1891" == blocks[-1].text


def test_a_numbered_poem_stays_one():
    text = f"I\n\n{DICKINSON}\n\nII\n\n{DICKINSON}\n"

    assert {"1"} == {b.label for b in read(text) if b.kind == "verse"}


def test_emphasis_stays_on_its_words_when_lines_are_joined():
    page = '<div class="poem"><div>The water <em>comes</em>,</div><div>it goes.</div></div>'
    (block,) = read(page, "in.html")

    assert "The water comes,\nit goes." == block.text
    assert ["comes"] == [block.text[m.start : m.end] for m in block.marks]


@pytest.mark.parametrize("name", ["in.txt", "in.md"])
def test_the_editor_has_the_last_word(name):
    text = "The ferry ran\ntwice a day,\nand on Sundays once."
    size = len("".join(text.split()))

    assert [text] == [b.text for b in read(text, name, [("verse", (0, size))])]
    assert ["verse"] == [b.kind for b in read(text, name, [("verse", (0, size))])]
    blocks = read(SONNET, "in.txt", [("prose", (0, 20))])
    assert ["paragraph", "verse"] == [b.kind for b in blocks[:2]]


def test_an_order_holds_for_the_lines_that_it_touches():
    assert "verse" == order_of((3, 5), [("verse", (4, 9))])
    assert not order_of((3, 4), [("verse", (4, 9))])


def test_every_row_and_item_of_a_page_is_kept_with_its_own_surroundings():
    rows = "".join(f"<tr><td><p>Mouse {n}</p></td><td><p>{n} grams</p></td></tr>" for n in "123")
    items = "".join(f"<li><p>Item {n},</p></li>" for n in "123")
    links = "".join(f'<div><a href="x">Link {n},</a></div>' for n in "12") + "<div>None,</div>"
    page = f"<table>{rows}</table><ul>{items}</ul><div>{links}</div>"
    made = ingest.decode(page.encode(), "in.html")

    said = letters("".join(block.text for block in made.blocks))
    assert said == letters("".join(lxml_html.fromstring(page).itertext()))
    assert [1.0, 1.0, 0.0] == [hint.linked for hint in made.hints[-3:]]
