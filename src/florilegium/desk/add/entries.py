"""Entries added to the editor's files: each with new entries at its end, all else as it was.

Input: the text of a file and what is to be added. Output: the new text, of which the old one is
left when the entries are taken out. A file whose form leaves no sure place is an error that
shows what to add by hand.
"""

import json
import re
import tomllib
from collections.abc import Callable, Sequence

from florilegium.desk.add import outline
from florilegium.errors import ConfigError, FlorilegiumError
from florilegium.project.yaml_text import Value, read_yaml

SOURCES, RIGHTS, BOOK = "book/sources.yaml", "book/rights.toml", "book/book.toml"
_TOP = re.compile(r"[^\s#-]")
_FENCE = re.compile(r"(?:---|\.\.\.)\s*")
_LIST = re.compile(r"references:\s*(?:#.*)?$")
_MARK = "\ufeff"


def toml_string(text: str) -> str:
    """Return *text* as a basic string of TOML: a JSON string, but for the one sign it forbids."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def with_sources(text: str, items: Sequence[str]) -> str:
    """Return ``sources.yaml`` with *items*, each the YAML of an entry of a list, at its end."""
    if not items:
        return text
    return _kept_form(text, lambda plain: _with_sources(plain, items))


def with_rights(text: str, records: Sequence[str]) -> str:
    """Return ``rights.toml`` with *records*, each the TOML of a table, at its end."""
    if not records:
        return text

    def added(plain: str) -> str:
        gap = "" if not plain else "\n" if plain.endswith("\n") else "\n\n"
        made = plain + gap + "\n".join(records)
        _check_rights(plain, made, records)
        return made

    return _kept_form(text, added)


def with_chapters(text: str, slugs: Sequence[str]) -> str:
    """Return ``book.toml`` with *slugs* at the end of the last part of its outline."""
    if not slugs:
        return text

    def added(plain: str) -> str:
        made = outline.with_chapters(plain, slugs)
        if made is None:
            raise _no_place(BOOK, f"chapters = {json.dumps(list(slugs))}")
        return made

    return _kept_form(text, added)


def _kept_form(text: str, change: Callable[[str], str]) -> str:
    """Return *text* changed, with the line ends and the mark of encoding that it had."""
    plain = text.removeprefix(_MARK)
    mark = text[: len(text) - len(plain)]
    windows = "\r\n" in plain and "\n" not in plain.replace("\r\n", "")
    made = change(plain.replace("\r\n", "\n") if windows else plain)
    return mark + (made.replace("\n", "\r\n") if windows else made)


# -- sources -------------------------------------------------------------------------------


def _with_sources(text: str, items: Sequence[str]) -> str:
    before = _entries(text, items)
    lines = text.split("\n")
    end = _end_of_list(lines, before)
    indent = _indent(lines, before)
    opened = _opened(lines, before)
    added = [
        indent + line if line else "" for item in items for line in item.rstrip("\n").split("\n")
    ]
    blank = bool(before and before.items) and "" in [line.strip() for line in lines[:end]]
    made = "\n".join(
        [*lines[:end], *opened, *([""] if blank and lines[end - 1].strip() else []), *added,
         *(lines[end:] or [""])]
    )  # fmt: skip
    after = _entries(made, items)
    old = [one.plain() for one in before.items] if before else []
    now = [one.plain() for one in after.items] if after else []
    if now[: len(old)] != old or len(now) != len(old) + len(items):
        raise _no_place(SOURCES, "\n".join(items))
    return made


def _entries(text: str, items: Sequence[str]) -> Value | None:
    """Return the list of sources; None where the file says nothing yet."""
    lines = text.split("\n")
    fences = [n for n, line in enumerate(lines) if _FENCE.fullmatch(line)]
    if fences and not "".join(lines[: fences[0]]).strip():
        lines[fences[0]] = ""
        if len(fences) > 1:
            lines[fences[1] :] = [""] * (len(lines) - fences[1])
    errors: list[FlorilegiumError] = []
    root = read_yaml("\n".join(lines), file=SOURCES, errors=errors)
    if errors:
        raise errors[0]
    if root is None:
        return None
    found = root.table.get("references") if root.table else root
    if found is None or (found.text and not found.items):
        raise _no_place(SOURCES, "\n".join(items))
    return found


def _end_of_list(lines: Sequence[str], before: Value | None) -> int:
    """Return the number of the line before which the list ends, without blank lines."""
    start = before.items[-1].line if before and before.items else before.line if before else 0
    end = len(lines)
    for number in range(start, len(lines)):
        line = lines[number]
        if _FENCE.fullmatch(line) or (_TOP.match(line) and number >= start):
            end = number
            break
    while end > max(start, 1) and not lines[end - 1].strip():
        end -= 1
    return end


def _indent(lines: Sequence[str], before: Value | None) -> str:
    if not (before and before.items):
        return ""
    line = lines[before.items[-1].line - 1]
    return line[: len(line) - len(line.lstrip())] if line.lstrip().startswith("-") else ""


def _opened(lines: Sequence[str], before: Value | None) -> list[str]:
    """Return the line that begins the list, where there is none yet."""
    if before is not None or any(_LIST.match(line) for line in lines):
        return []
    return ["references:"]


# -- rights ---------------------------------------------------------------------------------


def _check_rights(before: str, after: str, records: Sequence[str]) -> None:
    """Raise `ConfigError` unless *after* says what *before* does, and the *records* besides."""
    added = "\n".join(records)
    try:
        old, now = tomllib.loads(before), tomllib.loads(after)
    except tomllib.TOMLDecodeError as err:
        raise _no_place(RIGHTS, added) from err
    expected = [*old.get("right", []), *tomllib.loads(added)["right"]]
    if now != {**old, "right": expected}:
        raise _no_place(RIGHTS, added)


def _no_place(file: str, added: str) -> ConfigError:
    return ConfigError(
        "no sure place to add to was found in this file",
        where=file,
        hint=f"Put this in by hand, then say the same again:\n{added}",
    )
