"""The words of a Markdown paragraph with their marks, HTML elements and formulas among them.

Input the inline tokens of markdown-it, output a line: its text and marks.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Self

from lxml import etree
from lxml import html as lxml_html

from florilegium.ingest import tex
from florilegium.ingest.characters import WINDOWS, on_one_line, visible
from florilegium.ingest.inline import marks_of
from florilegium.ingest.mathml import Formula
from florilegium.model import Damage, Mark, MarkKind

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

_MARKS: dict[str, MarkKind] = {
    "em_open": "emphasis", "strong_open": "strong", "link_open": "link", "s_open": "struck",
}  # fmt: skip
_BREAK = "<br"
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)\b[^>]*>", re.DOTALL)
# As pandoc has it: no space within the signs, no digit behind them ($5 and $10 is money).
_FORMULA = re.compile(
    r"\$\$(?P<display>(?:\\.|[^$\\])+?)\$\$"
    r"|\$(?![\s$])(?P<inline>(?:\\.|[^$\\])+?)(?<!\s)\$(?!\d)",
    re.DOTALL,
)
_REFERENCE = re.compile(r"&#(?:[xX]([0-9A-Fa-f]{2})|([0-9]{3}));")
_MAY_BE_TEX = re.compile(r"[\\^_{}=<>+]|^\s*[A-Za-z]\s*$")


def prepare(parser: "MarkdownIt") -> None:
    """Let *parser* know formulas (TeX between dollar signs) and ``&#146;``, as browsers do."""
    parser.inline.ruler.before("escape", "formula", _formula)
    parser.inline.ruler.before("entity", "windows", _windows)


def _windows(state: "StateInline", silent: bool) -> bool:  # markdown-it's way
    found = _REFERENCE.match(state.src, state.pos, state.posMax)
    code = int(found[1] or found[2], 16 if found[1] else 10) if found else 0
    if found is None or code not in WINDOWS:
        return False
    if not silent:
        state.pending += WINDOWS[code]
    state.pos = found.end()
    return True


def _formula(state: "StateInline", silent: bool) -> bool:  # markdown-it's way
    if state.src[state.pos] != "$":
        return False
    found = _FORMULA.match(state.src, state.pos, state.posMax)
    source = (found["display"] or found["inline"]) if found else ""
    if found is None or not _MAY_BE_TEX.search(source):
        return False
    if not silent:
        token = state.push("formula", "math", 0)
        token.content = source.strip()
        token.meta["display"] = found["display"] is not None
    state.pos = found.end()
    return True


def read_formulas(tokens: Sequence["Token"]) -> Iterator[Damage]:
    """Read the formulas among *tokens*, all at once; yield those that cannot be read."""
    found = [(token, line) for token, line in _with_lines(tokens) if token.type == "formula"]
    if not found:
        return
    asked = [(token.content, bool(token.meta["display"])) for token, _ in found]
    for (token, line), made in zip(found, tex.formulas(asked), strict=True):
        token.meta["formula"] = made
        if made is None:
            what = f"“{token.content[:60]}” stands as it was typed"
            yield Damage("T110", line, what)


def _with_lines(tokens: Sequence["Token"]) -> Iterator[tuple["Token", int]]:
    for token in tokens:
        line = token.map[0] + 1 if token.map else 1
        if token.type == "fence" and token.info.strip() == "math":
            token.type, token.content = "formula", token.content.strip()
            token.meta["display"] = True
            yield token, line
        for child in token.children or ():
            yield child, line


def letters(text: str) -> str:
    """Return *text* in NFC, on one line, without what shows nothing."""
    return on_one_line(visible(unicodedata.normalize("NFC", text)))


def is_break(token: "Token") -> bool:
    """Tell whether *token* is a line break that the author set."""
    return token.type == "hardbreak" or (
        token.type == "html_inline" and token.content.lower().startswith(_BREAK)
    )


@dataclass(slots=True)
class Line:
    """Inline tokens written out: their text and the marks on it.

    *broken* tells that its newlines are line breaks the author set, not the wrapping of the file.
    *heads* is what stands before the words of each line of the file: its indent.
    """

    text: str = ""
    broken: bool = False
    marks: list[Mark] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)
    _starts: list[tuple[str, Mark]] = field(default_factory=list)

    @classmethod
    def of(cls, tokens: Sequence["Token"], heads: Sequence[str] = ()) -> Self:
        """Return *tokens* written out, their lines after *heads*."""
        line = cls(broken=any(map(is_break, tokens)), heads=list(heads))
        line.text = line._head()
        for token in tokens:
            line._take(token)
        line.marks.sort(key=lambda mark: (mark.start, -mark.end))
        return line

    def add_formula(self, token: "Token") -> None:
        """Write the formula of *token*, or its TeX where it could not be read."""
        here = len(self.text)
        formula = token.meta.get("formula")
        if isinstance(formula, Formula):
            self.text += formula.text
            self.marks.append(Mark(here, len(self.text), "formula", formula.source))
        else:
            self.text += letters(token.content)
            self.marks.append(Mark(here, len(self.text), "code"))

    def _take(self, token: "Token") -> None:
        here = len(self.text)
        if token.type == "softbreak":
            # <br> and the end of its line are one break.
            ended = self.text.endswith("\n")
            head = self._head()
            self.text += head if ended else " " if self.broken else f"\n{head}"
        elif is_break(token):
            self.text += f"\n{self._head()}" if token.type == "hardbreak" else "\n"
        elif token.type == "formula":
            self.add_formula(token)
        elif token.type == "html_inline":
            self._tag(token.content)
        elif token.type in _MARKS:
            address = str(token.attrGet("href") or "")
            self._starts.append((token.tag, Mark(here, here, _MARKS[token.type], address)))
        elif token.nesting < 0:
            self._close(token.tag)
        elif token.type in ("text", "code_inline"):
            self.text += letters(token.content)
            if token.type == "code_inline":
                self.marks.append(Mark(here, len(self.text), "code"))

    def _head(self) -> str:
        return self.heads.pop(0) if self.heads else ""

    def _tag(self, source: str) -> None:
        """Take note of a tag of HTML: what it marks, or the quotation mark it stands for."""
        found = _TAG.fullmatch(source.strip())
        if found is None:
            return
        name = found[2].lower()
        if name == "q":
            self.text += '"'
        elif found[1]:
            while any(tag == name for tag, _ in self._starts) and self._close(name) != name:
                pass
        elif (element := _element(source)) is not None:
            here = len(self.text)
            marks = marks_of(element, language="")
            self._starts += [(name, Mark(here, here, kind, ref)) for kind, ref in marks]

    def _close(self, tag: str) -> str:
        """End the mark opened last, which *tag* may have opened; return what opened it."""
        if not self._starts:
            return tag
        name, mark = self._starts.pop()
        if mark.start < len(self.text):
            self.marks.append(replace(mark, end=len(self.text)))
        return name


def _element(source: str) -> etree._Element | None:
    try:
        made: etree._Element = lxml_html.fragment_fromstring(source)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None
    return made
