"""Errors that a user can mend: what happened, where, and what to do next.

    FlorilegiumError      anything the user can mend; the base of the tree
    ├── ConfigError       a file of settings in book/ is wrong             exit 3
    ├── SeedError         a seed cannot be read                            exit 4
    ├── ApparatusError    a note, gloss, emendation … does not hold        exit 4
    ├── RenderError       the book is sound, but cannot be set as it is    exit 4
    ├── ToolError         a program or library outside is missing          exit 5
    └── Several           more than one of the above, reported together

Every other exception is a defect of Florilegium and keeps its traceback (exit 70).
"""

from collections.abc import Iterable


class FlorilegiumError(Exception):
    """A mistake the user can mend: *where* it is, *what* it is, and *hint*, what to do next."""

    exit_code = 4

    def __init__(self, what: str, *, where: str = "", hint: str = "") -> None:
        """Keep the three parts apart, so that a report can lay them out."""
        super().__init__(what)
        self.what = what
        self.where = where
        self.hint = hint

    def __str__(self) -> str:
        """One paragraph: ``where: what`` and, indented below, the remedy."""
        head = f"{self.where}: {self.what}" if self.where else self.what
        return f"{head}\n  {self.hint}" if self.hint else head


class ConfigError(FlorilegiumError):
    """A file of settings is missing, unreadable, or says something impossible."""

    exit_code = 3


class SeedError(FlorilegiumError):
    """A seed is empty, binary, undecodable, or of an unknown kind."""


class ApparatusError(FlorilegiumError):
    """Something an editor attached to a text does not fit the text."""


class RenderError(FlorilegiumError):
    """A sound book that an output format cannot show as it is."""


class ToolError(FlorilegiumError):
    """A library or program that the work needs is not on this machine."""

    exit_code = 5


class Several(FlorilegiumError):  # noqa: N818  # it is not an error of its own
    """More than one error, so that one run reports all that must be mended."""

    def __init__(self, errors: Iterable[FlorilegiumError]) -> None:
        """Flatten nested groups; the exit code is that of the first error."""
        flat: list[FlorilegiumError] = []
        for error in errors:
            flat.extend(error.errors if isinstance(error, Several) else [error])
        super().__init__("\n".join(str(error) for error in flat))
        self.errors: tuple[FlorilegiumError, ...] = tuple(flat)
        self.exit_code = flat[0].exit_code if flat else 4


def raise_all(errors: Iterable[FlorilegiumError]) -> None:
    """Return when *errors* is empty; raise the only one, or `Several`."""
    found = tuple(errors)
    if len(found) == 1:
        raise found[0]
    if found:
        raise Several(found)
