"""The settings of pages beside their words: style sheets, page, fonts, the book's name."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from florilegium.errors import ConfigError
from florilegium.model import BookMeta, Edition, LineBreaking, PrintSettings
from florilegium.project.fonts import configuration
from florilegium.project.page_formats import PageFormat
from florilegium.project.styles import THEME_FILE, Styles, page_of, theme_of
from florilegium.store.files import folder_digest

_PLACE = re.compile(r" at ([0-9]+):[0-9]+\b")


@dataclass(frozen=True, slots=True)
class Style:
    """One edition's style as plain values: it can be hashed, and sent to another process.

    *fonts* is the fontconfig configuration that names the only fonts there are; *roots* are the
    folders a style sheet or a document may read files from, the first of them the base of
    relative addresses, *files* the hash of all that is in them. *title* (as page heads say it)
    and *language* are the book's. *line_breaking* says how the lines of a paragraph are chosen.
    *sheets* are the files that *css* is made of, in order, each with how many lines of it.
    """

    css: str
    fonts: str
    roots: tuple[Path, ...]
    files: str
    title: str
    language: str
    line_breaking: LineBreaking = "total-fit"
    sheets: tuple[tuple[str, int], ...] = ()

    def told(self, warning: str) -> str:
        """Return *warning* with each place in *css* as one in the file that it comes from."""
        return _PLACE.sub(lambda found: self._in_file(int(found[1])) or found[0], warning)

    def _in_file(self, line: int) -> str:
        for name, lines in self.sheets:
            if line <= lines:
                return f" at {name}:{line}"
            line -= lines
        return ""


def style_for(meta: BookMeta, *, edition: Edition, styles: Styles, pages: int = 0) -> Style:
    """Return the style of *edition*: its theme on its page, as a book of so many *pages*."""
    look = theme_of(styles, edition)
    if not look.print:
        raise ConfigError(
            f"the theme {edition.theme!r} has no style sheet for print",
            where=edition.where("theme"),
            hint="Name another theme, or give it 'print' in styles/theme.toml.",
        )
    page = page_of(styles, edition, pages=pages)
    names = filter(None, [look.print, look.adds])
    sheets = {
        f"styles/{THEME_FILE}": page_rules(page, edition.printing),
        **{f"styles/{name}": styles.read(name) for name in names},
        **{f"styles/{name}": text for name, text in styles.added(edition).items()},
    }
    styles.require_no_growth(sheets)
    roots = (*styles.folders, *filter(None, [styles.pictures]))
    return Style(
        css="\n".join(sheets.values()),
        sheets=tuple((name, text.count("\n") + 1) for name, text in sheets.items()),
        fonts=configuration(styles),
        roots=roots,
        files=hash_of(roots),
        title=meta.running_head or meta.title,
        language=meta.language,
        line_breaking=edition.line_breaking,
    )


def hash_of(roots: Sequence[Path]) -> str:
    """Return the hash of all files that a style sheet or a document may read from *roots*."""
    return " ".join(folder_digest(root) for root in roots)


def page_rules(page: PageFormat, printing: PrintSettings = PrintSettings()) -> str:  # noqa: B008  # frozen
    """Return the CSS that sets up *page*; everything else is in ``rem`` and ``rlh`` of it.

    For a printer, *printing* has the bleed, and the inner margin that the binding needs: the type
    area is moved outwards by what is missing, so that no line changes.
    """
    moved = max(0.0, (printing.inner or 0.0) - page.inner)
    if moved:
        page = replace(page, inner=page.inner + moved, outer=page.outer - moved)
    bleed = f"; bleed: {printing.bleed}mm" if printing.bleed else ""
    sides = f"{page.top:.3f}mm {{right}}mm {page.foot:.3f}mm {{left}}mm"
    verso = sides.format(right=f"{page.inner:.3f}", left=f"{page.outer:.3f}")
    recto = sides.format(right=f"{page.outer:.3f}", left=f"{page.inner:.3f}")
    return (
        f"@page {{ size: {page.width}mm {page.height}mm{bleed} }}\n"
        f"@page :left {{ margin: {verso} }}\n"
        f"@page :right {{ margin: {recto} }}\n"
        f":root {{ font-size: {page.type}pt; line-height: {page.leading}pt; "
        f"--lines: {page.lines} }}\n"
    )
