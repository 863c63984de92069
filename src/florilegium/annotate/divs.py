"""The editor's Markdown cut into its top-level fenced divs, with line numbers."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from florilegium.annotate.attributes import ALLOWED, Label, label_faults, read_label
from florilegium.errors import ApparatusError, FlorilegiumError, did_you_mean

KINDS = tuple(kind for kind in ALLOWED if kind != "answer")  # which stands in a question

# An event is printed where it stands; an answer goes out of its question.
_INSIDE = {("question", "answer"), *((kind, "event") for kind in ALLOWED)}

_FENCE = re.compile(r"^ {0,3}:{3,}+[ \t]*+(?P<label>\{[^}]*\}|[^\s:{}]+)?[ \t]*+:*+[ \t]*$")
_CODE_FENCE = re.compile(r"^ {0,3}(?P<fence>`{3,}|~{3,})")

Line = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Div:
    """A fenced div: *kind* and *line* of its fence, the numbered *lines* inside, its label."""

    kind: str
    line: int
    lines: tuple[Line, ...]
    label: Label = field(default_factory=lambda: Label(""))

    @property
    def text(self) -> str:
        """What is inside, without blank lines around it."""
        return "\n".join(line for _, line in self.lines).strip("\n")


def read_divs(
    lines: Iterable[Line],
    *,
    file: str,
    errors: list[FlorilegiumError],
    kinds: tuple[str, ...] = KINDS,
) -> tuple[Div, ...]:
    """Return the top-level divs of *lines*; what else stands there is added to *errors*.

    *kinds* are those that may stand there.
    """
    scanner = _Scanner(file, errors, kinds)
    for number, line in lines:
        scanner.feed(number, line)
    scanner.finish()
    return tuple(scanner.divs)


def nested(
    div: Div, kind: str, *, file: str, errors: list[FlorilegiumError]
) -> tuple[str, tuple[Div, ...]]:
    """Return the text of *div* without the divs of *kind* in it, and those divs.

    What is wrong with them is added to *errors*.
    """
    rest: list[str] = []
    inside: list[Line] = []
    found: list[Div] = []
    depth = 0
    for number, line in div.lines:
        fence = _FENCE.match(line)
        if not depth:
            label = read_label(fence["label"]) if fence and fence["label"] else None
            if not (label and label.kind == kind):
                rest.append(line)
                continue
        depth += (1 if fence["label"] else -1) if fence else 0
        inside.append((number, line))
        if not depth:
            found += read_divs(inside, file=file, errors=errors, kinds=(kind,))
            inside = []
    return "\n".join(rest).strip("\n"), tuple(found)


@dataclass(slots=True)
class _Scanner:
    file: str
    errors: list[FlorilegiumError]
    kinds: tuple[str, ...] = KINDS
    divs: list[Div] = field(default_factory=list)
    inside: list[Line] = field(default_factory=list)
    label: str = ""
    start: int = 0
    depth: int = 0
    code: str = ""  # the fence of the code block we are in
    code_line: int = 0  # and the line where it was opened
    comment: int = 0  # the line of the comment we are in
    is_astray: bool = False  # whether text outside of a div was told, and no div came since

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
            self.is_astray = False
        elif fence:
            self._complain(number, "there is no open div to close here", "Take the line out.")
        elif line.strip() and not self.is_astray:
            self.is_astray = True
            self._complain(
                number,
                f"text outside a div: {line.strip()[:40]!r}",
                f"Put it into one of ::: {' · '.join(self.kinds)}, or into a comment <!-- … -->.",
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
        if fence and fence["label"]:
            self._refuse_nested(number, fence["label"])
        if self.depth:
            self.inside.append((number, line))
        else:
            self._close()

    def _refuse_nested(self, number: int, written: str) -> None:
        """Complain of a div of ours within another, which would be printed as it is written."""
        label, outer = read_label(written), read_label(self.label)
        if label is None or outer is None or outer.kind not in ALLOWED:
            return
        if label.kind in ALLOWED and (outer.kind, label.kind) not in _INSIDE:
            self._complain(
                number,
                f"{label.kind!r} stands inside the {outer.kind!r} of line {self.start}",
                f"Close the {outer.kind!r} before it with a line of three colons, :::.",
            )

    def _close(self) -> None:
        label = read_label(self.label)
        if label is None:
            hint = "Write {.kind #name key=value}: one kind, one name at most, each key once."
            self._complain(self.start, f"the label {self.label!r} is not understood", hint)
            return
        if label.kind in self.kinds:
            for fault in label_faults(label):
                self._complain(self.start, fault.what, fault.hint)
            self.divs.append(Div(label.kind, self.start, tuple(self.inside), label))
            return
        guess = did_you_mean(label.kind, self.kinds)
        if label.kind == "answer":
            guess = "An answer stands inside its question. "
        self._complain(
            self.start,
            f"a div of unknown kind {label.kind!r}",
            f"{guess}The kinds are {', '.join(self.kinds)}.",
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
