"""Where style sheets, fonts, themes and pages are found: a book's ``styles/``, then ours.

A style sheet in the book's own folder stands in for ours of the same name; ``extra.css`` is
read after it. Tables of the book's ``theme.toml`` are merged into ours, key by key.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from florilegium.errors import ConfigError
from florilegium.model import Edition
from florilegium.model.book import EDITIONS_FILE
from florilegium.project import font_list, style_sheets
from florilegium.project.config import SettingsFile, read_text, read_toml, record
from florilegium.project.font_list import FONTS_FILE
from florilegium.project.openings import checked
from florilegium.project.page_formats import (
    Adjustment,
    PageFormat,
    PageTable,
    gutter,
    made,
    shifted,
)
from florilegium.project.paths import below

THEME_FILE = "theme.toml"
EXTRA = "extra"
_DEFAULT_PAGE = "A5"
_NUMBER = re.compile("[0-9]{1,9}")


@dataclass(frozen=True, slots=True)
class Styles:
    """The folders in which a style file may be, the first to be asked first.

    *pictures* is where the book's pictures are, ready to be shown.
    """

    folders: tuple[Path, ...]
    pictures: Path | None = None

    def find(self, name: str) -> Path:
        """Return the path of *name* (``print.css``); raise `ConfigError` when none has it."""
        for folder in self.folders:
            if (path := below(folder, name, where=f"styles/{THEME_FILE}")).is_file():
                return path
        raise ConfigError(
            f"the style file {name} is nowhere",
            where=f"styles/{name}",
            hint="Write it, or name another theme in editions.toml.",
        )

    def read(self, name: str) -> str:
        """Return the text of the file *name*; raise `ConfigError` for one that is no text."""
        return self._text(self.find(name), name)

    def fonts(self) -> str:
        """Return the rules of the list of fonts; `ConfigError` for one that looks elsewhere."""
        path = self.find(FONTS_FILE)
        return font_list.rules(read_text(path, name=f"styles/{FONTS_FILE}"), path.parent)

    def added(self, edition: Edition) -> dict[str, str]:
        """Return the sheets that the book adds to every other, and to that of *edition*."""
        names = (f"{EXTRA}.css", f"{EXTRA}-{edition.name}.css")
        where = edition.where()
        paths = ((name, below(one, name, where=where)) for name in names for one in self.folders)
        return {name: self._text(path, name) for name, path in paths if path.is_file()}

    def require_no_growth(self, sheets: Mapping[str, str]) -> None:
        """Raise `ConfigError` where *sheets* of a book, read together, grow without end."""
        if self.folders != (packaged(),):
            style_sheets.require_no_growth(sheets)

    def _text(self, path: Path, name: str) -> str:
        """Return the text of a sheet; one of the book's own is looked at first."""
        text = read_text(path, name=f"styles/{name}")
        if path.parent != packaged():
            style_sheets.require_sound(text, where=f"styles/{name}")
        return text


@dataclass(frozen=True, slots=True)
class Theme:
    """A look: its style sheets, one for each format, and the families of type it uses.

    *adds* is a sheet read after the one for print; *page* the format it is made for, *changes*
    what it changes of every format. *saves_over* names the theme whose sheets it is to save.
    *opens* says on which page what opens where the edition does not say it (``openings``).
    *code* is the family for programs, *code_epub* the sheet that an e-book with one needs.
    """

    print: str = ""
    epub: str = ""
    families: tuple[str, ...] = ()
    code: str = ""
    code_epub: str = ""
    extends: str = ""
    adds: str = ""
    page: str = ""
    changes: Adjustment = field(default_factory=Adjustment)
    saves_over: str = ""
    opens: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _ThemeFile:
    """The tables of ``theme.toml``."""

    themes: dict[str, Theme] = field(default_factory=dict)
    pages: dict[str, PageTable] = field(default_factory=dict)
    gutter: dict[str, float] = field(default_factory=dict)


def find_styles(project: Path | None = None) -> Styles:
    """Return where the styles of the book in *project* are; without one, our own only."""
    own = packaged()
    if project is None or (folder := project.resolve() / "styles") == own:
        return Styles((own,))
    return Styles((folder, own))


def packaged() -> Path:
    """Return the folder of our own styles: in the installed package, or in a checkout."""
    package = Path(__file__).resolve().parents[1]
    installed = package / "styles"
    return installed if installed.is_dir() else package.parents[1] / "styles"


def page_format(styles: Styles, name: str) -> PageFormat:
    """Return the page *name* of the tables; raise `ConfigError` when they have none."""
    file, tables = _read(styles)
    return _format(name, tables.pages, Adjustment(), file=file)


def page_of(styles: Styles, edition: Edition, *, pages: int = 0) -> PageFormat:
    """Return the page that *edition* is set on, in its theme, as a book of so many *pages*.

    Raises `ConfigError` for a page or a theme that there is not, or a size that cannot be.
    """
    file, tables = _read(styles)
    look = theme_of(styles, edition)
    if edition.width or edition.height:
        page = _own_size(edition, look)
    else:
        name = edition.page or look.page or _DEFAULT_PAGE
        of_theme = file.where("themes", edition.theme, "page")
        asked = edition.where("page") if edition.page else of_theme
        page = _format(name, tables.pages, look.changes, file=file, asked=asked)
    return shifted(page, gutter_of(styles, edition, pages=pages))


def to_compare(styles: Styles, edition: Edition) -> Edition | None:
    """Return *edition* in the theme whose sheets its own is made to save, on the same page.

    None where its theme is made for something else.
    """
    look = theme_of(styles, edition)
    if not look.saves_over:
        return None
    return replace(edition, theme=look.saves_over, page=edition.page or look.page)


def gutter_of(styles: Styles, edition: Edition, *, pages: int) -> float:
    """Return the millimetres that the fold of *edition* takes, with so many *pages*."""
    if edition.gutter is not None:
        return edition.gutter
    file, tables = _read(styles)
    for least in tables.gutter:
        if not _NUMBER.fullmatch(least):
            raise ConfigError(
                f"the gutter is told for {least!r} pages",
                where=file.where("gutter", least),
                hint="Write a number of pages, and the millimetres from that number on: 200 = 6.0",
            )
    return gutter([(int(least), width) for least, width in tables.gutter.items()], pages)


def opening_in(styles: Styles, edition: Edition) -> Edition:
    """Return *edition* with what its theme says of where chapters and pages open."""
    file, _ = _read(styles)
    opens = theme_of(styles, edition).opens
    own = checked(opens, file=file.inside("themes", edition.theme, "opens"))
    return replace(edition, opens=tuple(sorted({**own, **dict(edition.opens)}.items())))


def page_names(styles: Styles) -> tuple[str, ...]:
    """Return the names of the pages of the theme's table, in its order."""
    return tuple(_read(styles)[1].pages)


def theme_of(styles: Styles, edition: Edition) -> Theme:
    """Return the theme of *edition*, as `theme` does."""
    return theme(styles, edition.theme, where=edition.where("theme"))


def theme(styles: Styles, name: str, *, where: str = EDITIONS_FILE) -> Theme:
    """Return the theme *name*, with what it takes over; raise `ConfigError` for none.

    *where* is who asks for it.
    """
    file, tables = _read(styles)
    if (found := tables.themes.get(name)) is None:
        raise _missing("theme", name, tables.themes, file=file, where=where)
    if not found.extends:
        return found
    base = tables.themes.get(found.extends)
    if base is None or base.extends:
        raise ConfigError(
            f"the theme {name!r} extends {found.extends!r}",
            where=file.where("themes", name, "extends"),
            hint="It can extend a theme that extends none, such as 'classic'.",
        )
    return replace(
        found,
        print=found.print or base.print,
        epub=found.epub or base.epub,
        families=found.families or base.families,
        code=found.code or base.code,
        code_epub=found.code_epub or base.code_epub,
    )


def _format(
    name: str,
    pages: Mapping[str, PageTable],
    adjust: Adjustment,
    *,
    file: SettingsFile,
    asked: str = EDITIONS_FILE,
) -> PageFormat:
    if (table := pages.get(name)) is None:
        raise _missing("page", name, pages, file=file, where=asked)
    return made(name, table, where=file.where("pages", name), adjust=adjust)


def _own_size(edition: Edition, look: Theme) -> PageFormat:
    where = edition.where("width" if edition.width else "height")
    if not (edition.width and edition.height):
        raise ConfigError(
            f"edition {edition.name!r} has only one of width and height",
            where=where,
            hint="Give both, in millimetres: width = 170, height = 240.",
        )
    size = (edition.width, edition.height)
    return made(edition.name, PageTable(size), where=where, adjust=look.changes)


def _read(styles: Styles) -> tuple[SettingsFile, _ThemeFile]:
    """Return the tables of all ``theme.toml``; messages speak of the book's, if it has one."""
    paths = [folder / THEME_FILE for folder in styles.folders]
    files = [read_toml(path, name=f"styles/{THEME_FILE}") for path in paths if path.is_file()]
    if not files:
        styles.find(THEME_FILE)
    table: dict[str, Any] = {}
    for file in reversed(files):
        table = _merged(table, file.table)
    return files[0], record(_ThemeFile, table, file=files[0])


def _merged(ours: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """Return *ours* with the keys of *own* in place of its own, at every depth."""
    both = {
        key: _merged(ours[key], own[key]) for key in own if _are_tables(ours.get(key), own[key])
    }
    return {**ours, **own, **both}


def _are_tables(one: object, other: object) -> bool:
    return isinstance(one, Mapping) and isinstance(other, Mapping)


def _missing(
    what: str, name: str, known: Iterable[str], *, file: SettingsFile, where: str
) -> ConfigError:
    return ConfigError(
        f"there is no {what} {name!r}",
        where=where,
        hint=f"{file.name} has: {', '.join(sorted(known))}.",
    )
