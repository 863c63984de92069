"""PDF: reading order, paragraphs, furniture, hyphens, notes, pages, and what is refused."""

import pytest

from florilegium import clean, ingest
from florilegium.errors import SeedError
from florilegium.ingest.pdf.glyphs import Glyph, Style
from florilegium.ingest.pdf.logical_order import from_left, logical
from support.paper import lines, pdf, word, wrapped

PROSE = wrapped(
    "Every morning the herons came to the flooded field behind the old mill and stood there "
    "without a sound until the mist had gone from the water and the first carts went over the "
    "bridge. Then they rose, one by one."
)
MORE = wrapped(
    "Nobody in the village had ever counted them, nor was there any reason to do so before the "
    "winter in which the river froze to its very bottom and half of them were found dead."
)
NARROW = wrapped("Each heron stood in the reeds as still as a post, and looked at itself.", 27)


def read(data):
    return ingest.decode(data, "a.pdf")


def shown(text):
    """Kind and words of the blocks that are no furniture."""
    return [
        (block.kind, " ".join(block.text.split()))
        for block in text.blocks
        if not any(mark.kind == "furniture" for mark in block.marks)
    ]


def furniture(text):
    return [
        (block.text, mark.ref) for block in text.blocks for mark in block.marks
        if mark.kind == "furniture"
    ]  # fmt: skip


def told(text):
    return [(one.code, one.what) for one in text.damage]


def test_lines_become_paragraphs_at_an_indent_and_at_a_short_line():
    last = ["Then they were gone."]
    page = [
        *lines(50, 500, PROSE),
        word(62, 500 - 12 * len(PROSE), "“Well,” he said."),
        *lines(50, 488 - 12 * len(PROSE), MORE),
        *lines(50, 488 - 12 * len(PROSE + MORE), last),
    ]

    assert shown(read(pdf(page))) == [
        ("paragraph", " ".join(PROSE)),
        ("paragraph", "“Well,” he said."),
        ("paragraph", " ".join(MORE)),
        ("paragraph", last[0]),
    ]


def test_a_gap_parts_paragraphs():
    page = [*lines(50, 500, PROSE), *lines(50, 450, MORE)]

    assert shown(read(pdf(page))) == [
        ("paragraph", " ".join(PROSE)),
        ("paragraph", " ".join(MORE)),
    ]


@pytest.mark.parametrize("rows_first", [True, False])
def test_columns_are_read_one_after_the_other(rows_first):
    left, right = lines(30, 500, NARROW * 4), lines(215, 500, [x.upper() for x in NARROW * 4])
    page = (
        [x for pair in zip(left, right, strict=True) for x in pair] if rows_first else left + right
    )

    words = " ".join(words for _, words in shown(read(pdf(page))))

    assert words == f"{' '.join(NARROW * 4)} {' '.join(NARROW * 4).upper()}"


def test_what_stands_across_columns_parts_them():
    page = [
        word(30, 540, "The Herons of the Marsh", size=20),
        *lines(30, 500, NARROW * 2),
        *lines(215, 500, [x.upper() for x in NARROW * 2]),
        word(30, 400, "A second part of the text, across", size=14),
        *lines(30, 370, NARROW * 2),
        *lines(215, 370, [x.upper() for x in NARROW * 2]),
    ]

    words = [words.split()[0] for _, words in shown(read(pdf(page)))]

    assert words == ["The", "Each", "EACH", "A", "Each", "EACH"]


def test_cells_of_a_table_are_no_columns():
    cells = [("Heron", "12"), ("Stork", "7"), ("Crane", "19"), ("Egret", "4"), ("Ibis", "2")] * 2
    page = [
        part
        for number, (name, count) in enumerate(cells)
        for part in (word(50, 500 - 12 * number, name), word(250, 500 - 12 * number, count))
    ]

    words = " ".join(words for _, words in shown(read(pdf([*page, *lines(50, 300, PROSE)]))))

    assert words.startswith("Heron 12 Stork 7 Crane 19")


def test_headings_have_ranks_by_size_and_bold_lines_the_last():
    page = [
        word(50, 540, "The Herons", size=20),
        word(50, 510, "Arrival", size=14),
        *lines(50, 490, PROSE),
        word(50, 440, "In winter", face="bold"),
        *lines(50, 420, MORE),
    ]

    found = [(b.level, b.text) for b in read(pdf(page)).blocks if b.kind == "heading"]

    assert found == [(1, "The Herons"), (2, "Arrival"), (3, "In winter")]


def test_emphasis_is_told_by_the_face():
    page = lines(50, 500, ["They *never* came alone to the field behind a mill,", *PROSE])

    (block,) = read(pdf(page)).blocks
    marks = [(m.kind, block.text[m.start : m.end]) for m in block.marks if m.kind != "page"]

    assert marks == [("emphasis", "never")]


def running(number, body, *, head="Marsh Studies"):
    """A page with a head and a folio."""
    return [
        word(170, 570, head, size=8), *lines(50, 540, body), word(195, 30, str(number), size=8)
    ]  # fmt: skip


def test_running_heads_and_folios_go_by_a_rule_of_the_ledger():
    text = read(pdf(*(running(17 + n, PROSE) for n in range(4))))
    cleaned = clean.clean(text, rules=())
    gone = [(one.rule, one.role, one.text) for one in cleaned.removals]

    assert gone.count(("running-head", "furniture", "Marsh Studies")) == 4
    assert [t for rule, _, t in gone if rule == "folio"] == ["17", "18", "19", "20"]
    assert clean.merge(cleaned) == text.blocks
    assert all("Marsh" not in block.text for block in cleaned.blocks)


HEADS = {
    "another on each side": (["A. Heron", "Marsh Studies"] * 2, 4),
    "with the number of the page": ([f"Marsh Studies {n}" for n in range(9, 13)], 4),
    "with its number before": ([f"{n}  THE HERONS" for n in range(9, 13)], 4),
    "with the number of pages": ([f"herons.html {n}/4" for n in range(1, 5)], 4),
    "of chapters": (["Arrival", "Arrival", "Winter", "Winter"], 4),
    "once alone": (["Arrival", "Winter", "Spring", "Return"], 0),
    "a date that stays": (["Received 3 May 1920"] * 4, 4),
}


@pytest.mark.parametrize("name", HEADS)
def test_a_head_is_one_that_comes_again(name):
    heads, count = HEADS[name]
    bodies = [PROSE, MORE, PROSE[::-1], MORE[::-1]]
    pages = [
        running(n + 1, body, head=head)
        for n, (head, body) in enumerate(zip(heads, bodies, strict=True))
    ]

    found = [rule for _, rule in furniture(read(pdf(*pages)))]

    assert found.count("running-head") == count
    assert found.count("folio") == 4


def test_a_number_in_the_last_line_of_a_page_is_no_folio():
    pages = [[*lines(50, 540, [*PROSE, "1914"])], [*lines(50, 540, [*MORE, "1918"])]]

    assert furniture(read(pdf(*pages))) == []


def test_a_paragraph_goes_on_over_the_page_and_knows_its_pages():
    text = read(pdf(running(17, PROSE[:2]), running(18, [*PROSE[2:], *MORE])))
    block = next(block for block in text.blocks if block.text.startswith("Every"))
    pages = {
        mark.ref: " ".join(block.text[mark.start : mark.end].split())
        for mark in block.marks
        if mark.kind == "page"
    }

    assert " ".join(block.text.split()).startswith(" ".join(PROSE))
    assert pages["17"] == " ".join(PROSE[:2])
    assert pages["18"].startswith(PROSE[2])


HYPHENS = {
    "divided by the language": ("the morn-", "ing mist over the field", "morning", None),
    "known from elsewhere": ("the old wabba-", "dook and the wabbadook", "wabbadook", None),
    "a compound known from elsewhere": (
        "the water-", "meadow, their water-meadow", "water-meadow", "water-meadow",
    ),
    "a compound of two words that are known": (
        "the field-", "mill, between field and mill", "field-mill", "field-mill",
    ),
    "before a capital": ("the Upper-", "Marsh in winter", "Upper-Marsh", "Upper-Marsh"),
    "unknown": ("the xqz-", "vvw of the field", "xqz-vvw", "xqz-vvw"),
    "a dash": ("the herons -", "and the storks", "herons - and", None),
}  # fmt: skip


@pytest.mark.parametrize("name", HYPHENS)
def test_a_hyphen_at_the_end_of_a_line(name):
    first, second, expected, kept = HYPHENS[name]
    start = "They stood of an evening in the end and all of it "[: 50 - len(first)]
    page = lines(50, 500, [f"{start}{first}", f"{second} and so they did."[:50], *PROSE])

    text = read(pdf(page, catalog="/Lang (en-GB)"))
    words = " ".join(" ".join(block.text.split()) for block in text.blocks)
    gone = [one for one in text.left_out if one.rule == "line-end-hyphen"]

    assert f" {expected}" in words
    assert [what for code, what in told(text) if code == "T133"] == (
        [f"the hyphen stays in “{kept}”"] if kept else []
    )
    assert len(gone) == ("-" not in expected)


def noted(calls, notes, *, size=7.5):
    """A page whose first lines call notes by raised signs, with notes at its foot."""
    page = [
        word(50, 540 - 12 * number, text[:47], call=dict(enumerate(calls)).get(number, ""))
        for number, text in enumerate(PROSE)
    ]
    return [*page, *lines(50, 80, notes, size=size, leading=9)]


def test_notes_at_the_foot_become_the_authors_notes():
    text = read(pdf(noted(["1", "2"], ["1 See the", "second edition.", "2 Ibid."])))
    first = next(block for block in text.blocks if block.kind == "paragraph")
    calls = [
        (mark.ref, first.text[mark.start : mark.end])
        for mark in first.marks
        if mark.kind == "author-note"
    ]
    notes = [(b.label, " ".join(b.text.split())) for b in text.blocks if b.kind == "author-note"]

    assert calls == [("1", "1"), ("2", "2")]
    assert notes == [("1", "See the second edition."), ("2", "Ibid.")]
    assert [one.text for one in text.left_out if one.rule == "note-sign"] == ["1", "2"]


@pytest.mark.parametrize(
    ("calls", "notes"),
    [([], ["1 See the second edition."]), (["1", "1"], ["1 See the second edition."])],
    ids=["no call", "two calls"],
)
def test_a_note_whose_call_is_not_sure_stays_a_paragraph(calls, notes):
    text = read(pdf(noted(calls, notes)))

    assert [block for block in text.blocks if block.kind == "author-note"] == []
    assert [code for code, _ in told(text)] == ["T134"]


def test_small_print_without_signs_is_no_note():
    text = read(pdf(noted(["1"], ["Printed at the mill."])))

    assert told(text) == []
    assert ("paragraph", "Printed at the mill.") in shown(text)


def test_a_note_goes_on_at_the_foot_of_the_next_page():
    first = noted(["1"], ["1 See the second edition, in which the word is"])
    second = noted(["2"], ["spelt otherwise.", "2 Ibid."])

    notes = [
        " ".join(b.text.split())
        for b in read(pdf(first, second)).blocks
        if b.kind == "author-note"
    ]

    assert notes == ["See the second edition, in which the word is spelt otherwise.", "Ibid."]


def test_a_note_without_room_stands_on_the_page_after_its_call():
    first = [*lines(50, 540, PROSE[:-1]), word(50, 480, "They rose.", call="1")]
    second = [*lines(50, 540, MORE), word(50, 80, "1 From the sea.", size=7.5)]

    text = read(pdf(first, second))

    assert [b.text for b in text.blocks if b.kind == "author-note"] == ["From the sea."]
    assert told(text) == []


def test_ragged_lines_are_one_paragraph_and_a_line_that_ended_early_ends_one():
    ragged = wrapped(" ".join(PROSE), 44)
    page = [*lines(50, 560, ragged), *lines(50, 560 - 12 * len(ragged), [*ragged, "The end."])]

    assert next(words for _, words in shown(read(pdf(page)))) == " ".join(ragged)


def test_short_lines_close_together_may_be_verse():
    poem = [
        "The herons came in line,", "They stood along the shore,", "And one that was not mine",
        "Came after them once more,", "", "And looked into the pool,", "And saw what it had seen,",
        "A heron like a fool,", "And all the water green.",
    ]  # fmt: skip
    page = [part for n, line in enumerate(poem) if line for part in [word(50, 500 - 12 * n, line)]]

    kinds = {kind for kind, _ in shown(read(pdf([*lines(50, 560, PROSE), *page])))}

    assert "verse" in kinds


def test_an_initial_belongs_to_the_word_it_begins():
    page = [
        word(50, 488, "E", size=28),
        *lines(
            70, 500, ["very morning the herons came to the flooded field behind", "the old mill"]
        ),
        *lines(50, 476, PROSE[1:]),
    ]

    words = " ".join(words for _, words in shown(read(pdf(page))))

    assert words.startswith("Every morning the herons came")


@pytest.mark.parametrize("beside", [1, 2, 3])
def test_the_lines_beside_a_large_first_letter_are_of_its_paragraph(beside):
    text = wrapped("very morning " + " ".join(PROSE * 2), 52)
    page = [
        word(50, 512 - 12 * min(beside, 2), "E", size=28),
        *lines(70, 500, text[:beside]),
        *lines(50, 500 - 12 * beside, text[beside:]),
    ]

    assert [len(words.split()) for _, words in shown(read(pdf(page)))] == [
        len(" ".join(text).split())
    ]


STYLE = Style("x", 10, bold=False, italic=False)


def placed(text):
    return [(Glyph(sign, n, n + 1, 0, STYLE), 0) for n, sign in enumerate(text)]


@pytest.mark.parametrize(
    ("given", "drawn"),
    [
        ("שלום", "םולש"),
        ("\u05d1\u05b8\u05d0", "\u05d0\u05b8\u05d1"),
        ("abc", "abc"),
        ("של ab", "ab לש"),
    ],
)
def test_letters_that_a_file_gives_as_they_are_read_are_put_from_left_to_right(given, drawn):
    glyphs = [Glyph(sign, -n, 1 - n, 0, STYLE) for n, sign in enumerate(given)]
    if given == "abc":
        glyphs = [glyph for glyph, _ in placed(given)]
    if "ab " in drawn:
        glyphs[-2:] = [Glyph("a", -4, -3, 0, STYLE), Glyph("b", -3, -2, 0, STYLE)]
    assert "".join(glyph.text for glyph in from_left(glyphs)) == drawn


@pytest.mark.parametrize(
    ("drawn", "read_as"),
    [
        ("םולש", "שלום"),
        ("!םולש", "שלום!"),
        ("1914 תנשב", "בשנת 1914"),
        ("abc םולש", "שלום abc"),
        ("he said םולש to me now", "he said שלום to me now"),
        ("(םולש) רמא", "אמר (שלום)"),
    ],
)
def test_words_from_right_to_left_are_read_in_logical_order(drawn, read_as):
    assert "".join(glyph.text for glyph, _ in logical(placed(drawn))) == read_as


def test_a_word_given_as_it_is_read_in_a_line_of_another_script():
    places = (("a", 0), ("b", 1), (" ", 2), *zip("שלום", (6, 5, 4, 3), strict=True), (" ", 7),
              *zip("long", range(8, 12), strict=True))  # fmt: skip
    glyphs = [Glyph(sign, at, at + 1, 0, STYLE) for sign, at in places]
    drawn = from_left(glyphs)
    assert "".join(glyph.text for glyph in drawn) == "ab םולש long"
    assert "".join(g.text for g, _ in logical([(g, 0) for g in drawn])) == "ab שלום long"


def test_words_given_each_in_its_own_order_are_put_by_their_places():
    """As Chromium writes Arabic: some words as they are drawn, some as they are read."""
    drawn = (
        ("ש", 9, 10),
        (" ", 9, 9),
        ("ד", 5, 6),
        ("ג", 6, 7),
        (" ", 4, 4),
        ("ב", 2, 3),
        ("א", 1, 2),
    )
    glyphs = [Glyph(sign, left, right, 0, STYLE) for sign, left, right in drawn]
    placed_ = from_left(glyphs)
    assert "".join(glyph.text for glyph in placed_) == "אב דג ש"
    assert "".join(g.text for g, _ in logical([(g, 0) for g in placed_])) == "ש גד בא"


def test_the_language_of_the_file_is_believed():
    assert read(pdf(lines(50, 500, PROSE), catalog="/Lang (de-AT)")).language == "de-AT"


SCAN = pdf([], [], picture=True)
REFUSED = {
    "scan": (SCAN, "a scan", "ocrmypdf"),
    "scan with a stamp": (pdf([word(10, 10, "JSTOR")], [], picture=True), "a scan", "ocrmypdf"),
    "empty": (pdf([]), "no letters", "ocrmypdf"),
    "page of HTML": (b"<!DOCTYPE html><html><p>Log in</p></html>", "HTML page", ".html"),
    "text": (b"Every morning", "no PDF", ".txt"),
    "truncated": (pdf(lines(50, 500, PROSE))[:300], "breaks off", "once more"),
    "letters drawn as shapes": (
        pdf([word(50, 500, "a"), *["5 5 m 9 9 l 9 5 l f"] * 200]), "hardly any letters", "ocrmypdf"
    ),
}  # fmt: skip


@pytest.mark.parametrize("words", ["Hello, world!", "Yes."])
def test_a_page_of_few_words_is_read(words):
    assert shown(read(pdf([word(50, 500, words)]))) == [("paragraph", words)]


def test_the_hyphens_of_an_address_are_its_own():
    page = lines(50, 500, ["see https://www.example.org/an-ad-", "dress of the herons"])
    text = read(pdf([*page, *lines(50, 440, ["the address of the herons"])]))
    assert "an-ad-dress" in shown(text)[0][1]


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_is_one_error_with_a_remedy(name):
    data, what, hint = REFUSED[name]

    with pytest.raises(SeedError) as caught:
        read(data)

    assert what in caught.value.what
    assert hint in caught.value.hint
    assert caught.value.where == "a.pdf"


def test_a_page_that_is_a_picture_among_others_is_told():
    text = read(pdf(lines(50, 500, PROSE * 3), [], picture=True))

    assert [(code, what[:6]) for code, what in told(text)] == [("T132", "page 2")]


FAR = {
    "far to the right": f"{10**9} 0 0 1 50 500 Tm",
    "wide": f"1 0 0 1 {10**12} 500 Tm",
    "of no size": "0 0 0 0 50 500 Tm",
    "of no number": "1 0 0 1 nan inf Tm",
}


@pytest.mark.parametrize("name", FAR)
def test_letters_far_off_the_page_are_read_all_the_same(name):
    stray = f"BT /roman 10 Tf {FAR[name]} <{b'stray'.hex()}> Tj ET"

    words = " ".join(words for _, words in shown(read(pdf([*lines(50, 500, PROSE), stray]))))

    assert " ".join(PROSE) in words


@pytest.mark.parametrize("turn", ["0 1 -1 0 380 100 Tm", "0 -1 1 0 380 400 Tm"])
def test_what_stands_sideways_in_the_margin_goes_by_a_rule(turn):
    stamp = f"BT /roman 10 Tf {turn} <{b'Downloaded in May'.hex()}> Tj ET"

    text = read(pdf([*lines(50, 500, PROSE), stamp]))

    assert furniture(text) == [("Downloaded in May", "sideways")]


def test_a_document_that_lies_on_its_side_is_read():
    page = [f"0 1 -1 0 400 0 cm {line}" for line in lines(50, 300, PROSE)]
    turned = [f"q {line} Q" for line in page]

    assert shown(read(pdf(turned))) == [("paragraph", " ".join(PROSE))]


def test_items_and_quotations():
    item = ["• Each heron stood in the reeds as still as a post", "  and looked at itself."]
    page = [
        *lines(50, 560, PROSE), *lines(50, 490, item),
        *lines(86, 450, wrapped(" ".join(MORE), 38)), *lines(50, 340, PROSE),
    ]  # fmt: skip

    kinds = [kind for kind, _ in shown(read(pdf(page)))]

    assert kinds == ["paragraph", "item", "quote", "paragraph"]
