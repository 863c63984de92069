"""TeX to MathML, by pandoc: many formulas in one run.

Input TeX as pages have it, output formulas; None for each that pandoc cannot read. pandoc
gets the formulas as data and reads nothing else.
"""

import re
from collections.abc import Sequence

from lxml import etree

from florilegium.host import pandoc
from florilegium.ingest.mathml import Formula, formula_of

_LONGEST = 4_000
_DISPLAY = r"(?:displaymath|equation)\*?"
_FRAMES = (
    (re.compile(r"\\\[(.*)\\\]", re.DOTALL), True),
    (re.compile(r"\$\$(.*)\$\$", re.DOTALL), True),
    (re.compile(r"\\\((.*)\\\)", re.DOTALL), False),
    (re.compile(r"\$([^$]+)\$"), False),
    (re.compile(rf"\\begin\{{{_DISPLAY}\}}(.*)\\end\{{{_DISPLAY}\}}", re.DOTALL), True),
    (re.compile(r"\\begin\{math\}(.*)\\end\{math\}", re.DOTALL), False),
)
# What Wikipedia puts around every formula.
_STYLED = re.compile(r"\{\\(display|text)style\s(.*)\}", re.DOTALL)


def bare(source: str) -> tuple[str, bool]:
    """Return TeX without the signs around it, and whether they put it on a line of its own."""
    text = source.strip()
    for frame, display in _FRAMES:
        if found := frame.fullmatch(text):
            return found[1].strip(), display
    if found := _STYLED.fullmatch(text):
        return found[2].strip(), False
    return text, False


def formulas(sources: Sequence[tuple[str, bool]]) -> list[Formula | None]:
    """Return the formula of each of *sources*: TeX, and whether it has a line of its own."""
    asked = [
        _div({"t": "Math", "c": [{"t": _KINDS[display]}, source[:_LONGEST]]})
        for source, display in sources
    ]
    try:
        answer = pandoc.run("pandoc_write.lua", {"meta": {}, "blocks": asked})
    except pandoc.PandocError:
        if len(sources) == 1:
            return [None]
        # One of them was too much for it: each alone, so that the others are read.
        return [formulas([source])[0] for source in sources]
    return [
        _read(str(made["c"]), source, display)
        for made, (source, display) in zip(answer.values["written"]["c"], sources, strict=True)
    ]


_KINDS = {True: "DisplayMath", False: "InlineMath"}


def _div(inline: dict[str, object]) -> dict[str, object]:
    return {"t": "Div", "c": [["", [], []], [{"t": "Plain", "c": [inline]}]]}


def _read(made: str, source: str, display: bool) -> Formula | None:  # of a pair
    if len(source) > _LONGEST or not made.startswith("<math"):
        return None  # pandoc gives the TeX itself where it cannot read it
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        math = etree.fromstring(made.encode(), parser)
    except etree.XMLSyntaxError:
        return None
    return formula_of(math, said=source, display=display)
