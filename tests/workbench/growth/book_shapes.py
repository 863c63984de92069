"""Books that grow: the files of an editor's, each a function of how many times something is there.

A shape gives the files of a book for a number, by their names below its folder; `joined` makes
one text of them, and `files_of` takes it apart.
"""

# ruff: noqa: E501  # tables of inputs are read by the row

from collections.abc import Callable, Mapping

_BEHIND, _BETWEEN = "\x1c", "\x1d"

_TOML = """title = "A Reader"
language = "en"
identifier = "urn:uuid:00000000-0000-4000-8000-000000000000"
date = "2026-01-01"
publisher = "P"
rights = "R"
description = "D"
subjects = ["S"]
[[person]]
name = "Ann Ever"
file_as = "Ever, Ann"
roles = ["edt"]
"""
# With a gutter of its own: one that grows with the pages lays them out twice, which is a step.
_EDITIONS = '[print]\nformat = "pdf"\npage = "A5"\ngutter = 4\n\n[ebook]\nformat = "epub"\n'
_SOURCES = "references:\n- id: one\n  type: book\n  title: One\n  author: [{family: Ink, given: Ida}]\n  issued: 2001\n"
_RIGHT = '[[right]]\nsource = "one"\nholder = "H"\nbasis = "public-domain"\nstatus = "Old."\n'
_SHORT = "A short text.\n"

Files = dict[str, str]


def _many(number: int, part: str) -> str:
    return "".join(
        part.replace("{n}", str(i)).replace("{m}", str(i * 7 % number)) for i in range(number)
    )


def _book(
    chapters: Mapping[str, str] | None = None, *, back: str = "", seed: str = "", **more: str
) -> Files:
    """Return a book of *chapters* over one *seed*; *more* is added to its files."""
    chapters = chapters or {"one": ""}
    names = ", ".join(f'"{name}"' for name in chapters)
    outline = more.get("outline", f"\n[[outline.part]]\nchapters = [{names}]\n")
    made = {
        "book/book.toml": f'{_TOML}{more.get("toml", "")}\n[outline]\nfront = ["title-page", "copyright", "contents"]\nback = [{back}]\n{outline}',
        "book/editions.toml": _EDITIONS + more.get("editions", ""),
        "book/sources.yaml": _SOURCES + more.get("sources", ""),
        "book/rights.toml": _RIGHT + more.get("rights", ""),
        "seeds/a.txt": seed or "The keeper of the weir wrote it down every evening.\n\n" * 3,
    }
    for name, text in chapters.items():
        head = "" if text.startswith("seed:") else "seed: a.txt\nsource: one\n"
        made[f"book/chapters/{name}.md"] = (
            f"---\n{head}{text if not head else ''}title: Title of {name}\n---\n\n{text if head else ''}"
        )
    for name in ("index.yaml", "people.yaml", "accepted.toml"):
        if name in more:
            made[f"book/{name}"] = more[name]
    return made


def _chapters(number: int, text: str = "") -> Files:
    return {
        f"c{i}": text.replace("{n}", str(i)).replace("{m}", str(i * 7 % number))
        for i in range(number)
    }


def _numbered(number: int) -> str:
    return "".join(f"The sentence {i} of the book, {i}.\n\n" for i in range(number))


def _cited(number: int, person: str, key: str = "s{n}") -> Files:
    cited = f"::: headnote\n{_many(number, f'So @{key} says. ')}\n:::\n"
    item = f"- id: s{{n}}\n  type: book\n  title: T{{n}}\n  author: [{{family: {person}, given: B}}]\n  issued: 1999\n"
    return _book({"one": cited}, back='"sources"', sources=_many(number, item))


def _index(number: int, headings: str) -> Files:
    return _book(
        seed=_numbered(number), back='"index"', **{"index.yaml": "headings:\n" + headings}
    )


_UNKNOWN = '[[right]]\nsource = "s{n}"\nholder = "H"\nbasis = "unknown"\nstatus = "No."\n'
_ITEM = "- id: s{n}\n  type: book\n  title: T{n}\n"

# Books that are read, checked and made an e-book.
BOOKS: dict[str, Callable[[int], Files]] = {
    "chapters": lambda n: _book(_chapters(n), seed=_SHORT),
    "parts": lambda n: _book(_chapters(n), seed=_SHORT, outline=_many(n, '\n[[outline.part]]\ntitle = "P{n}"\nchapters = ["c{n}"]\n')),
    "glosses": lambda n: _book({"one": _many(n, "::: gloss\n> sentence {=={n}==} of\n\nGloss {n}.\n:::\n\n")}, seed=_numbered(n), back='"glossary"'),
    "headings of the index": lambda n: _index(n, _many(n, "- heading: H{n}\n  match: [sentence {n} of]\n  see-also: [H{m}]\n")),
    "subheadings": lambda n: _index(n, "- heading: H\n  sub:\n" + _many(n, "  - heading: H{n}\n    match: [sentence {n} of]\n")),
    "places of one heading": lambda n: _index(n, "- heading: H\n  match: [sentence]\n"),
    "forms of one heading": lambda n: _index(n, f"- heading: H\n  match: [{_many(n, 'sentence {n} of, ')[:-2]}]\n"),
    "see, one to the next": lambda n: _index(n, "".join(f"- heading: H{i}\n  see: H{i + 1}\n" for i in range(n)) + f"- heading: H{n}\n  match: [sentence]\n"),
    "see to nowhere": lambda n: _index(n, _many(n, "- heading: H{n}\n  see: Nobody {n}\n")),
    "places in a preface": lambda n: _book(back='"words", "index"', **{"index.yaml": "headings:\n- heading: H\n  match: [lamp]\nsearch: [back]\n"}) | {"book/back/words.md": "# Words\n\n" + "A *lamp* and a lamp. " * n},
    "events": lambda n: _book({"one": _many(n, "::: {.event date=1900-01-01}\nEvent {n}.\n:::\n\n")}, back='"chronology"'),
    "people": lambda n: _book(back='"contributors"', **{"people.yaml": "people:\n" + _many(n, "- name: Ida Inkwell{n}\n  sort: Inkwell{n}, Ida\n  note: Writes {n}.\n")}),
    "rights": lambda n: _book(rights=_many(n, _UNKNOWN), sources=_many(n, _ITEM)),
    "works cited": lambda n: _cited(n, "A{n}"),
    "works of one author": lambda n: _cited(n, "A"),
    "one work": lambda n: _cited(n, "A", "s0"),
    "works without an author or a date": lambda n: _book(back='"sources"', sources=_many(n, _ITEM)),
    "references of notes": lambda n: _book({"one": _many(n, "::: {.note #n{n}}\n> sentence {n} of\n\nSee [@see:one#n{m}].\n:::\n\n")}, seed=_numbered(n)),
    "references of chapters": lambda n: _book(_chapters(n, "::: headnote\nSee [@see:c{m}].\n:::\n"), seed=_SHORT),
    "references to nowhere": lambda n: _book({"one": _many(n, "::: note\n> sentence {n} of\n\nSee [@see:nowhere{n}].\n:::\n\n")}, seed=_numbered(n)),
    "citations of nothing": lambda n: _book({"one": _many(n, "::: note\n> sentence {n} of\n\nSo @nobody{n}.\n:::\n\n")}, seed=_numbered(n)),
    "sources that are not there": lambda n: _book({f"c{i}": f"seed: a.txt\nsource: s{i}\n" for i in range(n)}, seed=_SHORT),
    "seeds that are not there": lambda n: _book({f"c{i}": f"seed: b{i}.txt\nsource: one\n" for i in range(n)}) | {f"seeds/s{i}.txt": _SHORT for i in range(n)},
    "chapters that are not there": lambda n: {name: text for name, text in _book(_chapters(n)).items() if "/c" not in name},
    "pages that are not there": lambda n: _book(back=_many(n, '"p{n}", ')),
    "pages": lambda n: _book(back=_many(n, '"p{n}", ')) | {f"book/back/p{i}.md": f"# Page {i}\n\nWords.\n" for i in range(n)},
    "seeds of no chapter": lambda n: _book() | {f"seeds/s{i}.txt": _SHORT for i in range(n)},
    "editions, one on the other": lambda n: _book(editions='[e0]\nextends = "print"\n' + "".join(f'[e{i}]\nextends = "e{i - 1}"\n' for i in range(1, n))),
    "acceptances": lambda n: _book(rights=_many(n, _UNKNOWN), **{"accepted.toml": _many(n, '[[accepted]]\ncode = "R103"\nabout = "s{n}"\nreason = "x"\n')}),
    "emendations": lambda n: _book({"one": _many(n, "::: emend\n> {~~sentence~>Sentence~~} {n} of\n\nSlip.\n:::\n\n")}, seed=_numbered(n), back='"textual-note"'),
}  # fmt: skip
# Books of which the pages are laid out, too: contents of many lines, and what prints folios.
PRINTED = ("chapters", "places of one heading", "references of notes")


def book_shapes() -> dict[tuple[str, str], Callable[[int], str]]:
    """Return every shape by its kind and name: the files for a number, as text."""
    made = {("book", name): _joined(files) for name, files in BOOKS.items()}
    return made | {("printed", name): _joined(BOOKS[name]) for name in PRINTED}


def _joined(files: Callable[[int], Files]) -> Callable[[int], str]:
    return lambda n: _BETWEEN.join(_BEHIND.join(one) for one in files(n).items())


def files_of(text: str) -> Files:
    """Return the files that *text* holds, by their names."""
    return {one.split(_BEHIND)[0]: one.split(_BEHIND)[1] for one in text.split(_BETWEEN)}
