"""The files that ``florilegium init`` writes: a small whole book for an editor to grow.

Input: a folder. Output: the files of ``template/`` in it. It never overwrites a file.
"""

import json
import re
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname
from uuid import uuid4

from florilegium.errors import ConfigError

TEMPLATE = Path(__file__).parent / "template"
_ENGINE_LINE = re.compile(r"^    engine = .*$", re.MULTILINE)


def write(target: Path) -> tuple[Path, ...]:
    """Write a new book into *target* and return its files; write none if one of them exists."""
    files = {target / path.relative_to(TEMPLATE): path for path in _template()}
    _refuse_to_overwrite(tuple(files))
    for path, origin in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(_fill_in(origin))
    return tuple(files)


def engine() -> str:
    """Return the Python list that installs this engine into a book's sessions.

    It is the release on the package index, or whatever was installed here instead of one: a
    checkout, a folder, a commit.
    """
    here = metadata.distribution("florilegium")
    origin = json.loads(here.read_text("direct_url.json") or "{}")
    url = str(origin.get("url", ""))
    if not url:
        return f'[f"florilegium{{extras}}=={here.version}"]'
    if origin.get("dir_info", {}).get("editable"):
        folder = url2pathname(urlsplit(url).path)
        return f'["-e", {json.dumps(folder, ensure_ascii=False)} + extras]'
    if vcs := origin.get("vcs_info"):
        url = f"{vcs['vcs']}+{url}@{vcs['commit_id']}"
    return f'[f"florilegium{{extras}} @ {url}"]'


def _template() -> tuple[Path, ...]:
    return tuple(
        path
        for path in sorted(TEMPLATE.rglob("*"))
        if path.is_file() and "cache" not in str(path.relative_to(TEMPLATE))
    )


def _refuse_to_overwrite(files: tuple[Path, ...]) -> None:
    if there := [path for path in files if path.exists()]:
        others = f" and {len(there) - 1} more" if len(there) > 1 else ""
        raise ConfigError(
            f"the file is there already{others}; nothing was written",
            where=str(there[0]),
            hint="Name a new folder, or an empty one.",
        )


def _fill_in(origin: Path) -> bytes:
    content = origin.read_bytes()
    match origin.relative_to(TEMPLATE).as_posix():
        case "noxfile.py":
            line = f"    engine = {engine()}"
            return _ENGINE_LINE.sub(lambda _: line, content.decode()).encode()
        case "book/book.toml":
            today = f"{datetime.now(tz=UTC):%Y-%m-%d}"
            return content.replace(b"@uuid@", str(uuid4()).encode()).replace(
                b"@date@", today.encode()
            )
        case _:
            return content
