"""An EPUB as every check opens it: its package, and the documents of its spine.

Source: EPUB Open Container Format 3.3, 4.2.6.3.1 (the container file names the package).
"""

import posixpath
import zipfile
from collections.abc import Iterator

from lxml import etree

Node = etree._Element  # noqa: SLF001  # lxml gives its element type no public name


def package_of(book: zipfile.ZipFile) -> tuple[Node, str]:
    """Return the package of *book* and the folder that its paths start from.

    Raises `KeyError` or `StopIteration` for a file that is no EPUB.
    """
    container = etree.fromstring(book.read("META-INF/container.xml"))
    name = next(node.get("full-path", "") for node in container.iter("{*}rootfile"))
    return etree.fromstring(book.read(name)), posixpath.dirname(name)


def spine_of(book: zipfile.ZipFile) -> Iterator[tuple[str, Node]]:
    """Yield the path of each document in reading order, and its item in the manifest."""
    package, folder = package_of(book)
    items = {item.get("id"): item for item in package.iter("{*}item")}
    for reference in package.iter("{*}itemref"):
        item = items[reference.get("idref")]
        yield posixpath.join(folder, item.get("href", "")), item
