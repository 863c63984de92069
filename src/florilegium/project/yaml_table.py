"""A list of tables in YAML read strictly: known keys, text where text is meant, every mistake.

Built on `yaml_text`; used for files of ``book/`` whose records nest (``index.yaml``).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import get_args

from florilegium.errors import ConfigError, FlorilegiumError, did_you_mean
from florilegium.project.yaml_text import Value

_TRUTHS = {"yes": True, "true": True, "no": False, "false": False}


@dataclass(frozen=True, slots=True)
class Table:
    """A table of *file*, read key by key; what is wrong with it is added to *errors*."""

    value: Value
    file: str
    errors: list[FlorilegiumError]

    @property
    def where(self) -> str:
        """``file:line`` of the table."""
        return f"{self.file}:{self.value.line}"

    def allow(self, *keys: str) -> None:
        """Complain of every key that is not among *keys*."""
        for key, value in self.value.table.items():
            if key not in keys:
                hint = f"{did_you_mean(key, keys)}The keys here are {', '.join(keys)}."
                self.complain(f"unknown key {key!r}", hint, at=value)

    def text(self, key: str, *, needed: str = "") -> str:
        """Return the text of *key*, or nothing; *needed* says why it must be there."""
        value = self.value.table.get(key)
        if value is not None and not isinstance(value.content, str):
            self.complain(f"{key!r} is not one line of text", "Put it into quotes.", at=value)
            return ""
        if needed and not (value and value.text):
            self.complain(f"{key!r} is missing", needed)
        return value.text if value else ""

    def line(self, key: str) -> int:
        """Return the line of *key*, or of the table where it is not there."""
        return self.value.table.get(key, self.value).line

    def texts(self, key: str) -> tuple[str, ...]:
        """Return the texts of *key*: a list, or one alone."""
        value = self.value.table.get(key)
        if value is None:
            return ()
        found = value.items or ((value,) if value.text else ())
        for one in found:
            if not one.text:
                self.complain(f"{key!r} is no list of words", "Put each into quotes.", at=one)
        return tuple(one.text for one in found if one.text)

    def tables(self, key: str) -> "tuple[Table, ...]":
        """Return the tables that are listed under *key*."""
        value = self.value.table.get(key)
        found = () if value is None else value.items
        if value is not None and not found and value.content:
            self.complain(f"{key!r} is no list", "Begin each entry with a hyphen.", at=value)
        for one in found:
            if not one.table:
                self.complain(f"an entry of {key!r} has no keys", "Write 'key: value'.", at=one)
        return tuple(Table(one, self.file, self.errors) for one in found if one.table)

    def choice(self, key: str, valid: Sequence[str]) -> str:
        """Return the value of *key* if it is among *valid*, else the first of those."""
        said = self.text(key)
        if said and said not in valid:
            hint = f"{did_you_mean(said, valid)}It may be {', '.join(valid)}."
            self.complain(f"{key!r} is {said!r}", hint, at=self.value.table[key])
        return said if said in valid else valid[0]

    def truth(self, key: str) -> bool | None:
        """Return whether *key* says yes or no; None where it says neither."""
        said = self.text(key).lower()
        if said and said not in _TRUTHS:
            self.complain(f"{key!r} is {said!r}", "Write yes or no.", at=self.value.table[key])
        return _TRUTHS.get(said)

    def complain(self, what: str, hint: str, *, at: Value | None = None) -> None:
        """Add an error in the line of *at*, or of the table."""
        line = (at or self.value).line
        self.errors.append(ConfigError(what, where=f"{self.file}:{line}", hint=hint))


def values_of(kind: object) -> tuple[str, ...]:
    """Return the values of a `Literal` type."""
    return get_args(kind)
