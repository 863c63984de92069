"""The editor's last word: lines to keep and words to drop, said by quoting them."""

import difflib
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Literal

from florilegium.clean.units import Span, clipped, fold
from florilegium.errors import ConfigError
from florilegium.model import Block, RawText
from florilegium.model.places import span

_SHOWN = 90


@dataclass(frozen=True, slots=True)
class Override:
    """An order of the editor's about the seed named *seed*; *where* is its place in the file."""

    seed: str
    quote: str
    reason: str
    where: str = "book/cleaning.toml"


@dataclass(frozen=True, slots=True)
class SeedOrder:
    """An order of the editor's about all doubts of the seed named *seed*."""

    seed: str
    reason: str
    where: str = "book/cleaning.toml"


@dataclass(frozen=True, slots=True)
class PictureOrder:
    """An order about the picture *name* of a seed: to *do* what, and why.

    *name* is that of its file, its address, or ``picture-3`` for one that is written into the
    page. *words* say what it shows, where the seed does not.
    """

    seed: str
    name: str
    do: Literal["keep", "drop"]
    reason: str = ""
    words: str = ""
    where: str = "book/cleaning.toml"


@dataclass(frozen=True, slots=True)
class Overrides:
    """Lines that no rule may take (*keep*), and words that go in any case (*drop*).

    A quotation counts wherever it stands in the seed. *keep* holds every line it touches;
    *drop* takes out the quoted words, no more, and their line when nothing is left of it.
    *accept* takes out all that is doubtful in a seed, *refuse* keeps all of it for good.
    *pictures* are orders about single pictures.
    """

    keep: tuple[Override, ...] = ()
    drop: tuple[Override, ...] = ()
    accept: tuple[SeedOrder, ...] = ()
    refuse: tuple[SeedOrder, ...] = ()
    pictures: tuple[PictureOrder, ...] = ()

    @property
    def seeds(self) -> frozenset[str]:
        """The names of the seeds that are spoken of."""
        passages = {override.seed for override in (*self.keep, *self.drop)}
        pictures = {order.seed for order in self.pictures}
        return frozenset(
            passages | pictures | {order.seed for order in (*self.accept, *self.refuse)}
        )

    def renamed(self, names: Mapping[str, str]) -> "Overrides":
        """Return the same orders about the seeds that *names* gives for those named here."""
        return Overrides(
            tuple(replace(one, seed=names[one.seed]) for one in self.keep),
            tuple(replace(one, seed=names[one.seed]) for one in self.drop),
            tuple(replace(one, seed=names[one.seed]) for one in self.accept),
            tuple(replace(one, seed=names[one.seed]) for one in self.refuse),
            tuple(replace(one, seed=names[one.seed]) for one in self.pictures),
        )

    def of(self, seed: str) -> "Overrides":
        """Return what is said of the seed named *seed*."""
        return Overrides(
            tuple(one for one in self.keep if one.seed == seed),
            tuple(one for one in self.drop if one.seed == seed),
            tuple(one for one in self.accept if one.seed == seed),
            tuple(one for one in self.refuse if one.seed == seed),
            tuple(one for one in self.pictures if one.seed == seed),
        )


def places(text: RawText, override: Override) -> tuple[tuple[int, Span], ...]:
    """Return where the quotation stands, as (number of the block, span in it).

    A quotation may run over several blocks. Raises `ConfigError` when it stands nowhere.
    """
    starts = list(accumulate((len(block.text) + 1 for block in text.blocks), initial=0))
    found = tuple(
        piece
        for match in _matches(text, override.quote)
        for piece in _by_block(text.blocks, starts, match.start(), match.end())
    )
    if not found:
        raise ConfigError(
            f"{override.seed} does not contain {clipped(override.quote, _SHOWN)!r}",
            where=override.where,
            hint=_nearest(text, override.quote),
        )
    return found


def occurrences(text: RawText, quote: str) -> int:
    """Return how often *quote* stands in *text*."""
    return sum(1 for _ in _matches(text, quote))


def _matches(text: RawText, quote: str) -> Iterator[re.Match[str]]:
    # The same folding as in `fold`, undone: any white space, quote or dash may stand there.
    pattern = re.compile(r"\s+".join(map(_loosely, fold(quote).split())))
    return pattern.finditer("\n".join(block.text for block in text.blocks))


_FORMS = {"'": "['‘’‚‛′´`]", '"': '["“”„‟″«»]', "-": "[-‐‑‒–—―−]"}


def _loosely(word: str) -> str:
    loose = "".join(_FORMS.get(letter, re.escape(letter)) for letter in word)
    return loose.replace(re.escape("..."), r"(?:\.\.\.|…)")


def _by_block(
    blocks: Sequence[Block], starts: Sequence[int], start: int, end: int
) -> Iterator[tuple[int, Span]]:
    """Yield what each of *blocks* (from its place in *starts* on) has of a passage."""
    for index in range(bisect_right(starts, start) - 1, len(blocks)):
        offset = starts[index]
        if offset >= end:
            break
        a, b = max(start, offset) - offset, min(end, offset + len(blocks[index].text)) - offset
        if a < b:
            yield index, (a, b)


def _nearest(text: RawText, quote: str) -> str:
    wanted = fold(quote).casefold()

    def likeness(block: Block) -> float:
        words = fold(block.text).casefold()
        matcher = difflib.SequenceMatcher(None, words[: 4 * len(wanted)], wanted, autojunk=False)
        return matcher.ratio() if words else 0.0

    if not text.blocks:
        return "The seed has no text."
    near = max(text.blocks, key=likeness)
    first = span((near.lines[0], near.lines[0]), text.seed.counted)
    return f"Nearest, {first}: {clipped(near.text, _SHOWN)!r}. Mend the quote."
