"""Style sheets, fonts and page sizes: a book's own ``styles/``, then our copy.

A file in the book's own folder stands in for ours of the same name; the rest stays ours.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from florilegium.errors import ConfigError
from florilegium.project.config import SettingsFile, read_toml, record

THEME_FILE = "theme.toml"
FONTS_FILE = "fonts.conf"
_POINTS_PER_MM = 72 / 25.4


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
            if (path := folder / name).is_file():
                return path
        raise ConfigError(
            f"the style file {name} is nowhere",
            where=str(self.folders[0] / name),
            hint="Write it, or name another theme in editions.toml.",
        )

    def read(self, name: str) -> str:
        """The text of the file *name*."""
        return self.find(name).read_text(encoding="utf-8")


@dataclass(frozen=True, slots=True)
class PageFormat:
    """A page and its type area; millimetres, but *type* and *leading* in points."""

    name: str
    width: float
    height: float
    inner: float
    outer: float
    top: float
    lines: int
    type: float
    leading: float

    @property
    def foot(self) -> float:
        """The foot margin: what top margin and lines leave of the height."""
        return self.height - self.top - self.lines * self.leading / _POINTS_PER_MM

    @property
    def measure(self) -> float:
        """The length of a line in points."""
        return (self.width - self.inner - self.outer) * _POINTS_PER_MM


@dataclass(frozen=True, slots=True)
class Theme:
    """A look: its style sheets, one for each format, and the families of type it uses."""

    print: str = ""
    epub: str = ""
    families: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Page:
    """A row of the page table as it is written."""

    size: tuple[float, ...]
    inner: float
    outer: float
    top: float
    lines: int
    type: float
    leading: float


@dataclass(frozen=True, slots=True)
class _ThemeFile:
    """The tables of ``theme.toml``."""

    themes: dict[str, Theme] = field(default_factory=dict)
    pages: dict[str, _Page] = field(default_factory=dict)


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
    """Return the page *name* of the theme's table; raise `ConfigError` when it has none."""
    file, tables = _read(styles)
    if (row := tables.pages.get(name)) is None:
        raise _missing("page", name, tables.pages, file=file)
    if len(row.size) != 2:  # noqa: PLR2004  # a page has a width and a height
        raise ConfigError(
            f"the size of page {name!r} is not two lengths",
            where=file.where("pages"),
            hint="Write width and height in millimetres: size = [148.0, 210.0]",
        )
    made = PageFormat(
        name, *row.size, row.inner, row.outer, row.top, row.lines, row.type, row.leading
    )
    if made.foot <= 0 or made.measure <= 0:
        raise ConfigError(
            f"the type area of page {name!r} is larger than the page",
            where=file.where("pages"),
            hint="Set fewer lines, or narrower margins.",
        )
    return made


def theme(styles: Styles, name: str) -> Theme:
    """Return the theme *name*; raise `ConfigError` when there is none."""
    file, tables = _read(styles)
    if (found := tables.themes.get(name)) is None:
        raise _missing("theme", name, tables.themes, file=file)
    return found


def _read(styles: Styles) -> tuple[SettingsFile, _ThemeFile]:
    file = read_toml(styles.find(THEME_FILE), name=f"styles/{THEME_FILE}")
    return file, record(_ThemeFile, file.table, file=file)


def _missing(what: str, name: str, known: Iterable[str], *, file: SettingsFile) -> ConfigError:
    return ConfigError(
        f"there is no {what} {name!r}",
        where="book/editions.toml",
        hint=f"{file.name} has: {', '.join(sorted(known))}.",
    )
