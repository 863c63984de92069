"""Numbers of lines in the margin go by a rule; numbers that are words of a line stay."""

import pytest

from florilegium import clean, ingest

POEM = [
    "The herons came in line,", "They stood along the shore,", "And one that was not mine",
    "Came after them once more,", "And looked into the pool,", "And saw what it had seen,",
    "A heron like a fool,", "And all the water green,", "And nothing in between",
    "The reeds and it, and more.",
]  # fmt: skip


def verse(mark, *, start=1, step=5, lines=POEM):
    made = []
    for number, line in enumerate(lines, start=start):
        made.append(mark(line, number) if number % step == 0 else mark(line, 0))
    return made


def behind(line, number):
    return f"{line}    {number}" if number else line


def before(line, number):
    return f"{number:>4}  {line}" if number else f"      {line}"


def one_space(line, number):
    return f"{line} {number}" if number else line


def bracketed(line, number):
    return f"{line}   [{number}]" if number else line


MARKED = {
    "behind": ("a.txt", "\n".join(verse(behind))),
    "before": ("a.txt", "\n".join(verse(before))),
    "in brackets": ("a.txt", "\n".join(verse(bracketed))),
    "from another line on": ("a.txt", "\n".join(verse(behind, start=101))),
    "in a page": ("a.html", "<p>" + "<br>\n".join(verse(one_space)) + "</p>"),
    "in a cell": (
        "a.html",
        "<table><tr><th>Line</th><th>No.</th></tr>" + "".join(
            f"<tr><td>{line}</td><td>{n if n % 5 == 0 else ''}</td></tr>"
            for n, line in enumerate(POEM, start=1)
        ) + "</table>",
    ),
}  # fmt: skip
WORDS = {
    "years": [f"{line} {1910 + n}" if n in (2, 7) else line for n, line in enumerate(POEM)],
    "one alone": [f"{line} 5" if n == 4 else line for n, line in enumerate(POEM)],
    "no count": [f"{line} {9 * n}" if n in (4, 9) else line for n, line in enumerate(POEM)],
    "of every line": [f"{line} {n}" for n, line in enumerate(POEM, start=1)],
}  # fmt: skip


def gone(name, data):
    text = ingest.decode(data.encode(), name)
    cleaned = clean.clean(text, rules=())
    assert clean.merge(cleaned) == text.blocks
    return [
        one.text.strip(" []\t") for one in cleaned.removals if one.rule == "line-number"
    ], cleaned


@pytest.mark.parametrize("name", MARKED)
def test_a_number_in_the_margin_goes(name):
    numbers, cleaned = gone(*MARKED[name])
    words = "\n".join(block.text for block in cleaned.blocks)

    assert numbers == (["105", "110"] if "another" in name else ["5", "10"])
    assert not any(map(str.isdigit, words))


@pytest.mark.parametrize("name", WORDS)
def test_a_number_that_is_a_word_stays(name):
    assert gone("a.txt", "\n".join(WORDS[name]))[0] == []
