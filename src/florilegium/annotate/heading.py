"""The head of a text: title, deck, byline and date, lifted from it or as the editor says."""

import re
from dataclasses import dataclass

from florilegium.errors import ApparatusError, FlorilegiumError
from florilegium.model import Apparatus, CleanText
from florilegium.typography import typogrify_line

_BY = re.compile(r"^(?:by|von|par)\s*:?\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Heading:
    """The lines above a text."""

    title: str
    deck: str
    byline: str
    date: str


def heading(
    text: CleanText, apparatus: Apparatus, *, language: str, errors: list[FlorilegiumError]
) -> Heading:
    """Return the lines above *text*; that there is no title at all is added to *errors*."""

    def line(own: str, role: str) -> str:
        return typogrify_line(own or _lifted(text, role), language=language)

    byline = apparatus.byline or _BY.sub("", _lifted(text, "byline").strip())
    made = Heading(
        title=line(apparatus.title, "title"),
        deck=line(apparatus.deck, "deck"),
        byline=typogrify_line(byline, language=language),
        date=line(apparatus.date, "date"),
    )
    if not made.title:
        errors.append(
            ApparatusError(
                f"{text.seed.name} has no title: cleaning lifted none",
                where=f"{apparatus.path}:1",
                hint="Add 'title: …' to the front matter.",
            )
        )
    return made


def _lifted(text: CleanText, role: str) -> str:
    found = (
        removal.text
        for removal in text.removals
        if removal.action == "lifted" and removal.role == role
    )
    return next(found, "")
