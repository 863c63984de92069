"""Word, OpenDocument, RTF and EPUB: pandoc reads the file, its document is walked.

Input the bytes of a seed and what the editor says of it, output a `Reading` whose blocks count
paragraphs. No format is parsed here; what pandoc drops unsaid is looked for in the file and told.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from florilegium.errors import SeedError
from florilegium.host import pandoc
from florilegium.ingest import concealed, ebook, hidden, odt_words, rtf_codes, unread, word_parts
from florilegium.ingest.archives import EPUB, ODT, WORD, opened, rebuilt
from florilegium.ingest.file_kinds import kind_of
from florilegium.ingest.lines import arranged
from florilegium.ingest.linked_notes import linked_notes
from florilegium.ingest.pandoc_blocks import Walk
from florilegium.ingest.pandoc_tree import Node, formulas_in
from florilegium.ingest.pandoc_words import Findings
from florilegium.ingest.reading import Reading, scene_breaks
from florilegium.ingest.seed_settings import SeedSettings
from florilegium.ingest.word_names import is_xml, usual
from florilegium.model import Block, Damage, LeftOut

_FORMS = {".docx": "docx+styles+empty_paragraphs", ".odt": "odt+empty_paragraphs"}
# Some programs write a slash behind the folder of a formula, which pandoc then does not find.
_OBJECT = re.compile(rb"""(<draw:object\b[^<>]*?\bxlink:href="[^"]*?)/\"""")
_SHOWN = 90
_NAMED = 8  # missing pages
_RTF = b"{\\rtf"


def read_docx(data: bytes, settings: SeedSettings) -> Reading:
    """Return the text of a Word document; raise `SeedError` when it is none that can be read."""
    _refuse_part(settings, "a Word document")
    archive = opened(data, WORD)
    parts = word_parts.parts_of(archive)
    styles = word_parts.plain(archive.read(parts.styles))
    own = archive.parts(name for name in archive.names() if is_xml(name) or name in parts.texts)
    for name, part in own.items():
        is_text = name in parts.texts
        own[name] = concealed.in_word(word_parts.plain(part), styles) if is_text else usual(part)
    document = _document(rebuilt(archive, own), _FORMS[".docx"], "--track-changes=all")
    blocks = [*_titles(document["meta"]), *document["blocks"]]
    return _reading(blocks, settings, scraps=unread.in_word(archive, parts, blocks))


def read_odt(data: bytes, settings: SeedSettings) -> Reading:
    """Return the text of an OpenDocument text; raise `SeedError` when it cannot be read."""
    _refuse_part(settings, "an OpenDocument text")
    archive = opened(data, ODT)
    if b"encryption-data" in archive.read("META-INF/manifest.xml"):
        raise SeedError(
            "an OpenDocument text with a password cannot be read",
            hint="Open it with its password, take the password away, and save it again.",
        )
    own = archive.parts(name for name in archive.names() if name.endswith(".xml"))
    content = concealed.in_odt(odt_words.plain(own["content.xml"]), own.get("styles.xml", b""))
    own["content.xml"] = _OBJECT.sub(rb'\1"', content)
    document = _document(rebuilt(archive, own), _FORMS[".odt"], "--track-changes=all")
    return _reading(
        document["blocks"], settings, scraps=unread.in_odt(archive, document["blocks"])
    )


def read_rtf(data: bytes, settings: SeedSettings) -> Reading:
    """Return the text of an RTF file; raise `SeedError` when it is none or was cut off."""
    _refuse_part(settings, "an RTF file")
    if not data.lstrip().startswith(_RTF):
        raise SeedError(
            f"the file is {kind_of(data) or 'text'} under the name of an RTF file (.rtf)",
            hint="Rename it by what it is, or open it in a word processor and save it as .rtf.",
        )
    if not data.rstrip(b"\0 \t\r\n").endswith(b"}"):
        raise SeedError(
            "the file is damaged: its end is missing",
            hint="Get it again from where it came from; a download may have failed.",
        )
    # Written so, a note may be skipped by who does not know it, and pandoc does not.
    made = rtf_codes.plain(
        data.replace(b"{\\*\\footnote", b"{\\footnote"), settings.tracked_changes
    )
    document = _document(concealed.in_rtf(made.data), "rtf")
    scraps = unread.in_rtf(made, document["blocks"], settings.tracked_changes)
    reading = _reading(document["blocks"], settings, scraps=scraps)
    # pandoc says of each picture that it is an image, and nothing of what it shows.
    shown = (replace(one, words="") for one in reading.illustrations)
    return replace(reading, illustrations=tuple(shown))


def read_epub(data: bytes, settings: SeedSettings) -> Reading:
    """Return the text of an e-book, or of the part that *settings* name.

    Raises `SeedError` for one that is locked, and for a part that it does not have.
    """
    archive = opened(data, EPUB)
    package = ebook.package_of(archive)
    prepared = ebook.prepared(archive, package)
    document = _document(prepared, "epub")
    leaves = ebook.leaves(document["blocks"], package)
    blocks = ebook.chosen(leaves, settings.part)
    scraps = unread.in_epub(archive, package, document["blocks"])
    reading = _reading(
        blocks, settings, language=package.language, scraps=scraps, around=document["blocks"]
    )
    return replace(
        reading,
        blocks=hidden.believed(reading.blocks),
        damage=(*reading.damage, *_missing(package.missing)),
    )


def _missing(pages: Sequence[str]) -> Iterator[Damage]:
    if pages:
        named = ", ".join(pages[:_NAMED]) + (" …" if len(pages) > _NAMED else "")
        yield Damage("T121", 1, f"the e-book names pages that are not in it: {named}")


def _document(data: bytes, form: str, *options: str) -> Mapping[str, Any]:
    try:
        found: Mapping[str, Any] = json.loads(_converted(data, form, options))
    except pandoc.PandocError as err:
        raise SeedError(
            f"the file cannot be read: {err.what}",
            hint="Open it in the program it was made with and save it again.",
        ) from err
    except RecursionError as err:
        raise _too_deep() from err
    return found


@lru_cache(maxsize=1)
def _converted(data: bytes, form: str, options: tuple[str, ...]) -> bytes:
    """Return pandoc's JSON; of the last file it is kept, for the chapters of an e-book."""
    return pandoc.convert(data, form, "json", *options, size=len(data))


def _too_deep() -> SeedError:
    return SeedError(
        "the file nests its parts too deep to be read whole",
        hint="Save its text instead (.txt).",
    )


def _reading(
    blocks: Sequence[Node],
    settings: SeedSettings,
    *,
    language: str = "",
    scraps: Sequence[LeftOut] = (),
    around: Sequence[Node] = (),
) -> Reading:
    """Return what the *blocks* say; *around* are those in which their notes may stand, too."""
    try:
        notes = linked_notes(blocks, around)
        found = Findings(
            changes=settings.tracked_changes,
            language=language,
            formulas=formulas_in([list(blocks), list(notes.bodies.values())]),
            calls=notes.bodies,
        )
        for words in notes.backs:
            found.leave_out("back-link", "It leads back from a note to its call.", words)
        walk = Walk(found)
        walk.document(blocks)
    except RecursionError as err:
        raise _too_deep() from err
    made = arranged(walk.drafts, settings.passages)
    return Reading(
        _told(scene_breaks(made.blocks)),
        language,
        illustrations=tuple(replace(one, block=made.since(one.block)) for one in found.shown),
        left_out=(*found.left_out, *scraps),
        damage=(*found.damage, *_not_read(scraps)),
    )


def _not_read(scraps: Sequence[LeftOut]) -> Iterator[Damage]:
    """Yield one finding for all words of a file that are in no block of it."""
    words = " … ".join(one.text for one in scraps if one.rule == unread.RULE)
    if words:
        count = len(words.split())
        what = f"{count} words of the file could not be read: “{words[:_SHOWN]}”"
        yield Damage("T121", 1, what)


def _told(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Return *blocks*; where all of their words are hidden or told apart, none is."""
    for kind in ("apart", "hidden"):
        if not any(_has_letters_without(block, kind) for block in blocks):
            blocks = [
                replace(block, marks=tuple(mark for mark in block.marks if mark.kind != kind))
                for block in blocks
            ]
    return tuple(blocks)


def _has_letters_without(block: Block, kind: str) -> bool:
    gone = {n for m in block.marks if m.kind == kind for n in range(m.start, m.end)}
    return any(one.isalnum() and at not in gone for at, one in enumerate(block.text))


def _titles(meta: Mapping[str, Any]) -> list[Node]:
    """Return the lines above a Word document, which pandoc takes for metadata, as blocks."""
    made: list[Node] = []
    for name in ("title", "subtitle", "author", "date", "abstract"):
        for said in _values(meta.get(name)):
            if said["t"] == "MetaBlocks":
                made += said["c"]
            elif name == "title":
                made.append({"t": "Header", "c": [1, ["", [], []], said["c"]]})
            else:
                made.append({"t": "Para", "c": said["c"]})
    return made


def _values(value: Mapping[str, Any] | None) -> list[Mapping[str, Any]]:
    if value is None:
        return []
    if value["t"] == "MetaList":
        return [one for part in value["c"] for one in _values(part)]
    if value["t"] == "MetaString":
        return [{"t": "MetaInlines", "c": [{"t": "Str", "c": value["c"]}]}]
    return [value] if value["t"] in ("MetaInlines", "MetaBlocks") else []


def _refuse_part(settings: SeedSettings, what: str) -> None:
    if settings.part:
        raise SeedError(
            f"it has no part {settings.part!r}: only an e-book (.epub) has, not {what}",
            hint="Name the file alone; to print a part of it, leave out the rest by ::: elide.",
        )
