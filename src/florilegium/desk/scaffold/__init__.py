"""The files that ``florilegium init`` writes: a small whole book for an editor to grow.

Input: a folder, and what the book is called, by whom, in which language, on which page. Output:
the files of ``template/`` in it, and the engine as a wheel where no index has it. It never
overwrites a file.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from uuid import uuid4

from florilegium.desk.scaffold import wheel
from florilegium.desk.suggest.names import names_in
from florilegium.errors import ConfigError
from florilegium.project.codes import language_fault
from florilegium.project.styles import find_styles, page_format
from florilegium.store.all_or_none import put_all, undo_unfinished

TEMPLATE = Path(__file__).parent / "template"
_ENGINE_LINE = re.compile(r"^    engine = .*$", re.MULTILINE)
# What a book without samples does not have.
_SAMPLES = ("seeds/", "book/chapters/", "book/front/")
_NONE = {
    "book/sources.yaml": "# CSL YAML; 'florilegium add' drafts items.\nreferences:\n",
    "book/rights.toml": "# One record for each source: who holds the rights, and on what ground "
    "the text is printed.\n# basis: public-domain, licence, permission, quotation, unknown\n",
    "book/cleaning.toml": "# What to take out of these texts beside what every reader drops.\n",
}


@dataclass(frozen=True, slots=True)
class Wishes:
    """What an editor says of a new book; nothing said stays as the template has it.

    *empty* leaves out the two sample texts.
    """

    title: str = ""
    editor: str = ""
    language: str = ""
    page: str = ""
    empty: bool = False


def write(target: Path, wishes: Wishes | None = None) -> tuple[Path, ...]:
    """Write a new book into *target* and return its files; write none if one of them exists.

    Raises `ConfigError` for a file that is there, and for a language or page that is none.
    """
    wished = wishes or Wishes()
    if wished.language and (wrong := language_fault(wished.language)):
        raise ConfigError(
            f"the language is {wished.language!r}", where="--language", hint=f"{wrong}."
        )
    if wished.page:
        page_format(find_styles(), wished.page)
    files = {target / name: data for name, data in _contents(wished).items()}
    undo_unfinished(target)
    _refuse_to_overwrite(tuple(files))
    put_all(target, files, {})
    if wished.empty:
        for name in ("seeds", "book/chapters"):
            (target / name).mkdir(exist_ok=True)
    return tuple(files)


def engine() -> str:
    """Return the Python list that installs this engine into a book's sessions.

    It is the release on the package index, the commit or the archive on the web that was
    installed here, or the wheel beside the noxfile: never a place of this machine alone.
    """
    if origin := _origin():
        return f'[f"florilegium{{extras}} @ {origin}"]'
    here = metadata.distribution("florilegium")
    if _is_released():
        return f'[f"florilegium{{extras}}=={here.version}"]'
    return f'[f"./{wheel.name()}{{extras}}"]'


def _direct() -> Mapping[str, object]:
    """What pip has written down of an engine that came from no index."""
    told = metadata.distribution("florilegium").read_text("direct_url.json")
    return json.loads(told or "{}") or {}


def _is_released() -> bool:
    return not _direct().get("url")


def _origin() -> str:
    """The address on the web from which the engine was installed; nothing for another place."""
    direct = _direct()
    url, vcs = str(direct.get("url", "")), direct.get("vcs_info")
    if not url.startswith(("https://", "http://", "ssh://")):
        return ""
    return f"{vcs['vcs']}+{url}@{vcs['commit_id']}" if isinstance(vcs, dict) else url


def _contents(wishes: Wishes) -> dict[str, bytes]:
    """Return the files of a new book by their names."""
    files: dict[str, bytes] = {}
    for path in sorted(TEMPLATE.rglob("*")):
        name = path.relative_to(TEMPLATE).as_posix()
        if not path.is_file() or "cache" in name:
            continue
        if wishes.empty and name.startswith(_SAMPLES):
            continue
        files[name] = _filled_in(name, path.read_bytes(), wishes)
    if not _is_released() and not _origin():
        files[wheel.name()] = wheel.pack()
    return files


def _filled_in(name: str, content: bytes, wishes: Wishes) -> bytes:
    if wishes.empty and name in _NONE:
        return _NONE[name].encode()
    if name not in _FILLED:
        return content
    return _FILLED[name](content.decode(), wishes).encode()


def _noxfile(text: str, _wishes: Wishes) -> str:
    line = f"    engine = {engine()}"
    return _ENGINE_LINE.sub(lambda _: line, text)


def _readme(text: str, wishes: Wishes) -> str:
    title = " ".join(wishes.title.split())
    return text.replace("# My Reader", f"# {title}", 1) if title else text


def _editions(text: str, wishes: Wishes) -> str:
    if not wishes.page:
        return text
    if wishes.page[0] not in "AB":  # a size in inches: the copy shop has Letter paper
        text = _said(_said(text, "printer", "copy-shop-letter"), "trim", "5.5x8.5")
    return _said(text, "page", wishes.page)


def _book(text: str, wishes: Wishes) -> str:
    today = f"{datetime.now(tz=UTC):%Y-%m-%d}"
    text = text.replace("@uuid@", str(uuid4())).replace("@date@", today)
    values = {"title": wishes.title, "language": wishes.language, "name": wishes.editor}
    if wishes.editor:
        values["file_as"] = _filed(wishes.editor)
    for key, value in values.items():
        text = _said(text, key, value) if value else text
    if wishes.empty:
        for key in ("subtitle", "publisher", "description", "rights"):
            text = re.sub(rf"^{key} = .*\n", "", text, flags=re.MULTILINE)
        text = text.replace(', "preface"', "").replace('["lincoln", "dickinson"]', "[]")
    return text


def _filed(name: str) -> str:
    """Return *name* as a catalogue files it: the family's name first."""
    found = names_in(name)
    one = found[0] if len(found) == 1 else None
    return f"{one.family}, {one.given}" if one and one.family and one.given else name


def _said(text: str, key: str, value: str) -> str:
    """Return *text* with *value* as that of the first *key*, and what stands behind it."""
    coded = json.dumps(" ".join(value.split()), ensure_ascii=False).replace("\x7f", "")
    return re.sub(
        rf'^{key} = "[^"\n]*"', lambda _: f"{key} = {coded}", text, count=1, flags=re.MULTILINE
    )


_FILLED: dict[str, Callable[[str, Wishes], str]] = {
    "noxfile.py": _noxfile,
    "README.md": _readme,
    "book/book.toml": _book,
    "book/editions.toml": _editions,
}


def _refuse_to_overwrite(files: tuple[Path, ...]) -> None:
    if there := [path for path in files if path.exists()]:
        others = f" and {len(there) - 1} more" if len(there) > 1 else ""
        raise ConfigError(
            f"the file is there already{others}; nothing was written",
            where=str(there[0]),
            hint="Name a new folder, or an empty one.",
        )
