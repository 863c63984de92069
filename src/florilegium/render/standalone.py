"""References that stand alone: under a title, among the permissions, and to cite a selection.

Input: sources as pandoc keeps them, and a book. Output: for each selection the reference of its
source, and that of the selection in this book, whose pages come when they are known.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from florilegium.errors import ConfigError, FlorilegiumError, raise_all
from florilegium.host import pandoc
from florilegium.model import Book, Person, Selection
from florilegium.project.citation_style import CitationStyle
from florilegium.project.wording import Wording
from florilegium.render import allowed_markup, html_pieces
from florilegium.render.bibliography import Files, bibliography, item_id, named
from florilegium.render.kept_pandoc import ask, string, unresolved
from florilegium.render.note_citations import in_full
from florilegium.store.cache import Cache

# Pages until they are known: several, so that a style takes them for a range; and one.
_FIRST, _LAST = "9999991", "9999998"
_RANGE = re.compile(rf"{_FIRST}\s*[–-]+\s*(?:{_LAST}|\d+)")
_MAKERS = ("author", "translator", "interviewer")
_CITED_HERE = "in-this-book/"  # before the slug: the key of a selection in this book
_BY_SOMEBODY, _EDITED = "by-somebody/", "by-somebody-edited/"  # before either: see `_in_book`
_VARIANTS = (_BY_SOMEBODY, _EDITED)
_ONE_PAGE = "on-one-page/"  # before that: the same, should the selection have a page alone


_NAME = {"t": "MetaInlines", "c": [{"t": "Str", "c": "Zyx"}]}
_SOMEBODY = {  # an author who is never printed
    "author": {"t": "MetaList", "c": [{"t": "MetaMap", "c": {"literal": _NAME}}]}
}


def standalone(
    book: Book, files: Files, *, style: CitationStyle, cache: Cache | None
) -> dict[str, str]:
    """Return HTML of the reference of each selection's source, by its id, by itself.

    Where the book says how to cite its selections, that of each one in this book, too, under
    `cited_here`. *files* are those of the sources.
    """
    file = named(files)
    items = {item_id(item): item for item in bibliography(files, cache).references["c"]}
    wanted = {one.source: items[one.source] for one in book.selections if one.source in items}
    if any(section.kind == "citing" for section in book.sections):
        for selection in book.selections:
            wanted |= _in_book(book, selection, items.get(selection.source, {}))
    if not wanted:
        return {}
    try:
        found = _each(wanted, book.meta.language, style=style, cache=cache)
    except pandoc.PandocError as err:
        raise unresolved(err, style, where=file) from err
    found = _without_author(found)
    raise_all(_faults(found, file))
    return found


def _each(
    items: Mapping[str, Any], language: str, *, style: CitationStyle, cache: Cache | None
) -> dict[str, str]:
    """Return HTML of the reference of each of *items* by its key; may raise `PandocError`."""
    if not style.has_list:
        return in_full(
            list(items.values()), list(items), alone=True, language=language, style=style,
            cache=cache,
        )  # fmt: skip
    meta = {
        "references": {"t": "MetaList", "c": list(items.values())},
        "lang": string(language),
    }
    answer = ask("pandoc_alone.lua", {"meta": meta, "blocks": []}, cache=cache, style=style)
    made = (one["c"] for one in answer.values["written"]["c"])
    return {key: _entry(text) for key, text in zip(items, made, strict=True)}


def cited_here(slug: str) -> str:
    """Return the key of the reference of a selection in this book."""
    return f"{_CITED_HERE}{slug}"


def end_of(slug: str) -> str:
    """Return the id of the place where the text of a selection ends."""
    return f"{slug}-end"


def place_pages(references: Mapping[str, str], words: Wording) -> dict[str, str]:
    """Return *references* with a locator, which the writers fill in, for pages in this book.

    A style that prints no pages of a part of a book gets them in a sentence behind.
    """
    found: dict[str, str] = {}
    for key, text in references.items():
        if key.startswith(_CITED_HERE):
            found[key] = _with_pages(text, references[f"{_ONE_PAGE}{key}"], key, words)
        elif not key.startswith(_ONE_PAGE):
            found[key] = text
    return found


def _with_pages(several: str, one: str, key: str, words: Wording) -> str:
    """Return a reference with its pages; *several* and *one* differ by the words before them."""
    if not _RANGE.search(several) or _FIRST not in one:
        several = f"{several} {words['cite-pages'].format(pages=f'{_FIRST}–{_LAST}')}"
        one = f"{one} {words['cite-page'].format(page=_FIRST)}"
    before, _, after = _RANGE.sub(_FIRST, several).partition(_FIRST)
    before_one = one.partition(_FIRST)[0]
    same = _alike(before, before_one)
    while same and before[same - 1].isalnum():
        same -= 1
    labels = before[same:], before_one[same:]
    if any("<" in label for label in labels):
        labels, same = ("", ""), len(before)
    slug = key.removeprefix(_CITED_HERE)
    link = f'<a class="locator" href="#{slug}" data-to="{end_of(slug)}"></a>'
    told = "".join(
        f' {name}="{label}"'
        for name, label in zip(("data-label", "data-label-one"), labels, strict=True)
    )
    made = f'<span class="locators" data-ranges="collapsed" data-before=""{told}>{link}</span>'
    return f"{before[:same]}{made}{after}"


def _alike(one: str, other: str) -> int:
    """Return how many characters the two begin with alike."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def _in_book(book: Book, selection: Selection, source: Mapping[str, Any]) -> dict[str, Any]:
    """Return the selection as items of pandoc's: a part of this book, on several pages and one.

    A text without an author is cited by its title; a style would take the editors of the book for
    its authors. So it is also made as by somebody, with and without them (`_without_author`).
    """
    made: dict[str, Any] = {}
    key, content = cited_here(selection.slug), source.get("c", {})
    for name, pages in ((key, f"{_FIRST}-{_LAST}"), (f"{_ONE_PAGE}{key}", _FIRST)):
        item = _part(book, selection, content, pages)
        if "author" in content or "editor" not in item:
            made[name] = item
            continue
        bare = {one: value for one, value in item.items() if one != "editor"}
        made[name] = bare
        made[f"{_BY_SOMEBODY}{name}"] = {**bare, **_SOMEBODY}
        made[f"{_EDITED}{name}"] = {**item, **_SOMEBODY}
    return {
        name: {"t": "MetaMap", "c": {**item, "id": _text(name)}} for name, item in made.items()
    }


def _without_author(found: Mapping[str, str]) -> dict[str, str]:
    """Return references with the editors of the book put where a style puts them behind an author.

    What a style adds for them is the difference between two references that have an author; it
    goes before the same words in the one that has none.
    """
    made = {name: text for name, text in found.items() if not name.startswith(_VARIANTS)}
    for name, bare in found.items():
        if not name.startswith(_BY_SOMEBODY):
            continue
        key = name.removeprefix(_BY_SOMEBODY)
        edited = found[f"{_EDITED}{key}"]
        start = _alike(bare, edited)
        tail = bare[start:]
        end = len(edited) - len(tail)
        text = found[key]
        if tail and start < end and edited.endswith(tail) and text.endswith(tail):
            made[key] = f"{text[: len(text) - len(tail)]}{edited[start:end]}{tail}"
    return made


def _part(
    book: Book, selection: Selection, original: Mapping[str, Any], pages: str
) -> dict[str, Any]:
    """Return the fields of the selection as a part of this book."""
    meta = book.meta
    editors = [person for person in meta.people if "edt" in person.roles]
    texts = {
        "type": "chapter",
        "title": selection.title,
        "container-title": ": ".join(filter(None, (meta.title, meta.subtitle))),
        "publisher": meta.publisher,
        "issued": meta.date[:4],
        "page": pages,
        "language": selection.language,
    }
    made: dict[str, Any] = {name: _text(words) for name, words in texts.items() if words}
    made |= {name: original[name] for name in _MAKERS if name in original}
    if editors:
        made["editor"] = {"t": "MetaList", "c": [_person(person) for person in editors]}
    return made


def _person(person: Person) -> dict[str, Any]:
    family, comma, given = person.file_as.partition(", ")
    if comma and f"{given} {family}" == person.name:
        names = {"family": _text(family), "given": _text(given)}
    else:
        names = {"literal": _text(person.name)}
    return {"t": "MetaMap", "c": names}


def _text(words: str) -> dict[str, Any]:
    return {"t": "MetaInlines", "c": [{"t": "Str", "c": words}]}


def _entry(made: str) -> str:
    """Return the words of the one reference in *made*, without a number before it."""
    tree = html_pieces.read(made)
    entry = next((node for node in tree.iter("div") if node.get("class") == "csl-entry"), tree)
    for number in entry.findall("div[@class='csl-left-margin']"):
        number.drop_tree()
    inner = entry.find("div[@class='csl-right-inline']")
    entry = entry if inner is None else inner
    return html_pieces.inner(entry).strip()


def _faults(found: Mapping[str, str], file: str) -> Sequence[FlorilegiumError]:
    return [
        ConfigError(f"source {name!r}: {fault.what}", where=file, hint=fault.hint)
        for name, text in found.items()
        for fault in allowed_markup.faults(html_pieces.read(text))
    ]
