"""The editor's last word: lines to keep and words to drop, said by quoting them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from florilegium.clean.quoted import Place, Quoted
from florilegium.clean.units import fold
from florilegium.errors import ConfigError, clipped, raise_all
from florilegium.model import RawText

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


def places(text: RawText, overrides: Sequence[Override]) -> tuple[tuple[Place, ...], ...]:
    """Return where the quotation of each of *overrides* stands, at every place.

    One that is quoted again has no places there: the first order takes them all. Raises
    `ConfigError` for each that stands nowhere, all together.
    """
    quoted = Quoted(text)
    quoted.expect(override.quote for override in overrides)
    found = {words: quoted.places(words) for words in {fold(one.quote) for one in overrides}}
    raise_all(
        ConfigError(
            f"{override.seed} does not contain {clipped(override.quote, _SHOWN)!r}",
            where=override.where,
            hint=_hint(quoted.nearest(override.quote)),
        )
        for override in overrides
        if not found[fold(override.quote)]
    )
    return tuple(found.pop(fold(override.quote), ()) for override in overrides)


def _hint(nearest: str) -> str:
    return f"Nearest, {nearest}. Mend the quote." if nearest else "The seed has no text."
