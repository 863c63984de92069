"""The account of every letter: seeds and ledgers against the words in the book's XHTML."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from lxml import etree

from florilegium.assemble.reader import Text
from florilegium.assemble.seed_pictures import source_of as source_of_block
from florilegium.clean import merge
from florilegium.clean.pictures import NO_FILE, ON_THE_WEB, shown_name, source_of
from florilegium.clean.pictures import RULE as PICTURE
from florilegium.findings import Finding
from florilegium.model import CleanText, ContentDocument, Illustration, LeftOut, RawText, Selection
from florilegium.model.addresses import file_of
from florilegium.model.letters import letters
from florilegium.model.places import place

# Inline elements of a text that are the editor's words, not the author's.
EDITORIAL = frozenset(
    {"original-page", "speaker", "note-call", "text-call", "elision", "picture-credit"}
)
_READING_BRACKET = "{http://www.w3.org/1999/xhtml}rp"


def accounted(
    raw: RawText, cleaned: CleanText, selection: Selection, document: ContentDocument
) -> Iterator[Finding]:
    """Yield T101 and T102 when the letters of one text do not add up (laws 2 and 5)."""
    where = f"seeds/{raw.seed.name}"
    if merge(cleaned) != raw.blocks:
        yield Finding("T101", where, "kept and removed together are not the seed")
    expected = _count(block.text for block in raw.blocks)
    expected.subtract(_count(removal.text for removal in selection.removals))
    expected.subtract(_count(cut.text for cut in selection.elisions))
    expected.subtract(_count(record.original for record in selection.emendations))
    expected.update(_count(record.reading for record in selection.emendations))
    actual = Counter(letters(reading_text(document)))
    if difference := _difference(expected, actual):
        yield Finding("T102", f"{where} in {document.id}", difference)


def pictures(
    text: Text, *, shown: Iterable[str], not_shown: Mapping[str, str], seeds: Path
) -> Iterator[Finding]:
    """Yield T108 for each picture that stood in the text of a seed and is not in the book.

    *shown* are the sources of the book's pictures, *not_shown* why others cannot be, *seeds* is
    the folder of the seeds. What is the page's own, and what the editor dropped, is in the
    ledger and no finding.
    """
    sources = set(shown)
    there = {_file_name(source) for source in sources if not source.startswith("seeds/")}
    seed = text.raw.seed
    stayed = {one.text.partition(" (")[0]: one.why for one in _stayed(text)}
    for number, one in enumerate(text.raw.illustrations, start=1):
        source = source_of(seed, one, number)
        why = not_shown.get(source, "")
        told = stayed.get(shown_name(one, number), "") in (ON_THE_WEB, NO_FILE) or why
        if told and _file_name(one.address) not in there:
            where = place(f"seeds/{seed.name}", one.line, seed.counted)
            yield Finding("T108", where, _left_out(one, seeds, why))


def unsaid(text: Text) -> Iterator[Finding]:
    """Yield T122 for each picture of the text that has neither words nor a caption."""
    blocks = text.selection.blocks
    for number, block in enumerate(blocks):
        after = next((one for one in blocks[number + 1 :] if one.kind != "picture"), None)
        captioned = after is not None and after.kind == "caption"
        if (source := source_of_block(block)) and not block.label and not captioned:
            seed = text.raw.seed
            where = place(f"seeds/{seed.name}", block.lines[0], seed.counted)
            yield Finding("T122", where, f"nothing says what the picture {source!r} shows")


def _stayed(text: Text) -> Iterator[LeftOut]:
    return (one for one in text.typeset.left_out if one.rule == PICTURE)


def _left_out(one: Illustration, seeds: Path, why: str) -> str:
    name = _file_name(one.address)
    words = f" (“{one.words}”)" if one.words else ""
    found = sorted(path for path in seeds.rglob("*") if path.name == name) if name else []
    where = f"; its file is seeds/{found[0].relative_to(seeds).as_posix()}" if found else ""
    address = "written into the page" if one.address.startswith("data:") else one.address[:100]
    reason = f": {why}" if why else ""
    return f"the picture {address}{words} is not in the book{reason}{where}"


def _file_name(address: str) -> str:
    """The name of the file at the end of an address, without what is asked of the server."""
    if address.startswith("data:"):
        return ""
    return file_of(address).name


def reading_text(document: ContentDocument) -> str:
    """Return the author's words in a chapter, without the editor's calls, labels and marks.

    The author's own notes are words of the author, and so are the signs that call them.
    """
    root = etree.fromstring(document.xhtml.encode())
    return "".join(
        "".join(_words(part))
        for part in root.iter("{*}div", "{*}aside")
        if {"text", "author-note"} & set((part.get("class") or "").split())
    )


def _words(node: etree._Element) -> Iterator[str]:
    yield node.text or ""
    for child in node:
        styles = set((child.get("class") or "").split())
        if child.tag == _READING_BRACKET:
            pass  # ours: a reader that sets ruby hides it
        elif not EDITORIAL & styles or "author-call" in styles:
            yield from _words(child)
        yield child.tail or ""


def _count(texts: Iterable[str]) -> Counter[str]:
    return Counter(letters("\n".join(texts)))


def _difference(expected: Counter[str], actual: Counter[str]) -> str:
    missing = {c: n - actual[c] for c, n in expected.items() if n > actual[c]}
    extra = {c: n - expected[c] for c, n in actual.items() if n > expected[c]}
    parts = []
    if missing:
        parts.append("missing " + ", ".join(f"{n} × {c!r}" for c, n in sorted(missing.items())))
    if extra:
        parts.append("too many " + ", ".join(f"{n} × {c!r}" for c, n in sorted(extra.items())))
    return "; ".join(parts)
