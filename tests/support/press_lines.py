"""The lines of a document as the engine lays them out, and generated prose to be laid out."""

import random
from dataclasses import dataclass, replace

from press_sample import META, PRINT

from florilegium.project.styles import find_styles
from florilegium.render.press.layout import engine
from florilegium.render.press.layout.style import Style, style_for

_MARGINS = "".join(f"@page{side} {{ margin: 20px }} " for side in ("", " :left", " :right"))
_PAGE = "@page { size: %spx 1000px } " + _MARGINS
_WORDS = [
    "a",
    "I",
    "of",
    "the",
    "lamp",
    "ferry",
    "council",
    "harbour",
    "extraordinarily",
    "conscientious",
    "administration",
    "well-known",
    "is,",
    "was;",
    "noticing.",
    "quarrelled",
    "parliamentarian",
    "uncomfortable",
    "Verhoeven",
    "and",
    "it’s",
    "“columns”",
    "1911–1914",
    "Tolkien",
    "ruled",
    "winter’s",
    "regulation—",
    "–",
    "to",
    "her",
    "office",
    "fluff",
    "affine",
    "difficult",
    "V.",
    "AV",
    "To",
    "Yes,",
    "über",
    "naïve",
    "Žižek",
    "čeština",
    "ΑΩ",
    "слово",
    "#MeToo",
    "and/or",
    "e.g.",
    "T.",
    "S.",
    "NATO",
    "3.5",
    "%",
    "[sic]",
]


@dataclass(frozen=True)
class Line:
    """A line: its words as shown, where it ends and where its block does, its widest gap."""

    text: str
    end: float
    edge: float
    is_last: bool
    page: int


def style(css: str = "", **changes: object) -> Style:
    """The style of the sample book, with *css* after it."""
    made = style_for(META, edition=PRINT, styles=find_styles())
    return replace(made, css=made.css + css, **changes)


def narrow(width: int, css: str = "", **changes: object) -> Style:
    """The same on a page whose lines are *width* pixels long."""
    return style(_PAGE % (width + 40) + css, **changes)


def lines(body: str, how: Style) -> list[Line]:
    """The lines of the prose of *body*, notes included, in the order of the pages."""
    document = engine._render(body, engine._prepare(how), start=1)  # what is tested
    return [
        line
        for number, page in enumerate(document.pages)
        for line in _lines(page._page_box, number)  # the same
    ]


def _lines(box: object, page: int, edge: float = 0.0):
    box = getattr(box, "_box", box)
    name = type(box).__name__
    if name == "MarginBox":
        return
    children = [getattr(one, "_box", one) for one in getattr(box, "children", ())]
    if name == "LineBox":
        text = "".join(getattr(one, "text", "") for one in box.descendants())
        yield Line(text, box.position_x + box.width, edge, False, page)
        return
    rows = [one for one in children if type(one).__name__ == "LineBox"]
    if rows:
        edge = box.content_box_x() + box.width
        made = [line for row in rows for line in _lines(row, page, edge)]
        yield from made[:-1]
        yield replace(made[-1], is_last=True)
    for child in children:
        if type(child).__name__ != "LineBox":
            yield from _lines(child, page, edge)


def prose(seed: int, *, words: int = 80) -> str:  # noqa: C901  # a kind of text each
    """A generated paragraph with emphasis, links, calls, small capitals and foreign letters."""
    dice = random.Random(seed)  # noqa: S311  # the same every time
    made: list[str] = []
    while len(made) < words:
        some = " ".join(dice.choice(_WORDS) for _ in range(dice.randint(1, 6)))
        some = some.replace("&", "&amp;")
        kind = dice.randrange(14)
        if kind == 0:
            some = f"<em>{some}</em>"
        elif kind == 1:
            some = f'<em lang="de">{some}</em>,'
        elif kind == 2:
            some = f'<a href="https://example.org/a-b/c?d=1">{some}</a>'
        elif kind == 3:
            some = f'{some}<a class="note-call" href="#n">{dice.randint(1, 120)}</a>'
        elif kind == 4:
            some = f"<b>{some}</b>{dice.choice(',.;')}"
        elif kind == 5:
            some = f'<span class="speaker">{some}</span>'
        elif kind == 6:
            some = f'{some}—<a class="text-call" href="#t">a</a>'
        elif kind == 7 and dice.random() < 0.3:
            some = f"{some}<br/>"
        elif kind == 8 and dice.random() < 0.5:
            some = f"{some}\u00a0{dice.choice(_WORDS)} and extra\u00ador\u00addi\u00adnary"
        made.append(some)
    return f"<p>{' '.join(made)}</p>"
