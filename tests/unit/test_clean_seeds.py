"""The two real seeds, to the letter."""

from pathlib import Path

import pytest

from florilegium import clean, ingest

SEEDS = Path(__file__).parents[2] / "seeds"
INTERVIEW = "000_390148bdc4a9d2c1.txt"
ARTICLE = "003_3e423f40701802d1.txt"
BODY = {
    INTERVIEW: ("It was just a little over one year ago", "Please, help all of us do better."),
    ARTICLE: ("Oct. 15 marks the moment", 'the less power people have over you."'),
}
GONE = {
    INTERVIEW: [
        ("lifted", "title", (1, 1)),
        ("lifted", "deck", (3, 3)),
        ("removed", "comment", (177, 177)),
        ("removed", "comment", (179, 179)),
        ("removed", "comment", (181, 181)),
        ("removed", "teaser", (183, 183)),
        ("removed", "teaser", (185, 185)),
        ("removed", "teaser", (186, 186)),
        ("removed", "paywall", (188, 188)),
    ],
    ARTICLE: [
        ("lifted", "title", (1, 1)),
        ("removed", "duplicate", (3, 3)),
        ("lifted", "byline", (5, 5)),
        ("lifted", "date", (7, 7)),
        ("removed", "call", (33, 33)),
        ("removed", "icons", (35, 35)),
    ],
}


@pytest.fixture(params=sorted(BODY))
def name(request):
    return request.param


@pytest.fixture
def raw(name):
    return ingest.read(SEEDS / name)


@pytest.fixture
def cleaned(raw):
    return clean.clean_by(raw, clean.load_cleaning(SEEDS.parent / "book" / "cleaning.toml"))


def test_author_keeps_every_letter_and_nothing_else_is_kept(name, cleaned):
    source = (SEEDS / name).read_text(encoding="utf-8")
    first, last = BODY[name]
    body = source[source.index(first) : source.index(last) + len(last)]

    assert [line for line in body.split("\n") if line] == [block.text for block in cleaned.blocks]


def test_everything_else_is_in_the_ledger(name, cleaned):
    assert GONE[name] == [(r.action, r.role, r.lines) for r in cleaned.removals]


def test_kept_and_removed_are_the_seed(raw, cleaned):
    assert raw.blocks == clean.merge(cleaned)


def test_lifted_lines_are_the_seeds_own_words(name, cleaned):
    lifted = {r.role: r.text for r in cleaned.removals if r.action == "lifted"}

    assert {
        INTERVIEW: {
            "title": "The #MeToo Tweet That Changed Everything",
            "deck": "Alyssa Milano — actor, activist, mom, wife, force of nature — "
            "charts the future of #MeToo.",
        },
        ARTICLE: {
            "title": "19 Million #MeToo Tweets Later: Alyssa Milano and Tarana Burke Reflect "
            "on the Year After #MeToo",
            "byline": "By Paulina Cachero",
            "date": "Oct 15, 2018",
        },
    }[name] == lifted
