"""The packaged pandoc, run as a program: the only module that knows where it is.

Input: a document of pandoc's own JSON and one of the filters beside this module, or the bytes
of a file. Output: what the filter made of it, or the document that pandoc reads in the file.
It is always the pandoc of the package ``pypandoc_binary``, never one that happens to be first
on PATH; it has time and memory in proportion to its input, and reads no settings of the
user's. It never gets a name or an address that an editor wrote. What pandoc cannot do is a fault
of its input (`PandocError`); that it was ended from outside is one of the machine.
"""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as version_of
from pathlib import Path
from typing import Any

from florilegium.errors import FlorilegiumError, MachineError, ToolError

HERE = Path(__file__).parent
_API = (1, 23, 1)  # the version of pandoc's document type that we write
_SECONDS, _SECONDS_PER_BYTE = 20.0, 1 / 10_000
_MEGABYTES, _BYTES_PER_BYTE = 512, 1_000
# The same for a file that is read: a novel takes six seconds of an idle machine, and most of
# a big file is pictures.
_SECONDS_READ, _SECONDS_PER_BYTE_READ, _BYTES_PER_BYTE_READ = 120.0, 1 / 50_000, 100
_HEAP_EXHAUSTED = 251
# Its time is that of a processor, so that a busy machine reads what an idle one reads: told at
# the first limit, ended at the second, also when we are killed and cannot end it.
_LIMITED = 'ulimit -c 0; ulimit -S -t "$0" && ulimit -H -t "$(($0 + 2))"; exec "$@"'
_OUT_OF_TIME = -int(getattr(signal, "SIGXCPU", 0)) or None
# So many times that on the clock; systems that know no such limits have the clock alone.
_PATIENCE = 1 if _OUT_OF_TIME is None else 10
# What a filter writes to stderr before each piece it begins: "\x1epiece 3".
_BEGUN = re.compile(r"^\x1epiece (\d+)$", re.MULTILINE)
_OF_FILTER = re.compile(r"Error running filter \S+:\s*")
_WARNING = re.compile(r"^\[WARNING\] (.*(?:\n  .*)*)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a filter made: the *values* it left as metadata, and what pandoc warned of.

    A warning is the number of the piece it belongs to (counted from 0, or -1) and its words.
    """

    values: Mapping[str, Any]
    warnings: tuple[tuple[int, str], ...]


class PandocError(FlorilegiumError):
    """pandoc gave up on its input, or took too long: *piece* is the one it was reading, or -1."""

    def __init__(self, what: str, *, piece: int) -> None:
        """Keep *what* went wrong and where."""
        super().__init__(what)
        self.piece = piece


@cache
def program() -> Path:
    """Return the path of the packaged pandoc; raise `ToolError` when the package is not there."""
    try:
        import pypandoc  # noqa: PLC0415  # heavy; --help must stay quick
    except ImportError as err:
        raise _missing() from err
    name = "pandoc.exe" if os.name == "nt" else "pandoc"
    path = Path(pypandoc.__file__).parent / "files" / name
    if not path.is_file():
        raise _missing()
    return path


def _missing() -> ToolError:
    return ToolError("pandoc was not found", hint="Install it with: pip install pypandoc_binary")


@cache
def version() -> str:
    """The version of pandoc in use, such as ``3.9``."""
    told = subprocess.run(  # noqa: S603  # the program of the package, by its path
        [program(), "--version"], capture_output=True, check=True, env=_environment()
    )
    return told.stdout.decode().split()[1]


@cache
def release() -> str:
    """The version of the package that brings pandoc: known without starting it."""
    try:
        return version_of("pypandoc_binary")
    except PackageNotFoundError:  # another package of the same name brought it
        return version()


def run(script: str, document: Mapping[str, Any], *options: str) -> Answer:
    """Return what the filter *script* (a file beside this module) makes of *document*.

    *document* is the ``meta`` and the ``blocks`` of pandoc's JSON. Raises `PandocError`.
    """
    text = json.dumps({"pandoc-api-version": _API, **document}).encode()
    limits = _Limits(
        _SECONDS + len(text) * _SECONDS_PER_BYTE,
        _MEGABYTES + len(text) * _BYTES_PER_BYTE // 1_000_000,
    )
    given = ("--from=json", "--to=json", *options, f"--lua-filter={HERE / script}")
    made, told = _run(text, given, limits)
    return Answer(json.loads(made)["meta"], _warnings(told))


def convert(data: bytes, source: str, target: str, *options: str, size: int) -> bytes:
    """Return the file *data* of the kind *source* as pandoc writes it as the kind *target*.

    *size* is how many bytes it has unpacked: time and memory are in proportion to it. Raises
    `PandocError`.
    """
    limits = _Limits(
        _SECONDS_READ + size * _SECONDS_PER_BYTE_READ,
        _MEGABYTES + size * _BYTES_PER_BYTE_READ // 1_000_000,
    )
    given = (f"--from={source}", f"--to={target}", *options)
    return _run(data, given, limits)[0]


def media(data: bytes, source: str, *, size: int) -> dict[str, bytes]:
    """Return the pictures within the file *data* of the kind *source*, by their names.

    *size* is as for `convert`. Raises `PandocError`.
    """
    made = convert(data, source, "json", f"--lua-filter={HERE / 'pandoc_media.lua'}", size=size)
    found = json.loads(made)["meta"]["media"]["c"]
    return {name: bytes.fromhex(value["c"]) for name, value in found.items()}


@dataclass(frozen=True, slots=True)
class _Limits:
    seconds: float
    megabytes: int


def _run(given: bytes, options: Sequence[str], limits: _Limits) -> tuple[bytes, str]:
    """Return what pandoc writes, and what it tells, when it is *given* bytes; or raise."""
    command = [
        str(program()), "+RTS", f"-M{limits.megabytes}m", "-RTS", "--sandbox",
        f"--data-dir={HERE / 'no-data'}", *options,
    ]  # fmt: skip
    if _OUT_OF_TIME is not None:
        command = ["/bin/sh", "-c", _LIMITED, str(int(limits.seconds) + 1), *command]
    try:
        done = subprocess.run(  # noqa: S603  # the program of the package, by its path
            command, input=given, capture_output=True, check=False, env=_environment(), cwd=HERE,
            timeout=limits.seconds * _PATIENCE,
        )  # fmt: skip
    except subprocess.TimeoutExpired as err:
        raise _given_up(None, (err.stderr or b"").decode(errors="replace"), limits) from None
    told = done.stderr.decode(errors="replace")
    if done.returncode:
        raise _given_up(done.returncode, told, limits)
    return done.stdout, told


def _environment() -> dict[str, str]:
    """No home, so no settings; no locale of the machine's, so the same bytes everywhere."""
    kept = ("SYSTEMROOT", "WINDIR") if sys.platform == "win32" else ()
    none = str(HERE / "no-data")
    return {
        "HOME": none, "XDG_DATA_HOME": none, "APPDATA": none, "LC_ALL": "C.UTF-8",
        **{name: os.environ[name] for name in kept if name in os.environ},
    }  # fmt: skip


def _given_up(code: int | None, told: str, limits: _Limits) -> PandocError | MachineError:
    """Return why pandoc ended with *code*, none when it had to be ended, and *told* so much."""
    piece = _last_begun(told)
    if code == _OUT_OF_TIME:
        return PandocError(f"pandoc was not done after {limits.seconds:.0f} seconds", piece=piece)
    if code == _HEAP_EXHAUSTED:
        what = f"pandoc wanted more than {limits.megabytes} MB of memory"
        return PandocError(what, piece=piece)
    if code is None or code < 0:
        how = "gave no answer" if code is None else "was ended from outside"
        return MachineError(
            f"pandoc {how}",
            hint="Often the machine has too much to do: close other programs, and build again.",
        )
    said = _BEGUN.sub("", _WARNING.sub("", told)).partition("stack traceback:")[0]
    said = _OF_FILTER.sub("", said).partition("HasCallStack")[0]
    return PandocError(f"pandoc could not read this: {' '.join(said.split())[:300]}", piece=piece)


def _last_begun(told: str) -> int:
    found = _BEGUN.findall(told)
    return int(found[-1]) if found else -1


def _warnings(told: str) -> tuple[tuple[int, str], ...]:
    return tuple(
        (_last_begun(told[: found.start()]), " ".join(found[1].split()))
        for found in _WARNING.finditer(told)
    )
