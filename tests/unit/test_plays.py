"""Plays: who speaks, what is done, verse and prose; and what only looks like a play."""

import pytest

from florilegium import ingest
from florilegium.ingest.plays import staged
from florilegium.model.letters import letters

SPEECHES = [
    ("MIRA", "The ferry is late, and the water is high,\nAnd nobody waits on the quay."),
    ("OLD MAN", "It was never in time when I was a boy,\nAnd nobody waited for me."),
    (
        "MIRA",
        "[Aside.]\nHe says that each day when the lamps are lit,\nAnd each day they believe him.",
    ),
    ("OLD MAN", "Who is it that speaks to the wall, my child,\nAnd leaves me alone with the sea?"),
    ("MIRA", "It is nobody, father.\nIt is only the wind, and the sea."),
    ("BOY", "The ferry! The ferry! I see her light,\nShe is round by the mole and the weir."),
]


def with_names_above(name="{name}"):
    return "\n\n".join(f"{name.format(name=who)}\n{said}" for who, said in SPEECHES)


FORMS = {
    "above.txt": with_names_above(),
    "point.txt": with_names_above("{name}."),
    "small.txt": "\n\n".join(f"{who.title()}.\n{said}" for who, said in SPEECHES),
    "before.txt": "\n\n".join(f"{who}. {said}" for who, said in SPEECHES if "[" not in said)
    + "\n\n"
    + "\n\n".join(f"{who}. {said}" for who, said in SPEECHES if "[" not in said),
    "paragraphs.html": "".join(
        f"<p>{who}</p><p>" + said.replace("\n", "<br>") + "</p>" for who, said in SPEECHES
    ),
    "inside.html": "".join(
        f"<p><b>{who}</b><br>" + said.replace("\n", "<br>") + "</p>" for who, said in SPEECHES
    ),
    "bold.md": "\n\n".join(
        f"**{who}**\n\n" + said.replace("\n", "  \n") for who, said in SPEECHES
    ),
}


def play(text, name):
    blocks = ingest.decode(text.encode(), name).blocks
    return blocks, staged(blocks)


@pytest.mark.parametrize("form", FORMS)
def test_who_speaks_stands_above_the_speech(form):
    read, blocks = play(FORMS[form], form)
    names = [b.text.strip(" .").upper() for b in blocks if b.kind == "speaker"]

    assert {"MIRA", "OLD MAN", "BOY"} == set(names)
    assert {"verse", "speaker"} >= {b.kind for b in blocks} - {"direction"}
    assert letters("".join(b.text for b in read)) == letters("".join(b.text for b in blocks))


def test_a_direction_between_lines_is_parted_from_them():
    _, blocks = play(with_names_above(), "in.txt")

    assert ["[Aside.]"] == [block.text for block in blocks if block.kind == "direction"]


def test_speeches_in_prose_stay_paragraphs():
    said = "I have told you that the ferry is late, and that it will be late tomorrow as well."
    text = "\n\n".join(f"{who}\n{said}\n{said}" for who, _ in SPEECHES)
    _, blocks = play(text, "in.txt")

    assert 6 == [block.kind for block in blocks].count("speaker")
    assert "verse" not in {block.kind for block in blocks}


LETTER = "I have told you that the ferry is late, and that it will be late tomorrow. " * 3
NO_PLAYS = {
    "letters.txt": "\n\n".join(
        f"TO MIRA\n\n{LETTER}\n\n{LETTER}\n\nYours,\n\nTHE BOY" for _ in "1234"
    ),
    "headings.txt": "\n\n".join(f"CHAPTER {n}\n\n{LETTER}\n\n{LETTER}" for n in "ABCDEF"),
    "prose.txt": "\n\n".join([LETTER] * 9),
}


@pytest.mark.parametrize("name", NO_PLAYS)
def test_what_is_no_play_is_left_alone(name):
    read, blocks = play(NO_PLAYS[name], name)

    assert read == blocks


def test_staging_twice_is_staging_once():
    for form, text in FORMS.items():
        _, blocks = play(text, form)
        assert blocks == staged(blocks), form
