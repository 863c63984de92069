"""Two kept editions compared: texts added, dropped or changed, notes, and old pages to new."""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from florilegium.desk.concordance.kept import KeptEdition, KeptPage, KeptText

Fate = Literal["same", "changed", "added", "dropped"]
# Letters by which the beginning of a page is found again, and the least that will do.
_OPENING, _SHORTEST = 60, 15


@dataclass(frozen=True, slots=True)
class TextChange:
    """What became of a text, and of its notes: what the changed ones quote."""

    slug: str
    title: str
    fate: Fate
    notes_added: tuple[str, ...] = ()
    notes_dropped: tuple[str, ...] = ()
    notes_changed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PageChange:
    """An *old* page by its folio, and the *new* one its first words stand on, if they do."""

    document: str
    title: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Concordance:
    """The edition *old* beside the edition *new*."""

    old: KeptEdition
    new: KeptEdition
    texts: tuple[TextChange, ...]
    pages: tuple[PageChange, ...]


def compare(old: KeptEdition, new: KeptEdition) -> Concordance:
    """Return the concordance of *old* and *new*.

    A page whose first words are no longer in the text has no new page.
    """
    before = {text.slug: text for text in old.texts}
    after = {text.slug: text for text in new.texts}
    texts = [_text(before.get(slug), text) for slug, text in after.items()]
    texts += [
        TextChange(text.slug, text.title, "dropped")
        for slug, text in before.items()
        if slug not in after
    ]
    pages = tuple(_page(page, before, after, new) for page in old.pages if page.document in before)
    return Concordance(old, new, tuple(texts), pages)


def _text(before: KeptText | None, after: KeptText) -> TextChange:
    if before is None:
        return TextChange(after.slug, after.title, "added")
    both = before.notes.keys() & after.notes.keys()
    return TextChange(
        after.slug,
        after.title,
        "same" if before.flow == after.flow else "changed",
        tuple(lemma for lemma in after.notes if lemma not in both),
        tuple(lemma for lemma in before.notes if lemma not in both),
        tuple(lemma for lemma in before.notes if lemma in both and _differ(before, after, lemma)),
    )


def _differ(before: KeptText, after: KeptText, lemma: str) -> bool:
    return before.notes[lemma] != after.notes[lemma]


def _page(
    page: KeptPage,
    before: Mapping[str, KeptText],
    after: Mapping[str, KeptText],
    new: KeptEdition,
) -> PageChange:
    """Return *page* with the folio in *new* on which its first words stand; empty for none."""
    text, later = before[page.document], after.get(page.document)
    place = _find(text.flow, page.offset, later.flow) if later else None
    starts = [one for one in new.pages if one.document == page.document]
    if later is None or place is None or not starts:
        return PageChange(page.document, text.title, page.folio, "")
    at = bisect_right([one.offset for one in starts], place)
    return PageChange(page.document, later.title, page.folio, starts[max(0, at - 1)].folio)


def _find(old: str, offset: int, flow: str) -> int | None:
    """Return the place in *flow* of what stands at *offset* in *old*, the nearest to there."""
    for length in (_OPENING, _OPENING // 2, _SHORTEST):
        if places := _places(old[offset : offset + length], flow):
            return min(places, key=lambda place: abs(place - offset))
    return None


def _places(words: str, flow: str) -> list[int]:
    found: list[int] = []
    at = flow.find(words) if words else -1
    while at >= 0:
        found.append(at)
        at = flow.find(words, at + 1)
    return found
