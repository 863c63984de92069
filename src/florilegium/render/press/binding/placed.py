"""Documents in their places: the folio of each page, where each id and each page begins."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from florilegium.model import PageStart
from florilegium.render.press.binding.joined import places_in
from florilegium.render.press.layout.facts import Anchor, Facts
from florilegium.render.press.layout.folios import Folio
from florilegium.render.press.layout.laid_out import Job


@dataclass(frozen=True, slots=True)
class Placed:
    """A document in its place: its first folio, what is known of it, how to make it again."""

    job: Job
    facts: Facts
    first: Folio

    @property
    def document(self) -> str:
        """The id of the document, empty for a blank page."""
        return self.job.document.id

    @property
    def folios(self) -> tuple[Folio, ...]:
        """The folio of every page."""
        number, matter = self.first.number, self.first.matter
        return tuple(Folio(number + place, matter) for place in range(self.facts.pages))

    def label(self, page: int) -> str:
        """The folio of one *page*, as it is printed."""
        return Folio(self.first.number + page, self.first.matter).label


def anchors_of(
    home: Mapping[str, str], documents: Sequence[Placed]
) -> dict[str, tuple[int, Anchor]]:
    """Return every id with the document it is in, by its place, and where it is there.

    *home* is the document of every id.
    """
    found = {
        one.name: (place, one)
        for place, placed in enumerate(documents)
        for one in placed.facts.anchors
    }
    # What has no box of its own is where its document begins.
    places = {placed.document: place for place, placed in reversed(tuple(enumerate(documents)))}
    for name, own in home.items():
        if name not in found:
            found[name] = found.get(own) or (places[own], Anchor(own, 0, 0.0, 0.0))
    return found


def starts_of(documents: Sequence[Placed]) -> Iterator[PageStart]:
    """Yield where each page begins in the words of its document."""
    for placed in documents:
        begun = [
            (folio, offset)
            for folio, offset in zip(placed.folios, placed.facts.starts, strict=True)
            if offset is not None
        ]
        places = places_in(placed.job.document, (offset for _, offset in begun)) if begun else ()
        for (folio, _), (document, offset) in zip(begun, places, strict=True):
            yield PageStart(folio.label, document, offset)
