"""The pictures of a seed: which come along with the text, where they stand, and why others do not.

Input a `RawText`, its `CleanText` and the editor's word, output the `CleanText` with blocks of
kind ``picture`` among the kept ones. A picture has no letters: its words are said in its place,
as what is read aloud for it. One that stays behind is in the ledger with its words and a reason.
"""

import posixpath
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from urllib.parse import unquote

from florilegium.clean.overrides import PictureOrder
from florilegium.errors import ConfigError, raise_all
from florilegium.model import Block, CleanText, Illustration, LeftOut, Mark, RawText, Seed

RULE = "picture"
_REMOTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//|/")
_WEB = re.compile(r"(?:https?:)?//", re.IGNORECASE)
# Why a picture stays behind that the editor may want: the check tells it.
ON_THE_WEB = "It lies on the web, and nothing is fetched."
NO_FILE = "It is drawn by the page itself, and has no file."
_IN_THE_FRAME = "It stands outside of the text, in the frame of its page."
_HOLDING = frozenset(
    {"multipart/related", "message/rfc822", "application/x-webarchive", "application/pdf"}
)
_BY_KEY = "The chapter says pictures: drop."


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a picture stands: before so many kept blocks, like the blocks at its sides."""

    before: int
    level: int = 0
    quoted: int = 0


def with_pictures(
    raw: RawText,
    cleaned: CleanText,
    *,
    orders: Sequence[PictureOrder] = (),
    keep: bool = True,
) -> CleanText:
    """Return *cleaned* with the pictures of *raw* that belong to its text.

    *keep* is the editor's word on all pictures, *orders* on single ones. Raises `ConfigError`
    for an order about a picture that the seed does not have.
    """
    raise_all(_unknown(raw, orders))
    left_out: list[LeftOut] = []
    placed: list[tuple[_Place, Block]] = []
    for number, one in enumerate(raw.illustrations, start=1):
        order = next((o for o in orders if _is_meant(o, one, number)), None)
        place = _place(raw, cleaned, one)
        why = _why_not(one, order, keep=keep, inside=place is not None)
        if not why and _is_remote(one, raw.seed):
            why = ON_THE_WEB
        if why:
            said = shown_name(one, number) + (f" ({one.words})" if one.words else "")
            left_out.append(LeftOut(RULE, why, one.line, len(said), said))
            continue
        source = source_of(raw.seed, one, number)
        at = place or _Place(_since(cleaned, one.block))
        block = Block(
            "picture",
            "",
            (one.line, one.line),
            at.level,
            (Mark(0, 0, "picture", source),),
            label=(order.words if order else "") or one.words,
            quoted=at.quoted,
        )
        placed.append((at, block))
    return replace(
        cleaned,
        blocks=tuple(_inserted(cleaned.blocks, placed)),
        left_out=(*cleaned.left_out, *left_out),
    )


def source_of(seed: Seed, one: Illustration, number: int) -> str:
    """Return what the picture *one* is called in the book and in ``rights.toml``.

    It lies within a document, beside a page, or is written into that.
    """
    within = _holds_pictures(seed)
    file = seed.name.partition("#")[0]
    if one.address.startswith("data:"):
        return f"seeds/{seed.name}#picture-{number}"  # a part counts its own
    if within:
        return f"seeds/{file}#{one.address}"
    path = unquote(one.address.partition("?")[0].partition("#")[0])
    return posixpath.normpath(posixpath.join("seeds", posixpath.dirname(file), path))


def holder_of(source: str) -> str:
    """Return the seed that the picture *source* is in, or the folder beside one.

    A record of rights of that speaks of all pictures in it. Empty for one of the editor's.
    """
    if not source.startswith("seeds/"):
        return ""
    seed, _, member = source.partition("#")
    return seed if member else posixpath.dirname(source)


def _holds_pictures(seed: Seed) -> bool:
    """Tell whether the pictures of *seed* lie within its file, as those of a mail do."""
    return seed.counted == "paragraph" or seed.media_type in _HOLDING


def shown_name(one: Illustration, number: int) -> str:
    """Return how the picture *one*, the *number*-th of its seed, is called in a message."""
    return f"picture-{number}" if one.address.startswith("data:") else one.address[:100]


def _is_meant(order: PictureOrder, one: Illustration, number: int) -> bool:
    name = posixpath.basename(unquote(one.address.partition("?")[0]))
    return order.name in (one.address, name, f"picture-{number}")


def _unknown(raw: RawText, orders: Sequence[PictureOrder]) -> Iterator[ConfigError]:
    shown = list(enumerate(raw.illustrations, start=1))
    for order in orders:
        if not any(_is_meant(order, one, number) for number, one in shown):
            names = ", ".join(shown_name(one, number) for number, one in shown[:12])
            yield ConfigError(
                f"{order.seed} has no picture {order.name!r}",
                where=order.where,
                hint=f"It has {names}." if names else "It has none.",
            )


def _why_not(one: Illustration, order: PictureOrder | None, *, keep: bool, inside: bool) -> str:
    """Return why a picture stays behind; nothing when it comes along."""
    if order is not None and order.do == "drop":
        return order.reason
    if order is None and not keep:
        return _BY_KEY
    if order is None and (one.furniture or not inside):
        return one.furniture or _IN_THE_FRAME
    return "" if one.address else NO_FILE


def _is_remote(one: Illustration, seed: Seed) -> bool:
    """Tell whether a picture lies on the web, and not in the file or beside it."""
    if seed.counted == "paragraph":
        return _WEB.match(one.address) is not None
    if one.address.startswith("data:") or _holds_pictures(seed):
        return False
    return _REMOTE.match(one.address) is not None


def _place(raw: RawText, cleaned: CleanText, one: Illustration) -> _Place | None:
    """Return where *one* stands among the kept blocks; None where it is outside of the text."""
    gone = {removal.index for removal in cleaned.removals if not removal.partial}
    kept = [number for number in range(len(raw.blocks)) if number not in gone]
    if not kept:
        return None
    inside = kept[0] <= one.block <= kept[-1] + 1
    # Lifted lines are the head of the text, no frame.
    lifted = {r.index for r in cleaned.removals if r.action == "lifted"}
    sides = {one.block - 1, one.block} & set(range(len(raw.blocks)))
    if not (inside or _is_head(one.block, kept[0], lifted)) or not sides - (gone - lifted):
        return None
    before = sum(1 for number in kept if number < one.block)
    return _beside(cleaned.blocks, before)


def _is_head(block: int, first: int, lifted: set[int]) -> bool:
    """Tell whether only lifted lines lie between the place *block* and the text."""
    return block <= first and all(number in lifted for number in range(block, first))


def _since(cleaned: CleanText, block: int) -> int:
    gone = sorted(removal.index for removal in cleaned.removals if not removal.partial)
    return min(len(cleaned.blocks), block - sum(1 for index in gone if index < block))


def _beside(blocks: Sequence[Block], before: int) -> _Place:
    """Return the place before so many blocks, behind a table that it would part."""
    while 0 < before < len(blocks) and _is_parted(blocks[before - 1], blocks[before]):
        before += 1
    above = blocks[before - 1] if before else None
    below = blocks[before] if before < len(blocks) else None
    if above is None or below is None:
        return _Place(before)
    is_list = above.kind != "heading" and below.kind != "heading" and below.level > 0
    level = above.level if is_list and above.kind != "row" else 0
    return _Place(before, level, min(above.quoted, below.quoted))


def _is_parted(above: Block, below: Block) -> bool:
    of_table = {"row", "caption"}
    return (
        {above.kind, below.kind} <= of_table and bool(above.label) and above.label == below.label
    )


def _inserted(blocks: Sequence[Block], placed: Sequence[tuple[_Place, Block]]) -> Iterator[Block]:
    by_place: dict[int, list[Block]] = {}
    for place, block in placed:
        by_place.setdefault(place.before, []).append(block)
    for number, block in enumerate(blocks):
        yield from by_place.get(number, ())
        yield block
    yield from by_place.get(len(blocks), ())
