"""What the pipeline has in hand when every text is read: the book, ready for any format."""

from dataclasses import dataclass, replace
from functools import cached_property

from florilegium.model import (
    Apparatus,
    Book,
    CleanText,
    ContentDocument,
    Picture,
    RawText,
    Selection,
)
from florilegium.project.project import Project
from florilegium.project.styles import Styles, find_styles


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
    """The book: its texts, itself, its XHTML, and what pandoc complained of."""

    project: Project
    texts: tuple[Text, ...]
    book: Book
    documents: tuple[ContentDocument, ...]
    warnings: tuple[str, ...]
    pictures: tuple[Picture, ...] = ()

    @cached_property
    def styles(self) -> Styles:
        """Where the style files of this book are."""
        found = find_styles(self.project.root)
        return replace(found, pictures=self.project.pictures)
