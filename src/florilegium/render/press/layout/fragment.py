r"""The PDF objects of one document, cut loose from their file so that any book can take them in.

In a file an object is called by its number, which only the whole book decides. Here the
numbers are marks between two NULs, which no text can hold: ``\0 12 \0`` is the fragment's own
object 12, ``\0+3\0`` its fourth key of the structure tree, and a letter is an object that all
fragments share (`SHARED`). `cut` makes a fragment, `fill` puts numbers in.
"""

import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pydyf

from florilegium.render.press.layout.compaction import merge_lines, shorten

# Objects of the book: page tree, structure element of the book, fonts, colour profile, spaces.
SHARED = ("pages", "document", "fonts", "profile", "colors")

_REFERENCE = re.compile(rb"(\d+) 0 R")
_MARK = re.compile(rb"\0(\+?)(\w+)\0")
_PRINTED = 4  # the flag that PDF/A asks of every annotation


@dataclass(frozen=True, slots=True)
class Flow:
    """A stream: *head* is its dictionary, with marks, without filter and length of a page.

    The content of a *page* is deflated but not ended, so that a folio can still be added;
    *check* is its Adler-32 so far.
    """

    head: bytes
    content: bytes
    page: int = -1
    check: int = 0

    def ended(self, more: bytes) -> bytes:
        """The content of a page with *more* drawn after it."""
        tail = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
        total = zlib.adler32(more, self.check).to_bytes(4, "big")
        return self.content + tail.compress(more) + tail.flush() + total


@dataclass(frozen=True, slots=True)
class Fragment:
    """All objects of a document: *flows* first, then *plain* ones; numbers count through both.

    *pages* are the numbers of its pages; *roots* calls its outermost structure elements;
    *parents* is its part of the tree that leads from content to structure, with *keys* keys.
    """

    flows: tuple[Flow, ...]
    plain: tuple[bytes, ...]
    pages: tuple[int, ...]
    roots: bytes
    parents: bytes
    keys: int

    @property
    def size(self) -> int:
        """How many objects it has."""
        return len(self.flows) + len(self.plain)


def cut(pdf: pydyf.PDF, *, shared: Mapping[str, int], name: str) -> Fragment:
    """Return the fragment of a finished *pdf*; *shared* says which of its objects the book has.

    *name* makes the names of structure elements unique in the book.
    """
    root = pdf.objects[_number(pdf.catalog["StructTreeRoot"])]
    document = pdf.objects[_number(root["K"][0])]
    parents = pdf.objects[_number(root["ParentTree"])]
    left = {0, pdf.catalog.number, root.number, parents.number, *shared.values()}
    left |= merge_lines(pdf) | {document.number}
    kept = [one for one in pdf.objects if one.number not in left]
    kept.sort(key=lambda one: not isinstance(one, pydyf.Stream))
    marks = {number: word.encode() for word, number in shared.items()}
    marks[document.number] = b"document"
    marks |= {one.number: b"%d" % place for place, one in enumerate(kept)}
    scribe = _Scribe(marks, name)
    numbers = [int(number) for number in pdf.pages["Kids"][::3]]
    contents = {
        _number(pdf.objects[number]["Contents"]): page for page, number in enumerate(numbers)
    }
    flows = [one for one in kept if isinstance(one, pydyf.Stream)]
    return Fragment(
        flows=tuple(_flow(one, scribe, page=contents.get(one.number, -1)) for one in flows),
        plain=tuple(scribe.write(one) for one in kept[len(flows) :]),
        pages=tuple(int(marks[number]) for number in numbers),
        roots=b" ".join(scribe.write(one) for one in document["K"]),
        parents=scribe.write_parents(parents["Nums"]),
        keys=len(parents["Nums"]) // 2,
    )


def fill(template: bytes, *, first: int, key: int, shared: Mapping[bytes, int]) -> bytes:
    """Return *template* with numbers: objects from *first* on, structure keys from *key* on."""

    def number(mark: re.Match[bytes]) -> bytes:
        if mark[1]:
            return b"%d" % (key + int(mark[2]))
        word = mark[2]
        return b"%d 0 R" % (shared[word] if word in shared else first + int(word))

    return _MARK.sub(number, template)


def _number(reference: bytes) -> int:
    return int(reference.split()[0])


def _flow(stream: pydyf.Stream, scribe: "_Scribe", *, page: int) -> Flow:
    if page >= 0:
        stream.compress = False
        raw = shorten(_content(stream))
        press = zlib.compressobj(9)
        data = press.compress(raw) + press.flush(zlib.Z_SYNC_FLUSH)
        return Flow(b"", data, page, zlib.adler32(raw))
    content = _content(stream)
    head = dict(stream.extra)
    if stream.compress:
        head["Filter"] = "/FlateDecode"
    head["Length"] = len(content)
    return Flow(scribe.write(head), content)


def _content(stream: pydyf.Stream) -> bytes:
    whole: bytes = stream.data
    return whole.partition(b"\nstream\n")[2].removesuffix(b"\nendstream")


class _Scribe:
    """Writes values of pydyf with marks for numbers."""

    def __init__(self, marks: Mapping[int, bytes], name: str) -> None:
        self._marks = marks
        self._name = name

    def write(self, value: Any) -> bytes:  # noqa: ANN401  # whatever pydyf holds
        if isinstance(value, dict):
            return b"<<" + b"".join(self._entries(value)) + b">>"
        if isinstance(value, list | tuple):
            return b"[" + b" ".join(self.write(one) for one in value) + b"]"
        if isinstance(value, bytes) and (call := _REFERENCE.fullmatch(value)):
            return b"\0%s\0" % self._marks[int(call[1])]
        written: bytes = pydyf.Array([value]).data[1:-1]
        if b"\0" in written:
            message = f"a PDF object holds a NUL: {written[:80]!r}"
            raise AssertionError(message)
        return written

    def write_parents(self, numbers: list[Any]) -> bytes:
        """The entries of the tree from content to structure."""
        pairs = zip(numbers[::2], numbers[1::2], strict=True)
        return b" ".join(b"\0+%d\0 %s" % (key, self.write(value)) for key, value in pairs)

    def _entries(self, dictionary: Mapping[str, Any]) -> Iterator[bytes]:
        for name, value in dictionary.items():
            yield b"/%s %s" % (name.encode(), self._entry(name, value))
        if dictionary.get("Type") == "/Annot":
            yield b"/F %d" % _PRINTED

    def _entry(self, name: str, value: Any) -> bytes:  # noqa: ANN401  # see write
        if name in {"StructParent", "StructParents"}:
            return b"\0+%d\0" % value
        if name == "ID":
            return self.write(self._own(value))
        if name == "Headers":
            return self.write([self._own(one) for one in value])
        return self.write(value)

    def _own(self, word: pydyf.String) -> pydyf.String:
        return pydyf.String(f"{self._name}-{word.string}")
