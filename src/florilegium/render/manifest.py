"""``build/manifest.json``: what the finished books were made from, and by which versions."""

from collections.abc import Sequence
from dataclasses import asdict
from importlib.metadata import version

from florilegium import __version__
from florilegium.assemble import audiences
from florilegium.assemble.reader import Reader
from florilegium.model import Artefact
from florilegium.render import pandoc
from florilegium.store import build_record


def manifest(reader: Reader, made: Sequence[Artefact], inputs: str) -> dict[str, object]:
    """Return what the books were made from, and what they are; *inputs* is the book's digest."""
    rows = build_record.outputs(made, root=reader.root)
    return {
        "title": reader.book.meta.title,
        "inputs": inputs,
        "seeds": {text.raw.seed.name: text.raw.seed.sha256 for text in reader.texts},
        "versions": versions(),
        "artefacts": [
            {
                "edition": one.edition,
                "path": row.path,
                "sha256": row.sha256,
                "pages": row.pages,
                "left_out": _left_out(reader, one.edition),
            }
            for one, row in zip(made, rows, strict=True)
        ],
    }


def _left_out(reader: Reader, edition: str) -> list[dict[str, object]]:
    """Return what *edition* leaves out because it is for another audience."""
    named = reader.editions.named(edition)
    return [asdict(one) for one in audiences.hidden(reader.book, named.reader)]


def versions() -> dict[str, str]:
    """Return the versions of this program and of the engines that make the books."""
    return {
        "florilegium": __version__,
        "weasyprint": version("weasyprint"),
        "ebooklib": version("ebooklib"),
        "pandoc": pandoc.version(),
    }
