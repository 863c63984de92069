"""Questions, events, anchors, and what is reserved, as a chapter's file says them."""

import pytest

from florilegium.annotate import read_apparatus
from florilegium.annotate.attributes import Label, read_label
from florilegium.errors import FlorilegiumError, Several

HEAD = "---\nseed: a.txt\nsource: key\n---\n"


@pytest.fixture
def read(tmp_path):
    """Return a function that reads the apparatus whose file has the given text."""

    def read(text):
        path = tmp_path / "book" / "chapters" / "one.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(HEAD + text, encoding="utf-8")
        return read_apparatus(path, slug="one")

    return read


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("note", Label("note")),
        ("{.note}", Label("note")),
        ("{ .note #tag }", Label("note", "tag")),
        ("{#tag .note a=b}", Label("note", "tag", {"a": "b"})),
        ("{.note a=\"b c\" d='e'}", Label("note", "", {"a": "b c", "d": "e"})),
        ("{note}", None),
        ("{.note .other}", None),
        ("{.note #a #b}", None),
        ("{.note a=b a=c}", None),
        ("{.note a=}", None),
        ('{.note a="b}', None),
        ("{}", None),
    ],
)
def test_a_label_is_read_as_pandoc_does_or_not_at_all(text, label):
    assert label == read_label(text)


def test_what_is_for_one_audience_is_no_part_of_what_everybody_gets(read):
    made = read(
        "::: headnote\nShared.\n:::\n"
        "::: {.headnote audience=instructor}\nTeach it.\n:::\n"
        "::: {.note audience=instructor}\n> word\n\nAsk.\n:::\n"
        '::: {.questions audience="tutor instructor"}\n1. Who?\n:::\n'
        "::: note\n> other\n\nShared, too.\n:::\n"
    )

    assert ("Shared.", "", 1) == (made.headnote, made.questions, len(made.notes))
    assert [("headnote", ("instructor",), "Teach it."), ("note", ("instructor",), "Ask."),
            ("questions", ("tutor", "instructor"), "1. Who?")] == [
        (one.kind, one.audiences, one.body.strip()) for one in made.reserved
    ]  # fmt: skip
    assert ["one-r2"] == [anchor.id for anchor in made.anchors]
    assert "book/chapters/one.md:11" == made.reserved[1].where


def test_a_question_keeps_its_answer_for_the_instructor(read):
    made = read(
        "::: {.question #first marks=5}\nWho?\n\n::: answer\nI.\n:::\n\nAnd why?\n:::\n"
        "::: question\nWhere?\n\n::: {.answer audience=examiner}\nHere.\n:::\n:::\n"
    )

    assert [("one-q1", "Who?\n\n\nAnd why?", "5"), ("one-q2", "Where?", "")] == [
        (one.id, one.body, one.marks) for one in made.asked
    ]
    first, second = made.reserved
    assert (("instructor",), "I.", "one-q1") == (first.audiences, first.body, first.at)
    assert (("examiner",), "Here.", "one-q2") == (second.audiences, second.body, second.at)
    assert {"answer"} == {first.kind, second.kind}
    assert (("first", "one-q1"),) == made.names


def test_an_answer_to_a_question_for_an_audience_is_for_that_audience(read):
    made = read("::: {.question audience=tutor}\nWho?\n::: answer\nI.\n:::\n:::\n")

    assert [("question", ("tutor",)), ("answer", ("tutor",))] == [
        (one.kind, one.audiences) for one in made.reserved
    ]
    assert () == made.asked


def test_an_event_stands_at_its_words_or_at_the_chapter(read):
    made = read(
        "::: {.event date=2017}\nIt began.\n:::\n"
        '::: {.event #end date=2018-01 shown="at last"}\n> the {==end==} of\n\nIt ended.\n:::\n'
    )

    assert [
        ("2017", "It began.", "one", ""),
        ("2018-01", "It ended.", "one-ev2-at", "at last"),
    ] == [(one.date, one.body.strip(), one.at, one.shown) for one in made.events]
    assert (("end", "one-ev2-at"),) == made.names


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("::: {.note on=title}\n> a\n\nb\n:::\n", "the note is on 'title'"),
        ("::: {.note on=text}\n:::\n", "the note says nothing"),
        ("::: {.note audience=Instructor}\n> a\n\nb\n:::\n", "the audience is 'Instructor'"),
        ('::: {.note audience=""}\n> a\n\nb\n:::\n', "the audience is ''"),
        ("::: {.note audiense=x}\n> a\n\nb\n:::\n", "'note' cannot say 'audiense'"),
        ("::: {.turns #x}\nA: b\n:::\n", "'turns' cannot have a name"),
        ("::: {.note #1}\n> a\n\nb\n:::\n", "'1' cannot be a name"),
        ("::: {.anchor #x}\n> a\n\nb\n:::\n", "an anchor says something: 'b'"),
        ("::: {.question marks=-1}\nWho?\n:::\n", "'marks' is '-1'"),
        ("::: question\n\n::: answer\nI.\n:::\n:::\n", "the question says nothing"),
        ("::: question\nWho?\n::: answer\n:::\n:::\n", "the answer says nothing"),
        ("::: answer\nI.\n:::\n", "a div of unknown kind 'answer'"),
        ("::: question\nWho?\n\n::: question\nWhy?\n:::\n:::\n", "'question' stands inside"),
        ("::: headnote\nSo.\n\n::: note\n> x\n\ny\n:::\n:::\n", "'note' stands inside"),
        ("::: headnote\nSo.\n\n::: answer\ny\n:::\n:::\n", "'answer' stands inside"),
        ("::: questions\n1. So.\n\n::: answer\ny\n:::\n:::\n", "'answer' stands inside"),
        ("::: {.gloss}\n> x\n\n::: {.emend #e}\n:::\n:::\n", "'emend' stands inside"),
        ("::: {.event date=2017-10-15}\n> a\n:::\n", "the event says nothing"),
    ],
)
def test_what_is_wrong_is_said(read, text, what):
    with pytest.raises(FlorilegiumError) as caught:
        read(text)

    errors = caught.value.errors if isinstance(caught.value, Several) else (caught.value,)
    assert any(what in error.what and ":" in error.where for error in errors), errors
