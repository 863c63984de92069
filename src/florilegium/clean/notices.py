"""Notices of how a text was cleaned: a `CleanText` in, findings out.

It judges nothing anew and changes nothing; it tells what cleaning itself was not sure of.
"""

from collections.abc import Iterator, Sequence

from florilegium.clean.units import ends_sentence
from florilegium.errors import clipped
from florilegium.findings import Finding
from florilegium.model import Block, CleanText
from florilegium.model.places import place

# A line that is a title has so many letters at most; so many of a doubt's are shown.
_TITLE, _SHOWN = 200, 70


def notices(cleaned: CleanText, *, where: str = "") -> Iterator[Finding]:
    """Yield T104, T111 and T112, each at most once.

    *where* is what the seed is called, if it is not one of the book.
    """
    file = where or f"seeds/{cleaned.seed.name}"
    count = sum(one.action == "removed" for one in cleaned.removals)
    known = f"all but {count} passages that rules know were kept" if count else "all was kept"
    if not cleaned.article:
        yield Finding("T104", file, f"no line could be told from the frame of a page; {known}")
    if cleaned.held_back:
        gone, whole = cleaned.held_back.letters, cleaned.held_back.of
        share = f"{gone:,} of the {whole:,} letters of its body ({gone / whole:.0%})"
        yield Finding("T111", file, f"{share} would have gone; {known}")
    if count and is_title_alone(cleaned.blocks):
        words = " / ".join(block.text.strip() for block in cleaned.blocks)
        yield Finding(
            "T112", file, f"only {clipped(words, _SHOWN)!r} was kept" if words else "no text"
        )


def doubtful(cleaned: CleanText, *, where: str) -> Iterator[Finding]:
    """Yield T113 for each line in doubt, the first thing to read; *where* is its file."""
    for doubt in cleaned.doubts:
        likely = "" if doubt.probability is None else f", {doubt.probability:.0%} the author's"
        words = f"{clipped(doubt.text, _SHOWN)!r} ({doubt.role}{likely})"
        yield Finding("T113", place(where, doubt.lines[0], cleaned.seed.counted), words)


def is_title_alone(blocks: Sequence[Block]) -> bool:
    """Tell whether *blocks* are no more than headings or one line that ends no sentence."""
    said = [block for block in blocks if any(map(str.isalnum, block.text))]
    if all(block.kind == "heading" for block in said):
        return True
    text = said[0].text.strip()
    return len(said) == 1 and len(text) <= _TITLE and not ends_sentence(text)
