"""The sources of a book: files of CSL YAML, CSL JSON, BibTeX or RIS, as one list of items.

Input: the files ``book/sources.*``. Output: their items as CSL-JSON, and as pandoc keeps them
for citing. All but CSL YAML is read by pandoc in its sandbox, which gets text and no name.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from florilegium.errors import ConfigError, FlorilegiumError, raise_all
from florilegium.host import pandoc
from florilegium.model import xml_text
from florilegium.project.config import read_text
from florilegium.project.sources import NONE, read_csl
from florilegium.render.kept_pandoc import ask, string
from florilegium.store.cache import Cache

READERS = {
    ".yaml": "markdown",
    ".yml": "markdown",
    ".json": "csljson",
    ".bib": "biblatex",
    ".ris": "ris",
}
_BEGINS = {
    "markdown": "CSL YAML begins with 'references:' and lists the items below it.",
    "csljson": "CSL JSON is a list of items in square brackets.",
    "biblatex": "An item of BibTeX begins as @book{name,",
    "ris": "An item of RIS begins with 'TY  - ' and ends with 'ER  - '.",
}

_LINE = re.compile(r"\(line (\d+), column \d+\)")  # where a parser of pandoc's gave up
_RIS_ID = "ID  - "

Files = Path | Sequence[Path]


@dataclass(frozen=True, slots=True)
class Sources:
    """A bibliography: its *items* as CSL-JSON, and as pandoc keeps them for citing."""

    items: tuple[dict[str, Any], ...]
    references: Any


def read_sources(files: Files, *, cache: Cache | None = None) -> tuple[dict[str, object], ...]:
    """Return the items of one file or several as CSL-JSON objects.

    Raises `ConfigError` when pandoc cannot read one, an item has no id, or two have the same.
    """
    return bibliography(files, cache).items


def bibliography(files: Files, cache: Cache | None) -> Sources:
    """Return what one file or several say, in their order."""
    paths = [files] if isinstance(files, Path) else list(files)
    read: list[tuple[str, Sources]] = []
    errors: list[FlorilegiumError] = []
    for path in paths:
        try:
            read.append((f"book/{path.name}", _read(path, cache)))
        except FlorilegiumError as err:
            errors.append(err)
    raise_all([*errors, *_doubles(read)])
    items = tuple(item for _, sources in read for item in sources.items)
    references = [one for _, sources in read for one in sources.references.get("c", ())]
    return Sources(items, {"t": "MetaList", "c": references})


def named(files: Files) -> str:
    """Return what messages call the bibliography: its first file."""
    path = files if isinstance(files, Path) else files[0]
    return f"book/{path.name}"


def item_id(item: Mapping[str, Any]) -> str:
    """Return the id of an *item* as pandoc keeps it for citing."""
    said = item.get("c", {}).get("id", {})
    content = said.get("c", "")
    if isinstance(content, str):
        return content
    return "".join(one.get("c", " ") if one["t"] == "Str" else " " for one in content)


def _read(path: Path, cache: Cache | None) -> Sources:
    name, reader = f"book/{path.name}", READERS[path.suffix]
    written = read_text(path, name=name)
    text = written.strip()
    above = written.partition(text)[0].count("\n")
    is_empty = text in ("", "[]")
    if reader == "ris":
        raise_all(_double_ris(text, name, above=above))
    if reader == "markdown":
        text = read_csl(text, name=name)
        is_empty = is_empty or text == NONE
    meta = {"reader": string(reader), "sources": string(f"{text}\n")}
    try:
        values = ask("pandoc_read.lua", {"meta": meta, "blocks": []}, cache=cache).values
    except pandoc.PandocError as err:
        found = _LINE.search(err.what)
        where = f"{name}:{int(found[1]) + above}" if found else name
        raise ConfigError(err.what, where=where, hint="Mend the passage it names.") from err
    items = tuple(json.loads(values["items"]["c"])) if values["items"]["c"].strip() else ()
    if not items and not is_empty:
        raise ConfigError("no source found in it", where=name, hint=_BEGINS[reader])
    raise_all(_item_faults(items, name))
    return Sources(items, values.get("references", {"t": "MetaList", "c": []}))


def _double_ris(text: str, name: str, *, above: int) -> Iterator[ConfigError]:
    """Yield an error for each id that stands twice: pandoc would call the second otherwise.

    So many lines of the file are *above* the *text*.
    """
    first: dict[str, int] = {}
    for number, line in enumerate(text.split("\n"), start=above + 1):
        id_ = line.removeprefix(_RIS_ID).rstrip()
        if line.startswith(_RIS_ID) and first.setdefault(id_, number) != number:
            yield ConfigError(
                f"the id {id_!r} is given twice",
                where=f"{name}:{number}",
                hint=f"The first is in line {first[id_]}: give one of them another.",
            )


def _doubles(read: Sequence[tuple[str, Sources]]) -> Iterator[ConfigError]:
    """Yield an error for each id that items of two files have."""
    owner: dict[str, str] = {}
    for name, sources in read:
        for item in sources.items:
            first = owner.setdefault(str(item.get("id", "")), name)
            if first != name:
                yield ConfigError(
                    f"the id {item.get('id')!r} is also in {first}",
                    where=name,
                    hint="Give one of the two another id, or take one out.",
                )


def _item_faults(items: Sequence[Mapping[str, Any]], name: str) -> Iterator[ConfigError]:
    ids = [str(item.get("id", "")) for item in items]
    if "" in ids:
        yield ConfigError(
            "a source has no id", where=name, hint="Give it a short name of its own."
        )
    for double in (one for one, times in Counter(ids).items() if one and times > 1):
        yield ConfigError(
            f"two sources have the id {double!r}",
            where=name, hint="Give one of them another id, or take one out.",
        )  # fmt: skip
    for item in items:
        for sign in odd_signs(item):
            yield ConfigError(
                f"source {item.get('id')!r} has a character that no book can hold: {sign}",
                where=name, hint="Take it out.",
            )  # fmt: skip


def odd_signs(item: Mapping[str, Any]) -> Iterator[str]:
    """Yield the name of each character in the texts of *item* that no book can hold."""
    for text in _texts(item):
        if (at := xml_text.forbidden(text)) >= 0:
            yield xml_text.name(text[at])


def _texts(value: Any) -> Iterator[str]:  # noqa: ANN401  # JSON
    """Yield all text within *value*, an item of a bibliography, with the names of its fields."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, one in value.items():
            yield str(key)
            yield from _texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)
