"""The pages of an index entry drawn together: 12, 13, 14 are 12–14, or 12 ff.

In: for each place the folio where it begins and ends. Out: what is printed, in order, each with
the place it leads to. A page is named once. A page with a note alone is marked (``14n``); a
principal page is never drawn together with others.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from florilegium.render.roman import number_of, roman

Page = tuple[int, int]  # which sequence of folios, and the number in it


@dataclass(frozen=True, slots=True)
class Reference:
    """A place of an index entry: the folios where it begins and ends, and what it is.

    *target* is what the printed page leads to.
    """

    first: str
    last: str
    in_note: bool = False
    principal: bool = False
    target: str = ""


@dataclass(slots=True)
class _Run:
    """Pages in a row, from *first* to *last*; *is_passage* where one text goes on over them."""

    first: Page
    last: Page
    labels: tuple[str, str]
    target: str
    principal: bool
    in_note: bool = False
    is_passage: bool = False


def drawn_together(
    references: Sequence[Reference], ranges: str, signs: Sequence[str]
) -> list[tuple[str, str]]:
    """Return what is printed for *references*, and the target of each, in the order of pages.

    *ranges* is ``collapsed`` (12–14), ``following`` (12 ff.) or ``single`` (12, 13, 14, but
    for a passage that goes on over pages); *signs* stand behind the page of a note, a page and
    the next, a page and those that follow.
    """
    texts = [one for one in references if not one.in_note]
    runs = [*_runs(texts, ranges, principal=True)]
    taken = {page for run in runs for page in _pages(run)}
    runs += _runs(texts, ranges, principal=False, without=frozenset(taken))
    taken |= {page for run in runs for page in _pages(run)}
    notes: dict[Page, _Run] = {}
    for one in references:
        page = page_of(one.first)
        if one.in_note and page not in taken:
            made = _Run(page, page, (one.first, one.first), one.target, one.principal, True)
            notes.setdefault(page, made)
    ordered = sorted([*runs, *notes.values()], key=lambda run: (run.first, run.in_note))
    return [(_shown(run, ranges, signs), run.target) for run in ordered]


def page_of(label: str) -> Page:
    """Return the place of a folio among all: roman ones stand before the others."""
    if label.isdecimal():
        return 1, int(label)
    number = number_of(label)
    return (0, number) if number else (2, 0)


def _runs(
    references: Sequence[Reference],
    ranges: str,
    *,
    principal: bool,
    without: frozenset[Page] = frozenset(),
) -> Iterator[_Run]:
    """Yield pages in a row of the *references* that are *principal* (or are not)."""
    pages: dict[Page, tuple[str, str, bool]] = {}  # label, target, whether the next one goes on
    for one in references:
        if one.principal != principal:
            continue
        first, last = page_of(one.first), page_of(one.last)
        last = last if last[0] == first[0] and last >= first else first
        for number in range(first[1], last[1] + 1):
            page = first[0], number
            inner = str(number) if first[0] else roman(number)
            label = one.first if page == first else one.last if page == last else inner
            _, target, goes_on = pages.get(page, ("", one.target, False))
            pages[page] = label, target, goes_on or number < last[1]
    run: _Run | None = None
    goes_on = False
    for page in sorted(set(pages) - without):
        label, target, next_goes_on = pages[page]
        follows = run is not None and page == (run.last[0], run.last[1] + 1)
        if run and follows and (ranges != "single" or goes_on):
            run.last, run.labels = page, (run.labels[0], label)
            run.is_passage = run.is_passage or goes_on
        else:
            if run:
                yield run
            run = _Run(page, page, (label, label), target, principal)
        goes_on = next_goes_on
    if run:
        yield run


def _pages(run: _Run) -> list[Page]:
    return [(run.first[0], number) for number in range(run.first[1], run.last[1] + 1)]


def _shown(run: _Run, ranges: str, signs: Sequence[str]) -> str:
    first, last = run.labels
    if run.in_note:
        return f"{first}{signs[0]}"
    if first == last:
        return first
    if ranges == "following":
        return f"{first}{signs[1] if run.last[1] == run.first[1] + 1 else signs[2]}"
    return f"{first}–{last}"
