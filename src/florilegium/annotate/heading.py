"""The head of a text: title, deck, byline and date, as the editor, the text or its source says."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from florilegium.annotate.source_heading import source_heading
from florilegium.errors import ApparatusError, FlorilegiumError
from florilegium.model import Apparatus, Block, CleanText
from florilegium.typography import typogrify_line

_BY = re.compile(r"^(?:by|von|par)\s*:?\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Heading:
    """The lines above a text."""

    title: str
    deck: str
    byline: str
    date: str

    @property
    def blocks(self) -> tuple[Block, Block]:
        """Title and deck as blocks that can be annotated."""
        return Block("heading", self.title, (1, 1)), Block("paragraph", self.deck, (1, 1))


def heading(
    text: CleanText,
    apparatus: Apparatus,
    *,
    item: Mapping[str, object],
    language: str,
    errors: list[FlorilegiumError],
) -> Heading:
    """Return the lines above *text*; that there is no title at all is added to *errors*.

    *item* is its source in CSL-JSON.
    """
    source = source_heading(item, language=language)
    byline = _BY.sub("", _lifted(text, "byline").strip())
    title = apparatus.title or _lifted(text, "title") or source.title
    if not title:
        errors.append(_untitled(text.seed.name, apparatus, has_source=bool(item)))

    def line(words: str) -> str:
        return typogrify_line(words, language=language)

    return Heading(
        title=line(title),
        deck=line(apparatus.deck or _lifted(text, "deck")),
        byline=line(apparatus.byline or byline or source.byline),
        date=line(apparatus.date or _lifted(text, "date") or source.date),
    )


def _untitled(seed: str, apparatus: Apparatus, *, has_source: bool) -> ApparatusError:
    why = "its source has none" if has_source else f"there is no source {apparatus.source!r}"
    mend = "Add" if has_source else "Mend 'source:' there, add an item with that id, or add"
    return ApparatusError(
        f"{seed} has no title: cleaning lifted none, and {why}",
        where=f"{apparatus.path}:1",
        hint=f"{mend} 'title: …' to the front matter.",
    )


def _lifted(text: CleanText, role: str) -> str:
    found = (
        removal.text
        for removal in text.removals
        if removal.action == "lifted" and removal.role == role
    )
    return next(found, "")
