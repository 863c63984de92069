"""HTML: block elements become blocks, inline elements marks; whatever can act is left out.

Scripts, styles, frames, media, choices of forms, event handlers and ``javascript:`` links
never get past here: only text, and the addresses of links.
"""

import re
import unicodedata
from dataclasses import dataclass, field, replace

from lxml import etree
from lxml import html as lxml_html

from florilegium.errors import SeedError
from florilegium.ingest.author_notes import AuthorNotes, author_notes
from florilegium.ingest.encoding import visible
from florilegium.ingest.indents import MARK, Indents
from florilegium.ingest.languages import language_of
from florilegium.ingest.lines import Draft, arranged
from florilegium.ingest.orders import Orders
from florilegium.ingest.poems import Breaks
from florilegium.ingest.reading import SCENE_BREAK, Reading, clip, scene_breaks
from florilegium.ingest.surroundings import Surroundings, family, says_verse
from florilegium.ingest.tables import Tables, data_tables, is_column
from florilegium.model import Block, BlockKind, Hints, Illustration, Mark, MarkKind

_LEFT_OUT = frozenset(
    {
        "applet", "audio", "canvas", "datalist", "embed", "frame", "head", "iframe", "map",
        "noframes", "noscript", "object", "script", "select", "style", "svg", "template",
        "textarea", "video"
    }
)  # fmt: skip
_BLOCKS = frozenset(
    {
        "address", "article", "aside", "blockquote", "body", "caption", "center", "dd",
        "details", "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure",
        "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "html",
        "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "search", "section",
        "summary", "table", "tbody", "tfoot", "thead", "tr", "ul"
    }
)  # fmt: skip
_MARKS: dict[str, MarkKind] = {
    "em": "emphasis", "i": "emphasis", "cite": "emphasis", "dfn": "emphasis", "var": "emphasis",
    "strong": "strong", "b": "strong",
    "code": "code", "kbd": "code", "samp": "code", "tt": "code",
    "sup": "superscript", "sub": "subscript",
}  # fmt: skip
_HEADING = re.compile(r"h([1-6])")
_NUMBER = re.compile(r"-?[0-9]{1,6}")
_UNSEEN = frozenset({"0", "1", "2"})
_SPACE = re.compile(r"[ \t\n\r\f]+")
_SAFE_LINK = re.compile(r"(?:https?:|mailto:|[^:]*$|[^:]*[/?#])", re.IGNORECASE)
# A rule between two of these parts scenes; elsewhere it is a line of the page's layout.
_RUNNING = frozenset({"blockquote", "ol", "p", "pre", "ul"})


def read(text: str, orders: Orders = ()) -> Reading:
    """Return the blocks of an HTML page and the language its root names.

    *orders* are what the editor says of its passages. Raises `SeedError` when the parser would
    have to leave a part of the page out.
    """
    # The text is decoded already, so a declaration of some other encoding must not be heard.
    parser = lxml_html.HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True
    )
    try:
        root = lxml_html.document_fromstring(text.encode(), parser=parser)
    except etree.ParserError:  # nothing but white space, comments or declarations
        return Reading(())
    if any(entry.level == etree.ErrorLevels.FATAL for entry in parser.error_log):
        raise SeedError(
            "the page nests its elements too deep to be read whole",
            hint="Save the text of the page instead (.txt).",
        )
    language = (root.get("lang") or "").strip()
    writer = _Writer(data_tables(root), author_notes(root), Indents.of(root), language)
    # Walked without recursion: a page may nest deeper than Python's stack.
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        if event == "end":
            writer.leave(element)
        elif element.tag in _LEFT_OUT or element in writer.notes.backs:
            writer.around.enter(element)  # its end is still to come
            walk.skip_subtree()
        else:
            writer.enter(element)
    writer.flush()
    made = arranged(writer.drafts, orders)
    hints = tuple(writer.hints[source] for source in made.sources)
    shown = tuple(replace(one, block=made.since(one.block)) for one in writer.shown)
    return Reading(scene_breaks(made.blocks), language, hints, shown)


@dataclass(slots=True)
class _Container:
    """An open element that says what the blocks in it are."""

    element: etree._Element
    kind: BlockKind
    level: int = 0
    label: str = ""


@dataclass(slots=True)
class _Plain:
    """What a block is that stands in no such element."""

    kind: BlockKind = "paragraph"
    level: int = 0
    label: str = ""


_PLAIN = _Plain()


@dataclass(slots=True)
class _Writer:
    """The block being written and the elements that are open around it."""

    tables: Tables
    notes: AuthorNotes
    indents: Indents
    language: str = ""
    drafts: list[Draft] = field(default_factory=list)
    hints: list[Hints] = field(default_factory=list)
    shown: list[Illustration] = field(default_factory=list)
    around: Surroundings = field(default_factory=Surroundings)
    containers: list[_Container] = field(default_factory=list)
    numbers: dict[etree._Element, int] = field(default_factory=dict)
    open: list[tuple[etree._Element, Mark]] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    length: int = 0
    space: bool = False
    gap: bool = False
    line: int = 1
    first_line: int = 0

    def enter(self, element: etree._Element) -> None:
        """Take note of a start tag and the text after it."""
        tag = str(element.tag)
        self.line = max(self.line, element.sourceline or 0)  # type: ignore[call-overload]  # an int
        if element in self.tables.tabs:
            self._put("\t" * self.tables.tabs[element])
            self.space = False
        elif self._in_row() and (tag in _BLOCKS or tag == "br"):
            self.space = True  # a cell is one run of words
        elif tag in _BLOCKS or is_column(element):
            self.flush()
            self._open_container(element, tag)
            self._open_language(element)
        elif (tag in ("td", "th") and self.parts) or tag == "br":
            self._put("\n" if tag == "br" else "\t")
            self.space = False
        elif tag == "q":
            self._write('"')
        elif tag == "img":
            self._illustrate(element)
        else:
            self._open_mark(element, tag)
        self.around.enter(element)
        self.indents.enter(element, is_block=tag in _BLOCKS)
        self._write(element.text or "")

    def leave(self, element: etree._Element) -> None:
        """Take note of an end tag and the text after it."""
        tag = str(element.tag)
        if tag == "q":
            self._write('"')
        while self.open and self.open[-1][0] is element:
            self._keep_mark(self.open.pop()[1])
        inside = self._in_row() and element not in self.tables.rows
        if inside:
            self.space = self.space or tag in _BLOCKS
        elif tag in _BLOCKS or is_column(element):
            self.flush()
        if self.containers and self.containers[-1].element is element:
            self.containers.pop()
        self.around.leave()
        self.indents.leave(element)
        self._write(element.tail or "")

    def flush(self) -> None:
        """Finish the block being written; marks still open go on in the next."""
        for _, mark in self.open:
            self._keep_mark(mark)
        text = "".join(self.parts)
        if text.strip():
            inner = self._innermost()
            lines = (self.first_line, max(self.first_line, self.line))
            marks = _trimmed(self.marks, text)
            block = Block(inner.kind, text, lines, inner.level, marks, label=inner.label)
            self._draft(_framed(block) if inner.kind in ("verse", "code") else block)
        elif text:
            self.gap = True
        self.around.next_block()
        self.open = [(element, replace(mark, start=0)) for element, mark in self.open]
        self.parts, self.length, self.space, self.marks = [], 0, False, []
        self.first_line = 0

    def _draft(self, block: Block) -> None:
        hints = self.around.hints()
        breaks = Breaks.NONE if block.kind in ("row", "code") else Breaks.HARD
        single = "\n" not in block.text.strip()
        if breaks and says_verse(hints):
            breaks = Breaks.VERSE
        elif breaks and single:
            breaks = Breaks.LINE
        kin = family(hints) if single and breaks else ""
        self.drafts.append(Draft(block, breaks, kin, self.gap))
        self.hints.append(hints)
        self.gap = False

    def _innermost(self) -> _Container | _Plain:
        if not self.containers:
            return _PLAIN
        inner = self.containers[-1]
        if inner.kind == "item":
            # Only the first paragraph of an item bears its bullet; others go on with it.
            self.containers[-1] = _Container(inner.element, "paragraph", inner.level)
        return inner

    def _in_row(self) -> bool:
        return bool(self.containers) and self.containers[-1].kind == "row"

    def _open_container(self, element: etree._Element, tag: str) -> None:
        heading = _HEADING.fullmatch(tag)
        if element in self.notes.bodies:
            number = self.notes.bodies[element]
            self.containers.append(_Container(element, "author-note", label=number))
        elif self.containers and self.containers[-1].kind == "author-note":
            return  # all that is in a note is note
        elif element in self.tables.rows:
            number, rank = self.tables.rows[element]
            self.containers.append(_Container(element, "row", rank, number))
        elif heading:
            self.containers.append(_Container(element, "heading", int(heading[1])))
        elif tag == "blockquote":
            self.containers.append(_Container(element, "quote"))
        elif tag in ("caption", "figcaption"):
            number = self.tables.captions.get(element, "")
            self.containers.append(_Container(element, "caption", label=number))
        elif tag == "li":
            depth = sum(1 for _ in element.iterancestors("ul", "ol", "menu", "dir"))
            self.containers.append(
                _Container(element, "item", max(1, depth), self._number(element))
            )
        elif tag == "pre":
            program = element.find(".//code") is not None or "code" in element.get("class", "")
            self.containers.append(_Container(element, "code" if program else "verse"))
        elif tag == "hr" and _parts_scenes(element):
            scene = Block("break", SCENE_BREAK, (self.line, self.line))
            self.drafts.append(Draft(scene, Breaks.NONE))
            self.hints.append(self.around.hints())

    def _number(self, item: etree._Element) -> str:
        """Return the number of an item of an ordered list; nothing for one with a bullet."""
        parent = item.getparent()
        if parent is None or parent.tag != "ol":
            return ""
        due = self.numbers.get(parent, _whole(parent.get("start"), 1))
        number = _whole(item.get("value"), due)
        self.numbers[parent] = number + 1
        return str(number)

    def _open_language(self, element: etree._Element) -> None:
        if element.getparent() is not None:
            said = language_of(element, page=self.language)
            if said:
                self.open.append((element, Mark(self.length, self.length, "language", said)))

    def _open_mark(self, element: etree._Element, tag: str) -> None:
        self._open_language(element)
        here = self.length
        if element in self.notes.calls:
            number = self.notes.calls[element]
            self.open.append((element, Mark(here, here, "author-note", number)))
        elif tag in _MARKS:
            self.open.append((element, Mark(here, here, _MARKS[tag])))
        elif tag == "a" and (address := _address(element)):
            self.open.append((element, Mark(here, here, "link", address)))

    def _illustrate(self, image: etree._Element) -> None:
        # One pixel or two are no picture: they count visits.
        if {image.get("width"), image.get("height")} & _UNSEEN:
            return
        words = " ".join((image.get("alt") or "").split())
        address = (image.get("src") or image.get("data-src") or "").strip()
        self.shown.append(Illustration(address, words, len(self.drafts), self.line))

    def _keep_mark(self, mark: Mark) -> None:
        if mark.start < self.length:
            self.marks.append(replace(mark, end=self.length))

    def _write(self, raw: str) -> None:
        text = visible(unicodedata.normalize("NFC", raw))
        shown = text.strip(" \t\n\r\f")
        if shown and not self.first_line:
            self.first_line = self.line + text[: text.index(shown[0])].count("\n")
        if shown:
            self.line += text.rstrip().count("\n")
            self.around.letters(len(shown))
            self._indent()
        self._put(text if self._is_preformatted() else self._collapsed(text))

    def _put(self, text: str) -> None:
        if text:
            self.parts.append(text)
            self.length += len(text)

    def _indent(self) -> None:
        """Indent the line that begins here as the page does, if one begins."""
        if not (self.parts and self.parts[-1][-1] != "\n") and not self._in_row():
            self._put(self.indents.take())

    def _is_preformatted(self) -> bool:
        return bool(self.containers) and self.containers[-1].kind in ("verse", "code")

    def _collapsed(self, text: str) -> str:
        words = _SPACE.sub(" ", text)
        inside = bool(self.parts) and self.parts[-1][-1] not in f"\n\t{MARK}"
        lead = inside and (self.space or words.startswith(" "))
        self.space = words.endswith(" ") or (self.space and not words)
        words = words.strip(" ")
        return f" {words}" if lead and words else words


def _address(link: etree._Element) -> str:
    address = (link.get("href") or "").strip()
    return address if _SAFE_LINK.match(address) else ""


def _trimmed(marks: list[Mark], text: str) -> tuple[Mark, ...]:
    """Return *marks* in order, without the white space at their ends."""
    made: list[Mark] = []
    for mark in marks:
        words = text[mark.start : mark.end]
        start = mark.start + len(words) - len(words.lstrip())
        if words.strip():
            made.append(replace(mark, start=start, end=start + len(words.strip())))
    return tuple(sorted(made, key=lambda mark: (mark.start, -mark.end)))


def _framed(block: Block) -> Block:
    """Return preformatted *block* without the empty lines around it."""
    frame = re.match(r"(?:[ \t]*\n)*", block.text)
    start, end = frame.end() if frame else 0, len(block.text.rstrip())
    marks = clip(block.marks, start, end)
    return replace(block, text=block.text[start:end], marks=marks)


def _whole(value: str | None, otherwise: int) -> int:
    return int(value) if value and _NUMBER.fullmatch(value) else otherwise


def _parts_scenes(rule: etree._Element) -> bool:
    before, after = rule.getprevious(), rule.getnext()
    return (
        before is not None
        and after is not None
        and before.tag in _RUNNING
        and after.tag in _RUNNING
    )
