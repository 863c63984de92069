"""The words of a paragraph in pandoc's document: plain text, and marks on it.

Input the inline elements of pandoc's JSON, output a `Line`. What is no word of the text is put
aside in `Findings` of the whole document: comments, refused changes, pictures, notes.
"""

import posixpath
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from florilegium.ingest.characters import on_one_line, visible
from florilegium.ingest.concealed import CLOSES, HOW, OPENS
from florilegium.ingest.ebook_pages import label_of
from florilegium.ingest.mathml import Formula
from florilegium.ingest.pandoc_tree import SIGNS, TAG, Node, words_of
from florilegium.ingest.seed_settings import TrackedChanges
from florilegium.model import Damage, Illustration, LeftOut, Mark, MarkKind
from florilegium.model.markup_text import without_tags

_SPANS: dict[str, MarkKind] = {
    "Emph": "emphasis", "Strong": "strong", "Strikeout": "struck",
    "Superscript": "superscript", "Subscript": "subscript", "SmallCaps": "small-caps",
    "Underline": "underlined",
}  # fmt: skip
_CLASSES: dict[str, MarkKind] = {
    "mark": "highlighted", "underline": "underlined", "ul": "underlined",
    "smallcaps": "small-caps", "small": "small",
}  # fmt: skip
_PAGE_BREAK, _BACK, _SAYS = "pagebreak", "backlink", ("epub-type", "role", "data-role")
_LONGEST_NUMBER = 40  # letters
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
_ISOLATES = {"rtl": "\u2067", "ltr": "\u2066"}
_END_OF_ISOLATE = "\u2069"
_TO_LINES = str.maketrans("\t", " ")
_QUOTES = {"DoubleQuote": '"', "SingleQuote": "'"}
# Spans that stand for where a tracked change ends a paragraph.
_JOINS: dict[TrackedChanges, str] = {
    "accept": "paragraph-deletion",
    "reject": "paragraph-insertion",
}


@dataclass(slots=True)
class Line:
    """The *text* of a paragraph with its *marks*."""

    text: str = ""
    marks: tuple[Mark, ...] = ()


@dataclass(slots=True)
class Findings:
    """All that a document holds besides its running text, gathered while it is walked.

    *formulas* are those of the document by TeX and kind; *notes* the author's notes by number,
    their blocks not walked yet. *paragraph* is the number of the one being read, *block* how
    many blocks are finished, *page* the number of the printed page it stands on, where the file
    says it.
    """

    changes: TrackedChanges = "accept"
    language: str = ""
    formulas: Mapping[tuple[str, bool], Formula | None] = field(default_factory=dict)
    calls: Mapping[str, Sequence[Node]] = field(default_factory=dict)
    notes: list[Sequence[Node]] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    damage: list[Damage] = field(default_factory=list)
    shown: list[Illustration] = field(default_factory=list)
    paragraph: int = 1
    block: int = 0
    hides: bool = False
    page: str = ""
    numbers: dict[str, str] = field(default_factory=dict)

    def leave_out(self, rule: str, why: str, words: str) -> None:
        """Note that *words* are none of the text, by *rule* and *why*."""
        said = " ".join(words.split())
        if said:
            self.left_out.append(LeftOut(rule, why, self.paragraph, len(said), said))

    def turn(self, attributes: Mapping[str, str], words: str) -> bool:
        """Tell whether *attributes* say that a printed page begins; take note of its number."""
        if _PAGE_BREAK not in " ".join(attributes.get(name, "") for name in _SAYS):
            return False
        said = attributes.get("title") or attributes.get("aria-label") or words
        self.page = label_of(said) or self.page
        if len(words) > _LONGEST_NUMBER:  # the words of the page are in it, too
            return False
        self.leave_out("page-furniture", "The number of a page of the printed book.", words)
        return True

    def call(self, note: Sequence[Node], name: str = "") -> str:
        """Return the number of *note*; one of a *name* that was called before keeps its own."""
        if name in self.numbers:
            return self.numbers[name]
        self.notes.append(note)
        number = str(len(self.notes))
        if name:
            self.numbers[name] = number
        return number


def line_of(inlines: Iterable[Node], found: Findings, *, breaks: bool = True) -> Line:
    """Return the words of *inlines*; without *breaks* the end of a line is a space."""
    writer = _Writer(found, breaks=breaks, hidden_from=0 if found.hides else -1)
    writer.write(inlines)
    return writer.finished()


def joins(inlines: Iterable[Node], changes: TrackedChanges) -> bool:
    """Tell whether a tracked change took the end of a paragraph away, so that the next joins."""
    return any(node["t"] == "Span" and _JOINS[changes] in node["c"][0][1] for node in inlines)


def without_joints(inlines: Iterable[Node]) -> Iterator[Node]:
    """Yield *inlines* but for the signs of tracked changes at the end of a paragraph."""
    for node in inlines:
        if not (node["t"] == "Span" and set(_JOINS.values()) & set(node["c"][0][1])):
            yield node


@dataclass(slots=True)
class _Writer:
    found: Findings
    breaks: bool = True
    hidden_from: int = -1
    _parts: list[str] = field(default_factory=list)
    _marks: list[Mark] = field(default_factory=list)
    _length: int = 0
    _space: bool = False
    _turned: int = 0

    def write(self, inlines: Iterable[Node]) -> None:
        for node in inlines:
            kind: str = node["t"]
            content: Any = node.get("c")
            if kind == "Str":
                self._say(str(content))
            elif kind in ("Space", "SoftBreak"):
                self._space = True
            elif kind in _SPANS:
                self._marked(_SPANS[kind], "", content)
            elif make := _MAKERS.get(kind):
                make(self, content)
            else:
                self.found.leave_out("unknown", f"pandoc calls it {kind}.", words_of(content))

    def finished(self) -> Line:
        if self.found.hides:  # the next paragraph is hidden, too
            self._show()
            self.found.hides = True
        self._turn(self.found.page)
        text = "".join(self._parts)
        start = len(text) - len(text.lstrip(" \n"))
        text = text.strip(" \n")
        marks = _trimmed(self._marks, start, text)
        return Line(text, marks)

    def _say(self, raw: str) -> None:
        text = raw
        if not (raw.isascii() and raw.isalnum()):  # as most words are
            text = on_one_line(visible(unicodedata.normalize("NFC", raw))).translate(_TO_LINES)
        for part in SIGNS.split(text) if OPENS in text or CLOSES in text else (text,):
            if part == OPENS:
                self._put_space()
                self._hide()
            elif part == CLOSES:
                self._show()
            elif part:
                self._put_space()
                self._put(part)

    def _hide(self) -> None:
        self.found.hides = True
        self.hidden_from = self._length

    def _show(self) -> None:
        self.found.hides = False
        if self._length > self.hidden_from >= 0:
            self._marks.append(Mark(self.hidden_from, self._length, "hidden", HOW))
        self.hidden_from = -1

    def _put_space(self) -> None:
        """Write the space that is due, if a word of this line is before it."""
        if self._space and self._parts and not self._parts[-1].endswith(("\n", " ")):
            self._put(" ")
        self._space = False

    def _put(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)

    def _marked(self, kind: MarkKind, ref: str, inlines: Iterable[Node]) -> None:
        # A space before the words is none of them.
        self._put_space()
        start = self._length
        self.write(inlines)
        if self._length > start:
            self._marks.append(Mark(start, self._length, kind, ref))

    def line_break(self, _content: object) -> None:
        self._space = False
        if self.breaks:
            self._put("\n")
        else:
            self._space = True

    def quoted(self, content: Sequence[Any]) -> None:
        sign = _QUOTES[content[0]["t"]]
        self._say(sign)
        self.write(content[1])
        self._space = False
        self._put(sign)

    def cited(self, content: Sequence[Any]) -> None:
        self.write(content[1])

    def code(self, content: Sequence[Any]) -> None:
        self._put_space()
        start = self._length
        self._say(str(content[1]))
        self._marks.append(Mark(start, self._length, "code"))

    def math(self, content: Sequence[Any]) -> None:
        source, display = str(content[1]), content[0]["t"] == "DisplayMath"
        formula = self.found.formulas.get((source, display))
        self._put_space()
        start = self._length
        if formula is None:
            self._say(source)
            self._marks.append(Mark(start, self._length, "code"))
            what = f"the formula {source[:60]!r} cannot be read and is shown as it is written"
            self.found.damage.append(Damage("T110", self.found.paragraph, what))
            return
        self._put(formula.text)
        self._marks.append(Mark(start, self._length, "formula", formula.source))

    def raw(self, content: Sequence[Any]) -> None:
        words = without_tags(str(content[1]), TAG)
        self.found.leave_out("raw", f"It is code of another format ({content[0]}).", words)

    def link(self, content: Sequence[Any]) -> None:
        address = str(content[2][0])
        if _BACK in " ".join(dict(content[0][2]).get(name, "") for name in _SAYS):
            why = "It leads back from a note to its call."
            self.found.leave_out("back-link", why, words_of(content[1]))
            return
        note = self.found.calls.get(address.removeprefix("#"))
        if note is not None and address.startswith("#"):
            self._called(self.found.call(note, address), words_of(content[1]))
        elif address.startswith("#"):
            self.write(content[1])
        else:
            self._marked("link", address, content[1])

    def image(self, content: Sequence[Any]) -> None:
        (target, title) = content[2]
        words = words_of(content[1]) or str(title)
        if posixpath.basename(words) == posixpath.basename(str(target)):
            words = ""  # the name of its file says nothing
        found = self.found
        # In the middle of a paragraph it stands behind that.
        block = found.block + bool(self._parts)
        one = Illustration(str(target), words, block, found.paragraph)
        before = found.shown[-1:]
        if [(last.address, last.block) for last in before] != [(one.address, one.block)]:
            found.shown.append(one)
        elif words:  # a cover is named by the package and on its page
            found.shown[-1] = one

    def note(self, blocks: Sequence[Node]) -> None:
        number = self.found.call(blocks)
        self._called(number, number)

    def _called(self, number: str, sign: str) -> None:
        self._space = False
        start = self._length
        self._put(sign)
        self._marks.append(Mark(start, self._length, "author-note", number))

    def span(self, content: Sequence[Any]) -> None:
        (_, classes, pairs), inlines = content
        attributes = dict(pairs)
        if self._apart(classes, attributes, inlines):
            return
        said = str(attributes.get("lang") or attributes.get("xml:lang") or "")
        isolate = _ISOLATES.get(str(attributes.get("dir", "")).lower(), "")
        start = self._length
        if isolate:
            self._put_space()
            self._put(isolate)
        if _LANGUAGE.fullmatch(said) and said.lower() != self.found.language.lower():
            self._marked("language", said, inlines)
        else:
            self.write(inlines)
        if isolate:
            self._put(_END_OF_ISOLATE)
        for kind in dict.fromkeys(_CLASSES[name] for name in classes if name in _CLASSES):
            if self._length > start:
                self._marks.append(Mark(start, self._length, kind))

    def _apart(
        self, classes: Sequence[str], attributes: Mapping[str, str], inlines: Sequence[Node]
    ) -> bool:
        """Put aside what *classes* say is none of the text, and tell whether it was."""
        by = _by(attributes)
        if "comment-start" in classes:
            self.found.leave_out("comment", f"A comment{by}.", words_of(inlines))
        elif "comment-end" in classes:
            pass
        elif "deletion" in classes and self.found.changes == "accept":
            why = f"Deleted{by}, and the tracked changes are accepted."
            self.found.leave_out("tracked-change", why, words_of(inlines))
        elif "insertion" in classes and self.found.changes == "reject":
            why = f"Inserted{by}, and the tracked changes are refused."
            self.found.leave_out("tracked-change", why, words_of(inlines))
        else:
            before = self.found.page
            if not self.found.turn(attributes, words_of(inlines)):
                return False
            self._turn(before)
        return True

    def _turn(self, before: str) -> None:
        """Mark the words since the page *before* began as standing on it."""
        if before and self._length > self._turned:
            self._marks.append(Mark(self._turned, self._length, "page", before))
        self._turned = self._length


def _by(attributes: Mapping[str, str]) -> str:
    author, day = attributes.get("author", ""), attributes.get("date", "")[:10]
    return (f" by {author}" if author else "") + (f" on {day}" if day else "")


def _trimmed(marks: Sequence[Mark], cut: int, text: str) -> tuple[Mark, ...]:
    """Return *marks* in order, *cut* characters further left, trimmed."""
    made: list[Mark] = []
    for mark in marks:
        start, end = max(0, mark.start - cut), min(len(text), mark.end - cut)
        words = text[start:end]
        if words.strip():
            start += len(words) - len(words.lstrip())
            made.append(replace(mark, start=start, end=start + len(words.strip())))
    return tuple(sorted(made, key=lambda mark: (mark.start, -mark.end)))


_MAKERS: dict[str, Callable[[_Writer, Any], None]] = {
    "LineBreak": _Writer.line_break,
    "Quoted": _Writer.quoted,
    "Cite": _Writer.cited,
    "Code": _Writer.code,
    "Math": _Writer.math,
    "RawInline": _Writer.raw,
    "Link": _Writer.link,
    "Image": _Writer.image,
    "Note": _Writer.note,
    "Span": _Writer.span,
}
