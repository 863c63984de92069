"""The fonts there are for a book: those of its ``styles/fonts/``, then ours, and no others.

Input: the folders of styles; output: the families, and the configuration by which fontconfig
finds just these files. Of the machine's own fonts it never knows any.
"""

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from xml.sax.saxutils import escape

from florilegium.errors import ConfigError
from florilegium.model import xml_text
from florilegium.project.styles import Styles, packaged

CONFIGURATION = "fonts.conf"
# What a file of one font begins with (OpenType, TrueType, WOFF 2); and what any does.
ONE_FONT = (b"\0\1\0\0", b"OTTO", b"true", b"wOF2")
ANY_FONTS = (*ONE_FONT, b"ttcf", b"wOFF")
_SUFFIXES = frozenset({".ttf", ".otf", ".ttc", ".otc"})
_COLLECTIONS = frozenset({".ttc", ".otc"})
# The names of a family, the one for all its styles first (OpenType, table name).
_FAMILY = (16, 1)
# What fontTools raises for a table that is missing or spoilt.
_STUMBLES = (OSError, AssertionError, LookupError, ValueError, TypeError, AttributeError,
             ArithmeticError, RuntimeError, MemoryError, struct.error)  # fmt: skip
_GENERIC = ("serif", "sans-serif", "monospace")


def own_families(styles: Styles) -> tuple[str, ...]:
    """Return the families that the book brings in its ``styles/fonts/``, by their files' names.

    Raises `ConfigError` for a file there that is no font.
    """
    families: dict[str, None] = {}
    for folder in styles.folders:
        if folder != packaged():
            for path in font_files(folder / "fonts"):
                families |= dict.fromkeys(_families(path, path.stat().st_mtime_ns))
    return tuple(families)


def configuration(styles: Styles) -> str:
    """Return the text of a fontconfig file that names the fonts of *styles* and no others.

    A letter that the families of the style sheets lack is looked for in those that the book
    brings, in the order of their files.
    """
    folders = [folder / "fonts" for folder in styles.folders]
    for one in folders:
        _require_shown(str(one), "the path of this folder", where="styles/fonts")
    dirs = "".join(f"  <dir>{escape(str(one))}</dir>\n" for one in folders if one.is_dir())
    families = "".join(f"<family>{escape(one)}</family>" for one in own_families(styles))
    aliases = "".join(
        f'  <alias binding="same"><family>{one}</family><accept>{families}</accept></alias>\n'
        for one in _GENERIC
        if families
    )
    listed = styles.fonts()
    return f'<?xml version="1.0"?>\n<fontconfig>\n{dirs}{listed}{aliases}</fontconfig>\n'


def font_files(folder: Path) -> list[Path]:
    """Return the files of fonts in *folder* and below, in the order of their names."""
    if not folder.is_dir():
        return []
    found = (
        path for path in folder.rglob("*") if path.suffix.lower() in _SUFFIXES and path.is_file()
    )
    return sorted(found, key=lambda path: path.relative_to(folder).as_posix())


def family_of(path: Path) -> str:
    """Return the family of the font at *path*, of the first in a collection."""
    return _families(path, path.stat().st_mtime_ns)[0]


@lru_cache(maxsize=512)
def _families(path: Path, _changed: int) -> tuple[str, ...]:
    # Imported here: most books bring no fonts, and it takes its time.
    from fontTools.ttLib import TTCollection, TTFont  # noqa: PLC0415  # see above

    with read_font(path), path.open("rb") as file:
        if path.suffix.lower() in _COLLECTIONS:
            fonts = TTCollection(file, lazy=True).fonts
            found = tuple(dict.fromkeys(map(_family, fonts)))
        else:
            found = (_family(TTFont(file, lazy=True)),)
    for name in found:
        _require_shown(name, "the name of its family", where=f"styles/fonts/{path.name}")
    return found


def _require_shown(text: str, what: str, *, where: str) -> None:
    """Raise `ConfigError` for a character of *text* that no file of settings can hold.

    fontconfig takes all fonts of the machine in the place of settings that it cannot read.
    """
    if (at := xml_text.forbidden(text)) >= 0:
        raise ConfigError(
            f"there is a sign in {what} that cannot be written down: {xml_text.name(text[at])}",
            where=where,
            hint="Rename it, or take the font out.",
        )


@contextmanager
def read_font(path: Path) -> Iterator[None]:
    """Have whatever fontTools raises for a damaged font told as a `ConfigError` of *path*."""
    from fontTools.ttLib import TTLibError  # noqa: PLC0415  # see above

    try:
        yield
    except (TTLibError, *_STUMBLES) as err:
        raise ConfigError(
            f"this is no font, or damaged: {err or type(err).__name__}",
            where=f"styles/fonts/{path.name}",
            hint="Copy the file again, or take it out.",
        ) from err


def _family(font: object) -> str:
    table = font["name"]  # type: ignore[index]  # fontTools has no types for its fonts
    return str(next((name for one in _FAMILY if (name := table.getDebugName(one))), ""))
