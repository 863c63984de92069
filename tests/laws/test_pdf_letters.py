"""Law 2 for PDFs: each letter that PDFium gives is in a block or was left out with a reason."""

from collections import Counter

import pypdfium2
from hypothesis import given, settings
from hypothesis import strategies as st

from florilegium import clean, ingest
from florilegium.errors import SeedError
from florilegium.model.letters import letters
from support.paper import pdf, word

WORDS = st.sampled_from(
    ["heron", "marsh", "Mill", "1914", "12", "(3)", "Störche", "well-", "known", "•", "*", "xii"]
)
LINES = st.tuples(
    st.integers(20, 250),
    st.integers(10, 580),
    st.lists(WORDS, min_size=1, max_size=5).map(" ".join),
    st.sampled_from([6, 7.5, 10, 10, 10, 14, 28]),
    st.sampled_from(["roman", "italic", "bold"]),
    st.sampled_from(["", "", "1", "2"]),
)
PAGES = st.lists(st.lists(LINES, max_size=14), min_size=1, max_size=4)


def _said(page):
    """What PDFium gives for *page*; it has a sign of its own for a hyphen at a line's end."""
    return page.get_textpage().get_text_range().replace("\ufffe", "-")


@given(PAGES)
@settings(max_examples=60, deadline=None)
def test_every_letter_of_a_pdf_is_in_a_block_or_left_out(pages):
    made = [
        [
            word(x, y, text, size=size, face=face, call=call)
            for x, y, text, size, face, call in page
        ]
        for page in pages
    ]
    data = pdf(*made)
    given_letters = Counter()
    for page in pypdfium2.PdfDocument(data):
        given_letters.update(letters(_said(page)))
    try:
        text = ingest.decode(data, "a.pdf")
    except SeedError:
        return

    hyphens = {"line-end-hyphen"}  # these are told with their word, which is in a block
    kept = [block.text for block in text.blocks]
    kept += [one.text for one in text.left_out if one.rule not in hyphens]
    cleaned = clean.clean(text, rules=())

    assert Counter(letters("\n".join(kept))) == given_letters
    assert clean.merge(cleaned) == text.blocks
    assert all(one.why and one.count for one in text.left_out)
    assert all(
        0 <= mark.start < mark.end <= len(block.text)
        for block in text.blocks
        for mark in block.marks
    )
