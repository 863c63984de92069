"""YAML in which what the editor typed is what is meant: every value is text.

Takes the text of a file (or its head), gives back keys, lists and values with their lines;
the only module that calls PyYAML. It never makes a truth, a number or nothing out of ``No``,
``1.10`` or ``null``, and what YAML itself would drop (``# …``, ``&…``, ``!…``) is an error.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import yaml

from florilegium.errors import ConfigError, FlorilegiumError
from florilegium.model import xml_text

_QUOTE_IT = "Put the whole value into quotation marks."
_LARGEST = 200_000  # values; a bibliography of ten thousand works has fewer
_DEEPEST = 50  # values within values; a bibliography has four
_TOO_DEEP = f"lists or tables stand one within the other more than {_DEEPEST} times"
_PLAIN_TAGS = (None, "!", "tag:yaml.org,2002:str")


@dataclass(frozen=True, slots=True)
class Value:
    """What stands in one place of a YAML file, and the *line* where it begins.

    *content* is text, a list of values, or values by key.
    """

    content: "str | tuple[Value, ...] | Mapping[str, Value]"
    line: int

    @property
    def text(self) -> str:
        """The value as text; nothing for a list or a table."""
        return self.content if isinstance(self.content, str) else ""

    @property
    def items(self) -> "tuple[Value, ...]":
        """The values of a list; none for anything else."""
        return self.content if isinstance(self.content, tuple) else ()

    @property
    def table(self) -> "Mapping[str, Value]":
        """The values of a table by key; none for anything else."""
        return self.content if isinstance(self.content, Mapping) else {}

    def plain(self) -> object:
        """Return the same as strings, lists and dictionaries."""
        if isinstance(self.content, str):
            return self.content
        if isinstance(self.content, tuple):
            return [item.plain() for item in self.content]
        return {key: value.plain() for key, value in self.content.items()}


def read_yaml(
    text: str, *, file: str, errors: list[FlorilegiumError], first: int = 1
) -> Value | None:
    """Return what *text* says, or None for nothing; what is wrong is added to *errors*.

    *first* is the number of its first line in *file*.
    """
    reader = _Reader(text.split("\n"), file, first, errors)
    try:
        reader.look(text)
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as err:
        mark = err.problem_mark or err.context_mark
        errors.append(
            ConfigError(
                f"not valid YAML: {err.problem or err.context}",
                where=f"{file}:{first + (mark.line if mark else 0)}",
                hint="Put a value that contains a colon or a quotation mark, or begins with a"
                " sign, into quotes.",
            )
        )
        return None
    except yaml.YAMLError as err:  # a character that YAML allows nowhere
        errors.append(ConfigError(f"not valid YAML: {err}", where=file, hint="Take it out."))
        return None
    except _TooDeepError as err:
        errors.append(_trap(_TOO_DEEP, f"{file}:{first + err.line}"))
        return None
    if root is None:
        return None
    try:
        if _size(root, {}) <= _LARGEST:
            return reader.value(root)
        errors.append(_trap(f"it is more than {_LARGEST} values when every * is followed", file))
    except RecursionError:
        errors.append(_trap("a * stands for a list or table that holds it", file))
    return None


class _TooDeepError(Exception):
    """A value on *line*, counted from 0, stands within more others than any is meant to."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


def _events(text: str) -> Iterator[yaml.Event]:
    """Yield what PyYAML reads; raise `_TooDeepError`, for the deeper the slower it is."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        if isinstance(event, yaml.NodeEvent) and depth > _DEEPEST:
            raise _TooDeepError(event.start_mark.line if event.start_mark else 0)
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        yield event


def _trap(what: str, file: str) -> ConfigError:
    return ConfigError(what, where=file, hint="Write the values themselves.")


def _size(node: yaml.Node, known: dict[int, int]) -> int:
    """Return how many values *node* is when every alias is followed; *known* are those counted."""
    if isinstance(node, yaml.ScalarNode):
        return 1
    if id(node) not in known:
        pairs = isinstance(node, yaml.MappingNode)
        parts = [part for pair in node.value for part in pair] if pairs else node.value
        known[id(node)] = 1 + sum(_size(part, known) for part in parts)
    return known[id(node)]


@dataclass(frozen=True, slots=True)
class _Reader:
    lines: list[str]
    file: str
    first: int
    errors: list[FlorilegiumError]

    def look(self, text: str) -> None:
        """Complain of what YAML reads as something other than text."""
        events = list(_events(text))
        used = {event.anchor for event in events if isinstance(event, yaml.AliasEvent)}
        for event in events:
            if isinstance(event, yaml.ScalarEvent):
                if event.anchor and event.anchor not in used:
                    self._complain(event, f"'&{event.anchor}' is a mark to YAML, not text")
                if event.tag not in _PLAIN_TAGS:
                    self._complain(event, f"{event.tag!r} is the name of a type to YAML, not text")
                if not event.style and (comment := self._comment(event)):
                    self._complain(event, f"what follows '#' is a comment to YAML: {comment!r}")

    def _comment(self, event: yaml.ScalarEvent) -> str:
        """Return the comment behind a value on the value's own line, if it may be text."""
        end = event.end_mark
        if end is None:
            return ""
        line, at = end.line, end.column
        rest = self.lines[line][at:] if line < len(self.lines) else ""
        if not event.value and rest.lstrip().startswith(":"):  # an empty value ends at its key
            rest = rest.lstrip()[1:]
        rest = rest.strip()
        return rest if rest.startswith("#") else ""

    def _complain(self, event: yaml.ScalarEvent, what: str) -> None:
        line = self.first + (event.start_mark.line if event.start_mark else 0)
        hint = f"{_QUOTE_IT} A comment stands on a line of its own." if "#" in what else _QUOTE_IT
        self.errors.append(ConfigError(what, where=f"{self.file}:{line}", hint=hint))

    def value(self, node: yaml.Node) -> Value:
        line = self.first + node.start_mark.line
        if isinstance(node, yaml.MappingNode):
            return Value(dict(self._pairs(node)), line)
        if isinstance(node, yaml.SequenceNode):
            return Value(tuple(map(self.value, node.value)), line)
        text = str(node.value)
        if (at := xml_text.forbidden(text)) >= 0:
            what = f"a character that no book can hold: {xml_text.name(text[at])}"
            self.errors.append(ConfigError(what, where=f"{self.file}:{line}", hint="Take it out."))
        return Value(text.strip(), line)

    def _pairs(self, node: yaml.MappingNode) -> Iterator[tuple[str, Value]]:
        seen: set[str] = set()
        for key, value in node.value:
            name = str(key.value).strip() if isinstance(key, yaml.ScalarNode) else ""
            where = f"{self.file}:{self.first + key.start_mark.line}"
            if not name:
                self.errors.append(ConfigError("a key is no text", where=where, hint=_QUOTE_IT))
            elif name in seen:
                self.errors.append(
                    ConfigError(f"{name!r} is given twice", where=where, hint="Keep one.")
                )
            else:
                seen.add(name)
                yield name, self.value(value)
