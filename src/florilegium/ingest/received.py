"""Pictures that were fetched with a page, found again by the page's side file.

Input: a `RawText` and the path of its seed. Output: the same text, its fetched pictures under
the names of their files, relative to the seed. Nothing is fetched.
"""

import tomllib
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

from florilegium.model import RawText
from florilegium.project.file_names import RECEIVED


def side_file(seed: Path) -> Path:
    """Return where the side file of *seed* would be: from where it was fetched."""
    return seed.with_name(f"{seed.name}{RECEIVED}")


def located(raw: RawText, seed: Path) -> RawText:
    """Return *raw* with the pictures that were fetched with it as files beside it."""
    files = _pictures(side_file(seed))
    if not files:
        return raw
    shown = (
        replace(one, address=quote(files[one.address])) if one.address in files else one
        for one in raw.illustrations
    )
    return replace(raw, illustrations=tuple(shown))


def _pictures(path: Path) -> dict[str, str]:
    """Return the files of the pictures by their addresses in the page."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8")).get("pictures", {})
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        return {}
    pairs = table.items() if isinstance(table, dict) else ()
    return {address: file for address, file in pairs if isinstance(file, str)}
