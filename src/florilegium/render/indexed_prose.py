"""The editor's own words marked for the index, as they are set.

Input: the pieces that pandoc made (headnotes, notes, pages) and a book. Output: the same
pieces, with a ``span`` of class ``name`` where a listed form stands or an anchor points. No
word is changed. The texts themselves are marked by ``assemble/index.py``.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from lxml import html

from florilegium.annotate.quotation import Concordance
from florilegium.assemble.index import QuotedPlace, finder, locate, quoted_places
from florilegium.assemble.index_forms import FormFinder
from florilegium.errors import FlorilegiumError, raise_all
from florilegium.model import Block, Book
from florilegium.model.index import place_id
from florilegium.render import html_pieces
from florilegium.render.prose_typography import INLINE

_OF_NOTE = re.compile(r"-[ng]\d+\Z")
# In which part of a chapter an index finds what is reserved for an audience.
_OF_RESERVED = {
    "headnote": "headnote", "note": "notes", "gloss": "notes", "event": "notes",
    "questions": "questions", "question": "questions", "answer": "questions",
}  # fmt: skip
_UNREAD = frozenset({"math", "rt", "svg"})


@dataclass(frozen=True, slots=True)
class _Piece:
    """One piece: its *key*, where an anchor finds it (*place*), and its *kind*."""

    key: str
    place: str
    kind: str


@dataclass(frozen=True, slots=True)
class _Fragment:
    """Text of a node: its ``text``, or its *tail*; *start* is where it begins in its run."""

    node: html.HtmlElement
    tail: bool
    start: int
    text: str


@dataclass(frozen=True, slots=True)
class _Run:
    """The words of one paragraph, and the fragments they are in."""

    text: str
    fragments: tuple[_Fragment, ...]


def index_prose(pieces: Mapping[str, str], book: Book) -> dict[str, str]:
    """Return *pieces* with the places of the book's index marked.

    Raises `ApparatusError` for an anchor whose words are nowhere, or in two places.
    """
    found = dict(pieces)
    if not book.index.headings or book.index.of_names:
        return found
    groups: dict[str, list[_Piece]] = {}
    for piece in _pieces(book, pieces):
        groups.setdefault(piece.place, []).append(piece)
    errors: list[FlorilegiumError] = []
    forms = finder(book.index)(book.meta.language)
    quoted = quoted_places(book.index)
    for place, group in groups.items():
        trees = {one.key: html_pieces.read(found[one.key]) for one in group}
        runs = [(one, run) for one in group for run in _runs(trees[one.key])]
        wanted = _forms(book, forms, place, runs)
        for number, start, end, name in _anchors(quoted.get(place, ()), place, runs, errors):
            wanted[number].append((start, end, name))
        for (_piece, run), names in zip(runs, wanted, strict=True):
            _wrap(run, names)
        if any(wanted):
            found.update((key, html_pieces.inner(tree).strip()) for key, tree in trees.items())
    raise_all(errors)
    return found


def _pieces(book: Book, pieces: Mapping[str, str]) -> Iterator[_Piece]:
    for section in book.sections:
        if section.id in pieces and not book.index.chapters:
            kind = {"front": "prefaces", "body": "prefaces", "back": "back"}[section.matter]
            yield _Piece(section.id, section.id, kind)
    for selection in book.selections:
        slug = selection.slug
        if book.index.chapters and slug not in book.index.chapters:
            continue
        yield from (
            _Piece(f"{slug}/{part}", f"{slug}/{part}", kind)
            for part, kind in (("headnote", "headnotes"), ("questions", "questions"))
            if f"{slug}/{part}" in pieces
        )
        told = [(note.id, "notes") for note in selection.notes]
        told += [(one.id, "questions") for one in selection.asked]
        told += [(one.id, _OF_RESERVED[one.kind]) for one in selection.reserved]
        yield from (
            _Piece(id_, f"{slug}/{part}", "headnotes" if part == "headnote" else part)
            for id_, part in told
            if id_ in pieces
        )


def _forms(
    book: Book, forms: FormFinder, place: str, runs: Sequence[tuple[_Piece, _Run]]
) -> list[list[tuple[int, int, str]]]:
    """Return for each of *runs* where listed forms stand in it: start, end and id."""
    wanted: list[list[tuple[int, int, str]]] = [[] for _ in runs]
    counts = Counter[tuple[str, str]]()
    for number, (piece, run) in enumerate(runs):
        if piece.kind in book.index.searched:
            for found in forms.find(run.text, where=place.partition("/")[0]):
                key = found.heading.key
                counts[key, piece.key] += 1
                name = place_id(key, "", counts[key, piece.key], _named(piece.key))
                wanted[number].append((found.start, found.end, name))
    return wanted


def _anchors(
    quoted: Sequence[QuotedPlace],
    place: str,
    runs: Sequence[tuple[_Piece, _Run]],
    errors: list[FlorilegiumError],
) -> Iterator[tuple[int, int, int, str]]:
    """Yield the number of the run, start, end and id of each anchor in *place*."""
    blocks = [Block("paragraph", run.text, (n, n)) for n, (_, run) in enumerate(runs, start=1)]
    concordance = None
    for heading, count, wanted in quoted:
        concordance = concordance or Concordance(blocks, seed=f"{place!r}", counted="paragraph")
        try:
            ends = locate(concordance, heading, wanted)
        except FlorilegiumError as err:
            errors.append(err)
            continue
        for part, at in zip("az", ends, strict=True):
            if at is not None:
                name = place_id(heading.key, part, count, _named(runs[at.block][0].key))
                yield at.block, at.start, at.end, name


def _named(key: str) -> str:
    """Return what an id calls the piece *key*: no chapter is called so."""
    return "own." + key.replace("/", ".")


def _runs(root: html.HtmlElement) -> Iterator[_Run]:
    """Yield the paragraphs below *root*: what stands between the ends of two blocks."""
    pieces: list[tuple[html.HtmlElement, bool, str] | None] = list(_walk(root))
    cuts = [-1, *(n for n, piece in enumerate(pieces) if piece is None), len(pieces)]
    for first, last in pairwise(cuts):
        inside = [piece for piece in pieces[first + 1 : last] if piece is not None]
        fragments: list[_Fragment] = []
        length = 0
        for node, tail, text in inside:
            fragments.append(_Fragment(node, tail, length, text))
            length += len(text)
        if length:
            yield _Run("".join(text for _, _, text in inside), tuple(fragments))


def _walk(node: html.HtmlElement) -> Iterator[tuple[html.HtmlElement, bool, str] | None]:
    """Yield the texts below *node* in order, None between two blocks."""
    is_read = node.tag not in _UNREAD and "note-call" not in (node.get("class") or "").split()
    if is_read and node.text:
        yield node, False, node.text
    for child in node:
        apart = child.tag not in INLINE
        if not isinstance(child.tag, str):
            continue
        if apart:
            yield None
        if is_read:
            yield from _walk(child)
        if apart:
            yield None
        if is_read and child.tail:
            yield child, True, child.tail


def _wrap(run: _Run, names: Iterable[tuple[int, int, str]]) -> None:
    """Put spans around *names*: start, end and id; each around what is in its first fragment."""
    parts: dict[int, list[tuple[int, int, str]]] = {}
    for start, end, name in sorted(names):
        place = bisect_right(run.fragments, start, key=_start) - 1
        parts.setdefault(place, []).append((start, end, name))
    for place, own in parts.items():
        _divide(run.fragments[place], own)


def _start(fragment: _Fragment) -> int:
    return fragment.start


def _divide(fragment: _Fragment, names: Sequence[tuple[int, int, str]]) -> None:
    """Put spans around *names*, which begin in *fragment*, the first of them first."""
    text, node = fragment.text, fragment.node
    edges = [*(start - fragment.start for start, _, _ in names), len(text)]
    spans: list[html.HtmlElement] = []
    for (first, following), (_, end, name) in zip(pairwise(edges), names, strict=True):
        # Another heading may have these words already: then this place is right before it.
        last = min(end - fragment.start, following)
        made = html.Element("span", {"class": "name", "id": name})
        made.text, made.tail = text[first:last] or None, text[last:following] or None
        spans.append(made)
    if fragment.tail:
        node.tail = None  # or it would go behind what is put there
    for made in reversed(spans):
        if fragment.tail:
            node.addnext(made)
        else:
            node.insert(0, made)
    if fragment.tail:
        node.tail = text[: edges[0]] or None
    else:
        node.text = text[: edges[0]] or None
