"""Exports of a reference manager: CSL-JSON, BibTeX, RIS, and which item is of which file.

Input: the text of an export. Output: `Entry`s, each an item of CSL with the files it names. An
item is that of a file when it names the file, or has its DOI, its address or its title.
"""

import json
import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote

from florilegium.desk.add import csl_json
from florilegium.desk.suggest.source import Draft
from florilegium.errors import ConfigError, raise_all
from florilegium.host import pandoc
from florilegium.model import xml_text
from florilegium.model.addresses import page_of
from florilegium.render.bibliography import odd_signs

EXPORTS = {".json": "csljson", ".bib": "biblatex", ".ris": "ris"}
_FILE_FIELDS = re.compile(
    r"\b(?:file|attachments?)\s*=\s*[{\"](?P<files>.*?)[}\"]\s*,?\s*$",
    re.MULTILINE | re.IGNORECASE,
)
_ENTRY = re.compile(
    r"^[^\S\n]*@(?!comment|string|preamble)\w+\s*\{\s*(?P<key>[^,\s]+)\s*,",
    re.MULTILINE | re.IGNORECASE,
)
_RIS_FILE = re.compile(r"^L[1-4]\s\s?-\s*(?P<file>\S.*)$", re.MULTILINE)
_TELLING = 8  # letters of a title that no other work has by chance
_LETTERS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Entry:
    """One *item* of an export, in CSL-JSON; *files* are the names of the files it has."""

    item: Mapping[str, Any]
    files: frozenset[str] = field(default_factory=frozenset)

    @property
    def id(self) -> str:
        """The id by which the item is cited."""
        return str(self.item.get("id", ""))


def read_export(text: str, suffix: str, *, where: str) -> tuple[Entry, ...]:
    """Return the entries of an export, by the *suffix* of its file.

    Raises `ConfigError` when it cannot be read or holds none.
    """
    items = _items(text, suffix, where)
    raise_all((*_odd_characters(items, where), *csl_json.odd_values(items, where)))
    if not items:
        raise ConfigError(
            "there is no source in it",
            where=where,
            hint="Export from Zotero as CSL JSON, BibTeX, Better CSL YAML or RIS.",
        )
    files = _files(text, suffix, items)
    return tuple(Entry(item, files.get(n, frozenset())) for n, item in enumerate(items))


def _odd_characters(items: Sequence[Mapping[str, Any]], where: str) -> Iterator[ConfigError]:
    """Yield an error for each item that has a character that no book can hold."""
    for item in items:
        if sign := next(odd_signs(item), ""):
            name = xml_text.shown(str(item.get("id")))[:60]
            yield ConfigError(
                f"the source {name!r} has a character that no book can hold: {sign}",
                where=where,
                hint="Take it out in your reference manager, and export again.",
            )


def _items(text: str, suffix: str, where: str) -> Sequence[Mapping[str, Any]]:
    if suffix == ".json":
        return [_bare(one) for one in csl_json.read(text, where=where)]
    string = {name: {"t": "MetaString", "c": words} for name, words in (
        ("reader", EXPORTS[suffix]), ("sources", f"{text}\n"))}  # fmt: skip
    try:
        values = pandoc.run("pandoc_read.lua", {"meta": string, "blocks": []}).values
    except pandoc.PandocError as err:
        raise ConfigError(err.what, where=where, hint="Mend it there, or export again.") from err
    listed = json.loads(values["items"]["c"] or "[]")
    return [_bare(one) for one in listed]


def _bare(item: Mapping[str, Any]) -> dict[str, Any]:
    """Return *item* without what is the reference manager's own; the id first, as a slug."""
    kept = {
        key: value
        for key, value in item.items()
        if key not in ("id", "citation-key", "abstract", "system_id", "custom")
    }
    name = str(item.get("citation-key") or item["id"]).rstrip("/")
    plain = unicodedata.normalize("NFKD", name.rpartition("/")[2]).encode("ascii", "ignore")
    return {"id": re.sub(r"[^\w:.-]+", "", plain.decode()) or "source", **kept}


def _files(text: str, suffix: str, items: Sequence[object]) -> dict[int, frozenset[str]]:
    """Return the names of the files of each item by its number, as far as the export tells."""
    if suffix == ".bib":
        starts = [found.start() for found in _ENTRY.finditer(text)]
        parts = [text[a:b] for a, b in zip(starts, [*starts[1:], len(text)], strict=True)]
        names = [frozenset(_named(part)) for part in parts]
    elif suffix == ".ris":
        parts = re.split(r"^ER\s\s?-.*$", text, flags=re.MULTILINE)[:-1]
        names = [frozenset(_name(f["file"]) for f in _RIS_FILE.finditer(part)) for part in parts]
    else:
        return {}
    return dict(enumerate(names)) if len(names) == len(items) else {}


def _named(part: str) -> Iterator[str]:
    """Yield the names in the file field of a BibTeX entry: ``description:path:type;…``."""
    for found in _FILE_FIELDS.finditer(part):
        for one in re.split(r"(?<!\\);", found["files"]):
            pieces = [re.sub(r"\\(.)", r"\1", p) for p in re.split(r"(?<!\\):", one)]
            yield from (_name(piece) for piece in pieces if "." in piece)


def _name(path: str) -> str:
    plain = unquote(path.strip().replace("\\", "/"))
    return unicodedata.normalize("NFC", PurePosixPath(plain).name).casefold()


def entry_of(entries: Collection[Entry], draft: Draft, *, name: str) -> Entry | None:
    """Return the entry that is of the file *name*, of which *draft* was made, or None."""
    of_file = [one for one in entries if _name(name) in one.files]
    if len(of_file) == 1:
        return of_file[0]
    doi = next((fact.value for key, fact in draft.numbers if key == "DOI"), "")
    mine = {"DOI": doi, "URL": draft.address.value, "title": draft.title.value}
    for told in (_doi, _where, _title):
        found = [one for one in entries if told(mine) and told(one.item) == told(mine)]
        if len(found) == 1:
            return found[0]
    return None


def same_item(item: Mapping[str, Any], others: Collection[Mapping[str, Any]]) -> str:
    """Return the id of that of *others* which is the same work as *item*; nothing for none."""
    for other in others:
        if _doi(item) and _doi(item) == _doi(other):
            return str(other.get("id"))
        if _where(item) and _where(item) == _where(other):
            return str(other.get("id"))
        same_title = _key(item.get("title")) and _key(item.get("title")) == _key(
            other.get("title")
        )
        if same_title and _families(item) == _families(other) and _families(item):
            return str(other.get("id"))
    return ""


def _doi(item: Mapping[str, Any]) -> str:
    return str(item.get("DOI") or "").casefold()


def _where(item: Mapping[str, Any]) -> str:
    """Return the address of *item* without what does not tell pages apart."""
    host, path, query = page_of(str(item.get("URL") or ""))
    name = host.casefold().removeprefix("www.")
    return f"{name}{path.rstrip('/')}?{query}" if host else ""


def _title(item: Mapping[str, Any]) -> str:
    """Return the letters of the title of *item*; nothing where they are too few to tell it."""
    key = _key(item.get("title"))
    return key if len(key) >= _TELLING else ""


def _key(words: object) -> str:
    return _LETTERS.sub("", unicodedata.normalize("NFKC", str(words or "")).casefold())


def _families(item: Mapping[str, Any]) -> list[str]:
    people = item.get("author") or item.get("editor") or []
    return [
        _key(one.get("family") or one.get("literal")) for one in people if isinstance(one, dict)
    ]
