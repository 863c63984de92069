"""One part of a file by its heading, in every kind that is read."""

import pytest

from florilegium import ingest
from florilegium.errors import SeedError
from florilegium.ingest import SeedSettings
from support.paper import lines, pdf, word

BODY = "Every morning the herons came to the flooded field behind the mill, and stood there still."
NOVEL = f"""\
THE HERONS

CONTENTS

CHAPTER I. Arrival

CHAPTER II. Winter

CHAPTER III. Return

CHAPTER I. Arrival

One. {BODY}

CHAPTER II. Winter

Two. {BODY}

More of it.

CHAPTER III. Return

Three. {BODY}

*** END OF THE PROJECT GUTENBERG EBOOK THE HERONS ***

The licence.
"""
PAGE = f"""<h1>The Herons</h1><p>{BODY}</p><h2>Arrival</h2><p>One. {BODY}</p>
<h2>Winter</h2><p>Two. {BODY}</p><h3>Ice</h3><p>More of it.</p><h2>Return</h2><p>Three.</p>"""
MARKDOWN = f"# The Herons\n\n## Arrival\n\nOne. {BODY}\n\n## Winter\n\nTwo. {BODY}\n"
MARKDOWN += "\n### Ice\n\nMore of it.\n\n## Return\n\nThree.\n"
BOOKS = f"""\
BOOK ONE

CHAPTER I

One. {BODY}

CHAPTER II

Two. {BODY}

More of it.

BOOK TWO

CHAPTER III

Three. {BODY}
"""
PAPER = pdf(
    [
        word(50, 560, "Arrival", size=16), *lines(50, 530, ["One. Every morning the herons came"]),
        word(50, 500, "Winter", size=16), *lines(50, 480, ["Two. Every morning the herons came"]),
        word(50, 440, "More of it."), word(50, 410, "Return", size=16), word(50, 380, "Three."),
    ]
)  # fmt: skip
FILES = {
    "text, by its number": ("a.txt", NOVEL.encode(), "Chapter II"),
    "text, by all its words": ("a.txt", NOVEL.encode(), "chapter ii. winter"),
    "text, to the next book": ("a.txt", BOOKS.encode(), "Chapter II"),
    "page": ("a.html", PAGE.encode(), "Winter"),
    "markdown": ("a.md", MARKDOWN.encode(), "WINTER"),
    "pdf": ("a.pdf", PAPER, "Winter"),
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_a_part_is_read_from_its_heading_to_the_next(name):
    file, data, part = FILES[name]
    text = ingest.decode(data, file, settings=SeedSettings(part=part))
    words = "\n".join(block.text for block in text.blocks)
    (rest,) = (one for one in text.left_out if one.rule == "other-part")
    whole = ingest.decode(data, file)
    solid = sum(len("".join(block.text.split())) for block in whole.blocks)

    assert words.casefold().startswith(part.casefold())
    assert "Two." in words
    assert "More of it." in words
    assert not any(other in words for other in ("One.", "Three.", "licence"))
    assert rest.count + len("".join(words.split())) == solid


def test_lines_stay_those_of_the_file():
    text = ingest.decode(NOVEL.encode(), "a.txt", settings=SeedSettings(part="Chapter II"))

    assert NOVEL.split("\n")[text.blocks[0].lines[0] - 1] == "CHAPTER II. Winter"


def test_what_the_editor_says_of_passages_holds_in_a_part():
    poem = "Two. One heron came,\nTwo herons went,\nAnd all the same\nThe day was spent."
    data = NOVEL.replace("More of it.", poem).encode()
    text = ingest.decode(data, "a.txt", settings=SeedSettings(part="Chapter II"))
    first = next(n for n, block in enumerate(text.blocks) if "One heron" in block.text)
    start = sum(len("".join(block.text.split())) for block in text.blocks[:first])
    end = start + len("".join(poem.split()))

    ordered = ingest.decode(
        data, "a.txt", settings=SeedSettings(part="Chapter II", passages=[("prose", (start, end))])
    )

    assert [b.kind for b in ordered.blocks if "One heron" in b.text] == ["paragraph"]
    assert [b.text.count("\n") for b in ordered.blocks if "One heron" in b.text] == [3]


REFUSED = {
    "none": ("Chapter IX", "no part 'Chapter IX'", "CHAPTER I. Arrival"),
    "nearly": ("Chapter III. Retrun", "no part", "Did you mean 'CHAPTER III. Return'"),
    "several": ("Chapter", "3 headings", "Name more"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_part_that_is_not_there_once_is_an_error(name):
    part, what, hint = REFUSED[name]

    with pytest.raises(SeedError) as caught:
        ingest.decode(NOVEL.encode(), "a.txt", settings=SeedSettings(part=part))

    assert what in caught.value.what
    assert hint in caught.value.hint
