"""The outline → the sections of the book in their order, with the editor's pages read.

What everybody gets comes first, as the outline has it. What is for some audiences alone stands
behind it, for each audience after a section that gathers what the chapters reserve for it: so no
page that everybody gets has another folio in one edition than in another.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from florilegium.errors import (
    ApparatusError,
    ConfigError,
    FlorilegiumError,
    did_you_mean,
    raise_all,
)
from florilegium.model import Index, Matter, Section, Selection
from florilegium.project.book import Outline, slugify
from florilegium.project.config import read_text, said_in
from florilegium.project.file_names import find_file, near_name
from florilegium.project.wording import Wording
from florilegium.project.yaml_text import read_yaml
from florilegium.typography import typogrify_line

# Sections the program can make itself; each may have an editor's page of the same name before it.
GENERATED = frozenset(
    {
        "half-title", "title-page", "copyright", "contents", "chronology",
        "glossary", "textual-note", "sources", "citing", "contributors", "index", "colophon",
    }
)  # fmt: skip
RESERVED = "for-"  # what the id of a section that gathers what is reserved begins with
# Lists of what stands in the book: what only some get has one of its own, behind all of it.
_LISTS = ("glossary", "index")
_FENCES = ("---", "...")


@dataclass(frozen=True, slots=True)
class Pages:
    """Where pages are found and how they are called: *folder* holds ``front/`` and ``back/``."""

    folder: Path
    outline: Outline
    words: Wording
    language: str
    index: Index

    def made_title(self, name: str) -> str:
        """Return the title of a page that the program makes: an index may be of names alone."""
        is_general = name == "index" and not self.index.of_names
        return self.words["general-index" if is_general and self.index.headings else name]


def is_own_list(section: Section) -> bool:
    """Tell whether *section* lists what one audience alone gets, and nothing else."""
    return section.kind in _LISTS and section.id.startswith(f"{section.kind}-{RESERVED}")


def sections(
    pages: Pages, selections: Mapping[str, Selection], errors: list[FlorilegiumError]
) -> tuple[Section, ...]:
    """Return every section of the book; what is wrong with a page is added to *errors*."""
    matter: dict[Matter, list[Section]] = {"front": [], "back": []}
    for kind, names in (("front", pages.outline.front), ("back", pages.outline.back)):
        for name in names:
            try:
                matter[kind].append(_page(pages, name, kind))  # type: ignore[index,arg-type]
            except FlorilegiumError as err:
                errors.append(err)
    found = [*matter["front"], *_body(pages, selections), *matter["back"]]
    return tuple(_apart(pages, found, selections))


def _apart(
    pages: Pages, found: Sequence[Section], selections: Mapping[str, Selection]
) -> Iterator[Section]:
    """Yield what everybody gets, then what each audience gets, behind its own section."""
    names = _audiences(found, selections.values())
    own = {one.id: one for one in found if one.id.removeprefix(RESERVED) in names}
    rest = [one for one in found if not (one.id in own and one.id.startswith(RESERVED))]
    yield from (one for one in rest if not one.audiences)
    for name in names:
        id_ = f"{RESERVED}{name}"
        title = pages.words["for-audience"].format(audience=name)
        gathering = own.get(id_, Section(id_, "reserved", "back", title))
        yield replace(gathering, kind="reserved", matter="back", audiences=(name,))
    for one in rest:
        if one.audiences:
            yield replace(one, matter="back")
    shared = {one.id: one for one in rest if one.kind in _LISTS and not one.audiences}
    for name in names:
        for kind in filter(shared.get, _LISTS):
            head = own.get(f"{RESERVED}{name}")
            title = head.title if head else pages.words["for-audience"].format(audience=name)
            yield Section(
                own_list(kind, name), kind, "back", f"{title}: {shared[kind].title}",
                audiences=(name,),
            )  # fmt: skip


def own_list(kind: str, audience: str) -> str:
    """Return the id of the index or the glossary of what *audience* alone gets."""
    return f"{kind}-{RESERVED}{audience}"


def _audiences(found: Iterable[Section], selections: Iterable[Selection]) -> tuple[str, ...]:
    """Return every audience that something is set apart for, in the order of the book."""
    of_sections = [name for one in found for name in one.audiences]
    of_texts = [name for text in selections for one in text.reserved for name in one.audiences]
    return tuple(dict.fromkeys((*of_sections, *of_texts)))


def _body(pages: Pages, by_slug: Mapping[str, Selection]) -> Iterator[Section]:
    for number, part in enumerate(pages.outline.part, start=1):
        chapters = [
            Section(
                slug, "chapter", "body", by_slug[slug].title, selection=slug,
                audiences=_said(pages, slug), file=f"book/chapters/{slug}.md",
            )
            for slug in part.chapters
        ]  # fmt: skip
        if part.title:
            title = typogrify_line(part.title, language=pages.language)
            alone = all(one.audiences for one in chapters) if chapters else False
            names = dict.fromkeys(name for one in chapters for name in one.audiences)
            yield Section(
                f"part-{number}", "part", "body", title, audiences=tuple(names) if alone else ()
            )
        yield from chapters


def _said(pages: Pages, name: str) -> tuple[str, ...]:
    return tuple(pages.outline.audience.get(name, "").split())


def _page(pages: Pages, name: str, matter: Matter) -> Section:
    folder = pages.folder / matter
    path = find_file(folder, f"{name}.md")
    words = pages.words
    if path is None:
        if name in GENERATED:
            return Section(
                name, name, matter, pages.made_title(name), audiences=_said(pages, name)
            )
        own = near_name(folder, f"{name}.md").removesuffix(".md")
        file = "book/book.toml"
        raise ConfigError(
            f"the outline names {name!r} in its {matter} matter, and there is no such page",
            where=said_in(pages.folder / "book.toml", name, name=file, within=("outline", matter)),
            hint=f"{did_you_mean(name, (own, *sorted(GENERATED)))}"
            f"Write book/{matter}/{name}.md, or take the name out; "
            f"made by the program are {', '.join(sorted(GENERATED))}.",
        )
    file = f"book/{path.parent.name}/{path.name}"
    audiences, text = _head(read_text(path, name=file), file)
    title, body = _split_title(text)
    title = title or (pages.made_title(name) if name in GENERATED else words.get(name))
    if not title:
        raise ConfigError(
            "has no title",
            where=f"book/{matter}/{name}.md:1",
            hint="Begin the page with a heading: # Title",
        )
    shown = typogrify_line(title, language=pages.language)
    audiences = tuple(dict.fromkeys((*audiences, *_said(pages, name))))
    return Section(name, name, matter, shown, body=body, audiences=audiences, file=file)


def _head(text: str, file: str) -> tuple[tuple[str, ...], str]:
    """Return the audiences that the head of a page names, and the page without its head."""
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        return (), text
    end = next((n for n, line in enumerate(lines[1:], 1) if line.rstrip() in _FENCES), None)
    if end is None:
        raise ConfigError(
            "the head of the page is never closed", where=f"{file}:1", hint="Close it with ---."
        )
    errors: list[FlorilegiumError] = []
    root = read_yaml("\n".join(lines[1:end]), file=file, errors=errors, first=2)
    raise_all(errors)
    audiences: tuple[str, ...] = ()
    for key, value in root.table.items() if root else ():
        where = f"{file}:{value.line}"
        if key != "audience":
            raise ConfigError(
                f"unknown key {key!r}", where=where, hint="The one key here is audience."
            )
        audiences = tuple(value.text.split())
        if not audiences or any(slugify(name) != name for name in audiences):
            raise ApparatusError(
                f"the audience is {value.text!r}",
                where=where,
                hint="Use small letters, digits and hyphens: audience: instructor",
            )
    return audiences, "\n".join(lines[end + 1 :])


def _split_title(text: str) -> tuple[str, str]:
    """The ``# Title`` at the head of a page (or nothing) and the Markdown below it."""
    head, _, body = text.lstrip().partition("\n")
    if not head.startswith("# "):
        return "", text
    line = head[1:].lstrip(" ")
    title = line.rstrip(" \t").rstrip("#").rstrip(" \t") or line[:1].strip()
    return (title, body) if title else ("", text)
