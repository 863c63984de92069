"""A web archive of Safari: the page is read, the other files in it are accounted for.

Input the bytes of a ``.webarchive``, output the `Reading` of the page. Lines are those of the
page within.
"""

import plistlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice

from florilegium.errors import SeedError
from florilegium.ingest import html
from florilegium.ingest.archived_pictures import ArchivedFile, with_pictures
from florilegium.ingest.characters import canonical
from florilegium.ingest.encoding import decode_bytes
from florilegium.ingest.file_kinds import refuse_page
from florilegium.ingest.reading import Reading
from florilegium.ingest.seed_settings import SeedSettings
from florilegium.model import LeftOut

_RULE = "archive-part"
_DEEPEST = 20
MOST_FILES = 5000
_WHY = {"text/css": "A style sheet.", "text/html": "Another page, shown within this one."}
_PICTURE, _OTHER = "A picture of the page.", "A file that the page used."


@dataclass(frozen=True, slots=True)
class Resource:
    """One file of the archive: its *address*, its media type, the *label* of its encoding."""

    address: str
    media_type: str
    label: str
    data: bytes


def read(data: bytes, settings: SeedSettings) -> Reading:
    """Return the page of the archive *data*; *settings* are what the editor says of it.

    Raises `SeedError` for a damaged archive and for one without a page.
    """
    refuse_page(data, "a web archive")
    page, *others = resources(data)
    if page.media_type == "text/plain" or not page.data.strip():
        raise SeedError(
            "there is no page in this web archive",
            hint="Open it in Safari, and save the page once more.",
        )
    decoded = decode_bytes(page.data, "", markup=True, label=page.label)
    text = canonical(decoded, markup=True)
    made = html.read(text.text, settings.passages)
    notes = [_left(one) for one in others if one.data]
    files = {one.address: ArchivedFile(one.media_type, one.data) for one in others}
    return replace(
        with_pictures(made, files, page.address),
        left_out=(*notes, *text.left_out, *made.left_out),
        damage=(*text.damage, *made.damage),
        page=text.text,
    )


def _left(one: Resource) -> LeftOut:
    """Return what is to be said of a file that the page used; of a page, its words."""
    words = _words(one) if one.media_type == "text/html" else ""
    return LeftOut(_RULE, _why(one.media_type), 1, len(words or one.data), words)


def _words(page: Resource) -> str:
    try:
        text = canonical(decode_bytes(page.data, "", markup=True, label=page.label), markup=True)
    except SeedError:
        return ""
    return " ".join(" ".join(block.text.split()) for block in html.read(text.text, ()).blocks)


def resources(data: bytes) -> list[Resource]:
    """Return the files of the archive *data*, the page first; raise `SeedError` for damage."""
    try:
        tree = plistlib.loads(data)
    except Exception as err:  # a damaged one raises whatever it stumbles over
        raise _damaged() from err
    if not isinstance(tree, Mapping) or not isinstance(tree.get("WebMainResource"), Mapping):
        raise _damaged()
    found = list(islice(_files(tree, 0, set()), MOST_FILES + 1))
    if len(found) > MOST_FILES:
        raise SeedError(
            f"the web archive has more than {MOST_FILES:,} files",
            hint="Open the page in Safari and save it as HTML, or save its text as .txt.",
        )
    return found


def _files(tree: Mapping[str, object], depth: int, seen: set[int]) -> Iterator[Resource]:
    """Yield the files of an archive and of those within it; one that is in two places, once."""
    if id(tree) in seen:
        return
    seen.add(id(tree))
    if isinstance(main := tree.get("WebMainResource"), Mapping):
        yield from _once(main, seen)
    for one in _listed(tree, "WebSubresources"):
        yield from _once(one, seen)
    for one in _listed(tree, "WebSubframeArchives"):
        if depth >= _DEEPEST:
            raise _damaged()
        yield from _files(one, depth + 1, seen)


def _once(one: Mapping[str, object], seen: set[int]) -> Iterator[Resource]:
    if id(one) not in seen:
        seen.add(id(one))
        yield _resource(one)


def _listed(tree: Mapping[str, object], key: str) -> Iterator[Mapping[str, object]]:
    found = tree.get(key)
    for one in found if isinstance(found, list) else ():
        if isinstance(one, Mapping):
            yield one


def _resource(one: Mapping[str, object]) -> Resource:
    held = one.get("WebResourceData")
    return Resource(
        _said(one, "WebResourceURL"),
        _said(one, "WebResourceMIMEType").lower(),
        _said(one, "WebResourceTextEncodingName"),
        held if isinstance(held, bytes) else b"",
    )


def _said(one: Mapping[str, object], key: str) -> str:
    value = one.get(key)
    return value if isinstance(value, str) else ""


def _why(media_type: str) -> str:
    return _PICTURE if media_type.startswith("image/") else _WHY.get(media_type, _OTHER)


def _damaged() -> SeedError:
    return SeedError(
        "the web archive is damaged or cut short",
        hint="Open the page in Safari and save it once more, or save it as HTML.",
    )
