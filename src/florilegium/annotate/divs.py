"""The editor's Markdown cut into its top-level fenced divs, with line numbers."""

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from florilegium.errors import ApparatusError, FlorilegiumError

KINDS = (
    "headnote", "note", "gloss", "emend", "elide", "turns", "verse", "prose", "questions"
)  # fmt: skip

_FENCE = re.compile(r"^ {0,3}:{3,}[ \t]*(?P<label>\{[^}]*\}|[^\s:{}]+)?[ \t]*:*[ \t]*$")
_CODE_FENCE = re.compile(r"^ {0,3}(?P<fence>`{3,}|~{3,})")
_CLASS = re.compile(r"^(?:\{\s*\.(?P<braced>[\w-]+)\s*\}|(?P<bare>[\w-]+))$")

Line = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Div:
    """A fenced div: its *kind*, the *line* of its fence, and the numbered *lines* inside."""

    kind: str
    line: int
    lines: tuple[Line, ...]

    @property
    def text(self) -> str:
        """What is inside, without blank lines around it."""
        return "\n".join(line for _, line in self.lines).strip("\n")


def read_divs(
    lines: Iterable[Line], *, file: str, errors: list[FlorilegiumError]
) -> tuple[Div, ...]:
    """Return the top-level divs of *lines*; what else stands there is added to *errors*."""
    scanner = _Scanner(file, errors)
    for number, line in lines:
        scanner.feed(number, line)
    scanner.finish()
    return tuple(scanner.divs)


@dataclass(slots=True)
class _Scanner:
    file: str
    errors: list[FlorilegiumError]
    divs: list[Div] = field(default_factory=list)
    inside: list[Line] = field(default_factory=list)
    label: str = ""
    start: int = 0
    depth: int = 0
    code: str = ""  # the fence of the code block we are in
    code_line: int = 0  # and the line where it was opened
    comment: int = 0  # the line of the comment we are in

    def feed(self, number: int, line: str) -> None:
        if self.depth:
            self._feed_inside(number, line)
        else:
            self._feed_outside(number, line)

    def finish(self) -> None:
        if self.code:
            self._complain(
                self.code_line,
                f"the block of code in {self.label!r} is never closed",
                f"Write {self.code} on a line of its own below it.",
            )
        elif self.depth:
            self._complain(
                self.start,
                f"the div {self.label!r} is never closed",
                "Close it with a line of three colons, :::.",
            )
        if self.comment:
            self._complain(self.comment, "the comment is never closed", "Close it with -->.")

    def _feed_outside(self, number: int, line: str) -> None:
        if self.comment:
            if "-->" not in line:
                return
            self.comment, line = 0, line.split("-->", 1)[1]
        line = without_comments(line)
        if "<!--" in line:
            self.comment, line = number, line.split("<!--", 1)[0]
        fence = _FENCE.match(line)
        if fence and fence["label"]:
            self.label, self.start, self.depth, self.inside = fence["label"], number, 1, []
        elif fence:
            self._complain(number, "there is no open div to close here", "Take the line out.")
        elif line.strip():
            self._complain(
                number,
                f"text outside a div: {line.strip()[:40]!r}",
                f"Put it into one of ::: {' · '.join(KINDS)}, or into a comment <!-- … -->.",
            )

    def _feed_inside(self, number: int, line: str) -> None:
        code = _CODE_FENCE.match(line)
        fence = None if self.code else _FENCE.match(line)
        if code and not self.code:
            self.code, self.code_line = code["fence"], number
        elif code and line.strip().startswith(self.code) and not line.strip().strip(self.code[0]):
            self.code = ""
        if fence:
            self.depth += 1 if fence["label"] else -1
        if self.depth:
            self.inside.append((number, line))
        else:
            self._close()

    def _close(self) -> None:
        name = _CLASS.match(self.label)
        kind = (name["braced"] or name["bare"]) if name else self.label
        if kind in KINDS:
            self.divs.append(Div(kind, self.start, tuple(self.inside)))
            return
        near = difflib.get_close_matches(kind, KINDS, n=1)
        guess = f"Did you mean {near[0]!r}? " if near else ""
        self._complain(
            self.start,
            f"a div of unknown kind {kind!r}",
            f"{guess}The kinds are {', '.join(KINDS)}.",
        )

    def _complain(self, line: int, what: str, hint: str) -> None:
        self.errors.append(ApparatusError(what, where=f"{self.file}:{line}", hint=hint))


def without_comments(line: str) -> str:
    """Return *line* without its whole comments."""
    parts: list[str] = []
    at = 0
    while (opened := line.find("<!--", at)) >= 0 and (closed := line.find("-->", opened + 4)) >= 0:
        parts.append(line[at:opened])
        at = closed + 3
    return "".join((*parts, line[at:]))
