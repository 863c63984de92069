"""Checks of the book before any format: links, ids, metadata, seeds."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType

from lxml import etree

from florilegium.assemble import audiences
from florilegium.findings import Finding
from florilegium.model import Book, ContentDocument, Edition, Picture
from florilegium.project.file_names import is_seed, shown_name

_TO_DO = re.compile(
    r"\b(?:TODO|TBD|FIXME|XXX)\b|[Ll]orem ipsum|\AYour (?:Press|Name|Publisher|University)\Z"
)

_NO_FILES: Mapping[str, str] = MappingProxyType({})


def check_book(book: Book, documents: Sequence[ContentDocument]) -> Iterator[Finding]:
    """Yield all that is wrong with the book before it has a format."""
    yield from metadata(book)
    yield from placeholders(book)
    yield from links(documents, {one.id: one.file for one in book.sections})
    yield from described(documents)


def metadata(book: Book) -> Iterator[Finding]:
    """Yield B101 for each thing a catalogue asks for and ``book.toml`` does not say."""
    meta = book.meta
    wanted = {
        "publisher": meta.publisher,
        "rights": meta.rights,
        "description": meta.description,
        "subjects": meta.subjects,
        "person": meta.people,
    }
    for key, value in wanted.items():
        if not value:
            yield Finding("B101", "book/book.toml", f"{key!r} is missing")


def placeholders(book: Book) -> Iterator[Finding]:
    """Yield B121 for what `florilegium init` wrote, or an editor, to be written anew later."""
    meta = book.meta
    said = {
        "title": meta.title,
        "subtitle": meta.subtitle,
        "publisher": meta.publisher,
        "description": meta.description,
        "rights": meta.rights,
        "course": meta.course,
        **{f"person {n}": person.name for n, person in enumerate(meta.people, start=1)},
    }
    known = _placeholders()
    for key, words in said.items():
        if words in known or _TO_DO.search(words):
            yield Finding("B121", "book/book.toml", f"{key} is still {words!r}")
    for section in book.sections:
        file = section.file or f"book/{section.matter}/{section.kind}.md"
        if section.body.strip() in known or _TO_DO.search(section.body):
            yield Finding("B121", file, "the page is as 'florilegium init' made it, or to be done")


def _placeholders() -> frozenset[str]:
    """Return what a new book says where its editor is to say something."""
    folder = files("florilegium.desk.scaffold") / "template" / "book"
    table = tomllib.loads((folder / "book.toml").read_text(encoding="utf-8"))
    preface = (folder / "front" / "preface.md").read_text(encoding="utf-8")
    return frozenset(
        {
            *(str(table[key]) for key in ("title", "subtitle", "publisher", "description")),
            *(person["name"] for person in table["person"]),
            preface.partition("\n")[2].strip(),
        }
    )


def links(
    documents: Sequence[ContentDocument], files: Mapping[str, str] = _NO_FILES
) -> Iterator[Finding]:
    """Yield B102 for a link to nowhere, B103 for an id that stands twice.

    *files* says where the document of an id is written.
    """
    ids: dict[str, list[str]] = {}
    targets: list[tuple[str, str]] = []
    for document in documents:
        for node in etree.fromstring(document.xhtml.encode()).iter():
            if name := node.get("id"):
                ids.setdefault(name, []).append(document.id)
            href = node.get("href") or ""
            if href.startswith("#"):
                targets.append((document.id, href[1:]))
    for name, target in targets:
        if target not in ids:
            yield Finding("B102", name, f"a link points to {target!r}, which is nowhere")
    for name, owners in ids.items():
        if len(owners) > 1:
            first, *others = (files.get(one) or one for one in owners)
            also = ", ".join(dict.fromkeys(others))
            yield Finding(
                "B103", first, f"the id {name!r} stands {len(owners)} times, also in {also}"
            )


def described(documents: Sequence[ContentDocument]) -> Iterator[Finding]:
    """Yield B107 for a picture that does not say what it shows."""
    for document in documents:
        for node in etree.fromstring(document.xhtml.encode()).iter("{*}img"):
            around = node.getparent()
            if around is not None and around.get("class") == "of-text":
                continue  # of a seed: T122
            if not (node.get("alt") or "").strip() and node.get("role") != "presentation":
                yield Finding("B107", document.id, f"{node.get('src')!r} has no description")


def hidden(book: Book, edition: Edition) -> Iterator[Finding]:
    """Yield B141 for each thing that *edition* leaves out, since it is for another reader."""
    for one in audiences.hidden(book, edition.reader):
        letters = f"{one.size} letters"
        yield Finding(
            "B141",
            one.where,
            f"the {one.what} ({letters}) is for {' and '.join(one.audiences)}, "
            f"and not in the edition {edition.name!r}",
        )


def changed(pictures: Sequence[Picture]) -> Iterator[Finding]:
    """Yield B108 for everything that had to be done to a picture."""
    for picture in pictures:
        for notice in picture.notices:
            where = (
                picture.source if picture.source.startswith("seeds/") else f"book/{picture.source}"
            )
            yield Finding("B108", where, notice)


def seeds(book: Book, folder: Path) -> Iterator[Finding]:
    """Yield B105 for a seed that no chapter uses."""
    names = [selection.seed.name for selection in book.selections]
    used = {*names, *(name.partition("#")[0] for name in names)}
    for path in sorted(folder.iterdir()):
        name = shown_name(path.name)
        if is_seed(path) and name not in used:
            yield Finding("B105", f"seeds/{name}", "no chapter uses this seed")


def warnings(messages: Sequence[str]) -> Iterator[Finding]:
    """Yield B106 for each thing pandoc complained of."""
    for message in messages:
        yield Finding("B106", "book/", message.strip())
