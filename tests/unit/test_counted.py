"""A document without lines: its places are told as paragraphs, wherever one is told."""

import json
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from florilegium import clean, ingest
from florilegium.annotate.quotation import Concordance
from florilegium.check.texts import pictures
from florilegium.clean import ledger
from florilegium.clean.notices import doubtful
from florilegium.desk.review import Reviewed, to_html
from florilegium.desk.suggest import draft_turns
from florilegium.errors import ApparatusError, ConfigError
from florilegium.ingest.damage import suspicions
from florilegium.ingest.reading import Reading
from florilegium.model import Block, Damage, Doubt, Illustration, LeftOut, Quotation

SAYS = "She walked along the wall every evening of that summer until the last lamps were lit."
BLOCKS = (
    Block("paragraph", SAYS, (3, 3)),
    Block("paragraph", "Advertisement", (5, 5)),
    Block("paragraph", f"{SAYS} She sang.", (7, 7)),
)


@pytest.fixture
def raw(monkeypatch):
    def reading(data, settings):
        assert (b"\x00bytes", "two") == (data, settings.part)
        left_out = (LeftOut("comment", "A comment.", 6, 5, "words"),)
        return Reading(BLOCKS, left_out=left_out)

    row = ingest.BytesReader("application/x-walk", reading, "paragraph", has_parts=True)
    monkeypatch.setitem(ingest.READERS, ".walk", row)
    return ingest.decode(b"\x00bytes", "a.walk", settings=ingest.SeedSettings(part="two"))


def test_a_reader_of_bytes_gets_them_as_they_are(raw):
    assert BLOCKS == raw.blocks
    assert ("a.walk", "application/x-walk", "", "paragraph") == (
        raw.seed.name,
        raw.seed.media_type,
        raw.seed.encoding,
        raw.seed.counted,
    )


def test_the_ledger_counts_paragraphs(raw):
    drop = clean.Override("a.walk", "Advertisement", "No word of hers.")
    cleaned = clean.clean(raw, rules=(), overrides=clean.Overrides(drop=(drop,)))
    record = json.loads(ledger.to_json(cleaned))

    assert "counted" not in record["seed"]
    (gone,) = record["removals"]
    assert (5, 5) == (gone["first_paragraph"], gone["last_paragraph"])
    assert "first_line" not in gone
    assert 6 == record["left_out"][0]["paragraph"]


def test_messages_count_paragraphs(raw):
    cleaned = clean.clean(raw, rules=clean.load_rules())
    cleaned = replace(cleaned, doubts=(Doubt("advert", None, "odd", (5, 5), "Advertisement"),))
    shown = replace(raw, illustrations=(Illustration("", "A weir", 1, 4),))
    damage = (Damage("T110", 4, "a formula"),)
    page = to_html("The book", [Reviewed("a.walk", raw=raw, cleaned=cleaned)])

    assert ["seeds/a.walk, paragraph 5"] == [
        finding.where for finding in doubtful(cleaned, where="seeds/a.walk")
    ]
    assert ["seeds/a.walk, paragraph 4"] == [
        finding.where
        for finding in suspicions(
            "a.walk", raw.blocks, kept=raw.blocks, damage=damage, counted="paragraph"
        )
    ]
    assert "paragraph 5" in page
    assert "line 5" not in page
    text = SimpleNamespace(raw=shown, typeset=clean.with_pictures(shown, cleaned))
    (picture,) = pictures(text, shown=(), not_shown={}, seeds=Path("none"))
    assert "seeds/a.walk, paragraph 4" == picture.where


def test_errors_about_quotations_count_paragraphs(raw):
    text = Concordance(raw.blocks, seed="a.walk", counted=raw.seed.counted)
    quote = Quotation("every evening", where="book/chapters/walk.md:3")

    with pytest.raises(ApparatusError) as twice:
        text.locate(quote, what="the note")
    assert "paragraph 3: " in str(twice.value)
    with pytest.raises(ApparatusError) as near:
        text.locate(replace(quote, exact="along the wall every morning"), what="the note")
    assert "Nearest, paragraph 3: " in str(near.value)
    drop = clean.Override("a.walk", "along the mill", "Not hers.", "book/cleaning.toml:1")
    with pytest.raises(ConfigError, match="Nearest, paragraph "):
        clean.clean(raw, rules=(), overrides=clean.Overrides(drop=(drop,)))


def test_drafts_of_turns_count_paragraphs(raw):
    talk = ["Who was there?", "Nobody.", "Who sang?", "She did, all night.", "And then?", "Rain."]
    blocks = tuple(Block("paragraph", said, (n, n)) for n, said in enumerate(talk, 1))
    cleaned = clean.clean(replace(raw, blocks=blocks), rules=())

    assert "line " not in draft_turns(cleaned, asks="A", answers="B")
