import pytest

from florilegium.annotate import read_apparatus
from florilegium.errors import ApparatusError, ConfigError, FlorilegiumError, Several
from florilegium.model import Elision, Emendation, Note, Quotation, Turn

HEAD = "---\nseed: a.txt\nsource: key\n---\n"


@pytest.fixture
def read(tmp_path):
    """Return a function that reads the apparatus whose file has the given text."""

    def read(text, *, head=HEAD):
        path = tmp_path / "book" / "chapters" / "one.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(head + text, encoding="utf-8")
        return read_apparatus(path, slug="one")

    return read


def at(line):
    return f"book/chapters/one.md:{line}"


def div(kind, text):
    return f"::: {kind}\n{text}\n:::\n"


def test_front_matter_gives_the_heading(read):
    made = read("", head='---\nseed: a.txt\nsource: key\ntitle: "A: B"\ndate: 2018-10-15\n---\n')

    assert ("one", "a.txt", "key", "A: B", "2018-10-15") == (
        made.slug,
        made.seed,
        made.source,
        made.title,
        made.date,
    )


def test_the_path_is_the_same_wherever_the_book_lies(read):
    assert read("").path == "book/chapters/one.md"


@pytest.mark.parametrize(
    ("head", "where", "what"),
    [
        ("", at(1), "the front matter is missing"),
        ("---\nseed: a\n", at(1), "the front matter is never closed"),
        ("---\nseed: a\n---\n", at(1), "'source' is missing"),
        ("---\nseed: a\nsource: b\nauthor: c\n---\n", at(4), "unknown key 'author'"),
        ("---\nseed: a\nsource: b\nseed: c\n---\n", at(4), "'seed' is given twice"),
        ("---\nseed: a\nsource: b\ntitle: [x]\n---\n", at(4), "'title' is not one line of text"),
        ("---\nseed: a\nsource: b\ntitle: a: b\n---\n", at(4), "not valid YAML"),
        ("---\n- a\n---\n", at(1), "no list of keys and values"),
    ],
)
def test_wrong_front_matter_is_reported(read, head, where, what):
    with pytest.raises(FlorilegiumError, match=what) as caught:
        read("", head=head)

    first = caught.value.errors[0] if isinstance(caught.value, Several) else caught.value
    assert where == first.where
    assert isinstance(first, ConfigError)


def test_an_unknown_key_is_told_the_valid_ones(read):
    with pytest.raises(ConfigError) as caught:
        read("", head="---\nseed: a\nsource: b\nbyeline: c\n---\n")

    assert "Did you mean 'byline'? The keys here are seed, source, title" in caught.value.hint


def test_a_missing_file_is_a_mistake_of_the_outline(tmp_path):
    with pytest.raises(ConfigError, match="missing"):
        read_apparatus(tmp_path / "none.md", slug="none")


def test_a_file_that_is_not_utf_8_is_reported(tmp_path):
    path = tmp_path / "latin.md"
    path.write_bytes(b"---\nseed: \xe9\n")

    with pytest.raises(ConfigError, match="a byte that is not UTF-8: 0x"):
        read_apparatus(path, slug="latin")


def test_a_highlight_is_exact_and_the_rest_is_context(read):
    made = read(
        div("note", "> becoming {==19 million\n> tweets==} using\n\nPew counted.\n\nTwice.")
    )

    quote = Quotation("19 million tweets", "becoming ", " using", at(6))
    assert (Note("note", quote, "Pew counted.\n\nTwice."),) == made.notes


def test_without_a_highlight_the_whole_quotation_is_exact(read):
    made = read(div("{.gloss}", "> Politicon\n\nA convention."))

    assert (Note("gloss", Quotation("Politicon", where=at(6)), "A convention."),) == made.notes


def test_a_gloss_may_say_how_the_glossary_files_it(read):
    made = read(div('{.gloss heading="the  Politicon"}', "> Politicon\n\nA convention."))

    assert ["the Politicon"] == [note.heading for note in made.notes]


@pytest.mark.parametrize(
    ("label", "what"),
    [
        ('.gloss heading=" "', "the heading is empty"),
        (".gloss heading=x audience=tutor", "a gloss for some alone has a heading"),
        (".note heading=x", "'note' cannot say 'heading'"),
    ],
)
def test_a_heading_that_no_glossary_has_is_refused(read, label, what):
    with pytest.raises(ApparatusError, match=what) as caught:
        read(div(f"{{{label}}}", "> Politicon\n\nA convention."))

    assert at(5) == caught.value.where


@pytest.mark.parametrize(
    ("quoted", "exact", "reading"),
    [
        ("{~~life~>live~~}", "life", "live"),
        ("{--to --}", "to ", ""),
        ("{++a++}", "", "a"),
        ("{~~x~>~~}", "x", ""),
    ],
)
def test_an_emendation_substitutes_deletes_or_inserts(read, quoted, exact, reading):
    made = read(div("emend", f"> only {quoted} with\n\nA slip."))

    quote = Quotation(exact, "only ", " with", at(6))
    assert (Emendation(quote, reading, "A slip."),) == made.emendations


def test_an_elision_has_two_quotations_and_perhaps_a_reason(read):
    made = read(
        div("elide", "> from: However, a\n> group\n> to: be erased.")
        + div("elide", "> From: x\n> To: y {==z==}\n\nToo long.")
    )

    first = Elision(
        Quotation("However, a group", where=at(6)), Quotation("be erased.", where=at(8)), ""
    )
    second = Elision(Quotation("x", where=at(11)), Quotation("z", "y ", "", at(12)), "Too long.")
    assert (first, second) == made.elisions


def test_turns_are_speakers_and_opening_words(read):
    made = read(div("turns", "DIE ZEIT: What: now?\n\nAlyssa Milano:  It was"))

    assert (
        Turn("DIE ZEIT", Quotation("What: now?", where=at(6))),
        Turn("Alyssa Milano", Quotation("It was", where=at(8))),
    ) == made.turns


def test_backslashes_of_markdown_are_not_quoted(read):
    made = read(div("note", r"> \#MeToo \*now\* and \then" + "\n\nx"))

    assert made.notes[0].quote.exact == r"#MeToo *now* and \then"


def test_headnote_and_questions_stay_markdown(read):
    made = read(
        "<!-- a comment\n::: nothing\n-->\n"
        + div("headnote", "One.\n\n:::: {.inner}\nTwo.\n::::\n\n```\n:::\n```")
        + div("questions", "1. Why?")
    )

    assert made.headnote == "One.\n\n:::: {.inner}\nTwo.\n::::\n\n```\n:::\n```"
    assert made.questions == "1. Why?"


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("stray\n", 5, "text outside a div: 'stray'"),
        (":::\n", 5, "there is no open div to close"),
        ("::: note\n> a\n", 5, "the div 'note' is never closed"),
        ("<!-- a\n", 5, "the comment is never closed"),
        (div("glos", "> a\n\nb"), 5, "a div of unknown kind 'glos'"),
        (div("{.note #id .x}", "> a\n\nb"), 5, "the label '{.note #id .x}' is not understood"),
        (div("headnote", "a") * 2, 8, "a second headnote"),
        (div("note", "a"), 5, "the note quotes no passage"),
        (div("note", "> a"), 5, "the note says nothing"),
        (div("note", ">\n\na"), 6, "the quotation is empty"),
        (div("note", "> a {==b\n\nc"), 6, "a sign of CriticMarkup is only half there"),
        (div("note", "> {==a==} {==b==}\n\nc"), 6, "more than one place is marked"),
        (div("note", "> {++b++}\n\nc"), 6, "a change to the text is ordered in 'note'"),
        (div("emend", "> b\n\nc"), 6, "an emendation says what is to change"),
        (div("emend", "> {~~b~>b~~}\n\nc"), 6, "the emendation changes nothing"),
        (div("elide", "> from: b"), 5, "an elision quotes where it begins and where it ends"),
        (div("elide", "> b"), 5, "an elision quotes where it begins and where it ends"),
        (div("turns", "A: b\nno speaker"), 7, "no turn: 'no speaker'"),
    ],
)
def test_a_mistake_is_reported_with_its_line(read, text, line, what):
    with pytest.raises(ApparatusError) as caught:
        read(text)

    assert what in caught.value.what
    assert at(line) == caught.value.where
    assert caught.value.hint


def test_all_mistakes_of_a_file_are_reported_together_in_order(read):
    with pytest.raises(Several) as caught:
        read(div("turns", "x") + div("note", "a") + "stray\n")

    assert [at(6), at(8), at(11)] == [error.where for error in caught.value.errors]
