"""Books unlike ours: whatever an editor may bring, the e-book is sound."""

from dataclasses import replace

import pytest
from epub_tree import EpubTree
from library import Chapter, Volume, picture

from florilegium import check, pipeline
from florilegium.check import book as book_checks
from florilegium.check.epub import check_epub
from florilegium.check.kindle import check_kindle
from florilegium.model import Pagination
from florilegium.project.project import Project
from florilegium.render import cover, epub

# A judge that a machine lacks is said to be missing, which is no fault of the book.
ABSENT = {"E303", "E402", "E404", "E406"}
DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20" width="40" height="20">'
    '<rect width="40" height="20" fill="#333"/></svg>'
)
PREFACE = r"""# Preface

Let $x^2 + \frac{a}{b}$ be, and

$$\sum_{i=1}^n i = \frac{n(n+1)}{2}$$

![A heron on a post](pictures/heron.jpg "Seen in March")

![A grey box](pictures/box.svg) stands in the line.

| year | herons |
|:-----|-------:|
| 1911 |     12 |

: What was counted

``` python
print("<herons>" & 1)
```

| The lamp is low,
|   the ledger long.

Γνῶθι σεαυτόν.
"""
FAR = "\n[السلام عليكم]{lang=ar dir=rtl}, [雪国]{lang=ja}.\n"
HEADNOTE = "::: headnote\n\n![A heron](pictures/heron.jpg)\n\n:::\n"
NOTHING_LEFT = """::: headnote
Nothing but this.
:::

::: elide
> from: All of
> to: it goes.

It may not be printed.
:::
"""
NOTE = r"""::: note
> {==word 7 of==}

See ![the heron](pictures/heron.jpg) and $e^{i\pi}$.
:::
"""


def many_notes(count):
    text = "\n\n".join(f"Here is word {n} of the many that stand in it." for n in range(count))
    notes = "\n".join(
        f"::: note\n\n> {{==word {n} of==}}\n\nNote {n}.\n\n:::\n" for n in range(count)
    )
    return Chapter("many", text, notes)


BOOKS = {
    "everything an editor can write": Volume(
        [
            Chapter("heron", "Here is word 7 of the heron.", HEADNOTE + NOTE),
            Chapter("bare", "No note at all, and no head."),
            Chapter("headnote-only", "All of it goes.", NOTHING_LEFT),
            many_notes(400),
            Chapter("long", f"Long\n\n{'A very long paragraph indeed. ' * 36_000}"),
            Chapter("greek", "Γνῶθι σεαυτόν. Μηδὲν ἄγαν.", title="Δελφοί", language="grc"),
            Chapter("yuki", "国境の長いトンネルを抜けると雪国であった。", language="ja"),
            Chapter(
                "table",
                "# Table\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```\nx < 1 && y\n```\n",
                suffix="md",
            ),
        ],
        front=("half-title", "title-page", "copyright", "contents", "preface"),
        settings='[series]\nname = "Birds & Lamps"\nposition = "3"\n',
        files={
            "book/front/preface.md": PREFACE + FAR,
            "book/pictures/heron.jpg": picture(),
            "book/pictures/box.svg": DRAWING,
        },
    ),
    "one chapter, in Arabic": Volume(
        [Chapter("salam", "كان يا ما كان في قديم الزمان.", title="السلام")],
        title="كتاب صغير",
        language="ar",
    ),
    "300 chapters and a title of signs, in Japanese": Volume(
        [
            Chapter(f"yuki-{n}", "国境の長いトンネルを抜けると雪国であった。", title=f'雪 {n} <&"')
            for n in range(300)
        ],
        title='<&"国"> & <b>',
        language="ja",
    ),
}


@pytest.fixture(scope="module", params=BOOKS)
def made(request, tmp_path_factory):
    """One of the books, its e-book written without a print edition."""
    project = Project.load(BOOKS[request.param].put(tmp_path_factory.mktemp("other")))
    reader = pipeline.read_book(project)
    artefact = epub.write(
        reader.documents,
        meta=reader.book.meta,
        edition=project.editions.default("epub"),
        styles=reader.styles,
        target=project.build / "epub" / "book.epub",
        pagination=Pagination({}),
        cover=cover.paint(reader.book.meta, styles=reader.styles),
        pictures=reader.pictures,
    )
    return reader, artefact


@pytest.mark.external
def test_no_judge_finds_anything(made):
    _, artefact = made
    found = [*check_epub(artefact.path), *check_kindle(artefact.path)]

    assert [] == [finding.message for finding in found if finding.code != "E303"]


def test_every_picture_is_described(made):
    reader, _ = made

    assert [] == list(book_checks.described(reader.documents))


@pytest.fixture(scope="module")
def rich(tmp_path_factory):
    """The book with everything but its longest chapters, in both formats."""
    volume = BOOKS["everything an editor can write"]
    # Our fonts for print have neither Arabic nor Japanese.
    left_out = ("many", "long", "yuki")
    chapters = [chapter for chapter in volume.chapters if chapter.slug not in left_out]
    files = volume.files | {"book/front/preface.md": PREFACE}
    short = replace(volume, chapters=chapters, files=files)
    project = Project.load(short.put(tmp_path_factory.mktemp("rich")))
    return pipeline.build(project)


@pytest.mark.external
def test_pictures_and_formulas_pass_every_check_of_both_formats(rich):
    reader, artefacts = rich
    found = {finding.code: finding.message for finding in check.inspect(reader, artefacts)}
    expected = {"B101", "R101", "R109"}  # no publisher, no rights: it is only a test

    assert {} == {code: found[code] for code in found.keys() - expected - ABSENT}


def test_pictures_are_files_of_their_own(rich):
    _, (_, packed) = rich
    tree = EpubTree(packed.path)

    assert tree.find("text/preface.xhtml", "//h:figure/h:img/@src") == ["../pictures/heron.jpg"]
    assert tree.text("text/preface.xhtml", "//h:figcaption") == "Seen in March"
    assert tree.opf("//opf:item[starts-with(@id, 'picture-')]/@media-type") == [
        "image/jpeg",
        "image/svg+xml",
    ]
    assert tree.prop("schema:accessMode") == ["textual", "visual"]


def test_formulas_are_mathml_with_their_source(rich):
    _, (_, packed) = rich
    tree = EpubTree(packed.path)
    alternatives = tree.find("text/preface.xhtml", "//*[local-name()='math']/@alttext")

    assert alternatives == [r"x^2 + \frac{a}{b}", r"\sum_{i=1}^n i = \frac{n(n+1)}{2}"]
    assert tree.opf("//opf:item[contains(@properties, 'mathml')]/@id") == [
        "doc-preface",
        "doc-heron",
    ]
    assert "MathML" in tree.prop("schema:accessibilityFeature")


def test_an_arabic_book_runs_from_right_to_left(tmp_path):
    project = Project.load(BOOKS["one chapter, in Arabic"].put(tmp_path))
    _, (made,) = pipeline.build(project, formats=["epub"])
    tree = EpubTree(made.path)

    assert tree.opf("//opf:spine/@page-progression-direction") == ["rtl"]
    assert tree.find("text/salam.xhtml", "/h:html/@dir") == ["rtl"]
