"""Title, byline and date of a text without markup, by how the lines above its body look."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from florilegium.clean.units import ends_sentence, width
from florilegium.desk.suggest.dates import iso_date
from florilegium.model import Block

_PROSE = 100  # letters of a line that is body
_ABOVE, _BELOW = 25, 3  # lines around the beginning of the body that are looked at
_TELLING = re.compile(r"[^\W\d_]{4,}|[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]{2}")
_BY = re.compile(
    r"(?i:(?:written |words |text |posted |published |story )?by|von|par|por|di|autor(?:in)?|"
    r"author|text)\b\s*:?\s+(?=[^\W\d_a-z])"
)
# Words of a page's frame, and of what stands under a picture, that no title has.
_FRAME = re.compile(
    r"\b(?:share|teilen|compartir|partager|tags?|comments?|kommentar\w*|subscribe|newsletter|"
    r"sign up|log ?in|read more|advertisement|anzeige|staff|reporter|editor|photo|bild|foto|"
    r"getty|reuters|menu|search|follow)\b|[©|>»]|www\.",
    re.IGNORECASE,
)
_UNTIL = re.compile(r"\s*(?:[|·•@]|\d|\b(?:on|am|le|published|updated|veröffentlicht|posted)\b)")


@dataclass(frozen=True, slots=True)
class Opening:
    """What stands above the body: each empty when no line looks like it."""

    title: str = ""
    byline: str = ""
    date: str = ""


def opening_of(blocks: Sequence[Block], *, language: str = "") -> Opening:
    """Return what the lines before the body of *blocks* say."""
    texts = [" ".join(block.text.split()) for block in blocks]
    start = _body(texts)
    if start is None:
        return Opening()
    title = _title(texts, start)
    near = [text for text in texts[max(0, title, start - 12) : start + _BELOW] if len(text) < 140]  # noqa: PLR2004  # a line, no paragraph
    return Opening(
        texts[title] if title >= 0 else "",
        next(filter(None, map(_byline, near)), ""),
        next((text for text in near if iso_date(text, language=language)), ""),
    )


def _body(texts: Sequence[str]) -> int | None:
    """Return where the first paragraph stands that others follow soon."""
    long = [n for n, text in enumerate(texts) if width(text) >= _PROSE and ends_sentence(text)]
    for number, at in enumerate(long):
        if sum(1 for other in long[number + 1 : number + 4] if other - at < 8) >= 1:  # noqa: PLR2004  # near
            return at
    return long[0] if long else None


def _title(texts: Sequence[str], start: int) -> int:
    body = set(_words(" ".join(texts[start : start + 40])))
    best, place = 1.4, -1
    for at in range(max(0, start - _ABOVE), start):
        score = _likeness(texts, at, body) - 0.03 * (start - at)
        if score > best:
            best, place = score, at
    return place


def _likeness(texts: Sequence[str], at: int, body: set[str]) -> float:
    text = texts[at]
    words = list(_words(text))
    long = len(text.split()) >= 3 or (width(text) >= 12 and not text.isascii())  # noqa: PLR2004  # a title
    if not long or not words or width(text) > 200 or iso_date(text) or _BY.match(text):  # noqa: PLR2004  # the same
        return 0.0
    shared = sum(word in body for word in words) / len(words)
    again = any(text in other for n, other in enumerate(texts) if n != at)
    size = min(1.0, width(text) / 50)
    ends = 0.6 if ends_sentence(text) and not text.endswith(("?", "!", "…")) else 0.0
    below = texts[at + 1 : at + 5]
    dated = any(iso_date(line) or _BY.match(line) for line in below if len(line) < 90)  # noqa: PLR2004  # a line
    frame = 1.5 if _FRAME.search(text) else 0.0
    return 1.6 * shared + 0.8 * again + size + 0.5 * dated - ends - frame


def _words(text: str) -> Iterator[str]:
    return (match[0].casefold() for match in _TELLING.finditer(text))


def _byline(text: str) -> str:
    found = _BY.match(text)
    if found is None:
        return ""
    name = text[found.end() :]
    cut = _UNTIL.search(name)
    name = name[: cut.start()] if cut else name
    return text[: found.end()] + name if 1 <= len(name.split()) <= 8 else ""  # noqa: PLR2004  # names
