"""Documents that begin on the page where the one before ends, as one that is laid out as a whole.

Input: documents as an edition opens them. Output: those with ``same-page`` joined to the one
before them, which then says of each section what a document says of itself. A change to one of
them lays out all of the run again.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate

from lxml import etree

from florilegium.model import ContentDocument
from florilegium.render.elements import XHTML, Node
from florilegium.render.press.layout.page_starts import flow_of
from florilegium.render.press.layout.print_markup import JOINED, describe, parse

# What has a page of its own, whatever comes behind it.
_ALONE = frozenset(
    {"half-title", "title-page", "copyright", "contents", "part", "dedication", "epigraph"}
)


def joined(documents: Iterable[ContentDocument]) -> tuple[ContentDocument, ...]:
    """Return *documents* with those of a run in one; one that cannot join opens on a new page."""
    runs: list[list[ContentDocument]] = []
    for document in documents:
        if document.opens != "same-page":
            runs.append([document])
        elif runs and _may_join(runs[-1][-1], document):
            runs[-1].append(document)
        else:
            runs.append([replace(document, opens="any")])
    return tuple(run[0] if len(run) == 1 else _one(run) for run in runs)


def _may_join(before: ContentDocument, document: ContentDocument) -> bool:
    return (
        not _ALONE & {before.kind, document.kind}
        and before.matter == document.matter
        and before.stamp == document.stamp
        and before.audiences == document.audiences  # law 10: who gets less has the same pages
    )


def _one(run: Sequence[ContentDocument]) -> ContentDocument:
    root = etree.Element(f"{{{XHTML}}}div", {"class": JOINED})
    for document in run:
        section = parse(document)
        describe(section, document)
        root.append(section)
    return replace(run[0], xhtml=etree.tostring(root, encoding="unicode"))


def sections_of(document: ContentDocument) -> tuple[str, ...]:
    """Return the ids of the documents that *document* is made of: its own, where it is one."""
    root = parse(document)
    if root.get("class") != JOINED:
        return (document.id,)
    return tuple(section.get("id", "") for section in root)


def places_in(document: ContentDocument, offsets: Iterable[int]) -> Iterator[tuple[str, int]]:
    """Yield in which document of a run each letter of *offsets* is, and where.

    A letter is named by its offset in the flow of *document*, which is the run.
    """
    root = parse(document)
    sections: Iterable[Node] = root if root.get("class") == JOINED else ()
    names = [section.get("id", "") for section in sections] or [document.id]
    starts = [0, *accumulate(len(flow_of(section)) for section in sections)][: len(names)]
    for offset in offsets:
        number = bisect_right(starts, offset) - 1
        yield names[number], offset - starts[number]
