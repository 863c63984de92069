"""People of a text and notes on them: ``people`` at the head of a chapter, ``book/people.yaml``.

A role is a MARC relator (``trl``) or a plain word for it (``translator``); a name with a comma
is one as it is filed (``Rill, Rita``).
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

from florilegium.errors import ConfigError, FlorilegiumError, did_you_mean, raise_all
from florilegium.model import Contributor, Person
from florilegium.project.codes import role_fault
from florilegium.project.config import read_text
from florilegium.project.yaml_table import Table
from florilegium.project.yaml_text import Value, read_yaml

ROLES: Mapping[str, str] = {
    "author": "aut",
    "translator": "trl",
    "interviewer": "ivr",
    "interviewee": "ive",
    "photographer": "pht",
    "illustrator": "ill",
    "editor": "edt",
    "compiler": "com",
    "introduction": "aui",
    "afterword": "aft",
    "commentator": "cwt",
    "composer": "cmp",
    "lyricist": "lyr",
    "narrator": "nrt",
    "speaker": "spk",
    "recipient": "rcp",
    "contributor": "ctb",
}
_FILE = "book/people.yaml"


def read_people(value: Value, *, file: str, errors: list[FlorilegiumError]) -> tuple[Person, ...]:
    """Return the people that the head of a chapter names under ``people``, by role.

    What is wrong is added to *errors*.
    """
    found: dict[tuple[str, str], list[str]] = {}
    if value.content and not value.table:
        what = "'people' has no roles"
        hint = "Write each on a line of its own: '  translator: Rita Rill'."
        errors.append(ConfigError(what, where=f"{file}:{value.line}", hint=hint))
    for key, names in value.table.items():
        role = ROLES.get(key, key)
        if role_fault(role):
            guess = did_you_mean(key, [*ROLES, *ROLES.values()])
            hint = f"{guess}It is {', '.join(list(ROLES)[:7])}, or another MARC relator."
            what = f"{key!r} is no role"
            errors.append(ConfigError(what, where=f"{file}:{names.line}", hint=hint))
            continue
        for name in names.items or (names,):
            if not name.text:
                hint = "Write names, in square brackets when there are several."
                errors.append(
                    ConfigError(f"{key!r} names nobody", where=f"{file}:{name.line}", hint=hint)
                )
            else:
                found.setdefault(person_names(name.text), []).append(role)
    return tuple(Person(name, file_as, tuple(roles)) for (name, file_as), roles in found.items())


def person_names(said: str) -> tuple[str, str]:
    """Return the name that was *said* as it is spoken, and as it is filed."""
    family, comma, given = said.partition(", ")
    return (f"{given} {family}", said) if comma else (said, said)


def load_people(root: Path) -> tuple[Contributor, ...]:
    """Return the notes on people of the book in *root*; raise `ConfigError` for mistakes."""
    path = root / "book" / "people.yaml"
    if not path.is_file():
        return ()
    errors: list[FlorilegiumError] = []
    value = read_yaml(read_text(path, name=_FILE), file=_FILE, errors=errors)
    raise_all(errors)
    found = () if value is None else tuple(_contributors(Table(value, _FILE, errors)))
    raise_all(errors)
    return found


def _contributors(top: Table) -> Iterator[Contributor]:
    top.allow("people")
    first: dict[str, str] = {}
    for table in top.tables("people"):
        table.allow("name", "sort", "also", "note")
        said = table.text("name", needed="Say whose note it is.")
        name, file_as = person_names(said)
        also = table.texts("also")
        for one in (name, *also):
            if first.setdefault(one, table.where) != table.where:
                table.complain(f"{one!r} has two notes", f"The first is in {first[one]}.")
        sort = table.text("sort") or file_as
        yield Contributor(name, sort, table.text("note"), also, table.where)
