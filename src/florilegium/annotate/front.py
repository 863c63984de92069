"""The front matter of an editor's file: a few YAML keys, read strictly."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from florilegium.errors import ConfigError, FlorilegiumError, did_you_mean
from florilegium.model import Person
from florilegium.project.codes import language_fault
from florilegium.project.config import read_text
from florilegium.project.file_names import find_file
from florilegium.project.people import read_people
from florilegium.project.yaml_text import Value, read_yaml

REQUIRED = ("seed", "source")
KEYS = (
    *REQUIRED,
    *("title", "deck", "byline", "date", "running-head", "language", "verse", "line-numbers"),
    "original-pages",
    *("tracked-changes", "pictures", "people"),
)

_FENCES = ("---", "...")


@dataclass(frozen=True, slots=True)
class Front:
    """The *values* of the front matter and the number of the first *line* after it.

    *people* are those that it names by their roles, *lines* those in which the keys stand.
    """

    values: Mapping[str, str]
    line: int
    people: tuple[Person, ...] = ()
    lines: Mapping[str, int] = field(default_factory=dict)


def read_front(lines: Sequence[str], *, file: str, errors: list[FlorilegiumError]) -> Front:
    """Return the front matter at the head of *lines*; what is wrong is added to *errors*."""
    if not lines or lines[0].rstrip() != "---":
        errors.append(_missing(file, "the front matter is missing"))
        return Front({}, 1)
    ends = (n for n, line in enumerate(lines[1:], start=1) if line.rstrip() in _FENCES)
    end = next(ends, None)
    if end is None:
        errors.append(_missing(file, "the front matter is never closed"))
        return Front({}, len(lines) + 1)
    values, people = _values("\n".join(lines[1:end]), file=file, errors=errors)
    return Front(values, end + 2, people, dict(_keys(lines[:end])))


def _keys(lines: Sequence[str]) -> Iterator[tuple[str, int]]:
    """Yield the keys that *lines* of YAML begin with, and the number of the line."""
    return ((line.partition(":")[0].rstrip(), number) for number, line in enumerate(lines, 1))


def line_of(chapters: Path, slug: str, key: str) -> int:
    """Return the line in which the head of the chapter *slug* says *key*; 1 where it does not."""
    path = find_file(chapters, f"{slug}.md")
    lines = read_text(path).split("\n") if path else []
    return next((number for name, number in _keys(lines) if name == key), 1)


def _missing(file: str, what: str) -> ConfigError:
    return ConfigError(
        what,
        where=f"{file}:1",
        hint="Begin with a line ---, then 'seed:' and 'source:', then a line ---.",
    )


def _values(
    text: str, *, file: str, errors: list[FlorilegiumError]
) -> tuple[dict[str, str], tuple[Person, ...]]:
    before = len(errors)
    root = read_yaml(text, file=file, errors=errors, first=2)
    is_sound = len(errors) == before
    if root is None and not is_sound:
        return {}, ()
    if root is not None and not isinstance(root.content, Mapping):
        errors.append(_missing(file, "the front matter is no list of keys and values"))
        return {}, ()
    values: dict[str, str] = {}
    people: tuple[Person, ...] = ()
    for key, value in root.table.items() if root else ():
        if key == "people":
            people = read_people(value, file=file, errors=errors)
        elif (problem := _problem(key, value, f"{file}:{value.line}")) is not None:
            errors.append(problem)
        else:
            values[key] = value.text
            if key == "language" and value.text and (wrong := language_fault(value.text)):
                what, where = f"'language' is {value.text!r}", f"{file}:{value.line}"
                errors.append(ConfigError(what, where=where, hint=f"{wrong}."))
    if is_sound:  # what YAML stumbles over may be what seems to be missing
        errors += _absent(values, file)
    return values, people


def _absent(values: Mapping[str, str], file: str) -> list[ConfigError]:
    return [
        ConfigError(f"{key!r} is missing", where=f"{file}:1", hint=f"Add '{key}: …'.")
        for key in REQUIRED
        if not values.get(key)
    ]


def _problem(key: str, value: Value, where: str) -> ConfigError | None:
    if key not in KEYS:
        guess = did_you_mean(key.lower(), KEYS)
        return ConfigError(
            f"unknown key {key!r}",
            where=where,
            hint=f"{guess}The keys here are {', '.join(KEYS)}.",
        )
    if not isinstance(value.content, str):
        return ConfigError(
            f"{key!r} is not one line of text", where=where, hint="Put it into quotes."
        )
    return None
