import json

from florilegium import clean, ingest
from florilegium.clean import ledger
from florilegium.model import Change, CleanText

PAGE = b"""The Lamp on the Wall

She walked along the wall every evening of that summer until the last lamps were lit; she sang. \
What she counted on the way she never told.

Advertisement
"""


def cleaned():
    return clean.clean(ingest.decode(PAGE, "walk.txt"), rules=clean.load_rules())


def test_ledger_says_what_went_from_which_line_and_why():
    entries = json.loads(ledger.to_json(cleaned()))["removals"]

    assert [
        ("title", "lifted", 1, 1, "The Lamp on the Wall"),
        ("advert-label", "removed", 5, 5, "Advertisement"),
    ] == [(e["rule"], e["action"], e["first_line"], e["last_line"], e["text"]) for e in entries]
    assert all(entry["why"] and entry["role"] for entry in entries)


def test_ledger_counts_letters_so_that_they_add_up():
    counts = json.loads(ledger.to_json(cleaned()))["counts"]

    letters = sum(1 for letter in PAGE.decode() if letter.isalnum())
    assert letters == sum(counts[f"letters_{part}"] for part in ("kept", "removed", "lifted"))
    assert {"advert-label": 1, "title": 1} == counts["by_rule"]


def test_ledger_names_the_seed_and_the_changes_of_typography():
    text = cleaned()
    after = CleanText(text.seed, text.blocks, text.removals, (Change("quotes", 3),))

    made = json.loads(ledger.to_json(after))

    assert ("walk.txt", text.seed.sha256) == (made["seed"]["name"], made["seed"]["sha256"])
    assert {"quotes": 3} == made["typography"]


def test_same_text_gives_the_same_bytes():
    assert ledger.to_json(cleaned()) == ledger.to_json(cleaned())
