"""Style sheets, fonts and page sizes: a book's own ``styles/``, then our copy.

A file in the book's own folder stands in for ours of the same name; the rest stays ours.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from florilegium.errors import ConfigError
from florilegium.project.config import SettingsFile, read_text, read_toml, record
from florilegium.project.paths import below, name_fault

THEME_FILE = "theme.toml"
FONTS_FILE = "fonts.conf"
# What loads other settings or other fonts, in a list of fonts.
_LOADING = frozenset({"include", "remap-dir", "reset-dirs"})
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
            if (path := below(folder, name, where=f"styles/{THEME_FILE}")).is_file():
                return path
        raise ConfigError(
            f"the style file {name} is nowhere",
            where=str(self.folders[0] / name),
            hint="Write it, or name another theme in editions.toml.",
        )

    def read(self, name: str) -> str:
        """The text of the file *name*."""
        return read_text(self.find(name), name=f"styles/{name}")

    def fonts(self) -> Path:
        """Return the path of the list of fonts; `ConfigError` for one that looks elsewhere."""
        path = self.find(FONTS_FILE)
        _check_fonts(path)
        return path


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


@cache
def _check_fonts(path: Path) -> None:
    """Raise `ConfigError` when the list of fonts at *path* names a folder not beside it."""
    from lxml import etree  # noqa: PLC0415  # heavy; --help must stay quick

    where = f"styles/{FONTS_FILE}"
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(read_text(path, name=where).encode(), parser)
    except etree.XMLSyntaxError as err:
        raise ConfigError(
            f"not valid XML: {err}", where=where, hint="Start from the file we bring."
        ) from err
    for node in root.iter():
        if isinstance(node, etree._Comment):  # noqa: SLF001  # lxml gives its node types no public name
            continue
        tag, text = str(node.tag), (node.text or "").strip()
        is_sound = {
            "dir": node.get("prefix") == "relative" and not name_fault(text),
            "cachedir": (node.get("prefix"), text) == ("xdg", "fontconfig"),
        }.get(tag, tag not in _LOADING)
        if not is_sound:
            raise ConfigError(
                f"<{tag}> names something beside this folder: {text[:80]!r}",
                where=f"{where}:{node.sourceline}",
                hint='Put them into styles/fonts and write <dir prefix="relative">fonts</dir>.',
            )


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
