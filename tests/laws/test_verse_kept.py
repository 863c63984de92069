"""Verse: no letter is lost in any format, what is stored is read again, twice is once."""

import html

from hypothesis import assume, given
from hypothesis import strategies as st

from florilegium import ingest
from florilegium.ingest.plays import staged
from florilegium.model.letters import letters
from florilegium.model.markdown import to_markdown

VOCABULARY = """
the weir at night, lamps; O Mira: nobody came — it was. who? HAMLET. and I II 14
[Exit.] remembering, a
"""
WORDS = st.sampled_from(VOCABULARY.split())
LINES = st.builds(
    lambda indent, words: " " * indent + " ".join(words),
    st.integers(0, 9),
    st.lists(WORDS, min_size=1, max_size=14),
)
STANZAS = st.lists(LINES, min_size=1, max_size=6).map("\n".join)
POEMS = (
    st.lists(STANZAS, min_size=1, max_size=5)
    .map("\n\n".join)
    # A file without a letter is refused.
    .filter(lambda poem: any(map(str.isalnum, poem)))
)


def blocks(text, name, orders=()):
    return ingest.decode(
        f"{text}\n".encode(), name, settings=ingest.SeedSettings(passages=orders)
    ).blocks


def said(found):
    return letters("".join(block.text for block in found))


def in_html(poem):
    lines = (
        "&nbsp;" * (len(line) - len(line.lstrip())) + html.escape(line.strip())
        for line in poem.split("\n")
    )
    return f"<p>{'<br>'.join(lines)}</p>"


def barred(poem):
    return "\n".join(f"| {line}".rstrip() for line in poem.split("\n"))


@given(POEMS)
def test_no_letter_is_lost_whatever_is_taken_for_verse(poem):
    assert letters(poem) == said(blocks(poem, "a.txt"))
    assert letters(poem) == said(blocks(in_html(poem), "a.html"))


@given(POEMS)
def test_a_line_block_is_verse_to_the_space(poem):
    found = blocks(barred(poem.replace("[", "").replace("]", "")), "a.md")
    stanzas = [block.text.split("\n") for block in found]

    assert {"verse"} == {block.kind for block in found}
    margin = min(len(line) - len(line.lstrip()) for line in poem.split("\n") if line)
    shown = [line[margin:] for line in poem.replace("[", "").replace("]", "").split("\n") if line]
    assert shown == [line for stanza in stanzas for line in stanza]


@given(POEMS)
def test_stored_verse_is_read_as_it_was_stored(poem):
    found = [block for block in blocks(poem, "a.txt") if block.kind == "verse"]
    if found:
        again = blocks(to_markdown(found), "a.md")

        assert {"verse"} == {block.kind for block in again}
        assert to_markdown(again) == to_markdown(found)


@given(POEMS, st.data())
def test_an_order_makes_verse_and_loses_nothing(poem, data):
    assume(any(letter.isalnum() for letter in poem))  # else it is no text at all
    size = len("".join(poem.split()))
    start = data.draw(st.integers(0, size - 1))
    end = data.draw(st.integers(start + 1, size))
    kind = data.draw(st.sampled_from(["verse", "prose"]))
    found = blocks(poem, "a.txt", [(kind, (start, end))])

    assert letters(poem) == said(found)
    assert any((block.kind == "verse") == (kind == "verse") for block in found)


@given(POEMS)
def test_staging_a_play_loses_nothing_and_is_done_once(poem):
    found = blocks(poem, "a.txt")
    made = staged(found)

    assert said(found) == said(made)
    assert staged(made) == made
