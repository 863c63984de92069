"""The style sheet and the fonts it names → files of the e-book."""

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from florilegium.errors import ConfigError, FlorilegiumError, RenderError, raise_all
from florilegium.model import Picture
from florilegium.project.styles import Styles
from florilegium.render.epub.leaves import PICTURES, STYLESHEET
from florilegium.render.epub.package import Item

_URL = re.compile(r"""url\(\s*['"]?([^'")]+)['"]?\s*\)""")
_MEDIA_TYPES = {
    ".ttf": "font/ttf",
    ".otf": "font/otf",
    ".woff2": "font/woff2",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".svg": "image/svg+xml",
}


def items(styles: Styles, *, sheet: str, extra: str = "") -> tuple[Item, ...]:
    """Return the style *sheet* and every file that it refers to, as files of the package.

    *extra* are rules read after it.

    Raises an error for each file that is missing, or of a kind that no e-book can hold.
    """
    text = styles.read(sheet) + extra
    names = sorted(set(_URL.findall(text)))
    raise_all(_errors(names, sheet, styles))
    return (
        Item("style", STYLESHEET, "text/css", text.encode()),
        *(_item(name, styles) for name in names),
    )


def picture(made: Picture) -> Item:
    """Return the file of a picture."""
    stem, _, suffix = made.name.rpartition(".")
    return Item(
        f"picture-{stem}-{suffix}", f"{PICTURES}{made.name}", made.media_type, made.content
    )


def _item(name: str, styles: Styles) -> Item:
    stem = re.sub(r"[^a-z0-9]+", "-", name.lower())
    media_type = _MEDIA_TYPES[Path(name).suffix.lower()]
    return Item(f"style-{stem}", f"styles/{name}", media_type, styles.find(name).read_bytes())


def _errors(names: list[str], sheet: str, styles: Styles) -> Iterator[FlorilegiumError]:
    where = f"styles/{sheet}"
    for name in names:
        if ":" in name or name.startswith("/") or ".." in PurePosixPath(name).parts:
            yield RenderError(
                f"{name!r} lies outside the styles", where=where, hint="Copy it into styles/."
            )
        elif Path(name).suffix.lower() not in _MEDIA_TYPES:
            yield RenderError(
                f"{name!r} is of a kind that no e-book can hold",
                where=where,
                hint=f"Use one of {', '.join(_MEDIA_TYPES)}.",
            )
        else:
            try:
                styles.find(name)
            except ConfigError as err:
                yield err
