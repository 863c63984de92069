"""A draft of the letter that asks the holder of one text for permission."""

from florilegium.desk.rights.rows import Row
from florilegium.model import Book, Edition

_BLANK = "[…]"


def letter(book: Book, row: Row, edition: Edition, *, date: str) -> str:
    """Return the letter about the text of *row* for *edition*, in English, dated *date*.

    What is not on record stands as […], for the editor to fill in.
    """
    editors = ", ".join(one.name for one in book.meta.people if "edt" in one.roles) or _BLANK
    facts = {
        "Author": row.author,
        "Title": row.title,
        "Published in": row.container,
        "ISBN, ISSN or address": row.identifier,
        "Volume, number": ", ".join(filter(None, (row.volume, row.issue))),
        "Date": row.issued,
        "Pages there": row.pages_in_source,
        "Pages in our book": row.pages_in_book,
        "Words": row.words,
        "Share of the work": row.share_of_work,
    }
    lines = [f"    {name}: {value or _BLANK}" for name, value in facts.items()]
    use = {
        "private": "for the editor's own use",
        "class": f"for the course {book.meta.course or _BLANK} ({book.meta.term or _BLANK})",
        "public": "for the public",
    }[edition.audience]
    copies = f"{edition.copies}" if edition.copies is not None else _BLANK
    kind = "a printed book" if edition.format == "pdf" else "an e-book (EPUB)"
    return f"""{date}

To: {row.holder or _BLANK}

Dear Sir or Madam,

for the reader “{book.meta.title}”, edited by {editors}, I ask for your permission to reprint

{chr(10).join(lines)}

in {kind} {use}, in {copies} copies. The text is printed with notes; every change to it is marked
and listed in the book. Please let me know whether you hold these rights, on what terms you
grant them, for how long, and how you wish to be credited. If you are not the holder, I should
be glad to know who is.

Yours faithfully,

{editors}
"""
