"""Drafts of turns: who asks and who answers, in interviews of every make."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from florilegium import ingest, typography
from florilegium.annotate import annotate, read_apparatus
from florilegium.clean import clean, load_rules
from florilegium.desk.suggest import draft_turns, turns_of
from florilegium.errors import SeedError

ROOT = Path(__file__).parents[2]
CASES = ROOT / "tests" / "cases" / "suggest"

ENGLISH = (CASES / "english.txt").read_text(encoding="utf-8")
GERMAN = (CASES / "german.txt").read_text(encoding="utf-8")
FRENCH = (CASES / "french.txt").read_text(encoding="utf-8")
REQUESTS = (CASES / "requests.txt").read_text(encoding="utf-8")
LABELLED = (CASES / "labelled.txt").read_text(encoding="utf-8")
LETTERED = (CASES / "lettered.txt").read_text(encoding="utf-8")
BOLD = (CASES / "bold.html").read_text(encoding="utf-8")


def read(text, name="talk.txt"):
    return clean(ingest.decode(text.encode(), name), rules=load_rules())


def turns(draft):
    inside = draft.partition("::: turns\n")[2].rpartition(":::")[0]
    lines = [line for line in inside.splitlines() if not line.startswith("<!--")]
    return [(line.partition(": ")[0], line.partition(": ")[2]) for line in lines]


def speakers(text, draft, tmp_path):
    """Paste *draft* into a chapter and return the speaker of every paragraph of *text*."""
    chapter = tmp_path / "talk.md"
    chapter.write_text(f"---\nseed: {text.seed.name}\nsource: x\ntitle: T\n---\n\n{draft}")
    return spoken(text, read_apparatus(chapter, slug="talk"))


def spoken(text, apparatus):
    bare = replace(apparatus, notes=(), emendations=(), elisions=())
    typeset = typography.typogrify(text, language="en")
    blocks = annotate(typeset, bare, language="en").blocks
    return [
        (after.speaker, before.text) for after, before in zip(blocks, text.blocks, strict=True)
    ]


def test_turns_of_the_real_interview_are_right(tmp_path):
    seed = ROOT / "seeds" / "000_390148bdc4a9d2c1.txt"
    text = read(seed.read_text(encoding="utf-8"), seed.name)
    draft = draft_turns(text, asks="Die Weltwoche", answers="Alyssa Milano")
    apparatus = read_apparatus(ROOT / "book" / "chapters" / "milano.md", slug="milano")
    truth = [speaker for speaker, _ in spoken(text, apparatus)]
    drafted = [speaker for speaker, _ in speakers(text, draft, tmp_path)]
    opens = [n for n, speaker in enumerate(truth) if n and speaker != truth[n - 1]]
    right = [n for n in opens if drafted[n] == truth[n] and drafted[n - 1] == truth[n - 1]]

    assert 54 == len(opens) == len(turns(draft))
    assert len(right) / len(opens) >= 0.95
    assert sum(a == b for a, b in zip(truth, drafted, strict=True)) / len(truth) >= 0.97


@pytest.mark.parametrize(
    ("talk", "name"),
    [(ENGLISH, "Ada Lark"), (GERMAN, "Ada Lerch"), (FRENCH, "Ada Larue")],
)
def test_questions_and_answers_are_told_apart_by_their_words(talk, name, tmp_path):
    text = read(talk)
    heard = speakers(text, draft_turns(text), tmp_path)
    questions = [b.text for b in text.blocks if "?" in b.text]

    assert set(questions) <= {words for speaker, words in heard if speaker == "Interviewer"}
    answers = [words for speaker, words in heard if speaker == name]
    assert not any("?" in words for words in answers)
    assert "" == heard[0][0]


def test_what_leads_up_to_a_question_is_the_askers():
    quotes = dict(reversed(pair) for pair in turns(draft_turns(read(ENGLISH))))

    assert "Interviewer" == quotes["There are thirty years in"]
    assert "Interviewer" == quotes["You write down the height"]


@pytest.mark.parametrize(
    ("talk", "request_"), [(FRENCH, "Racontez-nous la"), (REQUESTS, "Tell us about the new")]
)
def test_requests_ask_without_a_question_mark(talk, request_):
    made = turns(draft_turns(read(talk)))

    assert ["Interviewer"] == [who for who, words in made if words.startswith(request_)]


def test_labels_are_heard_and_more_than_one_may_answer(tmp_path):
    text = read(LABELLED)
    draft = draft_turns(text)
    heard = speakers(text, draft, tmp_path)

    assert [
        ("THE GAUGE", "THE GAUGE: Who measures the"),
        ("Ida Inkwell", "Ida Inkwell: I do."),
    ] == [(who, words.rstrip()) for who, words in turns(draft)[:2]]
    assert {"", "THE GAUGE", "Ida Inkwell", "Frank Flood"} == {speaker for speaker, _ in heard}
    assert "Ida Inkwell" == next(s for s, words in heard if words.startswith("It was my father"))
    assert "[[drop]]" in draft


def test_letters_are_labels_and_get_names():
    made = turns(draft_turns(read(LETTERED), asks="The Gauge", answers="Ida Inkwell"))

    assert ["The Gauge", "Ida Inkwell"] * 2 == [speaker for speaker, _ in made]


def test_bold_questions_are_questions_whatever_they_say(tmp_path):
    text = read(BOLD, "talk.html")
    heard = speakers(text, draft_turns(text), tmp_path)

    assert ["Interviewer", "Ida Inkwell"] * 3 + ["Ida Inkwell"] == [s for s, _ in heard if s]
    assert "Interviewer" == next(s for s, words in heard if words.startswith("Tell us"))


def test_draft_counts_turns_and_names_its_doubts():
    seed = ROOT / "seeds" / "000_390148bdc4a9d2c1.txt"
    draft = draft_turns(read(seed.read_text(encoding="utf-8"), seed.name))
    head = draft.splitlines()[0]
    asked, answered, doubtful = map(int, re.findall(r"\b\d{1,2}\b(?!_|\d)", head)[:3])

    assert asked + answered == len(turns(draft))
    assert doubtful == draft.count("<!-- doubtful, line ")


def test_same_seed_gives_the_same_draft():
    assert draft_turns(read(ENGLISH)) == draft_turns(read(ENGLISH))


@pytest.mark.parametrize(
    "text",
    [
        "One line\n",
        "The Weir\n\n" + "It rained all day, and she wrote that down in the evening.\n\n" * 8,
        "A List\n\nbread\n\nwater\n\nsalt\n",
    ],
)
def test_text_without_a_talk_is_an_error_that_says_so(text):
    with pytest.raises(SeedError, match="no interview found"):
        draft_turns(read(text))


def test_opening_words_are_escaped_and_unique(tmp_path):
    talk = ENGLISH.replace("How did you come", "How [really] did you come")
    text = read(talk.replace("Would you do it again?", "How [really] did you come back?"))

    heard = speakers(text, draft_turns(text), tmp_path)

    assert 2 == sum(words.startswith("How [really]") and bool(who) for who, words in heard)


def test_the_books_own_orders_count(tmp_path):
    (tmp_path / "book").mkdir()
    (tmp_path / "book" / "cleaning.toml").write_text(
        '[[drop]]\nseed = "talk.txt"\nquote = "Would you do it again?"\nreason = "r"\n'
    )
    seed = tmp_path / "talk.txt"
    seed.write_text(ENGLISH, encoding="utf-8")

    assert "Would you do it" in turns_of(seed, root=tmp_path / "elsewhere")
    assert "Would you do it" not in turns_of(seed, root=tmp_path)


STATED = """The Ferryman Talks

While DC was asleep in the spring of 2011, the river rose. Ada Lark has rowed here for forty years.

You have rowed across this river for forty years.

Yes, since I was ten. My father took me with him, and I never wanted to do anything else.

How did you begin to count the herons?

I had a notebook. I wrote down what I saw, and I never missed one day in all those years.

Did you show it to anybody?

No, only my daughter saw it. I was shy about my numbers, and I thought nobody would care.
"""


def test_a_first_question_that_asks_nothing_is_marked_as_doubtful():
    draft = draft_turns(read(STATED))

    assert ("Interviewer", "You have rowed across this") == turns(draft)[0]
    assert draft.count("<!-- doubtful") == 2
    assert "Ada Lark" == turns(draft)[1][0]


def test_who_answers_is_a_person_or_is_not_named():
    draft = draft_turns(read(STATED.replace("Ada Lark", "She")))

    assert {"Interviewer", "Interviewee"} == {who for who, _ in turns(draft)}


def test_a_bold_statement_that_opens_the_talk_is_marked_as_doubtful():
    page = "".join(
        f"<p>{words}</p>"
        for words in (
            "The ferryman received us on her bench by the river, in the spring of the year.",
            "<strong>You have rowed here for forty years.</strong>",
            "Since I was ten, when my father took me with him for the first time.",
            "<strong>How did you begin?</strong>",
            "With a notebook, in which I wrote down what I saw every morning.",
            "<strong>Who saw it?</strong>",
            "My daughter, and nobody else until the museum came.",
        )
    )
    draft = draft_turns(read(f"<html><body><article>{page}</article></body></html>", "talk.html"))

    assert "You have rowed here for" == turns(draft)[0][1]
    assert draft.count("<!-- doubtful") == 2
