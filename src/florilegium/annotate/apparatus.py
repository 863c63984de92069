"""Reading ``book/chapters/<slug>.md``: what an editor attaches to one text.

Its head says which text it is, its divs what the editor says of it (``div_parser.py``,
``additions.py``). What is wrong anywhere in it is raised together.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from florilegium.annotate.additions import additions
from florilegium.annotate.div_parser import DivParser
from florilegium.annotate.divs import read_divs
from florilegium.annotate.front import read_front
from florilegium.errors import ConfigError, FlorilegiumError, clipped, raise_all
from florilegium.model import Apparatus
from florilegium.project.config import read_text
from florilegium.project.file_names import near_name

# The keys that have one of a few values, the usual one first: how the poems of a text stand,
# what becomes of the tracked changes and of the pictures of its seed.
CHOICES = {
    "verse": ("left", "centred"),
    "tracked-changes": ("accept", "reject"),
    "pictures": ("keep", "drop"),
}

_EVERY = re.compile("[1-9][0-9]{0,3}")
_SHOWN = 40  # letters of a value that is wrong
_YES, _NO = ("yes", "true"), ("no", "false")


def read_apparatus(path: Path, *, slug: str) -> Apparatus:
    """Return the apparatus in the file at *path*; raise all that is wrong with it together."""
    file = path.as_posix() if not path.is_absolute() else "/".join(path.parts[-3:])
    lines = _read(path, file)
    errors: list[FlorilegiumError] = []
    front = read_front(lines, file=file, errors=errors)
    numbered = enumerate(lines[front.line - 1 :], start=front.line)
    parser = DivParser(file, errors, read_divs(numbered, file=file, errors=errors))
    values = {key.replace("-", "_"): value for key, value in front.values.items()}
    apparatus = Apparatus(
        slug=slug,
        seed=values.pop("seed", ""),
        source=values.pop("source", ""),
        path=file,
        headnote=parser.only("headnote"),
        questions=parser.only("questions"),
        notes=tuple(parser.every(parser.note, "note", "gloss")),
        emendations=tuple(parser.every(parser.emendation, "emend")),
        elisions=tuple(parser.every(parser.elision, "elide")),
        turns=tuple(turn for turns in parser.every(parser.turns, "turns") for turn in turns),
        passages=tuple(parser.every(parser.passage, "verse", "prose")),
        people=front.people,
        **additions(parser, slug=slug),
        **_settings(values, front.lines, file=file, errors=errors),
    )
    raise_all(in_line_order(errors))
    return apparatus


def _settings(
    values: dict[str, str],
    lines: Mapping[str, int],
    *,
    file: str,
    errors: list[FlorilegiumError],
) -> dict[str, Any]:
    """Return the other keys of the front matter, those that are no words as what they mean.

    *lines* are those in which the keys stand.
    """
    found: dict[str, Any] = dict(values)

    def wrong(key: str, value: str, wanted: str) -> None:
        shown = clipped(value, _SHOWN)
        where, hint = f"{file}:{lines.get(key, 1)}", f"It should be {wanted}."
        errors.append(ConfigError(f"{key!r} is {shown!r}", where=where, hint=hint))

    for key, known in CHOICES.items():
        name = key.replace("-", "_")
        if found.setdefault(name, known[0]) not in known:
            wrong(key, found[name], " or ".join(known))
    every = found.pop("line_numbers", "")
    if every == "no":
        found["line_numbers"] = 0
    elif _EVERY.fullmatch(every):
        found["line_numbers"] = int(every)
    elif every:
        wrong("line-numbers", every, "a number, as 5, or no")
    pages = found.pop("original_pages", "no").lower()
    if pages not in _YES + _NO:
        wrong("original-pages", pages, "yes or no")
    found["original_pages"] = pages in _YES
    return found


def in_line_order(errors: Iterable[FlorilegiumError]) -> list[FlorilegiumError]:
    """Return *errors* of one file in the order of its lines."""

    def line(error: FlorilegiumError) -> int:
        number = error.where.rpartition(":")[2]
        return int(number) if number.isdigit() else 0

    return sorted(errors, key=line)


def _read(path: Path, file: str) -> list[str]:
    near = "" if path.exists() else near_name(path.parent, path.name)
    guess = f"Did you mean {near.removesuffix('.md')!r}? " if near else ""
    missing = f"{guess}Write it, or take the chapter out of the outline in book/book.toml."
    text = read_text(path, name=file, missing=missing)
    return unicodedata.normalize("NFC", text).split("\n")
