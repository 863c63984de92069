"""The `Reader`: the book with all its texts read, ready for any format."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from florilegium.findings import Acceptance
from florilegium.model import (
    Apparatus,
    Book,
    CleanText,
    ContentDocument,
    Picture,
    RawText,
    Selection,
)
from florilegium.project.editions import Editions
from florilegium.project.styles import Styles


@dataclass(frozen=True, slots=True)
class Text:
    """One text in every form it went through."""

    apparatus: Apparatus
    raw: RawText
    cleaned: CleanText
    typeset: CleanText
    selection: Selection


@dataclass(frozen=True)
class Reader:
    """The book in the folder *root*: its texts, itself, its XHTML, and what pandoc complained of.

    *editions* are all that the book has; *styles* is where its style files are; *accepted* are
    the findings that its editor accepts. *not_shown* says of pictures of seeds, by their source,
    why the book cannot show them.
    """

    root: Path
    editions: Editions
    styles: Styles
    texts: tuple[Text, ...]
    book: Book
    documents: tuple[ContentDocument, ...]
    warnings: tuple[str, ...]
    pictures: tuple[Picture, ...] = ()
    accepted: tuple[Acceptance, ...] = ()
    not_shown: Mapping[str, str] = field(default_factory=dict)
