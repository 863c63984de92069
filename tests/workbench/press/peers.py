"""Other ways to make a book of the same texts: each a command, and the file it writes."""

import sys
from collections.abc import Callable
from pathlib import Path

import pypandoc

from florilegium.project.styles import packaged
from workbench.press import anthology

HERE = Path(__file__).parent
Command = tuple[list[str], Path]

# Notes stand at the end, since pandoc's HTML has them there.
CSS = """
@page { size: 148mm 210mm; margin: 20mm 20mm 24mm; @bottom-center { content: counter(page) } }
html { font: 10pt/13.5pt "Source Serif 4" }
p { margin: 0; text-indent: 1.2em; text-align: justify; hyphens: auto }
h1 { break-before: right; string-set: head content() }
@page { @top-center { content: string(head) } }
nav a::after { content: " " target-counter(attr(href), page) }
"""


def one_html(scratch: Path, _made: tuple[anthology.Chapter, ...]) -> Command:
    """Return WeasyPrint over the book in one piece, with the same text stages."""
    target = scratch / "one.pdf"
    return [sys.executable, str(HERE / "one_html.py"), str(scratch / "book"), str(target)], target


def pandoc(scratch: Path, made: tuple[anthology.Chapter, ...]) -> Command:
    """Return pandoc with WeasyPrint as its engine, over the same texts as one Markdown file."""
    source, style, target = (scratch / name for name in ("book.md", "book.css", "pandoc.pdf"))
    source.write_text(anthology.markdown(made), encoding="utf-8")
    style.write_text(CSS, encoding="utf-8")
    engine = Path(sys.executable).with_name("weasyprint")
    program = pypandoc.get_pandoc_path()
    options = ["--standalone", "--toc", "--metadata=title:Anthology", "--metadata=lang:en"]
    paths = [str(source), f"--css={style}", f"--pdf-engine={engine}", "-o", str(target)]
    return [program, *options, *paths, "--pdf-engine-opt=--quiet"], target


def typst(scratch: Path, made: tuple[anthology.Chapter, ...]) -> Command:
    """Return Typst over the same texts, without text stages."""
    source, target = scratch / "book.typ", scratch / "typst.pdf"
    source.write_text(anthology.typst(made), encoding="utf-8")
    program = "import sys, typst; typst.compile(*sys.argv[1:3], font_paths=[sys.argv[3]])"
    fonts = str(packaged() / "fonts")
    return [sys.executable, "-c", program, str(source), str(target), fonts], target


# What each is called in the table, by its name on the command line.
NAMES = {"one-html": "one HTML, WeasyPrint", "pandoc": "pandoc, WeasyPrint", "typst": "Typst"}
PEERS: dict[str, Callable[[Path, tuple[anthology.Chapter, ...]], Command]] = {
    "one-html": one_html,
    "pandoc": pandoc,
    "typst": typst,
}
