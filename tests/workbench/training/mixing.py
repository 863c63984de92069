"""Pages made of pages, to learn from: the frame of one site around the article of another.

What stands around an article says more about where it ends when it is seen around many; and a
short article under long comments is rare among saved pages, but not in `seeds/`. And what a page
in a language of few pages looks like is learned from others as if their words were unknown.
"""

import random
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace

from florilegium import ingest
from florilegium.clean.model.lines import lines_of
from florilegium.clean.units import units_of
from support.literature import KINDS, SCRIPTS, as_text, written
from workbench.training.gold import Page, Words

# How many pages are made of each: with another's article, and with its own cut short.
_MIXED, _CUT = 4, 2
# With fewer other sites in a language the articles of any will do.
_FEW = 2
_WEIGHT = 0.4
# How many made-up texts go into the frame of each page.
_LITERARY = 3
# Such a share of them is written without blank lines.
_TIGHT = 0.3
_SEED = 7
# Such a share of what is made has words that say nothing; what a copy of a page counts.
_STRANGE, _COPY = 1 / 3, 0.5
_SILENT: tuple[Words, ...] = ("unlearned", "unlearned", "strange")
# A line counts so much at least that the article may begin or end with it.
_SURE = 0.5
# Fewer lines than these are not shortened.
_SHORTEST_ARTICLE, _SHORTEST_FRAME = 4, 8
_Part = tuple[Page, Sequence[int]]


def mixed(pages: Sequence[Page], *, group: Callable[[Page], object]) -> list[Page]:
    """Return new pages of plain text made of *pages*; those of one *group* are mixed only.

    The same pages give the same mixtures.
    """
    chance = random.Random(_SEED)  # noqa: S311  # mixtures, not secrets
    groups: dict[object, list[Page]] = defaultdict(list)
    for page in pages:
        if page.form == "text" and _article(page):
            groups[group(page)].append(page)
    made: list[Page] = []
    for members in groups.values():
        for page in members:
            others = _others(page, members)
            articles = [chance.choice(others) for _ in range(_MIXED)] if others else []
            made += [_framed(page, other, chance) for other in [*articles, *[page] * _CUT]]
    return made


def literary(pages: Sequence[Page]) -> list[Page]:
    """Return new pages with a made-up text in the frame of each: a play, a poem, a diary …

    Hardly a saved page of those that have gold text is one; in `seeds/` many are.
    """
    chance = random.Random(_SEED)  # noqa: S311  # mixtures, not secrets
    return [
        _framed(page, _made_up(page, chance), chance)
        for page in pages
        if page.form == "text" and _article(page)
        for _ in range(_LITERARY)
    ]


def _made_up(page: Page, chance: random.Random) -> Page:
    """Return a made-up text, in the language of *page* if it can be."""
    spoken = str(page.language)[:2]
    language = spoken if spoken in SCRIPTS else chance.choice(sorted(SCRIPTS))
    pieces = written(chance.choice(sorted(KINDS)), language, chance)
    width = chance.choice((0, 0, chance.randint(55, 76)))
    source = as_text(pieces, tight=chance.random() < _TIGHT and not width, width=width)
    raw = ingest.decode(source.encode(), "page.txt")
    lines = lines_of(raw, units_of(raw.blocks))
    ones = (1,) * len(lines)
    return replace(page, lines=lines, hints=(), wanted=ones, counts=tuple(map(float, ones)))


def estranged(pages: Sequence[Page]) -> list[Page]:
    """Return copies of *pages* with gold, as if in a language of which hardly a word is known."""
    chance = random.Random(_SEED)  # noqa: S311  # mixtures, not secrets
    return [
        replace(page, form="mixed", words=chance.choice(_SILENT), weight=page.weight * _COPY)
        for page in pages
        if page.form in ("text", "near")
    ]


def _others(page: Page, members: Sequence[Page]) -> list[Page]:
    """Return the pages of other sites whose articles go into *page*: in its language, if any."""
    others = [other for other in members if other.host != page.host]
    alike = [other for other in others if other.language == page.language]
    return alike if len({other.host for other in alike}) >= _FEW else others


def _article(page: Page) -> range:
    """Return the lines from the first of the author's to the last."""
    own = [
        at
        for at, (wanted, count) in enumerate(zip(page.wanted, page.counts, strict=True))
        if wanted and count > _SURE
    ]
    return range(own[0], own[-1] + 1) if own else range(0)


def _framed(frame: Page, other: Page, chance: random.Random) -> Page:
    """Return the article of *other* in the frame of *frame*, either perhaps shortened."""
    inside = _article(frame)
    return _joined(
        frame,
        [
            (frame, _thinned(range(inside.start), chance)),
            (other, _shortened(_article(other), chance)),
            (frame, _thinned(range(inside.stop, len(frame.lines)), chance)),
        ],
        chance,
    )


def _shortened(article: range, chance: random.Random) -> Sequence[int]:
    if len(article) < _SHORTEST_ARTICLE or chance.random() < 0.5:
        return article
    size = chance.randint(2, len(article))
    start = chance.randint(0, len(article) - size) if chance.random() < 0.3 else 0
    return article[start : start + size]


def _thinned(frame: range, chance: random.Random) -> Sequence[int]:
    if len(frame) <= _SHORTEST_FRAME or chance.random() < 0.5:
        return frame
    size = chance.randint(1, len(frame) // 2)
    start = chance.randint(0, len(frame) - size)
    return [*frame[:start], *frame[start + size :]]


def _joined(frame: Page, parts: Sequence[_Part], chance: random.Random) -> Page:
    lines = [(page, at) for page, places in parts for at in places]
    return replace(
        frame,
        form="mixed",
        lines=tuple(page.lines[at] for page, at in lines),
        hints=(),
        wanted=tuple(page.wanted[at] for page, at in lines),
        counts=tuple(page.counts[at] for page, at in lines),
        weight=_WEIGHT,
        words=chance.choice(_SILENT) if chance.random() < _STRANGE else "known",
    )
