"""The editor's own footnotes (``[^1]``, ``^[…]``) → the calls and notes of the shared markup.

Input: pandoc's HTML of one piece. Output: HTML with a call at each place and the notes of the
piece at its end. It never numbers across pieces: who puts a piece into a page does.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator

from lxml import html

from florilegium.render import html_pieces

_SIGNS = re.compile("`+")
_CALL = re.compile(r"\[\^[^\]]+\]")


def has_footnotes(text: str) -> bool:
    """Whether a piece of Markdown has a footnote of its own."""
    words = without_code(text)
    return "^[" in words or calls_footnote(words)


def calls_footnote(words: str) -> bool:
    """Whether Markdown without code calls a footnote by its name: ``[^1]``."""
    return _CALL.search(words, 0, words.rfind("]") + 1) is not None  # behind it none is closed


def without_code(text: str) -> str:
    """Return *text* without its code: what stands between two equal rows of backticks."""
    rows = [row.span() for row in _SIGNS.finditer(text)]
    equal: dict[int, list[int]] = {}
    for number, (start, end) in enumerate(rows):
        equal.setdefault(end - start, []).append(number)
    kept, at, number = [], 0, 0
    while number < len(rows):
        start, end = rows[number]
        same = equal[end - start]
        closing = bisect_right(same, number)
        if closing < len(same):
            number = same[closing]
            kept.append(text[at:start])
            at = rows[number][1]
        number += 1
    return "".join((*kept, text[at:]))


def placed(made: str, key: str) -> str:
    """Return the HTML *made* of the piece *key* with its footnotes as calls and notes."""
    if "footnote-ref" not in made:
        return made
    piece = html_pieces.read(made)
    notes = next((one for one in piece.iter("section") if one.get("id") == "footnotes"), None)
    if notes is not None:
        notes.drop_tree()
    place(piece, notes, key.replace("/", "-"))
    return html_pieces.inner(piece).strip()


def place(piece: html.HtmlElement, notes: html.HtmlElement | None, name: str) -> None:
    """Make the footnotes of *piece* calls, and put what they say (from *notes*) at its end.

    Their ids begin with *name*.
    """
    made = html.Element("section", {"class": "notes"})
    for number, call in enumerate(list(_calls(piece)), start=1):
        body = notes.get_element_by_id(call.get("href", "")[1:]) if notes is not None else None
        if body is None:
            continue
        made.append(_note(body, f"{name}-n{number}", str(number)))
        tail, call.tail = call.tail, None
        call.clear()
        call.set("class", "note-call")
        call.set("role", "doc-noteref")
        call.set("id", f"{name}-n{number}-call")
        call.set("href", f"#{name}-n{number}")
        call.text, call.tail = str(number), tail
    if len(made):
        piece.append(made)


def _calls(piece: html.HtmlElement) -> Iterator[html.HtmlElement]:
    return (link for link in piece.iter("a") if "footnote-ref" in link.classes)


def _note(body: html.HtmlElement, name: str, label: str) -> html.HtmlElement:
    for back in [link for link in body.iter("a") if "footnote-back" in link.classes]:
        back.drop_tree()
    note = html.Element(
        "aside", {"class": "note", "role": "doc-footnote", "id": name, "data-label": label}
    )
    note.extend(list(body))
    return note
