"""Law 10: editions of one format agree, whoever reads them.

Books with random material for an instructor are built for both readers, in both formats; what
is compared is read from the finished files.
"""

import random
import re
import zipfile
from collections import defaultdict

import pypdfium2
import pytest
from lxml import etree

from florilegium import pipeline
from florilegium.check.package import spine_of
from florilegium.model.letters import letters
from florilegium.project.project import Project
from florilegium.resources import Resources
from florilegium.store.cache import Cache

EDITIONS = """
[print]
format = "pdf"
page = "A5"

[instructor]
extends = "print"
reader = "instructor"

[ebook]
format = "epub"

[instructor-ebook]
extends = "ebook"
reader = "instructor"
"""
INDEX = """search: [texts, headnotes, notes, questions, prefaces]
headings:
- heading: gate
  match: [gate, gates]
- heading: keeper
  match: [keeper]
- heading: secretive
  match: [secretive]
"""
ALONE = "secretive"  # a word that only the instructor's material has
TEXT = "rain falls on the lock and nobody asks the keeper why her gate is green again"


def sentence(rng, size=(6, 30)):
    words = [rng.choice(TEXT.split()) for _ in range(rng.randint(*size))]
    return " ".join(words).capitalize() + "."


def for_instructors(rng, quotes, number):
    secret = f"{ALONE} {sentence(rng)}"
    return rng.choice(
        [
            f"::: {{.headnote audience=instructor}}\n{secret}^[{ALONE} as a footnote.]\n:::",
            f"::: {{.note audience=instructor}}\n> {quotes[number]}\n\n{secret}\n:::",
            f"::: {{.questions audience=instructor}}\n1. {secret}\n2. {secret}\n:::",
            f"::: {{.question audience=instructor marks=3}}\n{secret}\n:::",
            f"::: {{.note audience=instructor on=text}}\n{secret} [@see:one].\n:::",
            f"::: {{.event audience=instructor date=19{number:02}}}\n{secret}\n:::",
        ]
    )


def chapter(rng, slug, other):
    """The seed and the file of a chapter, with notes for all and notes for one."""
    quotes = [f"mark{slug}{number:02}" for number in range(12)]
    paragraphs = [f"{sentence(rng, (40, 160))} {quote} {sentence(rng)}" for quote in quotes]
    divs = [
        f"::: {{.note #n{n}}}\n> {quotes[n]}\n\n{sentence(rng)} See [@see:{other}#n0].\n:::"
        for n in range(rng.randint(1, 4))
    ]
    divs += [for_instructors(rng, quotes, n) for n in range(4, 4 + rng.randint(1, 6))]
    for number in range(rng.randint(1, 4)):
        answer = f"\n::: answer\n{ALONE} {sentence(rng)}\n:::\n" if rng.random() < 0.7 else ""
        divs.append(f"::: {{.question marks={number + 1}}}\n{sentence(rng)}\n{answer}:::")
    divs.append(f"::: {{.event date=19{rng.randint(10, 99)}}}\n> {quotes[11]}\n\nIt rained.\n:::")
    rng.shuffle(divs)
    head = f"---\nseed: {slug}.txt\nsource: walk2001\n---\n\n"
    seed = f"On {slug.title()}\n\n" + "\n\n".join(paragraphs) + "\n"
    return seed, head + "\n\n".join(divs) + "\n"


@pytest.fixture(params=[1, 2, 3])
def random_book(request, book):
    """A book in which at random this and that is for the instructor alone."""
    rng = random.Random(request.param)  # noqa: S311  # a test
    root = book("minimal")
    slugs = ["one", "two", "three"]
    for slug, other in zip(slugs, ["two", "three", "one"], strict=True):
        seed, text = chapter(rng, slug, other if slug != "two" else "one")
        if slug != "three":
            text = re.sub(r"\[@see:three#\w+\]", "[@see:one]", text)
        (root / "seeds" / f"{slug}.txt").write_text(seed, encoding="utf-8")
        (root / "book" / "chapters" / f"{slug}.md").write_text(text, encoding="utf-8")
    (root / "book" / "front").mkdir(exist_ok=True)
    keys = f"---\naudience: instructor\n---\n\n# Keys\n\n{ALONE} page. {sentence(rng)}\n"
    (root / "book" / "front" / "keys.md").write_text(keys, encoding="utf-8")
    apart = 'audience = { three = "instructor" }\n' if request.param % 2 else ""
    outline = (root / "book" / "book.toml").read_text(encoding="utf-8").partition("[[outline")[0]
    outline += (
        '[outline]\nfront = ["title-page", "contents", "keys"]\n'
        'back = ["chronology", "glossary", "sources", "index"]\n'
        f'{apart}[[outline.part]]\ntitle = "A Part"\nchapters = ["one", "two"]\n'
        '[[outline.part]]\ntitle = "Another"\nchapters = ["three"]\n'
    )
    (root / "book" / "book.toml").write_text(outline, encoding="utf-8")
    (root / "book" / "editions.toml").write_text(EDITIONS, encoding="utf-8")
    (root / "book" / "index.yaml").write_text(INDEX, encoding="utf-8")
    return Project.load(root)


def lines_by_folio(path):
    """The words of each line of each page of a PDF, by the label of the page.

    Small capitals are one glyph for both cases of a letter.
    """
    found = {}
    with pypdfium2.PdfDocument(path) as pdf:
        for number in range(len(pdf)):
            text = pdf[number].get_textpage()
            rows = defaultdict(str)
            for place in range(text.count_rects()):
                left, bottom, right, top = text.get_rect(place)
                rows[round(bottom)] += text.get_text_bounded(left, bottom, right, top).casefold()
            found[pdf.get_page_label(number)] = [rows[y] for y in sorted(rows, reverse=True)]
    return found


def files(path):
    """The documents of an EPUB, by name."""
    with zipfile.ZipFile(path) as epub:
        return {name: epub.read(name) for name, _ in spine_of(epub)}


def pages_of(path):
    """The list of pages of an EPUB: each folio and where it is marked."""
    with zipfile.ZipFile(path) as epub:
        name = next(name for name in epub.namelist() if name.endswith("nav.xhtml"))
        nav = etree.fromstring(epub.read(name))
    lists = [one for one in nav.iter("{*}nav") if one.get("role") == "doc-pagelist"]
    return [(link.text, link.get("href")) for one in lists for link in one.iter("{*}a")]


def test_the_same_words_stand_on_the_same_folio_and_line(random_book, tmp_path):
    laid_out = {}
    resources = Resources(cache=Cache(tmp_path / "cache"))
    made = {}
    for name in ("print", "instructor", "ebook", "instructor-ebook"):
        said = []
        reader, (artefact,) = pipeline.build(
            random_book, editions=[name], progress=said.append, resources=resources
        )
        laid_out[name] = [one for one in said if one.startswith("laid out")]
        made[name] = artefact.path

    student, instructor = lines_by_folio(made["print"]), lines_by_folio(made["instructor"])
    assert student == {folio: instructor[folio] for folio in student}
    assert len(instructor) > len(student)
    assert ALONE not in str(student)
    assert str(instructor).count(ALONE) > 2
    assert "for the instructor: index" in str(instructor).replace("\\xa0", " ")

    # Equal chapters were laid out once: only what is the instructor's was laid out again.
    alone = {one.title for one in reader.documents if one.audiences}
    assert all(any(title in line for title in alone) for line in laid_out["instructor"])
    assert laid_out["ebook"] == laid_out["instructor-ebook"] == []

    plain, full = files(made["ebook"]), files(made["instructor-ebook"])
    shared = {name: page for name, page in plain.items() if "nav" not in name}
    assert shared == {name: full[name] for name in shared}
    assert ALONE not in "".join(page.decode() for page in plain.values())
    marks = pages_of(made["ebook"])
    assert marks == pages_of(made["instructor-ebook"])[: len(marks)]
    assert marks
    assert len(pages_of(made["instructor-ebook"])) > len(marks)

    # Nothing is lost: what one edition hides is listed, letter by letter.
    manifest = (random_book.build / "manifest.json").read_text(encoding="utf-8")
    assert '"left_out": []' in manifest
    written = "".join(
        path.read_text(encoding="utf-8") for path in (random_book.root / "book").rglob("*.md")
    )
    texts = "".join(page.decode() for page in full.values())
    assert written.count(ALONE) <= letters(texts).count(ALONE)
    assert texts.count("It rained.") == 3  # the event of each chapter, shared or not
