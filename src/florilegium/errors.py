"""Errors that a user can mend: what happened, where, and what to do next.

    FlorilegiumError      anything the user can mend; the base of the tree
    ├── ConfigError       a file of settings in book/ is wrong             exit 3
    ├── SeedError         a seed cannot be read                            exit 4
    ├── ApparatusError    a note, gloss, emendation … does not hold        exit 4
    ├── RenderError       the book is sound, but cannot be set as it is    exit 4
    ├── ToolError         a program or library outside is missing          exit 5
    ├── MachineError      the machine refuses: disk full, file unreadable  exit 6
    └── Several           more than one of the above, reported together

Every other exception is a defect of Florilegium and keeps its traceback (exit 70).
"""

import difflib
import errno
import os
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

# Words that are compared letter by letter with one that may be meant for one of them: so many,
# or where there are more so many before and behind it.
_COMPARED, _BESIDE = 200, 20


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

    def __reduce__(self) -> tuple[Any, ...]:
        """Let it come whole from a worker, whatever the error of a kind is made of."""
        return _made_again, (type(self), self.args, self.__dict__)


def _made_again(
    kind: type[FlorilegiumError], arguments: tuple[Any, ...], values: Mapping[str, Any]
) -> FlorilegiumError:
    error = kind.__new__(kind, *arguments)
    error.__dict__.update(values)
    return error


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


class MachineError(FlorilegiumError):
    """The machine refuses what the work needs: the disk is full, a file cannot be read."""

    exit_code = 6


class Several(FlorilegiumError):  # noqa: N818  # it is not an error of its own
    """More than one error, so that one run reports all that must be mended."""

    def __init__(self, errors: Iterable[FlorilegiumError]) -> None:
        """Flatten nested groups, each error once; the exit code is that of the first."""
        told: dict[str, FlorilegiumError] = {}
        for error in errors:
            for one in error.errors if isinstance(error, Several) else [error]:
                told.setdefault(str(one), one)
        flat = tuple(told.values())
        super().__init__("\n".join(str(error) for error in flat))
        self.errors: tuple[FlorilegiumError, ...] = flat
        self.exit_code = flat[0].exit_code if flat else 4


_NO_ROOM = re.compile(
    "failed to map segment|cannot allocate memory|not enough (?:memory|space)|out of memory"
    "|cannot map|paging file is too small", re.IGNORECASE,
)  # fmt: skip
_NO_THREAD = "can't start new thread"  # what Python says, as any RuntimeError
_REMEDIES = {
    "ENOSPC": "Free some space on the disk and build again; the last good book is as it was.",
    "EDQUOT": "Free some space and build again; the last good book is as it was.",
    "EFBIG": "A file may not be so large here; see 'ulimit -f'.",
    "EROFS": "Copy the book to a folder that may be written to.",
    "EACCES": "See whose the file is, and who may read and write it and its folder.",
    "EPERM": "See whose the file is, and who may read and write it and its folder.",
    "EISDIR": "A folder stands where a file should be: move it away.",
    "ENOTDIR": "A file stands where a folder should be: move it away.",
    "EEXIST": "A file stands where a folder should be: move it away.",
    "ENAMETOOLONG": "Move the book to a folder with a shorter path, or shorten the name.",
    "EMFILE": "Too many files are open: build with fewer workers, --jobs 1.",
    "ENFILE": "Too many files are open on this machine: close other programs.",
    "ENOMEM": "Close other programs, or build with fewer workers: --jobs 1.",
    "EIO": "The disk gives errors: copy the book to another one.",
    "EAGAIN": "Close other programs, or build with fewer workers, --jobs 1; see 'ulimit -u'.",
    "ELOOP": "Links lead in a circle there: take them out.",
    "ENOENT": "It was there a moment ago; see whether another program works in the folder.",
    "EBUSY": "Another program holds the file: close it.",
    "ETXTBSY": "Another program holds the file: close it.",
}


def of_machine(error: OSError | MemoryError, *, where: str = "") -> MachineError:
    """Return *error* as one for people: what it is, which file, what to do."""
    if isinstance(error, MemoryError) or (error.errno is None and lacks_memory(error)):
        return MachineError("there is not enough memory", where=where, hint=_REMEDIES["ENOMEM"])
    name = errno.errorcode.get(error.errno or 0, "")
    file = error.filename or error.filename2 or ""
    file = os.fsdecode(file) if isinstance(file, bytes) else str(file)
    if name == "ENOENT" and not file.startswith(os.sep) and _stands_nowhere():
        return MachineError(
            "the folder that you are in was taken away",
            hint="Go to one that is there, and say the same again.",
        )
    what = (error.strerror or str(error) or type(error).__name__).strip()
    return MachineError(
        what[0].lower() + what[1:],
        where=where or file.encode("utf-8", "replace").decode(),
        hint=_REMEDIES.get(name, "Mend that, and build again; the last good book is as it was."),
    )


def _stands_nowhere() -> bool:
    """Whether the folder that this process is in is there no more."""
    try:
        return not Path.cwd().exists()
    except OSError:
        return True


def behind(error: BaseException) -> MachineError | None:
    """Return the fault of the machine that an *error* of a library's came of, if it did."""
    if lacks_memory(error):
        return of_machine(MemoryError())
    if any(isinstance(one, RuntimeError) and _NO_THREAD in str(one) for one in causes(error)):
        return of_machine(OSError(errno.EAGAIN, "no more processes or threads can be started"))
    return None


def lacks_memory(error: BaseException) -> bool:
    """Tell whether *error*, or what it came of, is that a library found no room in memory.

    Loaders say so in words alone, as the error of an import (glibc, musl, macOS, Windows).
    """
    return any(
        isinstance(one, MemoryError)
        or (isinstance(one, ImportError | OSError) and _NO_ROOM.search(str(one)))
        for one in causes(error)
    )


def causes(error: BaseException) -> Iterator[BaseException]:
    """Yield *error*, what it came of, what that came of, and so on."""
    seen: BaseException | None = error
    while seen is not None:
        yield seen
        seen = seen.__cause__ or seen.__context__


def clipped(text: str, longest: int) -> str:
    """Return *text* on one line for a message, so many letters at most and an ellipsis."""
    line = " ".join(text.split())
    return line if len(line) <= longest else f"{line[:longest]}…"


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return ``Did you mean 'x'? `` for that of *known* nearest to *word*; nothing for none."""
    meant = near(word, known)
    return f"Did you mean {meant!r}? " if meant else ""


def near(word: str, known: Iterable[str], *, cutoff: float = 0.6) -> str:
    """Return that of *known* which is most like *word*, by *cutoff* at least; empty for none."""
    return _known_words(tuple(known)).near(word, cutoff=cutoff)


class KnownWords:
    """Words of which one may have been meant by another."""

    def __init__(self, words: Iterable[str]) -> None:
        """File *words* by their letters from the first on and from the last on."""
        self._words = tuple(words)
        steps = (1, -1) if len(self._words) > _COMPARED else ()
        self._filed = {step: sorted(one[::step] for one in self._words) for step in steps}

    def near(self, word: str, *, cutoff: float = 0.6) -> str:
        """Return the word most like *word*, by *cutoff* at least; empty for none.

        Of very many words those are compared that begin or end like it: a book of thousands of
        mistakes is not to take hours.
        """
        beside = (one for step in self._filed for one in self._beside(word, step))
        words = tuple(dict.fromkeys(beside)) if self._filed else self._words
        return next(iter(difflib.get_close_matches(word, words, n=1, cutoff=cutoff)), "")

    def _beside(self, word: str, step: int) -> list[str]:
        """Return the words beside which *word* is filed by its letters, taken by *step*."""
        filed = self._filed[step]
        at = bisect_left(filed, word[::step])
        return [one[::step] for one in filed[max(0, at - _BESIDE) : at + _BESIDE]]


_known_words = lru_cache(maxsize=4)(KnownWords)


def raise_all(errors: Iterable[FlorilegiumError]) -> None:
    """Return when *errors* is empty; raise the only one, or `Several`."""
    found = Several(errors)
    if len(found.errors) == 1:
        raise found.errors[0]
    if found.errors:
        raise found
