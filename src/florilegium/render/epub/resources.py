"""The style sheet and the fonts it names → files of the e-book."""

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Any

import tinycss2

from florilegium.errors import ConfigError, FlorilegiumError, RenderError, raise_all
from florilegium.model import Picture
from florilegium.project import packed_fonts, pictures
from florilegium.project.fonts import ONE_FONT
from florilegium.project.paths import name_fault
from florilegium.project.styles import Styles
from florilegium.render.epub.fonts import Embedded
from florilegium.render.epub.leaves import PICTURES, STYLESHEET
from florilegium.render.epub.package import Item

NO_FONTS = Embedded()
_LOADING = frozenset({"url", "src", "image", "image-set", "-webkit-image-set", "cross-fade"})
# Functions that stand for words from another place, and the one that is given no address.
_ELSEWHERE = frozenset({"attr", "env", "if", "inherit", "var"})
_MEDIA_TYPE = "type"
# What the files of pictures begin with.
_BEGINS = {".png": b"\x89PNG\r\n", ".jpg": b"\xff\xd8\xff"}
_MEDIA_TYPES = {
    ".ttf": "font/ttf",
    ".otf": "font/otf",
    ".woff2": "font/woff2",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".svg": "image/svg+xml",
}


def items(
    styles: Styles,
    *,
    sheet: str,
    extra: str = "",
    added: Mapping[str, str] = MappingProxyType({}),
    fonts: Embedded = NO_FONTS,
) -> tuple[Item, ...]:
    """Return the style *sheet* and every file that it refers to, as files of the package.

    *extra* are rules read after it, and so are the sheets *added* by their names; those of
    *fonts* come before, so that it overrules them.

    Raises an error for each file that is missing, or of a kind that no e-book can hold.
    """
    sheets = {sheet: styles.read(sheet) + extra, **added}
    styles.require_no_growth({f"styles/{name}": text for name, text in sheets.items()})
    rules = "\n".join([f"{styles.read(sheet)}{fonts.rules}{extra}", *added.values()])
    named = {name: set(_addresses(text, where=f"styles/{name}")) for name, text in sheets.items()}
    raise_all(one for name, found in named.items() for one in _errors(sorted(found), name, styles))
    names = sorted({name for found in named.values() for name in found})
    embedded = {item.href for item in fonts.items}
    return (
        Item("style", STYLESHEET, "text/css", rules.encode()),
        *(_item(name, styles) for name in names if f"styles/{name}" not in embedded),
        *fonts.items,
    )


def _addresses(sheet: str, *, where: str) -> Iterator[str]:
    """Yield all that a style *sheet* names, in whatever way CSS can say it."""
    waiting = list(tinycss2.parse_stylesheet(sheet, skip_comments=True))
    while waiting:
        node = waiting.pop()
        if node.type == "at-rule" and node.lower_at_keyword in ("import", "namespace"):
            raise RenderError(
                f"the style sheet has an @{node.lower_at_keyword}, which no e-book can hold",
                where=f"{where}:{node.source_line}",
                hint="Write what it should say into the sheet itself.",
            )
        if node.type == "url":
            yield node.value
        elif node.type == "function" and node.lower_name in _LOADING:
            yield from _loaded(node, where)
        for part in ("prelude", "content", "arguments"):
            waiting += getattr(node, part, None) or ()


def _loaded(function: Any, where: str) -> Iterator[str]:  # noqa: ANN401  # tinycss2 has no types
    """Yield the addresses that *function* is given; `RenderError` where they are elsewhere."""
    waiting = list(function.arguments)
    while waiting:
        node = waiting.pop()
        if node.type == "string":
            yield node.value
        elif node.type == "function" and (
            node.lower_name in _ELSEWHERE or node.name.startswith("--")
        ):
            raise RenderError(
                f"{function.lower_name}() loads what {node.lower_name}() says elsewhere",
                where=f"{where}:{node.source_line}",
                hint="Write the name of the file there.",
            )
        if not (node.type == "function" and node.lower_name == _MEDIA_TYPE):
            for part in ("content", "arguments"):
                waiting += getattr(node, part, None) or ()


def picture(made: Picture) -> Item:
    """Return the file of a picture."""
    stem, _, suffix = made.name.rpartition(".")
    return Item(
        f"picture-{stem}-{suffix}", f"{PICTURES}{made.name}", made.media_type, made.content
    )


def _item(name: str, styles: Styles) -> Item:
    stem = re.sub(r"[^a-z0-9]+", "-", name.lower())
    media_type = _MEDIA_TYPES[PurePosixPath(name).suffix.lower()]
    return Item(f"style-{stem}", f"styles/{name}", media_type, _content(name, styles))


def _content(name: str, styles: Styles) -> bytes:
    """Return the file *name* as the e-book has it; raise an error for what only is called so."""
    where, suffix = f"styles/{name}", PurePosixPath(name).suffix.lower()
    content = styles.find(name).read_bytes()
    is_font = _MEDIA_TYPES[suffix].startswith("font/")
    if not content.startswith(ONE_FONT if is_font else _BEGINS.get(suffix, b"")):
        raise RenderError(
            f"it is no {suffix[1:].upper()}, or damaged",
            where=where,
            hint="Copy the file again, or take what names it out of the style sheet.",
        )
    try:
        if is_font:
            packed_fonts.require_small(content)
        return content if is_font else pictures.of_style(name, content)
    except ValueError as err:
        hint = "Copy the file again, or take what names it out of the style sheet."
        raise RenderError(str(err), where=where, hint=hint) from err
    except RenderError as err:
        raise RenderError(err.what, where=where, hint=err.hint) from err


def _errors(names: list[str], sheet: str, styles: Styles) -> Iterator[FlorilegiumError]:
    where = f"styles/{sheet}"
    for name in names:
        if ":" in name or name_fault(name):
            yield RenderError(
                f"{name!r} lies outside the styles", where=where, hint="Copy it into styles/."
            )
        elif PurePosixPath(name).suffix.lower() not in _MEDIA_TYPES:
            yield RenderError(
                f"{name!r} is of a kind that no e-book can hold",
                where=where,
                hint=f"Use one of {', '.join(_MEDIA_TYPES)}.",
            )
        else:
            try:
                _content(name, styles)
            except (ConfigError, RenderError) as err:
                yield err
