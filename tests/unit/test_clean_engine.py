import pytest

from florilegium import clean
from florilegium.clean.overrides import Override, Overrides, SeedOrder
from florilegium.clean.rules.labels import Vocabulary
from florilegium.clean.rules.patterns import LinePattern
from florilegium.clean.rules.rule import Rule
from florilegium.model import Block, Mark, RawText, Seed

SEED = Seed("walk.txt", "", "text/plain", "utf-8")
LONG = (
    "She walked along the sea wall every evening of that summer until the lamps were lit, "
    "and she never told anyone what she was counting on the way."
)
JUNK = Rule("junk", "line", "advert", "junk", pattern=LinePattern("junk.*"))


def raw(*lines, media_type="text/plain"):
    blocks = tuple(
        line if isinstance(line, Block) else Block("paragraph", line, (n, n))
        for n, line in enumerate(lines, start=1)
    )
    return RawText(Seed("walk.txt", "", media_type, "utf-8"), blocks)


def cleaned(*lines, rules=None, overrides=None, media_type="text/plain"):
    text = raw(*lines, media_type=media_type)
    return clean.clean(
        text,
        rules=clean.load_rules() if rules is None else rules,
        overrides=overrides or Overrides(),
    )


def kept(result):
    return [block.text for block in result.blocks]


def gone(result):
    return [(removal.role, removal.text) for removal in result.removals]


def test_no_rules_remove_nothing():
    assert raw("Share", LONG).blocks == cleaned("Share", LONG, rules=()).blocks


def test_removal_says_rule_reason_place_and_text():
    removal = cleaned(LONG, "Junk mail", rules=(JUNK,)).removals[0]

    assert ("junk", "advert", "removed", "junk") == (
        removal.rule, removal.role, removal.action, removal.why,
    )  # fmt: skip
    assert ((2, 2), "Junk mail", 1, 0) == (
        removal.lines, removal.text, removal.index, removal.start,
    )  # fmt: skip


def test_text_that_would_lose_everything_loses_nothing():
    assert ["Junk", "Junk mail"] == kept(cleaned("Junk", "Junk mail", rules=(JUNK,)))


def test_one_line_of_verse_can_go_and_come_back():
    verse = Block(
        "verse", "junk\nThe tide,\nthe lamp,\nthe wall.", (1, 4), 0, (Mark(9, 13, "emphasis"),)
    )

    result = cleaned(verse, rules=(JUNK,))

    assert ["The tide,\nthe lamp,\nthe wall."] == kept(result)
    assert [((1, 1), "junk\n", True)] == [(r.lines, r.text, r.partial) for r in result.removals]
    assert (verse,) == clean.merge(result)


def test_line_inside_a_stanza_stays_and_is_a_doubt():
    verse = Block("verse", "The tide,\njunk\nthe lamp,\nthe wall.", (1, 4))

    result = cleaned(verse, rules=(JUNK,))

    assert [verse.text] == kept(result)
    assert [("advert", (2, 2), "junk")] == [(d.role, d.lines, d.text) for d in result.doubts]


def test_all_doubts_of_a_seed_are_accepted_or_refused_by_one_line():
    verse = Block("verse", "The tide,\njunk\nthe lamp,\nthe wall.", (1, 4))
    order = SeedOrder("walk.txt", "as I say")

    accepted = cleaned(verse, rules=(JUNK,), overrides=Overrides(accept=(order,)))
    refused = cleaned(verse, rules=(JUNK,), overrides=Overrides(refuse=(order,)))

    assert [("accept", "as I say", "junk\n")] == [
        (r.rule, r.why, r.text) for r in accepted.removals
    ]
    assert ([verse.text], ()) == (kept(refused), refused.doubts)
    assert () == accepted.doubts


def test_mark_behind_a_removed_line_moves_with_its_words():
    verse = Block("verse", "junk\nTide,\nlamp, lit.", (1, 3), 0, (Mark(11, 15, "strong"),))

    block = cleaned(verse, rules=(JUNK,)).blocks[0]

    assert "lamp" == block.text[block.marks[0].start : block.marks[0].end]


def test_wrapped_paragraph_is_one_line_for_the_rules():
    wrapped = Block("paragraph", "We found it was\njunk after all.", (1, 2))

    assert [wrapped.text] == kept(cleaned(wrapped, rules=(JUNK,)))


def test_code_is_never_touched():
    code = Block("code", "junk", (1, 1))

    assert (code,) == cleaned(code, LONG, rules=(JUNK,)).blocks[:1]


def test_keep_overrides_every_rule():
    keep = Overrides(keep=(Override("walk.txt", "Junk", "it is the refrain"),))

    assert ["Junk mail", LONG] == kept(cleaned("Junk mail", LONG, rules=(JUNK,), overrides=keep))


def test_drop_takes_the_quoted_words_and_no_more():
    drop = Overrides(drop=(Override("walk.txt", "until the lamps were lit", "test"),))

    result = cleaned(LONG, rules=(), overrides=drop)

    assert LONG.replace(" until the lamps were lit", "") == kept(result)[0]
    assert [("dropped", "until the lamps were lit")] == [
        (role, text.strip()) for role, text in gone(result)
    ]
    assert raw(LONG).blocks == clean.merge(result)


def test_drop_of_a_whole_line_leaves_no_empty_paragraph():
    drop = Overrides(drop=(Override("walk.txt", "Photo: A. Weld", "a credit"),))

    assert [LONG] == kept(cleaned("Photo: A. Weld", LONG, rules=(), overrides=drop))


def test_drop_runs_over_paragraphs():
    drop = Overrides(drop=(Override("walk.txt", "One.\nTwo.", "test"),))

    assert [LONG] == kept(cleaned("One.", LONG, "One.", "Two.", rules=(), overrides=drop))[1:]


def test_overrides_of_other_seeds_are_not_looked_up():
    other = Overrides(drop=(Override("other.txt", "nowhere", "test"),))

    assert [LONG] == kept(cleaned(LONG, rules=(), overrides=other))


# -- the head -----------------------------------------------------------------------------


def test_title_deck_byline_and_date_are_lifted():
    result = cleaned(
        "The Lamp on the Wall",
        "A summer of counting on the wall",
        "By Ada Lark",
        "Mar 4, 2011",
        LONG,
    )

    assert [LONG] == kept(result)
    assert ["title", "deck", "byline", "date"] == [role for role, _ in gone(result)]
    assert {"lifted"} == {removal.action for removal in result.removals}


def test_first_sentence_of_the_author_is_no_deck():
    assert ["It was the summer of the big tides.", LONG] == kept(
        cleaned("The Lamp", "It was the summer of the big tides.", LONG)
    )


def test_line_above_the_byline_is_a_deck_without_a_common_word():
    result = cleaned("The Lamp", "What one evening taught a town", "By Ada Lark", LONG)

    assert [LONG] == kept(result)


def test_line_that_a_report_begins_with_is_no_deck_though_it_shares_a_word_with_the_title():
    lead = "The keeper of the harbour light has left it burning by day."

    assert [lead, LONG] == kept(cleaned("Harbour Light Burns by Day", lead, LONG))


def test_line_is_a_deck_where_the_body_begins_anew_with_the_full_name():
    deck = "Martha Quill, keeper and cook, on the harbour light."
    body = LONG.replace("She walked", "Martha Quill walked")

    assert [body] == kept(cleaned("What Burns in the Harbour", deck, body))


@pytest.mark.parametrize(
    "line",
    [
        "PORT ELLEN, ISLAY",
        "The harbour in the ice, photo: Ada Lark",
        "The harbour in the ice, by courtesy of Ada Lark",
        "Click for the whole list",
        "* all times are local",
        "潮退之后，她沿着海堤走回家。",
    ],
)
def test_what_stands_over_a_column_is_no_title(line):
    assert [line, LONG] == kept(cleaned(line, LONG))


def test_one_word_is_the_title_if_the_text_speaks_of_it_or_a_byline_follows():
    assert [LONG] == kept(cleaned("Evenings", LONG))
    assert [LONG] == kept(cleaned("Bookmark", "By Ada Lark", LONG))
    assert ["Bookmark", LONG] == kept(cleaned("Bookmark", LONG))


def test_two_lines_that_could_be_the_title_both_stay():
    assert ["Part One", "The Lamp", LONG] == kept(cleaned("Part One", "The Lamp", LONG))


def test_first_line_of_speech_is_no_title():
    assert ["“Who is there?”", LONG] == kept(cleaned("“Who is there?”", LONG))


def test_only_heading_of_the_first_rank_is_the_title_of_a_page():
    head = Block("heading", "The Lamp", (1, 1), 1)
    sub = Block("heading", "Morning", (2, 2), 2)

    assert ["Morning", LONG] == kept(cleaned(head, sub, LONG, media_type="text/html"))


def test_page_with_two_headings_of_the_first_rank_keeps_both():
    heads = [Block("heading", text, (n, n), 1) for n, text in enumerate(("Paper", "The Lamp"), 1)]

    assert ["Paper", "The Lamp", LONG] == kept(cleaned(*heads, LONG, media_type="text/html"))


def test_dates_of_a_diary_stay():
    diary = ("4 March 1911", LONG, "5 March 1911", LONG)

    assert list(diary) == kept(cleaned(*diary))


def test_poem_keeps_everything():
    verse = Block("verse", "The tide goes out,\nthe lamp burns low,\nwho trims it now?", (1, 3))

    assert (verse,) == cleaned(verse).blocks


# -- readers ------------------------------------------------------------------------------


COMMENTS = (
    "Ada Lark",
    "4.3.2011, 09:15 Uhr",
    "Wie wahr.",
    "jw77",
    "vor 3 Stunden",
    "Nein!",
    "Oh.",
)


def test_comments_in_a_frame_are_doubts_and_all_of_them():
    result = cleaned("The Lamp", LONG, LONG, LONG, *COMMENTS, "Advertisement")

    assert [LONG, LONG, LONG, *COMMENTS] == kept(result)
    assert list(COMMENTS) == [doubt.text for doubt in result.doubts]


def test_what_looks_like_comments_is_no_doubt_without_a_frame():
    result = cleaned("The Lamp", LONG, LONG, LONG, *COMMENTS)

    assert ([LONG, LONG, LONG, *COMMENTS], ()) == (kept(result), result.doubts)


def test_name_and_time_above_the_text_are_no_comment():
    result = cleaned("Ada Lark", "4.3.2011, 09:15 Uhr", LONG, LONG, LONG)

    assert "comment" not in {role for role, _ in gone(result)}


def test_comment_too_long_to_be_one_stays():
    lines = ("Ada Lark", "4.3.2011, 09:15 Uhr", *[LONG] * 9)

    assert [LONG] * 3 + list(lines) == kept(cleaned(LONG, LONG, LONG, *lines))


@pytest.mark.parametrize(
    "when",
    [
        "3 April 2016 7h",
        "1.1.16 | 7:05",
        "2016-04-03T07:55",
        "2016年4月3日 7:55",
        "Sunday, April 3, 2016 at 7 pm",
        "an hour ago",
        "vor einem Tag",
        "vor 3 Wochen",
        "il y a 3 jours",
        "hace 2 años",
    ],
)
def test_comment_is_known_by_every_form_of_its_time(when):
    comment = (f"Martha Quill, {when}", "I was there, and it was not like that.")

    result = cleaned(LONG, LONG, LONG, *comment, "Advertisement")

    assert list(comment) == [doubt.text for doubt in result.doubts]


# -- labels -------------------------------------------------------------------------------


def test_labels_are_told_apart_when_glued_or_spaced():
    words = Vocabulary.of(["menu", "close x", "LinkedIn", "arrow right", "12"])

    assert 4 == words.count("MenuClose XLinkedInArrow Right")
    assert 4 == words.count("menu | close x | linkedin | arrow right")


def test_line_with_a_word_that_is_no_label_has_none():
    assert 0 == Vocabulary.of(["menu", "close"]).count("Close the menu")


def test_beginning_of_a_label_is_no_label():
    words = Vocabulary.of(["arrow right", "arrow"])

    assert 2 == words.count("Arrow Right Arrow")
    assert 0 == words.count("Arrow Ri")
    assert 0 == words.count("Arr")
