"""Levers: what makes the layout quicker and changes none of its bytes, and what it leans on.

In: the name of a lever. Out: whether it may be used, that is, whether the files of WeasyPrint
whose private parts it knows are those it was written for. It never changes WeasyPrint itself.
"""

import hashlib
import logging
from collections.abc import Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path

SHARING, SHAPING = "sharing", "shaping"
# The beginning of the SHA-256 of each file whose private parts a lever leans on.
PARTS: Mapping[str, Mapping[str, str]] = {
    "sharing": {
        "css/__init__.py": "77ad7287f90d7cfa",
        "css/computed_values.py": "0dec45caf60428b1",
        "css/units.py": "7f2c5900d751be49",
        "layout/percent.py": "bac190e240dce17b",
        "text/line_break.py": "1f5a855ad992e0be",
    },
    "shaping": {
        "draw/text.py": "c9a450aa209277e7",
        "layout/inline.py": "0e7c1569330f5473",
        "text/fonts.py": "59d74d0c161349b8",
        "text/line_break.py": "1f5a855ad992e0be",
        "pdf/fonts.py": "9ad9a202a416b845",
        "pdf/stream.py": "4faf9169d1970d46",
    },
}
# For tests and for who looks for a fault: what is taken out here is not used.
WANTED = {SHARING, SHAPING}

_LOGGER = logging.getLogger("florilegium.press")


def may_use(lever: str) -> bool:
    """Return whether *lever* is wanted and knows this WeasyPrint."""
    return lever in WANTED and not changed(lever)


def report() -> None:
    """Log, once in a process, which levers are off."""
    for lever in PARTS:
        changed(lever)


@cache
def changed(lever: str) -> tuple[str, ...]:
    """Return the files of WeasyPrint that are not as *lever* knows them; log them once."""
    spec = find_spec("weasyprint")
    root = Path(spec.origin).parent if spec and spec.origin else Path()
    found = tuple(name for name, known in PARTS[lever].items() if digest(root / name) != known)
    if found:
        _LOGGER.info(
            "pages take longer: WeasyPrint's %s changed, so %s is off", ", ".join(found), lever
        )
    return found


def digest(path: Path) -> str:
    """Return the beginning of the SHA-256 of the file at *path*; nothing where there is none."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16] if path.is_file() else ""
