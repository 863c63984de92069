"""Anthologies of any size for the benches: invented texts with notes and an index of names."""

import random
from dataclasses import dataclass
from pathlib import Path

from workbench.press import vocabulary

WORDS, NOTES, NAMES = 2500, 5, 40

_SYLLABLES = (
    "ba", "ce", "do", "fi", "gu", "ha", "jo", "ke", "la", "mi", "no", "pu", "ra", "se", "ti", "vo",
    "wa", "ze",
)  # fmt: skip


@dataclass(frozen=True)
class Chapter:
    """A text: its paragraphs, and notes as (paragraph, unique word in it, words of the note)."""

    slug: str
    title: str
    paragraphs: tuple[str, ...]
    notes: tuple[tuple[int, str, str], ...]


def chapters(count: int, *, seed: int = 1) -> tuple[Chapter, ...]:
    """Return *count* chapters, always the same."""
    return tuple(_chapter(number, seed) for number in range(1, count + 1))


def names(*, seed: int = 1) -> tuple[str, ...]:
    """Return the names that the chapters drop, in any order."""
    dice = random.Random(seed)  # noqa: S311  # the same sample every time
    return tuple(f"{_word(dice, 2).title()} {_word(dice, 3).title()}" for _ in range(NAMES))


def write(folder: Path, count: int) -> tuple[Chapter, ...]:
    """Write a book of *count* chapters into the empty *folder*; return the chapters."""
    made = chapters(count)
    for name in ("seeds", "book/chapters"):
        (folder / name).mkdir(parents=True)
    for chapter in made:
        _write_chapter(folder, chapter)
    slugs = ", ".join(f'"{chapter.slug}"' for chapter in made)
    book = folder / "book"
    (book / "book.toml").write_text(
        f'title = "An Anthology of {count}"\nlanguage = "en"\ndate = "2026-01-02"\n'
        'identifier = "urn:uuid:11111111-2222-4333-8444-777777777777"\n[outline]\n'
        'front = ["half-title", "title-page", "copyright", "contents"]\n'
        'back = ["textual-note", "sources", "index", "colophon"]\n'
        f"[[outline.part]]\nchapters = [{slugs}]\n",
        encoding="utf-8",
    )
    rows = "".join(map(_source, made))
    (book / "sources.yaml").write_text(f"references:\n{rows}", encoding="utf-8")
    (book / "rights.toml").write_text("".join(map(_right, made)), encoding="utf-8")
    entries = "".join(f'[[name]]\nheading = "{n}"\nforms = ["{n}"]\n' for n in sorted(names()))
    (book / "names.toml").write_text(entries, encoding="utf-8")
    return made


def add_in_front(folder: Path) -> None:
    """Add a new first chapter to the book in *folder*."""
    made = _chapter(0, 2)
    _write_chapter(folder, made)
    book = folder / "book"
    for name, old, new in (
        ("book.toml", "\nchapters = [", f'\nchapters = ["{made.slug}", '),
        ("sources.yaml", "references:\n", f"references:\n{_source(made)}"),
    ):
        text = (book / name).read_text(encoding="utf-8")
        (book / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    with (book / "rights.toml").open("a", encoding="utf-8") as rights:
        rights.write(_right(made))


def markdown(made: tuple[Chapter, ...]) -> str:
    """Return the same texts as one Markdown file, with footnotes."""
    parts: list[str] = []
    for chapter in made:
        notes = {number: (word, text) for number, word, text in chapter.notes}
        parts.append(f"# {chapter.title} {{#{chapter.slug}}}")
        for number, paragraph in enumerate(chapter.paragraphs):
            word, text = notes.get(number, ("", ""))
            parts.append(paragraph.replace(word, f"{word}^[{text}]") if word else paragraph)
    return "\n\n".join(parts) + "\n"


def typst(made: tuple[Chapter, ...]) -> str:
    """Return the same texts as a Typst document: notes, contents, running heads."""
    head = (
        '#set document(title: "Anthology")\n#set page(width: 148mm, height: 210mm, '
        'margin: (inside: 20mm, outside: 22mm, top: 20mm, bottom: 24mm), numbering: "1", '
        "header: context { counter(page).display() })\n"
        '#set text(font: "Source Serif 4", size: 10pt, lang: "en", hyphenate: true)\n'
        "#set par(justify: true, first-line-indent: 1.2em)\n"
        '#show heading.where(level: 1): it => { pagebreak(to: "odd", weak: true); it }\n'
        "#outline()\n"
    )
    parts = [head]
    for chapter in made:
        notes = {number: (word, text) for number, word, text in chapter.notes}
        parts.append(f"= {chapter.title} <{chapter.slug}>\n")
        for number, paragraph in enumerate(chapter.paragraphs):
            if number in notes:
                word, text = notes[number]
                paragraph = paragraph.replace(word, f"{word}#footnote[{text}]")  # noqa: PLW2901
            parts.append(paragraph.replace("*", "_") + "\n")
    return "\n".join(parts)


def _write_chapter(folder: Path, chapter: Chapter) -> None:
    text = "\n\n".join((f"# {chapter.title}", *chapter.paragraphs))
    (folder / "seeds" / f"{chapter.slug}.md").write_text(text + "\n", encoding="utf-8")
    _write_notes(folder / "book" / "chapters" / f"{chapter.slug}.md", chapter)


def _source(one: Chapter) -> str:
    return f"- id: {one.slug}\n  type: article\n  title: {one.title}\n  issued: 2001\n"


def _right(one: Chapter) -> str:
    return (
        f'[[right]]\nsource = "{one.slug}"\nholder = "nobody"\n'
        'basis = "public-domain"\nstatus = "x"\n'
    )


def _write_notes(path: Path, chapter: Chapter) -> None:
    blocks = [
        f"::: note\n> {{=={word}==}}\n\n{text}\n:::\n" for _number, word, text in chapter.notes
    ]
    head = f"---\nseed: {chapter.slug}.md\nsource: {chapter.slug}\n---\n"
    path.write_text("\n".join((head, *blocks)), encoding="utf-8")


def _chapter(number: int, seed: int) -> Chapter:
    dice = random.Random(seed * 100_003 + number)  # noqa: S311  # see names
    people = names()
    paragraphs: list[str] = []
    while sum(len(one.split()) for one in paragraphs) < WORDS:
        sentences = [vocabulary.sentence(dice) for _ in range(dice.randint(3, 8))]
        if dice.random() < 0.2:
            sentences.append(f"{dice.choice(people)} was there, and said so.")
        paragraphs.append(" ".join(sentences))
    notes = []
    for place in sorted(dice.sample(range(len(paragraphs)), NOTES)):
        word = f"{_word(dice, 4)}{number}x{place}"
        paragraphs[place] = _within(paragraphs[place], f"that they called {word} ever after,")
        said = " ".join(vocabulary.sentence(dice) for _ in range(dice.randint(1, 3)))
        notes.append((place, word, said.replace("*", "")))
    title = f"{_word(dice, 3).title()} and {_word(dice, 2).title()}"
    return Chapter(f"c{number:04}", title, tuple(paragraphs), tuple(notes))


def _within(paragraph: str, words: str) -> str:
    """The *paragraph* with *words* in the middle of a sentence."""
    made = paragraph.split(" ")
    middle = len(made) // 2
    return " ".join((*made[:middle], words, *made[middle:]))


def _word(dice: random.Random, syllables: int) -> str:
    return "".join(dice.choice(_SYLLABLES) for _ in range(syllables))
