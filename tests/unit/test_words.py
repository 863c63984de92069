"""Tables of ``cases/words/``: each row one input and what becomes of it (see the README there)."""

import unicodedata
from pathlib import Path

import pytest

from florilegium.annotate.critic import read_marked
from florilegium.annotate.front import read_front
from florilegium.annotate.quotation import Concordance
from florilegium.assemble.filing import filing_key
from florilegium.desk.suggest.names import names_in
from florilegium.errors import FlorilegiumError
from florilegium.model import Block, Mark, Quotation
from florilegium.project.file_names import find_file, shown_name
from florilegium.render import pandoc
from florilegium.typography import typogrify_line
from florilegium.typography.protected import addresses

TABLES = Path(__file__).parents[1] / "cases" / "words"


def rows(name):
    """Return the rows of a table; the last column, a public report, is for its reader."""
    text = (TABLES / f"{name}.tsv").read_text(encoding="utf-8")
    found = [tuple(line.split("\t")[:-1]) for line in text.split("\n") if line]
    return [
        tuple("" if cell == "-" else cell.replace("\\n", "\n") for cell in row) for row in found
    ]


@pytest.mark.parametrize(("language", "typed", "printed"), rows("quotation-marks"))
def test_marks_are_those_of_the_language(language, typed, printed):
    made = typogrify_line(typed, language=language)

    assert printed == made.replace("\u00a0", "~").replace("\u202f", "¬")
    assert made == typogrify_line(made, language=language)


@pytest.mark.parametrize(("typed", "meant"), rows("front-matter"))
def test_a_title_is_what_was_typed_or_an_error_with_its_line(typed, meant):
    errors = []
    lines = f"---\nseed: a.txt\nsource: b\ntitle: {typed}\n---\n".split("\n")
    front = read_front(lines, file="book/chapters/a.md", errors=errors)

    if meant.startswith("!"):
        assert [meant[1:] in error.what for error in errors] == [True]
        assert errors[0].where == "book/chapters/a.md:4"
    else:
        assert [] == errors
        assert meant.replace("’", "'") == front.values["title"]


@pytest.mark.parametrize(("typed", "meant"), rows("sources"))
def test_a_source_says_what_was_typed_or_an_error_with_its_line(typed, meant, tmp_path):
    path = tmp_path / "sources.yaml"
    path.write_text(f"references:\n- id: a\n  type: book\n  title: {typed}\n", encoding="utf-8")

    if meant.startswith("!"):
        with pytest.raises(FlorilegiumError, match=meant[1:]) as raised:
            pandoc.read_sources(path)
        assert raised.value.where == "book/sources.yaml:4"
    else:
        assert meant == pandoc.read_sources(path)[0]["title"]


@pytest.mark.parametrize(("there", "typed", "result"), rows("file-names"))
def test_the_file_that_is_seen_is_found(there, typed, result, tmp_path):
    made = [tmp_path / name for name in there.split("|")]
    for path in made:
        path.write_text("x", encoding="utf-8")
    if len(list(tmp_path.iterdir())) < len(made):
        pytest.skip("this file system takes the two names for one")

    if result.startswith("!"):
        with pytest.raises(FlorilegiumError, match=result[1:]):
            find_file(tmp_path, typed)
    else:
        found = find_file(tmp_path, typed)
        assert (result == "found") == (found is not None)
        assert found is None or len(made) == 1 or found.name == typed


def test_a_message_shows_a_name_as_it_is_seen():
    assert unicodedata.normalize("NFC", "Möwe") == shown_name(unicodedata.normalize("NFD", "Möwe"))
    assert "a\\u202eb\\u000ac\\xff" == shown_name("a\u202eb\nc\udcff")


@pytest.mark.parametrize(("language", "order"), rows("filing"))
def test_headings_are_filed_by_the_language(language, order):
    headings = order.split("|")
    filed = headings[::-1]
    filed.sort(key=lambda name: filing_key(name, language))

    assert headings == filed


@pytest.mark.parametrize(("text", "quoted", "found"), rows("quotations"))
def test_a_quotation_is_found_across_what_nobody_sees(text, quoted, found):
    blocks = [Block("paragraph", line, (n, n)) for n, line in enumerate(text.split("\n"), start=1)]
    marked = read_marked(quoted)
    quote = Quotation(marked.exact, marked.prefix, marked.suffix, where="a.md:1")
    concordance = Concordance(blocks, seed="a.txt")

    if found.startswith("!"):
        with pytest.raises(FlorilegiumError, match=found[1:]):
            concordance.locate(quote, what="the note", part="last")
    else:
        place = concordance.locate(quote, what="the note", part="last")
        assert found == blocks[place.block].text[place.start : place.end]


def test_a_quotation_runs_over_calls_and_into_the_next_paragraph():
    called = Block("paragraph", "the herons[2] came", (1, 1), marks=(Mark(10, 13, "author-note"),))
    blocks = [called, Block("row", "one\ttwo", (2, 2)), Block("caption", "A heron", (3, 3))]
    concordance = Concordance(blocks, seed="a.txt")

    def locate(words, part=None):
        place = concordance.locate(Quotation(words), what="the note", part=part)
        return blocks[place.block].text[place.start : place.end]

    assert "herons[2] came" == locate("herons came") == locate("herons[2] came")
    assert "one\ttwo" == locate("one two")
    assert "A heron" == locate("A heron")
    assert ("came", "one") == (locate("came one", "first"), locate("came one", "last"))
    with pytest.raises(FlorilegiumError, match="does not have"):
        locate("came one")


def test_a_note_may_quote_the_head_where_the_text_has_not_its_words():
    head = [Block("heading", "The Herons of the Marsh", (1, 1))]
    blocks = [Block("paragraph", "The herons came.", (2, 2))]
    concordance = Concordance(blocks, head=head, seed="a.txt")

    assert -1 == concordance.locate(Quotation("the Marsh"), what="the note", part="last").block
    with pytest.raises(FlorilegiumError, match="does not have"):
        concordance.locate(Quotation("the Marsh"), what="the emendation")


def said(name):
    whole = name.literal or ", ".join(filter(None, (name.family, name.given)))
    suffix = f" / {name.suffix}" if name.suffix else ""
    return f"{whole}{suffix}{'?' if name.doubtful else ''}"


@pytest.mark.parametrize(("byline", "names"), rows("names"))
def test_a_byline_gives_persons_and_bodies_and_nothing_else(byline, names):
    assert names == "|".join(map(said, names_in(byline)))


@pytest.mark.parametrize(("text", "found"), rows("addresses"))
def test_addresses_are_known(text, found):
    assert found == "|".join(text[start:end] for start, end in addresses(text))
