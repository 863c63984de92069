"""What is fuzzed: functions of bytes that keep the laws, or raise an error that a user can mend.

A target gets any bytes. It may raise `FlorilegiumError`; anything else that it raises is a
fault of the program's, an `AssertionError` a law that was broken.
"""

import re
import tempfile
from collections.abc import Callable
from pathlib import Path

from lxml import etree

from florilegium import annotate, clean, ingest, typography
from florilegium.assemble.index import mark_index
from florilegium.clean import ledger
from florilegium.errors import FlorilegiumError
from florilegium.ingest.damage import suspicions
from florilegium.model import Apparatus, Block, Index, IndexHeading, Selection, addresses, xml_text
from florilegium.model.letters import letters
from florilegium.model.markdown import to_markdown
from florilegium.project import drawings, paths, pictures
from florilegium.project.book import slugify
from florilegium.project.config import read_toml
from florilegium.project.wording import wording
from florilegium.render import markdown_source
from florilegium.render.elements import serialize
from florilegium.render.pandoc import Prose
from florilegium.render.xhtml.chapter import chapter
from florilegium.store import serial
from workbench.fuzz import files

_SETTINGS = clean.load_cleaning(None)


def _words(blocks: tuple[Block, ...]) -> list[str]:
    return [letters(block.text) for block in blocks if letters(block.text)]


def _check_text(text: str) -> None:
    assert xml_text.forbidden(text) == -1, f"no XML: {text!r:.80}"


def _seed(data: bytes, name: str) -> None:
    """A seed through every text stage into XHTML."""
    raw = ingest.decode(data, name)
    for block in raw.blocks:
        for text in (block.text, block.label, *(mark.ref for mark in block.marks)):
            _check_text(text)
        for mark in block.marks:
            assert 0 <= mark.start <= mark.end <= len(block.text), "a mark beyond its text"
            assert mark.kind != "link" or addresses.fault(mark.ref) == "", mark.ref
    cleaned = clean.clean_by(raw, _SETTINGS)
    assert clean.merge(cleaned) == raw.blocks, "kept and removed are not the seed"
    ledger.to_json(cleaned)
    list(suspicions(name, raw.blocks, kept=cleaned.blocks))
    language = raw.language or "en"
    typeset = typography.typogrify(cleaned, language=language)
    assert _words(cleaned.blocks) == _words(typeset.blocks), "typography changed a letter"
    assert typeset == typography.typogrify(typeset, language=language), "twice is not once"
    to_markdown(typeset.blocks)
    apparatus = Apparatus("a", name, "one", "a.md", title="A title")
    selection = annotate.annotate(typeset, apparatus, language=language)
    assert serial.from_bytes(Selection, serial.to_bytes(selection)) == selection, "not kept whole"
    ida = IndexHeading("ida", "Ida", forms=("Ida", "Ida Inkwell"))
    (named,) = mark_index((selection,), Index((ida,)))
    made = serialize(chapter(named, Prose({}, {}), wording(language)))
    etree.fromstring(made.encode(), etree.XMLParser(huge_tree=True))


def txt(data: bytes) -> None:
    """A seed in plain text."""
    _seed(data, "a.txt")


def html(data: bytes) -> None:
    """A seed in HTML."""
    _seed(data, "a.html")


def markdown(data: bytes) -> None:
    """A seed in Markdown."""
    _seed(data, "a.md")


def rtf(data: bytes) -> None:
    """An RTF, through pandoc and every text stage."""
    _seed(rb"{\rtf1 " + data + b"}", "a.rtf")


def _file(kind: str) -> Callable[[bytes], None]:
    """A file that is no text, through every text stage, and what it says of itself."""

    def target(data: bytes) -> None:
        ingest.metadata_in(data, f"a.{kind}")
        _seed(data, f"a.{kind}")

    return target


def picture(data: bytes) -> None:
    """A picture of a seed, made fit for a book."""
    pictures.of_seed("seeds/a.docx#media/a.png", data, taken=())


_TEXT = "".join(
    f"The sentence {i} of the book says “so it’s” – and on… and *so* on.\n\n" for i in range(12)
)
_TYPESET = typography.typogrify(
    clean.clean(ingest.decode(_TEXT.encode(), "a.txt"), rules=()), language="en"
)


def apparatus(data: bytes) -> None:
    """A chapter file on a sound text, into XHTML; what is in the text stays accounted for."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "a.md")
        head = b"---\nseed: a.txt\nsource: one\ntitle: A title\n---\n\n"
        path.write_bytes(data if data.startswith(b"---") else head + data)
        found = annotate.read_apparatus(path, slug="a")
    list(markdown_source.fence_faults(found.headnote))
    selection = annotate.annotate(_TYPESET, found, language="en")
    for block in selection.blocks:
        _check_text(block.text)
    assert serial.from_bytes(Selection, serial.to_bytes(selection)) == selection, "not kept whole"
    notes = {note.id: "<p>x</p>" for note in selection.notes}
    made = serialize(chapter(selection, Prose(notes, {}), wording("en")))
    etree.fromstring(made.encode(), etree.XMLParser(huge_tree=True))


def settings(data: bytes) -> None:
    """A file of settings and a file of rules."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "cleaning.toml")
        path.write_bytes(data)
        read_toml(path)
        clean.load_cleaning(path)


def drawing(data: bytes) -> None:
    """A drawing: refused, or without anything that a browser would run or load."""
    if drawings.fault(data, inspect=len):
        return
    tree = etree.tostring(etree.fromstring(data)).lower()
    assert not re.search(rb"<script|javascript:|\son\w+=|@import|url\(\s*['\"]?[^#'\"\s)]", tree)


def names(data: bytes) -> None:
    """A name for a file and for a link."""
    text = data.decode("utf-8", "surrogateescape")
    address = addresses.cleaned(text)
    assert not address or re.match(
        r"(?:https?://[^@/]+(?:[/?#]|$)|mailto:|tel:|doi:)", address, re.IGNORECASE
    )
    assert paths.name_fault(f"{slugify(text)}.pdf", makes=True) == ""
    root = Path(tempfile.gettempdir(), "no-such-folder")
    path = paths.below(root, text, where="x")
    assert path.resolve().is_relative_to(root.resolve())


TARGETS = {
    "txt": txt, "html": html, "md": markdown, "chapter": apparatus, "settings": settings,
    "rtf": rtf, "drawing": drawing, "names": names,
    **{kind: _file(kind) for kind in files.DOCUMENTS}, "picture": picture,
}  # fmt: skip


def run(name: str, data: bytes) -> None:
    """Give *data* to the target *name*; what a user can mend is no fault."""
    try:
        TARGETS[name](data)
    except FlorilegiumError as err:
        assert str(err).strip(), "an error without words"  # noqa: PT017  # it is what is tested
        str(err).encode()
