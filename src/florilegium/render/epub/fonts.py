"""Fonts for what e-readers lack → rules and files of the e-book.

Input: the leaves of the book, and where its styles are. Output: the fonts that the book brings
in ``styles/fonts/``, for the languages whose letters its own type lacks, cut down to the letters
of the book; and the sheet for programs, where there are any. The body keeps the reader's face:
a font is put only where a language is said that is written in its letters.
"""

import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from tinycss2.serializer import serialize_string_value

from florilegium.project.codes import language_fault
from florilegium.project.fonts import family_of, font_files, read_font
from florilegium.project.styles import Styles, Theme, packaged
from florilegium.render.elements import XHTML, XML, Node
from florilegium.render.epub.leaves import Leaf
from florilegium.render.epub.package import Item

# The embedding permissions of a font (OpenType, OS/2 fsType): all but these allow an e-book.
_RESTRICTED, _PRINT_ONLY, _NO_SUBSET, _BITMAPS = 0x0002, 0x0004, 0x0100, 0x0200
_RESERVED = "reserved font name"  # a changed file must have another (OFL 1.1)
_COPYRIGHT, _LICENCE = 0, 13  # names of a font
_REGULAR = 400
_ITALIC = 0x01  # OS/2 fsSelection
_PROGRAMS = tuple(f"{{{XHTML}}}{tag}" for tag in ("code", "pre", "kbd", "samp"))
_PLAIN = re.compile(r"[\w./-]+", re.ASCII)  # a name that needs no signs before it anywhere
_OWN = ("SourceSerif4-Regular.ttf", "NotoSerif-Regular.ttf")


@dataclass(frozen=True, slots=True)
class Embedded:
    """Fonts to be put into the e-book, and the rules that use them."""

    rules: str = ""
    items: tuple[Item, ...] = ()


def code_rules(book: Sequence[Leaf], styles: Styles, look: Theme) -> str:
    """Return the rules for programs, nothing for a book without one."""
    has_code = any(next(leaf.tree.iter(*_PROGRAMS), None) is not None for leaf in book)
    return f"\n{styles.read(look.code_epub)}" if has_code and look.code_epub else ""


def embedded(book: Sequence[Leaf], styles: Styles) -> Embedded:
    """Return the fonts of the book that its words in other scripts need."""
    files = [
        (folder, path)
        for folder in styles.folders
        if folder != packaged()
        for path in font_files(folder / "fonts")
    ]
    if not files:
        return Embedded()
    said = _letters(book)
    own = frozenset[str]().union(*(_known(packaged() / "fonts" / name) for name in _OWN))
    missing = {name: _foreign(letters, own) for name, letters in said.items()}
    rules: list[str] = []
    items: list[Item] = []
    families: dict[str, list[str]] = {}
    for folder, path in sorted(files, key=lambda pair: _plainness(pair[1])):
        known = _known(path)
        languages = [name for name, letters in missing.items() if letters & known]
        if not languages or not _may_embed(path):
            continue
        family = f'"{serialize_string_value(family_of(path))}"'
        wanted = frozenset[str]().union(*(said[name] for name in languages)) & known
        suffix = ".otf" if path.suffix.lower() in {".otf", ".otc"} else ".ttf"
        kind, number = f"font/{suffix[1:]}", len(items) + 1
        name = path.relative_to(folder).with_suffix(suffix).as_posix()
        if not _PLAIN.fullmatch(name):
            name = f"fonts/font-{number}{suffix}"
        items.append(Item(f"font-{number}", f"styles/{name}", kind, _cut(path, wanted)))
        rules.append(f'@font-face {{ font-family: {family}; src: url("{name}") }}')
        for name in languages:
            missing[name] -= known
            families.setdefault(name, []).append(family)
    rules += [
        f":lang({name}) {{ font-family: {', '.join(found)}, serif }}"
        for name, found in sorted(families.items())
        if not language_fault(name)
    ]
    return Embedded("".join(f"\n{rule}" for rule in rules), tuple(items))


def _letters(book: Sequence[Leaf]) -> Mapping[str, Counter[str]]:
    """The letters of the book by the language that is said of them."""
    found: dict[str, Counter[str]] = {}
    for leaf in book:
        for language, text in _texts(leaf.tree, leaf.document.language):
            found.setdefault(language, Counter()).update(text)
    return found


def _texts(node: Node, language: str) -> Iterator[tuple[str, str]]:
    language = node.get("lang") or node.get(f"{{{XML}}}lang") or language
    yield language, node.text or ""
    for child in node:
        if isinstance(child.tag, str):
            yield from _texts(child, language)
        yield language, child.tail or ""


def _foreign(letters: Counter[str], own: frozenset[str]) -> frozenset[str]:
    """The letters that our fonts lack, if most are such: the language is written in them."""
    counted = {one: n for one, n in letters.items() if unicodedata.category(one)[0] in "LM"}
    foreign = {one: n for one, n in counted.items() if one not in own}
    is_most = 2 * sum(foreign.values()) > sum(counted.values())
    return frozenset(foreign) if is_most else frozenset()


# -- files -----------------------------------------------------------------------------------


@contextmanager
def _open(path: Path) -> Iterator[Any]:
    from fontTools.ttLib import TTFont  # noqa: PLC0415  # most books bring no fonts

    with read_font(path), TTFont(path, fontNumber=0, lazy=True, recalcTimestamp=False) as font:
        yield font


@lru_cache(maxsize=64)
def _known(path: Path) -> frozenset[str]:
    with _open(path) as font:
        return frozenset(map(chr, font.getBestCmap() or {}))


def _plainness(path: Path) -> tuple[bool, int, str]:
    """Regular styles come before bold and italic ones."""
    with _open(path) as font:
        table = font["OS/2"]
        return bool(table.fsSelection & _ITALIC), abs(table.usWeightClass - _REGULAR), path.name


def _may_embed(path: Path) -> bool:
    """Whether the font itself allows to be part of a file that is handed on."""
    with _open(path) as font:
        return not font["OS/2"].fsType & (_RESTRICTED | _PRINT_ONLY | _BITMAPS)


def _cut(path: Path, letters: frozenset[str]) -> bytes:
    """Return the font at *path* with these *letters* alone, or whole if it may not be changed."""
    from fontTools import subset  # noqa: PLC0415  # most books bring no fonts

    with _open(path) as font:
        names = " ".join(font["name"].getDebugName(n) or "" for n in (_COPYRIGHT, _LICENCE))
        is_whole = font["OS/2"].fsType & _NO_SUBSET or _RESERVED in names.lower()
        if is_whole and path.suffix.lower() not in {".ttc", ".otc"}:
            return path.read_bytes()
        if not is_whole:
            options = subset.Options(layout_features=["*"], name_IDs=["*"], notdef_outline=True)
            cutter = subset.Subsetter(options)
            cutter.populate(unicodes=map(ord, letters))
            cutter.subset(font)
        made = io.BytesIO()
        font.save(made)
        return made.getvalue()
