"""``book/sources.yaml`` read strictly: every value is the text that the editor typed.

Takes the text of a CSL YAML file, gives back the same list such that pandoc reads it as it is
meant: no title becomes a truth, a number, a list, a heading or a citation. It never makes up a
field.
"""

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from florilegium.errors import ConfigError, FlorilegiumError, raise_all
from florilegium.project.csl_slips import slips
from florilegium.project.yaml_text import Value, read_yaml

_NAMES = frozenset(
    (
        "author", "editor", "translator", "interviewer", "illustrator", "container-author",
        "collection-editor", "composer", "director", "editorial-director", "original-author",
        "recipient", "reviewed-author", "contributor", "curator", "guest", "host", "narrator",
        "organizer", "performer", "producer",
    )
)  # fmt: skip
NONE = "---\nreferences: []\n---"  # a list of sources that is there and says nothing yet
_TRUTHS = {"true": True, "false": False, "1": True, "0": False}
# What would begin a list, a heading or a quotation if it were a line of Markdown.
_OPENS_BLOCK = re.compile(
    r"^(?P<head>\(?(?:[0-9]+|[A-Za-z]|[ivxlcdmIVXLCDM]+|#|@[\w-]*)?)(?P<sign>[.)#>+*:-])(?=\s|#|$)"
)
# The tags that CSL knows in a title, as Markdown; any other "<" is a sign of the title's own.
_TAG = re.compile(r"<(?P<tag>i|em|b|strong|sub|sup)>(?P<words>[^<]*)</(?P=tag)>|<(?!/?span\b)")
_MARKDOWN = {"i": "*", "em": "*", "b": "**", "strong": "**", "sub": "~", "sup": "^"}
_BEYOND = 0xFFFF  # what takes two escapes in JSON
_NOT_ASCII = re.compile(r"[^\x00-\x7e]")
_BEGINS_TEX = re.compile(r"(?<!\\)\\(?=[A-Za-z])")  # which pandoc would leave out
_CITES = re.compile(r"(?<![\w\\@])@(?=[\w{])")


@lru_cache(maxsize=2)  # several stages ask for the same list
def read_csl(text: str, *, name: str) -> str:
    """Return *text* as a YAML block that can head a Markdown document; *name* is its file.

    Raises `ConfigError` for everything in it that is not what it seems.
    """
    errors: list[FlorilegiumError] = []
    root = read_yaml(_bare(text), file=name, errors=errors)
    raise_all(errors)
    entries = root.table.get("references", root) if root else None
    if entries is None or not entries.items:
        if entries is not None and (entries.table or entries.text):
            raise ConfigError(
                "no source found in it",
                where=name,
                hint="CSL YAML begins with 'references:' and lists the items below it.",
            )
        return NONE
    items = [_item(entry, name, errors) for entry in entries.items]
    seen: dict[str, int] = {}
    for entry, item in zip(entries.items, items, strict=True):
        first = seen.setdefault(str(item.get("id")), entry.line)
        if first != entry.line:
            errors.append(
                ConfigError(
                    f"the id {item.get('id')!r} is given twice",
                    where=f"{name}:{entry.line}",
                    hint=f"The first is in line {first}: give one of them another.",
                )
            )
    errors += (fault for entry in entries.items for fault in slips(entry, file=name))
    raise_all(errors)
    return f"---\nreferences: {_in_ascii(json.dumps(items, ensure_ascii=False))}\n---"


def _in_ascii(quoted: str) -> str:
    """Return *quoted*, which is JSON, with each other letter as YAML escapes it.

    JSON has two escapes for a letter beyond U+FFFF, which YAML takes for halves of none.
    """

    def escaped(found: re.Match[str]) -> str:
        code = ord(found[0])
        return f"\\U{code:08x}" if code > _BEYOND else f"\\u{code:04x}"

    return _NOT_ASCII.sub(escaped, quoted)


def _bare(text: str) -> str:
    """Return *text* without what may stand around the YAML; its lines keep their numbers."""
    lines = text.split("\n")
    fences = [n for n, line in enumerate(lines) if line.rstrip() in ("---", "...")]
    if fences and not "".join(lines[: fences[0]]).strip():
        lines[fences[0]] = ""
        if len(fences) > 1:
            lines[fences[1] :] = []
    return "\n".join(lines)


def _styled(match: re.Match[str]) -> str:
    if not match["tag"]:
        return "\\<"
    sign = _MARKDOWN[match["tag"]]
    words = match["words"].replace(" ", "\\ ") if sign in "~^" else match["words"]
    return f"{sign}{words}{sign}"


def _item(entry: Value, file: str, errors: list[FlorilegiumError]) -> dict[str, Any]:
    if not entry.table.get("id", Value("", 0)).text:
        errors.append(
            ConfigError(
                "a source has no id",
                where=f"{file}:{entry.line}",
                hint="Begin it with 'id: ' and a short name for it.",
            )
        )
    return {key: _field(key, value) for key, value in entry.table.items()}


def _field(key: str, value: Value) -> object:
    if key in _NAMES:
        return [_person(person) for person in value.items or (value,)]
    if key in ("id", "type", "language", "URL", "DOI"):
        return value.plain()
    return _escaped(value.plain())


def _person(value: Value) -> object:
    """Return a name; one that is given as text alone is that of a body, not of a person."""
    if isinstance(value.content, str):
        return {"literal": _escaped(value.text)}
    return dict(_parts(value))


def _parts(value: Value) -> Iterator[tuple[str, object]]:
    for key, part in value.table.items():
        yield key, _escaped(part.plain())


def _escaped(value: object) -> Any:  # noqa: ANN401  # JSON has no narrower type
    """Return *value* with its text such that Markdown takes it for running text."""
    if isinstance(value, str):
        plain = _BEGINS_TEX.sub(r"\\\\", value)
        words = _OPENS_BLOCK.sub(lambda match: f"{match['head']}\\{match['sign']}", plain)
        return _CITES.sub(r"\\@", _TAG.sub(_styled, words))
    if isinstance(value, list):
        return [_escaped(item) for item in value]
    if isinstance(value, dict):
        return {
            key: _TRUTHS.get(str(part).lower(), part) if key == "circa" else _escaped(part)
            for key, part in value.items()
        }
    return value
