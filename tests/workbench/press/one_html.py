"""A peer for the bench: the same book as one HTML file, laid out by WeasyPrint in one piece."""

import logging
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

from florilegium import pipeline
from florilegium.project.project import Project
from florilegium.render.press.layout.print_markup import printed
from florilegium.render.press.layout.style import style_for

RULES = """
body > section { break-before: right }
a.locator::after { content: target-counter(attr(href), page) }
@page :first { @bottom-center { content: none } }
"""


def main(folder: str, target: str) -> None:
    """Write the book in *folder* to *target*."""
    project = Project.load(folder)
    reader = pipeline.read_book(project)
    edition = project.editions.default("pdf")
    style = style_for(reader.book.meta, edition=edition, styles=reader.styles)
    from weasyprint import CSS, HTML  # noqa: PLC0415  # after FONTCONFIG_FILE is set
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415  # the same

    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
    everywhere = {name: "0" for one in reader.documents for name in _ids(one.xhtml)}
    bodies = (printed(one, folios=everywhere, title=style.title) for one in reader.documents)
    html = f'<html lang="{style.language}"><body>{"".join(map(_empty, bodies))}</body></html>'
    fonts = FontConfiguration()
    sheets = [CSS(string=style.css + RULES, font_config=fonts)]
    HTML(string=html).write_pdf(
        target, stylesheets=sheets, font_config=fonts, pdf_variant="pdf/a-3a"
    )


def _ids(xhtml: str) -> list[str]:
    return [node.get("id", "") for node in ET.fromstring(xhtml).iter()]  # noqa: S314  # our own


def _empty(body: str) -> str:
    """The document with its page references empty again: the engine fills them."""
    root = ET.fromstring(body)  # noqa: S314  # our own
    for link in root.iter("a"):
        if "locator" in link.get("class", "").split():
            link.text = None
    return ET.tostring(root, encoding="unicode", method="html")


if __name__ == "__main__":
    main(*(str(Path(argument).resolve()) for argument in sys.argv[1:3]))
