"""An EPUB opened for a test: its files, its package, its documents as trees."""

import io
import posixpath
import zipfile
from pathlib import Path

from lxml import etree

SPACES = {
    "h": "http://www.w3.org/1999/xhtml",
    "epub": "http://www.idpf.org/2007/ops",
    "opf": "http://www.idpf.org/2007/opf",
    "dc": "http://purl.org/dc/elements/1.1/",
    "ncx": "http://www.daisy.org/z3986/2005/ncx/",
}


class EpubTree:
    """The inside of an EPUB, asked by XPath with the prefixes h, epub, opf, dc and ncx."""

    def __init__(self, source: Path | bytes) -> None:
        data = source if isinstance(source, bytes) else source.read_bytes()
        self.archive = zipfile.ZipFile(io.BytesIO(data))

    def names(self) -> list[str]:
        return self.archive.namelist()

    def read(self, name: str) -> bytes:
        return self.archive.read(posixpath.join("EPUB", name))

    def tree(self, name: str) -> etree._Element:
        return etree.fromstring(self.read(name))

    def find(self, name: str, path: str) -> list:
        """What *path* selects in the file *name*."""
        return self.tree(name).xpath(path, namespaces=SPACES)

    def text(self, name: str, path: str) -> str:
        """The text of the only element that *path* selects, white space made single."""
        (found,) = self.find(name, path)
        return " ".join("".join(found.itertext()).split())

    def opf(self, path: str) -> list:
        return self.find("content.opf", path)

    def prop(self, name: str) -> list[str]:
        """The values of the metadata property *name*."""
        return [str(value) for value in self.opf(f"//opf:meta[@property='{name}']/text()")]

    def spine(self) -> list[str]:
        """The files in reading order."""
        hrefs = {item.get("id"): item.get("href") for item in self.opf("//opf:item")}
        return [hrefs[idref] for idref in self.opf("//opf:itemref/@idref")]
