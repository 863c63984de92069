"""The lines for ``book/cleaning.toml`` that overrule what cleaning did with a passage.

Each order quotes words that stand once in the seed, as few as will do. Where that cannot be
(a line that the page repeats), the order says how many places it will touch.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from florilegium.clean.quoted import Quoted
from florilegium.desk.review.passages import Passage
from florilegium.model import RawText, Removal

# A quotation of fewer words is hard to find again by eye.
_LEAST, _MOST = 4, 14


@dataclass(frozen=True, slots=True)
class Order:
    """What the lines *toml* do when they are copied into the file."""

    does: str
    toml: str


def quoted_in(raw: RawText, passages: Iterable[Passage]) -> Quoted:
    """Return *raw*, in which what the orders about *passages* may quote is looked for at once."""
    quoted = Quoted(raw)
    quoted.expect(
        part
        for passage in passages
        for text in (*_doubted(passage), *(gone.text for gone in _gone(passage)))
        for part in (_quote(text), *_openings(_quote(text)))
    )
    return quoted


def orders(passage: Passage, quoted: Quoted) -> tuple[Order, ...]:
    """Return the orders that overrule *passage*: for a doubtful one, both ways."""
    if passage.fate == "doubtful":
        texts = _doubted(passage)
        drops = [_order("drop", text, quoted, whole=True) for text in texts]
        keeps = [_order("keep", text, quoted, whole=False) for text in texts]
        return Order("Accept: take it out", _table(drops)), Order("Refuse: keep it", _table(keeps))
    keeps = [
        # A line of verse is kept by itself, so all of them have to be quoted.
        _order("keep", gone.text, quoted, whole=gone.kind in ("verse", "code"))
        for gone in _gone(passage)
    ]
    if not keeps:
        return ()
    return (Order("Keep it" if len(keeps) == 1 else f"Keep these {len(keeps)}", _table(keeps)),)


def seed_orders(name: str) -> tuple[Order, ...]:
    """Return the orders about all doubts of the seed called *name*."""

    def table(key: str) -> str:
        return f'[[{key}]]\nseed = {_string(name)}\nreason = ""'

    return (
        Order("Accept all: take them out", table("accept")),
        Order("Refuse all: keep them", table("refuse")),
    )


def _gone(passage: Passage) -> list[Removal]:
    """Return what an order can bring back."""
    return [
        gone
        for gone in passage.removals
        if any(map(str.isalnum, gone.text)) and gone.rule != "drop"
    ]


def _doubted(passage: Passage) -> list[str]:
    """Return the words that are in doubt: of a stanza all together, if all of it is."""
    texts = [doubt.text for doubt in passage.doubts]
    whole = "\n".join(shown.block.text for shown in passage.blocks)
    same = "".join("".join(texts).split()) == "".join(whole.split())
    return [whole] if same else texts


def _table(tables: Sequence[str]) -> str:
    return "\n\n".join(tables)


def _quote(text: str) -> str:
    return " ".join(text.split())


def _order(table: str, text: str, quoted: Quoted, *, whole: bool) -> str:
    quote = _quote(text)
    if not whole:
        quote = next((part for part in _openings(quote) if quoted.count(part) == 1), quote)
    count = quoted.count(quote)
    note = f"# These words stand {count} times in the seed; all of them are meant.\n"
    return (
        f"{note if count > 1 else ''}[[{table}]]\n"
        f"seed = {_string(quoted.text.seed.name)}\n"
        f"quote = {_string(quote)}\n"
        'reason = ""'
    )


def _openings(quote: str) -> Iterator[str]:
    words = quote.split(" ")
    for count in range(_LEAST, min(len(words), _MOST)):
        yield " ".join(words[:count])


def _string(text: str) -> str:
    """Return *text* as a TOML string; where it needs escapes, they are those of JSON."""
    if '"' in text and "'" not in text and "\\" not in text and text.isprintable():
        return f"'{text}'"
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
