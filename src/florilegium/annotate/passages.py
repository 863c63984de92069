"""The editor's last word on which passages are verse, and which prose.

Takes what ``::: verse`` and ``::: prose`` quote and a seed as it was first read; returns the
places, for the seed to be read again by them. It is done before cleaning, which must see a poem
as a poem; nothing is guessed.
"""

from collections.abc import Sequence
from typing import Literal

from florilegium.annotate.folding import Folded, fold
from florilegium.annotate.quotation import Concordance, fold_quotation
from florilegium.errors import ApparatusError, FlorilegiumError, raise_all
from florilegium.model import Apparatus, Quotation, RawText

Order = tuple[Literal["verse", "prose"], tuple[int, int]]


def orders(apparatus: Apparatus, raw: RawText) -> Sequence[Order]:
    """Return what is verse or prose by order, as places in the characters that are no space.

    Raises `ApparatusError` for all quotations that fit nowhere, or in two places.
    """
    text = "\n".join(block.text for block in raw.blocks)
    folded = fold(text)
    found: list[Order] = []
    errors: list[FlorilegiumError] = []
    for passage in apparatus.passages:
        try:
            start = _place(passage.start, folded, raw, passage.kind)[0]
            end = _place(passage.end, folded, raw, passage.kind)[1]
        except FlorilegiumError as err:
            errors.append(err)
            continue
        if end <= start:
            errors.append(_backwards(passage.start))
        found.append((passage.kind, (_solid(text[:start]), _solid(text[:end]))))
    raise_all(errors)
    return found


def _place(quote: Quotation, folded: Folded, raw: RawText, kind: str) -> tuple[int, int]:
    """Return where the only place of *quote* begins and ends, over the ends of paragraphs too."""
    wanted = fold_quotation(quote)
    found = folded.find_all(wanted.text)
    whole = [at for at in found if folded.is_whole(at, at + len(wanted.text))]
    if len(places := whole or found) != 1:
        Concordance(raw.blocks, seed=raw.seed.name, counted=raw.seed.counted).locate(
            quote, what=f"the {kind}"
        )
        raise ApparatusError(
            f"the {kind} quotes a passage that {raw.seed.name} has {len(places)} times",
            where=quote.where,
            hint="Quote more of the words around it.",
        )
    return folded.source(places[0] + wanted.start, places[0] + wanted.end)


def _solid(text: str) -> int:
    return len("".join(text.split()))


def _backwards(quote: Quotation) -> ApparatusError:
    return ApparatusError(
        "the passage ends before it begins",
        where=quote.where,
        hint="Quote its first words under 'from:' and its last ones under 'to:'.",
    )
