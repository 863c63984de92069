"""Pages of a book laid out, cut from it with their own folios: what a handout is bound from.

Takes a `Layout` and the documents that are wanted; gives back a `Layout` of those alone. Their
pages are set as the book sets them: only links that would lead out of the excerpt are links no
more, and blank pages keep left and right.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from florilegium.model import BookMeta, ContentDocument, Pagination
from florilegium.render.press.binding.joined import sections_of
from florilegium.render.press.binding.pagination import (
    BLANK,
    Layout,
    calls_of,
)
from florilegium.render.press.binding.placed import Placed, anchors_of, starts_of
from florilegium.render.press.layout.folios import Folio
from florilegium.render.press.layout.laid_out import Job


def excerpt(
    layout: Layout,
    names: Sequence[str],
    *,
    closing: Sequence[ContentDocument],
    meta: BookMeta,
) -> Layout:
    """Return the pages of the documents *names* as *layout* has them, and *closing* behind them.

    *meta* is what the file says of itself. The closing pages count in roman numerals: they are
    no pages of the book.
    """
    wanted = [one for one in layout.documents if one.document and _is_of(one, names)]
    calls = {one.document: calls_of(one.job.document) for one in wanted}
    calls |= {one.id: calls_of(one) for one in closing}
    home = {name: document for document, found in calls.items() for name in found.ids}
    folios = layout.pagination.folios
    jobs = [
        replace(
            one.job, lost=tuple(sorted({*one.job.lost, *(calls[one.document].links - {*home})}))
        )
        for one in wanted
    ]
    jobs += [
        Job(
            one,
            layout.style,
            folios={name: folios[name] for name in calls[one.id].references if name in folios},
            lost=tuple(sorted(calls[one.id].links - home.keys())),
        )
        for one in closing
    ]
    facts = {job.document.id: found for job, found in layout.context.lay_out(jobs)}
    firsts = [one.first for one in wanted]
    number = 1
    for one in closing:
        firsts.append(Folio(number, "front"))
        number += facts[one.id].pages
        number += 1 - number % 2  # the next begins on a right-hand page
    cut = [
        Placed(job, facts[job.document.id], first) for job, first in zip(jobs, firsts, strict=True)
    ]
    documents = tuple(_with_blanks(cut, layout))
    places = anchors_of(home, documents)
    own = {name: documents[i].label(one.page) for name, (i, one) in places.items()}
    return replace(
        layout,
        meta=meta,
        documents=documents,
        places=places,
        pagination=Pagination({**folios, **own}, tuple(starts_of(documents))),
        warnings=tuple(word for one in documents for word in one.facts.warnings),
    )


def _is_of(placed: Placed, names: Sequence[str]) -> bool:
    return not set(names).isdisjoint(sections_of(placed.job.document))


def _with_blanks(cut: Sequence[Placed], layout: Layout) -> Iterator[Placed]:
    """Yield *cut* with a blank page wherever a left page would become a right one."""
    pages = 0
    before = Folio(0, "body")
    for placed in cut:
        if (pages % 2 == 0) != placed.first.is_recto:
            last = Folio(before.number + 1, before.matter)
            job = Job(BLANK, layout.style, start=2 - last.number % 2)
            _, facts = next(iter(layout.context.lay_out([job])))
            yield Placed(job, facts, last if pages else Folio(placed.first.number - 1, "body"))
            pages += 1
        yield placed
        pages += placed.facts.pages
        before = placed.folios[-1]
