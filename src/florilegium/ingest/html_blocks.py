"""The blocks of a page, written while its elements are walked."""

import re
import unicodedata
from dataclasses import dataclass, field, replace

from lxml import etree

from florilegium.ingest.author_notes import AuthorNotes
from florilegium.ingest.characters import on_one_line, visible
from florilegium.ingest.elements import decisions
from florilegium.ingest.formulas import Formulas
from florilegium.ingest.hidden import Hiding
from florilegium.ingest.indents import MARK, Indents
from florilegium.ingest.inline import directions, marks_of
from florilegium.ingest.left_out import Scraps
from florilegium.ingest.lines import Draft
from florilegium.ingest.page_furniture import PageFurniture
from florilegium.ingest.page_lists import LISTS, Numbers
from florilegium.ingest.page_pictures import illustration
from florilegium.ingest.picture_letters import letters_of
from florilegium.ingest.poems import Breaks
from florilegium.ingest.reading import SCENE_BREAK, clip
from florilegium.ingest.surroundings import Surroundings, family, says_verse
from florilegium.ingest.tables import Tables, is_column
from florilegium.model import Block, BlockKind, Hints, Illustration, Mark
from florilegium.model.directions import said
from florilegium.model.letters import QUOTES

_BLOCKS = decisions().blocks
_HEADING = re.compile(r"h([1-6])")
_SPACE = re.compile(r"[ \t\n\r\f]+")
# A rule between two of these parts scenes; elsewhere it is a line of the page's layout.
_RUNNING = frozenset({"blockquote", "ol", "p", "pre", "ul"})
_VERBATIM = frozenset({"listing", "plaintext", "pre", "xmp"})
_FIRST_OF = {"item": "paragraph", "term": "paragraph", "definition": "paragraph"}
# Elements that may mark their words without saying more by an attribute.
_SPEAKING = frozenset(decisions().marks) | {"dialog", "td", "th"}
_IN_FURNITURE = "It stands beside the text, in a box of the page."
_EMPTY_MARKS = frozenset({"cell"})  # an empty cell may span columns, too


@dataclass(slots=True)
class _Container:
    """An open element that says what the blocks in it are."""

    element: etree._Element | None
    kind: BlockKind
    level: int = 0
    label: str = ""
    numbering: str = ""


_PLAIN = _Container(None, "paragraph")


@dataclass(slots=True)
class Writer:
    """The block being written and the elements that are open around it.

    *language* is that of the page; *drafts*, *hints* and *shown* are the result.
    """

    tables: Tables
    notes: AuthorNotes
    formulas: Formulas
    hiding: Hiding
    scraps: Scraps
    language: str = ""
    drafts: list[Draft] = field(default_factory=list)
    hints: list[Hints] = field(default_factory=list)
    shown: list[Illustration] = field(default_factory=list)
    around: Surroundings = field(default_factory=Surroundings)
    indents: Indents = field(default_factory=lambda: Indents({}))
    furniture: PageFurniture = field(default_factory=PageFurniture)
    _containers: list[_Container] = field(default_factory=list)
    _numbers: Numbers = field(default_factory=Numbers)
    _open: list[tuple[etree._Element, Mark]] = field(default_factory=list)
    _marks: list[Mark] = field(default_factory=list)
    _parts: list[str] = field(default_factory=list)
    _signs: list[str] = field(default_factory=list)
    _quoted: int = 0
    _length: int = 0
    _space: bool = False
    _gap: bool = False
    _line: int = 1
    _first_line: int = 0

    def enter(self, element: etree._Element) -> None:
        """Take note of a start tag and the text after it."""
        tag = str(element.tag)
        self._line = max(self._line, element.sourceline or 0)  # type: ignore[call-overload]  # an int
        self.indents.enter(element, is_block=tag in _BLOCKS)
        if element in self.tables.tabs:
            self._put("\t" * self.tables.tabs[element])
            self._space = False
        elif self._in_row() and (tag in _BLOCKS or tag == "br"):
            self._space = True  # a cell is one run of words
        elif tag in _BLOCKS or is_column(element):
            self.flush()
            self._open_container(element, tag)
        elif (tag in ("td", "th") and self._parts) or tag == "br":
            self._put("\n" if tag == "br" else "\t")
            self._space = False
        self._open_marks(element)
        self.around.enter(element)
        self._say(element, tag)
        self._write(element.text or "")

    def leave(self, element: etree._Element) -> None:
        """Take note of an end tag and the text after it."""
        tag = str(element.tag)
        if tag == "q":
            self._put(self._signs.pop() if self._signs else "")
        if tag not in _BLOCKS and (sign := directions(element)[1]):
            self._put(sign)
        while self._open and self._open[-1][0] is element:
            self._keep_mark(self._open.pop()[1])
        inside = self._in_row() and element not in self.tables.rows
        if inside:
            self._space = self._space or tag in _BLOCKS
        elif tag in _BLOCKS or is_column(element):
            self.flush()
        if tag == "blockquote":
            self._quoted -= 1
        if self._containers and self._containers[-1].element is element:
            self._containers.pop()
        self.around.leave()
        self.indents.leave(element)
        self._write(element.tail or "")

    def flush(self) -> None:
        """Finish the block being written; marks still open go on in the next."""
        for _, mark in self._open:
            self._keep_mark(mark)
        text = "".join(self._parts)
        if text.strip():
            inner = self._innermost()
            block = Block(
                inner.kind,
                text,
                (self._first_line, max(self._first_line, self._line)),
                inner.level,
                _trimmed(self._marks, text),
                label=inner.label,
                numbering=inner.numbering,
                quoted=0 if inner.kind == "author-note" else self._quoted,
            )
            self._draft(_framed(block) if inner.kind in ("verse", "code") else block)
        elif text:
            self._gap = True
        self.around.next_block()
        self._open = [(element, replace(mark, start=0)) for element, mark in self._open]
        self._parts, self._length, self._space, self._marks = [], 0, False, []
        self._first_line = 0

    def _draft(self, block: Block) -> None:
        hints = self.around.hints()
        breaks = Breaks.NONE if block.kind in ("row", "code") else Breaks.HARD
        single = "\n" not in block.text.strip()
        if breaks and says_verse(hints):
            breaks = Breaks.VERSE
        elif breaks and single:
            breaks = Breaks.LINE
        kin = family(hints) if single and breaks else ""
        self.drafts.append(Draft(block, breaks, kin, self._gap))
        self.hints.append(hints)
        self._gap = False

    def illustrate_drawing(self, drawing: etree._Element) -> None:
        """Take note of a drawing (SVG) that says something, and is no sign on a button."""
        words = drawing.get("aria-label") or "".join(map(str, drawing.itertext()))
        button = any(around.tag in ("a", "button") for around in drawing.iterancestors())
        if words.strip() and not button and drawing.get("aria-hidden") != "true":
            said = " ".join(words.split())
            self.shown.append(Illustration("", said[:200], len(self.drafts), self._line))

    def _innermost(self) -> _Container:
        if not self._containers:
            return _PLAIN
        inner = self._containers[-1]
        if inner.kind in _FIRST_OF:
            # Only the first paragraph of an item bears its bullet; others go on with it.
            self._containers[-1] = _Container(inner.element, "paragraph", inner.level)
        return inner

    def _in_row(self) -> bool:
        return bool(self._containers) and self._containers[-1].kind == "row"

    def _open_container(self, element: etree._Element, tag: str) -> None:
        if tag == "blockquote":
            self._quoted += 1
        if made := self._container(element, tag):
            self._containers.append(made)
        elif tag == "hr" and _parts_scenes(element):
            line = (self._line, self._line)
            scene = Block("break", SCENE_BREAK, line, quoted=self._quoted)
            self.drafts.append(Draft(scene, Breaks.NONE))
            self.hints.append(self.around.hints())

    def _container(self, element: etree._Element, tag: str) -> _Container | None:
        if element in self.notes.bodies:
            return _Container(element, "author-note", label=self.notes.bodies[element])
        if self._containers and self._containers[-1].kind == "author-note":
            return None  # all that is in a note is note
        if element in self.tables.rows:
            number, rank = self.tables.rows[element]
            return _Container(element, "row", rank, number)
        if tag in ("caption", "figcaption"):
            return _Container(element, "caption", label=self.tables.captions.get(element, ""))
        if tag == "li":
            label, numbering = self._numbers.of(element)
            return _Container(element, "item", max(1, _depth(element)), label, numbering)
        as_typed = self.indents.has_lines(element, blocks=_BLOCKS)
        return _by_tag(element, tag) or (_Container(element, "verse") if as_typed else None)

    def _open_marks(self, element: etree._Element) -> None:
        if not element.attrib and element.tag not in _SPEAKING:
            return
        here = self._length
        if how := self.hiding.how(element):
            self._open.append((element, Mark(here, here, "hidden", how)))
        elif rule := self.furniture.rule(element):
            self._open.append((element, Mark(here, here, "furniture", rule)))
        if element in self.notes.calls:
            number = self.notes.calls[element]
            self._open.append((element, Mark(here, here, "author-note", number)))
            return
        if cell := self.tables.cells.get(element):
            self._open.append((element, Mark(here, here, "cell", cell)))
        for kind, ref in marks_of(element, language=self._language()):
            self._open.append((element, Mark(here, here, kind, ref)))

    def _language(self) -> str:
        """Return the language here, and the direction where one was said."""
        refs = [self.language, *(m.ref for _, m in self._open if m.kind == "language")]
        languages, ways = zip(*map(said, refs), strict=True)
        return " ".join(next(filter(None, reversed(one)), "") for one in (languages, ways))

    def _say(self, element: etree._Element, tag: str) -> None:
        """Write what an element says by being there."""
        if tag == "q":
            self._quote(element)
        elif tag == "img" or (tag == "image" and not len(element)):
            self._illustrate(element)
        elif tag == "input":
            self._box(element)
        elif tag == "math":
            self._formula(element)
        if tag not in _BLOCKS and (sign := directions(element)[0]):
            self._put(f" {sign}" if self._space and self._parts else sign)
            self._space = False

    def _quote(self, element: etree._Element) -> None:
        """Write the quotation mark that browsers set, unless the page has one there, too."""
        text = "".join(map(str, element.itertext())).strip()
        before = self._parts[-1][-1] if self._parts and not self._space else ""
        ours = bool(self._signs) and before == self._signs[-1]
        own = text[:1] in QUOTES or (before in QUOTES and not ours)
        sign = "" if own else "\"'"[len([one for one in self._signs if one]) % 2]
        self._signs.append(sign)
        if sign:
            self._write(sign)

    def _formula(self, element: etree._Element) -> None:
        formula = self.formulas.read.get(element)
        text = formula.text if formula else self.formulas.raw.get(element, "")
        if not text:
            return
        if self._space and self._parts and self._parts[-1][-1] not in "\n\t":
            self._put(" ")
        self._space = False
        start = self._length
        self._first_line = self._first_line or self._line
        self.around.letters(len(text))
        self._put(text)
        kind = (
            Mark(start, self._length, "formula", formula.source)
            if formula
            else Mark(start, self._length, "code")
        )
        self._marks.append(kind)

    def _box(self, element: etree._Element) -> None:
        kind = (element.get("type") or "text").lower()
        item = next(element.iterancestors("li"), None)
        # One that works is a switch of the page's menu.
        fixed = "disabled" in element.attrib or "task" in (element.get("class") or "")
        if kind == "checkbox" and item is not None and fixed:
            self._write("[x] " if "checked" in element.attrib else "[ ] ")
        elif kind not in ("hidden", "password", "checkbox", "radio"):
            words = element.get("value") or element.get("placeholder") or ""
            self.scraps.say(element, "A field or a button of a form.", words)

    def _illustrate(self, image: etree._Element) -> None:
        # In the middle of a paragraph it stands behind that.
        block = len(self.drafts) + any(part.strip() for part in self._parts)
        found = illustration(image, block=block, line=self._line)
        if found is None:
            return
        if letters := letters_of(image):
            self._write(letters)
        elif not any(mark.kind == "hidden" for _, mark in self._open):
            aside = _IN_FURNITURE if any(m.kind == "furniture" for _, m in self._open) else ""
            self.shown.append(replace(found, furniture=found.furniture or aside))

    def _keep_mark(self, mark: Mark) -> None:
        if mark.start < self._length or mark.kind in _EMPTY_MARKS:
            self._marks.append(replace(mark, end=self._length))

    def _write(self, raw: str) -> None:
        text = visible(unicodedata.normalize("NFC", raw))
        shown = text.strip(" \t\n\r\f")
        if shown and not self._first_line:
            self._first_line = self._line + text[: text.index(shown[0])].count("\n")
        if shown:
            self._line += text.rstrip().count("\n")
            self.around.letters(len(shown))
            self._indent()
        text = on_one_line(text)
        self._put(text if self._is_preformatted() else self._collapsed(text))

    def _indent(self) -> None:
        """Indent the line that begins here as the page does, if one begins."""
        if not (self._parts and self._parts[-1][-1] != "\n") and not self._in_row():
            self._put(self.indents.take())

    def _put(self, text: str) -> None:
        if text:
            self._parts.append(text)
            self._length += len(text)

    def _is_preformatted(self) -> bool:
        return bool(self._containers) and self._containers[-1].kind in ("verse", "code")

    def _collapsed(self, text: str) -> str:
        words = _SPACE.sub(" ", text)
        inside = bool(self._parts) and self._parts[-1][-1] not in f"\n\t{MARK}"
        lead = inside and (self._space or words.startswith(" "))
        self._space = words.endswith(" ") or (self._space and not words)
        words = words.strip(" ")
        return f" {words}" if lead and words else words


def _depth(element: etree._Element) -> int:
    """Return in how many lists *element* stands."""
    return sum(1 for _ in element.iterancestors(*LISTS))


def _by_tag(element: etree._Element, tag: str) -> _Container | None:
    """Return the container that *element* is by its name alone."""
    if heading := _HEADING.fullmatch(tag):
        return _Container(element, "heading", int(heading[1]))
    if tag == "blockquote":
        return _Container(element, "quote", _depth(element))
    if tag in ("dt", "dd") and _has_terms(element):
        kind: BlockKind = "term" if tag == "dt" else "definition"
        return _Container(element, kind, max(1, _depth(element)))
    if tag in _VERBATIM:
        program = element.find(".//code") is not None or "code" in element.get("class", "")
        return _Container(element, "code" if program or tag != "pre" else "verse")
    return None


def _has_terms(part: etree._Element) -> bool:
    """Tell whether *part* stands in a list of terms; old pages indent by lists without any."""
    around = next(part.iterancestors("dl"), None)
    return around is not None and next(around.iter("dt"), None) is not None


def _trimmed(marks: list[Mark], text: str) -> tuple[Mark, ...]:
    """Return *marks* in order, without the white space at their ends."""
    made: list[Mark] = []
    for mark in marks:
        words = text[mark.start : mark.end]
        start = mark.start + len(words) - len(words.lstrip())
        if words.strip():
            made.append(replace(mark, start=start, end=start + len(words.strip())))
        elif mark.kind in _EMPTY_MARKS:
            made.append(replace(mark, end=mark.start))
    return tuple(sorted(made, key=lambda mark: (mark.start, -mark.end)))


def _framed(block: Block) -> Block:
    """Return preformatted *block* without the empty lines around it."""
    frame = re.match(r"(?:[ \t]*\n)*", block.text)
    start, end = frame.end() if frame else 0, len(block.text.rstrip())
    marks = clip(block.marks, start, end)
    return replace(block, text=block.text[start:end], marks=marks)


def _parts_scenes(rule: etree._Element) -> bool:
    before, after = rule.getprevious(), rule.getnext()
    return (
        before is not None
        and after is not None
        and before.tag in _RUNNING
        and after.tag in _RUNNING
    )
