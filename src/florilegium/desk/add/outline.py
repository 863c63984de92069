"""Chapters put at the end of the last list of chapters in ``book.toml``, nothing else touched.

Input: the text of the file and names of chapters. Output: the new text, or None where it has no
form in which a place is sure. What comes out is read again and compared with what was meant.
"""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

# What stands in a list of strings: a string, a comment, a comma, a bracket, space.
_TOKEN = re.compile(
    r"""(?P<string>"(?:[^"\\\n]|\\.)*"|'[^'\n]*')|(?P<comment>\#[^\n]*)|(?P<comma>,)"""
    r"""|(?P<end>\])|(?P<space>\s+)"""
)
_LIST = re.compile(r"\bchapters[ \t]*=[ \t]*\[")


@dataclass(frozen=True, slots=True)
class _List:
    """A list in a text: where it *opens*, and of its last string where that begins and ends.

    *comma* tells that a comma follows that string in its line, *line_end* where this line ends;
    without a string, or where the list ends in the same line, there is none.
    """

    opens: int
    start: int = -1
    end: int = -1
    comma: bool = False
    line_end: int = -1


def with_chapters(text: str, slugs: Sequence[str]) -> str | None:
    """Return *text* with *slugs* in the last list of chapters of its outline."""
    table = tomllib.loads(text)
    parts = table["outline"].get("part", [])
    if not parts:
        made = f"{text.rstrip()}\n\n[[outline.part]]\nchapters = {json.dumps(list(slugs))}\n"
        parts.append({"chapters": list(slugs)})
        table["outline"]["part"] = parts
        return made if _says(made, table) else None
    parts[-1]["chapters"] = [*parts[-1]["chapters"], *slugs]
    for found in reversed(list(_lists(text))):
        if _says(made := _added(text, found, slugs), table):
            return made
    return None


def _says(text: str, table: Mapping[str, Any]) -> bool:
    try:
        return tomllib.loads(text) == table
    except tomllib.TOMLDecodeError:
        return False


def _lists(text: str) -> Iterator[_List]:
    for opening in _LIST.finditer(text):
        start = end = -1
        comma = False
        at = opening.end()
        while found := _TOKEN.match(text, at):
            at = found.end()
            if found["string"]:
                start, end, comma = *found.span(), False
            comma = comma or bool(found["comma"] and "\n" not in text[end : found.start()])
            if found["end"]:
                yield _List(opening.end(), start, end, comma, _line_end(text, end, found.start()))
                break


def _line_end(text: str, end: int, closed: int) -> int:
    """Return where the line ends in which the last string stands, if the list goes on below."""
    line_end = text.find("\n", end)
    return line_end if end >= 0 and 0 <= line_end < closed else -1


def _added(text: str, found: _List, slugs: Sequence[str]) -> str:
    names = [json.dumps(slug) for slug in slugs]
    if found.end < 0:
        return text[: found.opens] + ", ".join(names) + text[found.opens :]
    before = text[text.rfind("\n", 0, found.start) + 1 : found.start]
    if before.strip() or found.line_end < 0:  # several stand in a line
        return text[: found.end] + "".join(f", {name}" for name in names) + text[found.end :]
    lines = f",\n{before}".join(names) + ("," if found.comma else "")
    return (
        text[: found.end]
        + ("" if found.comma else ",")
        + text[found.end : found.line_end]
        + f"\n{before}{lines}"
        + text[found.line_end :]
    )
