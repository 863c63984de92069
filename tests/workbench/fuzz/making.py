"""Inputs made of parts: what the growth bench repeats, what attackers write, any bytes at all."""

# ruff: noqa: E501  # tables of inputs are read by the row

import random
from functools import cache
from pathlib import Path

from workbench.fuzz import files
from workbench.growth import shapes

CASES = Path(__file__).parents[2] / "cases"
_ODD = [
    "\0", "\f", "\x0b", "\x1b", "\ufffe", "\uffff", "\u2028", "\u202e", "\u00ad", "\ufeff", "\u200d", "́",
    "\r", "\r\n", "\t", "\n", "\n\n", " ", "\u00a0", "👩‍🚀", "ß", "İ", "ǅ", "字", "ا", "\U0010ffff", "𝕏",
]  # fmt: skip
_PARTS = {
    "html": ["<", ">", "&#0;", "&#xFFFE;", "&#12;", "&#xD800;", "&bogus;", "<!--", "-->", "<![CDATA[", "]]>", "<!DOCTYPE",
             "<html lang='x'>", "<meta charset=undefined>", "<meta charset=utf-7>", "<base href=x>", "<svg>", "<math>",
             "<template>", "<table>", "<td colspan=99999999>", "<ol start=-1>", "<ol start=9999999999999>", "<li value=x>",
             "<a href='javascript:x'>", "<a name=x>", "<a href='#x'>", "<sup>", "<noscript>", "<plaintext>", "<textarea>",
             "<title>", "<pre>", "<br>", "<hr>", "</p>", "</div>", "<img alt='x' src=y>", "<select>", "<script>", "<style>"],
    "md": ["---\n", "```", "~~~", "[^1]", "[^1]: x", "[", "](", ")", "<", ">", "![", "|", "|---|---|\n", "    ", "\t", "#", "*",
           "**", "_", "`", "\\", "&#12;", "&#xFFFE;", "<b>", "</b>", "<!--", "- ", "1. ", "999999999. ", "> ", "==="],
    "chapter": ["::: note\n", "::: gloss\n", "::: emend\n", "::: elide\n", "::: turns\n", "::: headnote\n", "::: questions\n", ":::\n",
                "> sentence 3 of\n", "> {==sentence 4==} of\n", "> {~~sentence~>phrase~~} 5 of\n", "> {--sentence--} 6 of\n",
                "> the {++new ++}sentence 7\n", "> from: sentence 8 of\n", "> to: book says\n", "> to: sentence 10\n", "{==", "==}", "{~~", "~>",
                "~~}", "{++", "++}", "{--", "--}", "{>>", "<<}", "\nA note.\n", "The sentence 1: The sentence 2 of\n", "```\n", "<!--", "-->",
                "---\n", "seed: a.txt\n", "source: one\n", "title: x\n", "title: [\n", "language: de\n", "&a", "*a", "!!x "],
    "settings": ["[", "]", "[[rule]]\n", "id = 'x'\n", "role = 'promo'\n", "match = '('\n", "match = 'a*'\n", "why = 'x'\n", "zone = 'head'\n",
                 "[keep]\n", "[drop]\n", "'a.txt' = [1, '2-3', 'words']\n", "largest_seed = 1\n", "=", "'", '"', "\\", "{", "}", "1e999", "nan",
                 "9999-99-99", "\\uFFFE", "strictness = 'strict'\n", "removes = ['x']\n", "keeps = ['y']\n", "steps = [{match = 'x'}]\n", "a.b.c = 1\n"],
    "drawing": ["<svg xmlns='http://www.w3.org/2000/svg'>", "</svg>", "<path d='M0 0'/>", "<use href='#a'/>", "<g id='a'>", "</g>",
                "<script>", "</script>", " onload='x'", "<style>", "</style>", "@import 'x';", "fill:url(x)", "fill:url(#a)", "u\\72l(x)",
                "<image href='data:image/png;base64,AAAA'/>", "<a href='javascript:x'>", "<!DOCTYPE svg [<!ENTITY a 'b'>]>", "&a;", "<?x y?>",
                "<!--", "-->", "<![CDATA[", "]]>", "<foreignObject>", " xlink:href='x'", "<metadata>", "<set/>", " style='", "'", '"'],
    "names": ["..", "/", "\\", "C:", "con", ".", "http://", "https://", "mailto:", "@", "javascript:", "user:pass@", "example.org", "[::1]", ":", "?",
              "#", "%2e", "\n", "\t", "~", "data:", "//", "é" * 90, "x" * 250, " ", "&", "<", ">", "'", "tel:", "doi:10.1/x", "file:"],
    "rtf": ["\\par ", "{", "}", "{\\v hidden}", "\\v ", "\\v0 ", "{\\*\\footnote note}", "{\\footnote note}", "{\\pict\\pngblip 8950}", "\\b ", "\\i0 ",
            "\\'e4", "\\u228?", "\\trowd\\cellx9 a\\cell\\row ", '{\\field{\\*\\fldinst HYPERLINK "x:y"}{\\fldrslt z}}', "\\bin5 ", "\\\n", "\\super ", "\\scaps "],
    "txt": ["Share\n", "By Ida Inkwell\n", "Posted on 12 May 2001\n", "* * *\n", "http://e.org", "[1]", "``so''", "--", "...", '"', "'", "’90s",
            "it's", "Q: What?\n", "A: That.\n", "Related articles\n", "© 2001\n", "    "],
}  # fmt: skip


# Blocks of a chapter file that are sound by themselves; together they may not get along.
_WHOLE = [
    "::: note\n> sentence 3 of\n\nA note.\n:::\n\n", "::: gloss\n> {==sentence 4==} of\n\nA word.\n:::\n\n",
    "::: emend\n> {~~sentence~>phrase~~} 5 of\n\nA slip.\n:::\n\n", "::: emend\n> {--sentence --}6 of\n:::\n\n",
    "::: elide\n> from: sentence 8 of\n> to: on… and so on.\n:::\n\n", "::: headnote\nWords *here*.\n:::\n\n",
    "::: elide\n> from: sentence 9 of\n> to: The sentence 10 of\n:::\n\n", "::: note\n> The sentence 7 of\n\n- a\n:::\n\n",
    "::: turns\nA: The sentence 1 of\nB: The sentence 2 of\n:::\n\n", "::: emend\n> sentence {++no. ++}7 of\n:::\n\n",
]  # fmt: skip


@cache
def corpus(name: str) -> tuple[bytes, ...]:
    """Return sound inputs of the kind *name* to begin with: those of the cases."""
    suffixes = {"txt": (".txt",), "html": (".html", ".htm"), "md": (".md",), "chapter": (".md",),
                "settings": ("cleaning.toml",), "drawing": (".svg",)}.get(name, ("no such",))  # fmt: skip
    files = (path for path in sorted(CASES.rglob("*")) if path.name.endswith(suffixes))
    return tuple(path.read_bytes() for path in files if path.stat().st_size < 20_000)[:200]


def make(name: str, dice: random.Random) -> bytes:
    """Return an input for the target *name* as *dice* fall."""
    way = dice.random()
    if name in files.KINDS:
        sound = files.sound(name)
        return dice.choice(sound) if way < 0.05 else files.spoilt(name, dice, _mutated)
    if way < 0.1:
        return dice.randbytes(dice.randrange(200))
    if name == "chapter" and way < 0.5:
        return "".join(dice.sample(_WHOLE, dice.randrange(1, 6))).encode()
    known = corpus(name)
    if way < 0.15 and known:
        return dice.choice(known)
    if way < 0.45 and known:
        return _mutated(dice.choice(known), name, dice)
    return "".join(_part(name, dice) for _ in range(dice.randrange(1, 40))).encode(
        "utf-8", "surrogatepass"
    )


def _part(name: str, dice: random.Random) -> str:
    parts = _PARTS.get(name) or files.PARTS.get(name, [])
    way = dice.random()
    if way < 0.5 and parts:
        return dice.choice(parts) * (1 if dice.random() < 0.9 else dice.randrange(1, 30))
    if way < 0.6:
        return dice.choice(_ODD)
    tables = {"html": shapes.HTML, "md": shapes.MARKDOWN}
    table = {**shapes.TEXTS, **tables.get(name, {})}
    return dice.choice(list(table.values())).replace("{n}", str(dice.randrange(20)))


def _mutated(data: bytes, name: str, dice: random.Random) -> bytes:
    made = bytearray(data)
    for _ in range(dice.randrange(1, 8)):
        at = dice.randrange(len(made) + 1)
        way = dice.random()
        if way < 0.3:
            del made[at : at + dice.randrange(1, 40)]
        elif way < 0.7:
            made[at:at] = _part(name, dice).encode("utf-8", "surrogatepass")
        elif way < 0.85 and made:
            other = dice.randrange(len(made))
            made[at:at] = made[other : other + dice.randrange(1, 200)]
        elif made:
            made[min(at, len(made) - 1)] = dice.randrange(256)
    return bytes(made)
