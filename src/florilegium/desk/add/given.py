"""Things given on the command line, ready to be added: files, folders, addresses, exports.

Input: paths and addresses. Output: `Offer`s, each the bytes of one text with what comes along,
and the entries of exports. Every error of every one is gathered. It writes nothing.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from florilegium import ingest
from florilegium.desk.add.fetch import Fetcher, Received
from florilegium.desk.add.library import EXPORTS, Entry, read_export
from florilegium.errors import FlorilegiumError, SeedError, of_machine
from florilegium.model import xml_text
from florilegium.model.addresses import file_of, page_of
from florilegium.project import config
from florilegium.project.file_names import is_seed
from florilegium.project.paths import is_below, name_fault

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")
_PAGES = (".html", ".htm", ".xhtml")
_COMPANION = re.compile(r"[_. -][\w-]{1,12}")  # behind the page's name: _files, -Dateien, .files
_MOST_FILES, _MOST_BYTES = 2_000, 100_000_000
# What a server calls the kinds of files that are read.
_SUFFIXES = {
    "text/html": ".html", "application/xhtml+xml": ".html", "text/plain": ".txt",
    "text/markdown": ".md", "application/pdf": ".pdf", "application/epub+zip": ".epub",
    "application/rtf": ".rtf", "text/rtf": ".rtf", "multipart/related": ".mhtml",
    "message/rfc822": ".eml", "application/vnd.oasis.opendocument.text": ".odt",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Offer:
    """One text as it was given: its *name* and bytes, *where* it is from, what comes along.

    *folder* is the name of the folder of a saved page, *beside* the files in it by their paths
    below that; *received* is there for what was fetched.
    """

    name: str
    data: bytes = field(repr=False)
    where: str
    folder: str = ""
    beside: tuple[tuple[str, bytes], ...] = field(default=(), repr=False)
    received: Received | None = None


@dataclass(slots=True)
class Given:
    """All that was given: texts, entries of exports, files passed over, and what is wrong."""

    offers: list[Offer] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    passed_over: list[str] = field(default_factory=list)
    errors: list[FlorilegiumError] = field(default_factory=list)


def gather(
    names: Sequence[str], fetcher: Fetcher, *, largest: int, progress: Callable[[str], None]
) -> Given:
    """Return what *names* are: a file, all texts of a folder, or an address that is fetched."""
    given = Given()
    for name in names:
        try:
            if not name.strip():
                raise _nameless()
            if _ADDRESS.match(name):
                progress(f"fetching {name}")
                given.offers.append(_fetched(name, fetcher))
            else:
                for path in _files(Path(name), given):
                    progress(f"reading {path}")
                    _take(path, given, largest)
        except FlorilegiumError as err:
            given.errors.append(err)
        except OSError as err:
            given.errors.append(of_machine(err, where=name))
    return given


def _files(path: Path, given: Given) -> Iterator[Path]:
    """Yield *path*, or the texts and exports in the folder that it is."""
    if not path.is_dir():
        yield path
        return
    found = [one for one in sorted(path.rglob("*")) if is_seed(one) and _stays(one, path, given)]
    pages = [one for one in found if one.suffix.lower() in _PAGES]
    companions = {folder for page in pages if (folder := _companion(page))}
    loose = [one for one in found if not companions & set(one.parents)]
    for one in loose:
        if one.suffix.lower() in (*ingest.READERS, *EXPORTS):
            yield one
        else:
            given.passed_over.append(str(one))
    if not any(one.suffix.lower() in ingest.READERS for one in loose) and not loose:
        raise SeedError(
            "there is no file in this folder", where=str(path), hint="Name the files themselves."
        )


def _stays(one: Path, folder: Path, given: Given) -> bool:
    """Whether *one* is in *folder*, after all links; that it is not is an error."""
    if is_below(one, folder):
        return True
    given.errors.append(_leads_out(one))
    return False


def _nameless() -> SeedError:
    return SeedError(
        "a name is empty",
        where="add",
        hint="Name a file, a folder or an address; a full stop is the folder that you are in.",
    )


def _leads_out(path: Path) -> SeedError:
    return SeedError(
        "this is a link that leads out of the folder that is given",
        where=str(path),
        hint="Put a copy of what it leads to in its place, or name the file itself.",
    )


def _take(path: Path, given: Given, largest: int) -> None:
    if not path.is_file():
        raise SeedError(
            "there is no such file",
            where=str(path),
            hint="See how it is spelled; an address begins with https://.",
        )
    suffix = path.suffix.lower()
    if suffix in EXPORTS:
        text = config.read_text(path, name=str(path))
        given.entries += read_export(text, suffix, where=str(path))
        return
    size = path.stat().st_size
    if size > largest:
        raise SeedError(
            f"it has {size / 1e6:.1f} MB, more than the {largest / 1e6:g} MB a seed may have",
            where=str(path),
            hint="Cut it into the texts it holds, or say largest_seed = 50 in book/cleaning.toml.",
        )
    folder = _companion(path) if suffix in _PAGES else None
    if folder and not is_below(folder, path.parent):
        raise _leads_out(folder)
    beside = tuple(_beside(folder)) if folder else ()
    name = folder.name if folder else ""
    given.offers.append(Offer(path.name, path.read_bytes(), str(path), name, beside))


def _companion(page: Path) -> Path | None:
    """Return the folder that a browser saved with *page*, or None.

    Of ``a.html`` and ``a-2.html``, ``a-2_files`` belongs to the latter: the longer name counts.
    """
    beside = sorted(page.parent.iterdir())
    longer = [
        one.stem
        for one in beside
        if one.suffix.lower() in _PAGES
        and one.stem.startswith(page.stem)
        and one.stem != page.stem
    ]
    for one in beside:
        rest = one.name.removeprefix(page.stem)
        if rest == one.name or not one.is_dir() or not _COMPANION.fullmatch(rest):
            continue
        if not any(_COMPANION.fullmatch(one.name.removeprefix(stem)) for stem in longer):
            return one
    return None


def _beside(folder: Path) -> Iterator[tuple[str, bytes]]:
    size = 0
    files = sorted(one for one in folder.rglob("*") if one.is_file() and not one.is_symlink())
    for number, path in enumerate(files, start=1):
        name = path.relative_to(folder).as_posix()
        size += path.stat().st_size
        if wrong := name_fault(name):
            raise SeedError(
                f"{path.name!r} cannot come along: {wrong}", where=str(folder), hint="Rename it."
            )
        if number > _MOST_FILES or size > _MOST_BYTES:
            raise SeedError(
                f"the folder of the page has more than {_MOST_FILES:,} files or "
                f"{_MOST_BYTES // 1_000_000} MB",
                where=str(folder),
                hint="Take out what is not shown in the page, or add the page without its folder.",
            )
        yield name, path.read_bytes()


def _fetched(address: str, fetcher: Fetcher) -> Offer:
    received = fetcher.fetch(address)
    suffix = _SUFFIXES.get(received.media_type, "")
    if suffix not in ingest.READERS:
        raise SeedError(
            f"what comes is {received.media_type or 'of no kind that is told'}, and no text",
            where=address[:200],
            hint="Give the address of the page that shows the text, or save it and add the file.",
        )
    stem = file_of(received.final).stem or page_of(received.final)[0] or "page"
    stem = xml_text.shown(stem)
    return Offer(f"{stem}{suffix}", received.content, address, received=received)
