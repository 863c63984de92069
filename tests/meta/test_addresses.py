"""Addresses are taken apart in ``model/addresses.py`` alone: one that is none raises elsewhere."""

import re
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src" / "florilegium"
# WeasyPrint has made the address, and an error there is one of the book's own files.
ELSEWHERE = {"model/addresses.py", "render/press/layout/own_files.py"}
_TAKES_APART = re.compile(r"\b(?:urlsplit|urljoin|urlparse|urldefrag)\b")


def test_no_other_module_takes_addresses_apart():
    found = {
        path.relative_to(SOURCE).as_posix()
        for path in SOURCE.rglob("*.py")
        if _TAKES_APART.search(path.read_text(encoding="utf-8"))
    }

    assert found == ELSEWHERE
