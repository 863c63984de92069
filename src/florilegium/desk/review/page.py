"""The page itself: HTML made as a tree, so that nothing a seed says can be markup."""

import base64
import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path

from lxml import etree
from lxml import html as lxml_html

from florilegium.clean.quoted import Quoted
from florilegium.desk.review.orders import Order, orders, quoted_in, seed_orders
from florilegium.desk.review.passages import Passage, Reviewed, Shown, passages
from florilegium.model import Block, CleanText, RawText

Node = etree._Element  # noqa: SLF001  # lxml gives its element type no public name
_STYLE = (Path(__file__).parent / "page.css").read_text(encoding="utf-8")
_FATES = {
    "removed": "Removed",
    "lifted": "Lifted",
    "doubtful": "In doubt",
}
_MEANS = {
    "removed": "struck through: not in the book",
    "lifted": "moved to the head of the chapter, or before its note",
    "doubtful": "kept, but the cleaner is not sure",
}
_CHANGES = {"line-breaks": "line breaks"}


def to_html(title: str, seeds: Sequence[Reviewed]) -> str:
    """Return the review page of the book *title*; the same seeds give the same bytes."""
    root = _tag("html", _head(title), _body(title, seeds), lang="en")
    text = lxml_html.tostring(root, encoding="unicode", doctype="<!DOCTYPE html>")
    return f"{text}\n"


def _tag(tag: str, /, *content: Node | str | None, **attributes: str) -> Node:
    made = etree.Element(tag)
    last: Node | None = None
    for key, value in attributes.items():
        if value:
            made.set(key.rstrip("_").replace("_", "-"), value)
    for item in content:
        if item is None or item == "":
            continue
        if not isinstance(item, str):
            made.append(item)
            last = item
        elif last is not None:
            last.tail = (last.tail or "") + item
        else:
            made.text = (made.text or "") + item
    return made


def _head(title: str) -> Node:
    digest = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
    policy = (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )
    return _tag(
        "head",
        _tag("meta", charset="utf-8"),
        _tag("meta", http_equiv="Content-Security-Policy", content=policy),
        _tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        _tag("meta", name="robots", content="noindex"),
        _tag("title", f"Review: {title}"),
        _tag("style", _STYLE),
    )


def _body(title: str, seeds: Sequence[Reviewed]) -> Node:
    return _tag(
        "body",
        _tag("a", "To the seeds", class_="skip", href="#main"),
        _tag(
            "header",
            _tag("h1", f"Review: {title}"),
            _tag(
                "p",
                "Every seed in full, as it was saved. To overrule what was done, open the lines"
                " beside a passage, copy them into ",
                _tag("code", "book/cleaning.toml"),
                ", give a reason, and build again.",
                class_="lead",
            ),
            _legend(),
        ),
        _tag(
            "nav",
            _tag("div", _overview(seeds), class_="wide"),
            _doubtful_seeds(seeds),
            aria_label="Seeds",
        ),
        _tag("main", *(_seed(number, seed) for number, seed in _numbered(seeds)), id="main"),
    )


def _numbered(seeds: Sequence[Reviewed]) -> Iterable[tuple[int, Reviewed]]:
    return enumerate(seeds, start=1)


def _legend() -> Node:
    items = (
        _tag("li", _tag("span", label, class_=f"label {fate}"), f" {_MEANS[fate]}")
        for fate, label in _FATES.items()
    )
    return _tag("ul", *items, class_="legend")


def _overview(seeds: Sequence[Reviewed]) -> Node:
    heads = ("Seed", "Words kept", "removed", "lifted", "in doubt")
    rows = []
    for number, seed in _numbered(seeds):
        name = _tag("th", _tag("a", seed.name, href=f"#seed-{number}"), scope="row")
        counts = _counts(seed.cleaned) if seed.cleaned else ("–",) * 4
        rows.append(_tag("tr", name, *(_tag("td", count) for count in counts)))
    return _tag(
        "table",
        _tag("caption", f"{len(seeds)} seeds" if len(seeds) != 1 else "1 seed"),
        _tag("thead", _tag("tr", *(_tag("th", head, scope="col") for head in heads))),
        _tag("tbody", *rows),
    )


def _doubtful_seeds(seeds: Sequence[Reviewed]) -> Node | None:
    """Return where to begin: links to the doubts of each seed that has any."""
    links = [
        _tag("a", f"{seed.name} ({len(seed.cleaned.doubts)})", href=f"#seed-{number}-doubt")
        for number, seed in _numbered(seeds)
        if seed.cleaned and seed.cleaned.doubts
    ]
    if not links:
        return None
    items = (_tag("li", link) for link in links)
    return _tag(
        "div", _tag("p", "Read first what is in doubt:"), _tag("ul", *items), class_="first"
    )


def _counts(cleaned: CleanText) -> tuple[str, ...]:
    def words(texts: Iterable[str]) -> str:
        return f"{sum(len(text.split()) for text in texts):,}"

    return (
        words(block.text for block in cleaned.blocks),
        words(gone.text for gone in cleaned.removals if gone.action == "removed"),
        words(gone.text for gone in cleaned.removals if gone.action == "lifted"),
        str(len(cleaned.doubts)),
    )


def _seed(number: int, seed: Reviewed) -> Node:
    name = f"seed-{number}"
    made = _tag("article", _tag("h2", seed.name, id=name), aria_labelledby=name)
    if seed.raw is None or seed.cleaned is None:
        made.append(_tag("p", seed.error, class_="error"))
        return made
    found = passages(seed.raw, seed.cleaned)
    quoted = quoted_in(seed.raw, found)
    made.append(_facts(seed, seed.raw))
    doubtful = [passage for passage in found if passage.fate == "doubtful"]
    if doubtful:
        made.append(_part("In doubt", doubtful, quoted, name=f"{name}-doubt", open_=True))
        made[-1].insert(1, _all_of(seed.name, len(doubtful)))
    if any(passage.fate != "kept" for passage in found):
        made.append(_jumps(found, name, seed.raw.seed.counted))
    made.append(_part("The whole seed", found, quoted, name=f"{name}-text"))
    return made


def _all_of(name: str, count: int) -> Node:
    """Return the orders about all the doubts of a seed."""
    said = f"All {count} passages are in the text as it stands." if count > 1 else ""
    return _tag(
        "div",
        _tag("p", said) if said else None,
        *(_order(order, open_=False) for order in seed_orders(name)),
        class_="all",
    )


def _jumps(found: Sequence[Passage], name: str, counted: str) -> Node:
    """Return the list of what is not simply kept, each leading to its place."""
    items = (
        _tag(
            "li",
            _tag("a", f"{counted} {_lines(passage)}", href=f"#{_place(passage, f'{name}-text')}"),
            f" {_FATES[passage.fate].lower()}: {passage.kind or passage.rule}",
        )
        for passage in found
        if passage.fate != "kept"
    )
    return _tag("ul", *items, class_="jumps")


def _place(passage: Passage, part: str) -> str:
    return f"{part}-{passage.blocks[0].index + 1}"


def _facts(seed: Reviewed, raw: RawText) -> Node:
    changes = ", ".join(
        f"{change.count} {_CHANGES.get(change.kind, change.kind)}" for change in seed.changes
    )
    facts = [
        f"chapter “{seed.chapter}”" if seed.chapter else "used by no chapter yet",
        ", ".join(filter(None, (raw.seed.media_type, raw.seed.encoding))),
        f"language {seed.language}" if seed.language else "",
        f"typography made even: {changes}" if changes else "no change of typography",
    ]
    return _tag("p", " · ".join(filter(None, facts)) + ".", class_="facts")


def _part(
    title: str, found: Sequence[Passage], quoted: Quoted, *, name: str, open_: bool = False
) -> Node:
    return _tag(
        "section",
        _tag("h3", title, id=name),
        *(_passage(passage, quoted, part=name, open_=open_) for passage in found),
        aria_labelledby=name,
    )


def _passage(passage: Passage, quoted: Quoted, *, part: str, open_: bool) -> Node:
    partly = passage.removals and any(
        not piece.removal for shown in passage.blocks for piece in shown.pieces
    )
    words = _tag("div", *(_words(shown, passage) for shown in passage.blocks), class_="words")
    counted = f"{quoted.text.seed.counted}s of the seed"
    return _tag(
        "div",
        _tag("span", _lines(passage), class_="lines", title=counted),
        words,
        _fate(passage, quoted, open_=open_) if passage.fate != "kept" else None,
        class_=f"passage {passage.fate}{' partly' if partly else ''}",
        id=_place(passage, part) if passage.fate != "kept" else "",
    )


def _lines(passage: Passage) -> str:
    first, last = passage.lines
    return str(first) if first == last else f"{first}–{last}"


def _fate(passage: Passage, quoted: Quoted, *, open_: bool) -> Node:
    kind = f" · {passage.kind}" if passage.kind else ""
    return _tag(
        "div",
        _tag("p", _tag("span", _FATES[passage.fate] + kind, class_="label")),
        _tag("p", _sentence(passage.why)) if passage.why else None,
        _tag(
            "p",
            _tag("span", f"{quoted.text.seed.counted} {_lines(passage)} ", class_="where"),
            f"rule {passage.rule}" if passage.rule else "",
            class_="rule",
        ),
        *(_order(order, open_=open_) for order in orders(passage, quoted)),
        class_="fate",
    )


def _order(order: Order, *, open_: bool) -> Node:
    return _tag(
        "details",
        _tag("summary", order.does),
        _tag("pre", order.toml, class_="order", tabindex="0"),
        open="open" if open_ else "",
    )


def _sentence(why: str) -> str:
    return f"{why[:1].upper()}{why[1:].rstrip('.')}."


_TAGS = {"heading": "h4", "quote": "blockquote"}


def _words(shown: Shown, passage: Passage) -> Node:
    block = shown.block
    pieces = (
        _tag("del", piece.text) if piece.removal and piece.removal.action == "removed"
        else piece.text
        for piece in shown.pieces
    )  # fmt: skip
    tag = _TAGS.get(block.kind, "p") if passage.fate == "kept" else "p"
    return _tag(tag, _bullet(block), *pieces, class_=_class(block), dir="auto")


def _bullet(block: Block) -> str:
    if block.kind != "item":
        return ""
    return f"{block.label}. " if block.label else "• "


def _class(block: Block) -> str:
    kinds = ("verse", "code", "row", "item")
    depth = f" depth-{min(block.level, 4)}" if block.kind == "item" else ""
    return f"{block.kind}{depth}" if block.kind in kinds else ""
