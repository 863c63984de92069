import pytest

from florilegium.model import Block, Change, CleanText, Mark, Seed
from florilegium.typography import typogrify, typogrify_line, typogrify_readings


def text(*blocks, media_type="text/plain"):
    return CleanText(Seed("a.txt", "", media_type, "utf-8"), blocks)


def paragraph(words, *marks, kind="paragraph"):
    return Block(kind, words, (1, 1), marks=marks)


def only(done):
    (block,) = done.blocks
    return block


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ('"Don\'t," he said.', "“Don’t,” he said."),
        ("'me too.' But 'me too,' that", "‘me too.’ But ‘me too,’ that"),
        ("the actress' initial tweet", "the actress’ initial tweet"),
        ("'the actress' initial tweet' and", "‘the actress’ initial tweet’ and"),
        ("the '90s, 'em, rock 'n' roll", "the ’90s, ’em, rock ’n’ roll"),
        ("‘90s and don‘t", "’90s and don’t"),
        ('speak your truth. "', "speak your truth.”"),
        ('" Hello " he said', "“Hello” he said"),
        ("“can go too far?", "“can go too far?"),
        ("\"He said 'no.'\"", "“He said ‘no.’”"),
        ('She said--"yes"--and', "She said—“yes”—and"),
        ('("aside")', "(“aside”)"),
        ('word"[1] and', "word”[1] and"),
        ('"...and then"', "“…and then”"),
        ("„Guten Tag“ and « bonjour »", "“Guten Tag” and “bonjour”"),
    ],
)
def test_quotation_marks_are_judged_by_their_neighbours(typed, printed):
    assert printed == typogrify_line(typed, language="en")


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("a problem - this", "a problem—this"),
        ("did not – and", "did not—and"),
        ("now — publicly", "now—publicly"),
        ("now--publicly", "now—publicly"),
        ('going to--"', "going to—”"),
        ("the New York–London line", "the New York–London line"),
        ("pages 12-15 of 1914-18", "pages 12–15 of 1914–18"),
        ("at 10 - 12", "at 10–12"),
        ("555-1234 on 2018-10-15, 50-50", "555-1234 on 2018-10-15, 50-50"),
        ("in 2017 - 12 months later", "in 2017—12 months later"),
        ("(born 1990 - )", "(born 1990 - )"),
        ("pre- and post-war", "pre- and post-war"),
        ("-- -- --", "-- -- --"),
    ],
)
def test_dashes_stand_between_words_and_in_ranges(typed, printed):
    assert printed == typogrify_line(typed, language="en")


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("well...", "well…"),
        ("well . . . maybe", "well … maybe"),
        ("The end....", "The end.…"),
        ("contents ........ 5", "contents ........ 5"),
    ],
)
def test_three_dots_are_an_ellipsis(typed, printed):
    assert printed == typogrify_line(typed, language="en")


@pytest.mark.parametrize(
    "kept",
    [
        "Q & A on A&E",
        '6\'2" tall, 5\' 10", a 12" disc',
        "https://a.org/b--c_d_e?f='g'h",
        "write to o_neil_--x@example.org",
        "a 2 * 3 * 4 product",
        "snake_case_name",
    ],
)
def test_what_is_no_prose_is_left_alone(kept):
    assert kept == only(typogrify(text(paragraph(kept)), language="en")).text


@pytest.mark.parametrize(
    ("language", "printed"),
    [
        ("en", "“Well,” he said—“it’s ‘so’.”"),
        ("en-GB", "“Well,” he said\u00a0– “it’s ‘so’.”"),
        ("de", "„Well,“ he said\u00a0– „it’s ‚so‘.“"),
        ("de-AT", "„Well,“ he said\u00a0– „it’s ‚so‘.“"),
        ("de-CH", "«Well,» he said\u00a0– «it’s ‹so›.»"),
        ("fr", "«\u202fWell,\u202f» he said\u00a0– «\u202fit’s “so”.\u202f»"),
        ("xx", "“Well,” he said—“it’s ‘so’.”"),
    ],
)
def test_each_language_has_its_habits(language, printed):
    assert printed == typogrify_line('"Well," he said - "it\'s \'so\'."', language=language)


def test_french_points_get_narrow_spaces():
    assert "Quoi\u202f?! Non\u202f; oui\u00a0: 10:30" == typogrify_line(
        "Quoi?! Non ; oui: 10:30", language="fr"
    )


def test_stars_in_a_plain_seed_become_emphasis():
    done = typogrify(text(paragraph('"sad *for* him, **very** _much_"')), language="en")

    assert only(done).text == "“sad for him, very much”"
    assert {("emphasis", "for"), ("strong", "very"), ("emphasis", "much")} == {
        (mark.kind, only(done).text[mark.start : mark.end]) for mark in only(done).marks
    }
    assert Change("emphasis", 3) in done.changes


def test_stars_elsewhere_are_the_authors():
    done = typogrify(text(paragraph("*him*"), media_type="text/html"), language="en")

    assert only(done).text == "*him*"


def test_wrapped_lines_of_prose_are_joined_and_those_of_verse_are_not():
    verse = paragraph("Roses are red,\n  violets are blue", kind="verse")
    done = typogrify(text(paragraph("one\ntwo  \nthree"), verse), language="en")

    assert ["one two three", verse.text] == [block.text for block in done.blocks]
    assert done.changes == (Change("line-breaks", 2),)


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("a hy-\nphen; no hyphen", "a hyphen; no hyphen"),
        ("a well-\nknown fact", "a well-known fact"),
        ("pre-\nand post-war", "pre- and post-war"),
    ],
)
def test_a_word_divided_at_the_line_end_is_whole_if_it_is_so_elsewhere(typed, printed):
    assert printed == only(typogrify(text(paragraph(typed)), language="en")).text


def test_spaces_are_one_and_of_the_right_width():
    typed = "  Two\u00a0words ,  and Dr. Ford\u200b, No. 5. No. Not 10\u00a0kg "

    assert "Two words, and Dr.\u00a0Ford, No.\u00a05. No. Not 10\u00a0kg" == typogrify_line(
        typed, language="en"
    )


def test_code_is_untouched():
    block = paragraph('print("a -- b")', kind="code")
    inline = paragraph('say "x--y" now', Mark(4, 10, "code"))
    done = typogrify(text(block, inline), language="en")

    assert [block, inline] == list(done.blocks)


def test_marks_stay_on_their_words():
    done = typogrify(
        text(paragraph('one -- "two" ... three', Mark(8, 11, "link", "#"))), language="en"
    )

    assert only(done).text == "one—“two” … three"
    (mark,) = only(done).marks
    assert only(done).text[mark.start : mark.end] == "two"


def test_changes_are_counted_by_class():
    done = typogrify(text(paragraph('"It\'s  so - well..."')), language="en")

    assert {"quotes": 2, "apostrophes": 1, "dashes": 1, "ellipses": 1, "spaces": 1} == {
        change.kind: change.count for change in done.changes
    }


def test_only_readings_are_set_when_asked():
    block = paragraph("'old' don't new", Mark(6, 11, "emendation", "e1"))

    assert typogrify_readings(block, language="en").text == "'old' don’t new"


@pytest.mark.parametrize(
    ("language", "typed", "printed"),
    [
        ("de", ",,So ist es'', sagte er.", "„So ist es“, sagte er."),
        ("de", ',,So“ und ,,so" ging es.', "„So“ und „so“ ging es."),
        ("de", "<<so>> und >>so<<", "„so“ und „so“"),
        ("pl", ",,tak'' i ,,nie”", "„tak” i „nie”"),
        ("hu", ",,igen''", "„igen”"),
        ("it", "disse <<sì>>", "disse «sì»"),
        ("ru", '<<да>>, ,,нет"', "«да», «нет»"),
        (
            "fr",
            "Il dit <<oui>>, puis << non >>.",
            "Il dit «\u202foui\u202f», puis «\u202fnon\u202f».",
        ),
        ("en", "``so'' and ''so''", "“so” and “so”"),
        # Not quotations: placeholders, shifts, commas, inches.
        ("en", "<<name>> or a<<b>>c", "<<name>> or a<<b>>c"),
        ("de", "1 << 2 und x >>y", "1 << 2 und x >>y"),
        ("de", "eins,,zwei und ,,drei", "eins,,zwei und ,,drei"),
        ("en", "a board of 5'' by 7''", "a board of 5'' by 7''"),
    ],
)
def test_one_mark_typed_as_two_is_the_mark_of_the_language(language, typed, printed):
    assert printed == typogrify_line(typed, language=language)
