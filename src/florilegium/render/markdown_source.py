"""Faults of an editor's Markdown that its lines alone tell.

Input: the text of one piece. Output: fences that do not match, and words that pandoc would
leave out. It never decides what a passage means: that is pandoc's.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator
from urllib.parse import unquote

from florilegium.render.allowed_markup import Fault
from florilegium.render.footnotes import without_code

_FENCE = re.compile(r" {0,3}:{3,}[ \t]*(?P<label>\{[^}]*\}|[^\s:{}]+)?[ \t]*:*[ \t]*")
_CODE_FENCE = re.compile(r" {0,3}(?P<fence>`{3,}|~{3,})(?P<rest>.*)")
_DEFINITION = re.compile(r" {0,3}\[(?!\^)[^\]]+\]:\s*<?(?P<target>[^\s>]+)")
# What stands in Markdown for something else, and not for its own words.
_FOOTNOTE_NAME = re.compile(r"\[\^[^\]\s]{1,300}\]:?")
_SIGNS = re.compile(
    r"&#?\w+;"  # an entity
    r"|(?<=\])\[[^\]\n]*\]"  # the name of a link defined elsewhere
    r"|\(@[\w-]*\)"  # the number of an example
    r"|^[ \t>:*+-]*\(?(?:[0-9]{1,9}|[A-Za-z#]|[ivxlcdmIVXLCDM]{1,9})[.)](?=\s)",  # of an item
    re.MULTILINE,
)
_WORD = re.compile(r"[^\W_]+")
# How high brackets may be piled up, and how many may be open: more takes pandoc over 20 seconds.
_HIGHEST, _UNCLOSED = 11, 17
_NO_BRACKET = "Where a bracket is only a sign, write \\[ or \\]."
_BRACKET = re.compile(r"\\.|[\[\]]", re.DOTALL)
_FORMULA = re.compile(r"\$[^$]+\$")
_INDENTED = ("    ", "\t")  # code, where a paragraph begins so
_BEGINS = re.compile(r"[ \t>]*(?:[-+*|:#]|\(?(?:\d+|[a-zA-Z#@])[.)])")


def fence_faults(text: str) -> Iterator[Fault]:
    """Yield the fences of divs and of code in *text* that open or close nothing."""
    opened: list[str] = []
    code = ""
    for line, is_code in _lines(text):
        if is_code:
            code = "" if code else line
        elif (div := _FENCE.fullmatch(line)) is None:
            continue
        elif div["label"]:
            opened.append(line)
        elif opened:
            opened.pop()
        else:
            yield Fault(
                "the ':::' fences do not match in this piece: one closes nothing",
                "Every '::: something' needs one closing ':::' line.", line,
            )  # fmt: skip
    for line in opened:
        yield Fault(
            "the ':::' fences do not match in this piece: one is never closed",
            "Every '::: something' needs one closing ':::' line.", line,
        )  # fmt: skip
    if code:
        yield Fault(
            "a block of code is never closed",
            f"Write {code.strip()[:3]} on a line of its own below it.", code,
        )  # fmt: skip


def bracket_faults(text: str) -> Iterator[Fault]:
    """Yield what of the brackets in *text* would keep pandoc busy for minutes, or for years.

    Its time doubles with each that is open. What is told here it would give up on; what is
    not, such as brackets in a table within a list, it may give up on all the same.
    """
    for first, words in _paragraphs(text):
        height, unclosed = _brackets(words)
        if height > _HIGHEST:
            yield Fault(
                f"brackets stand one within the other {height} times",
                f"Take some of them out. {_NO_BRACKET}", first,
            )  # fmt: skip
        elif unclosed > _UNCLOSED:
            yield Fault(
                f"{unclosed} brackets of one paragraph are never closed",
                f"Close them. {_NO_BRACKET}", first,
            )  # fmt: skip


def _paragraphs(text: str) -> Iterator[tuple[str, str]]:
    """Yield the paragraphs of *text*, each with its first line; code is left out, and formulas."""
    held: list[str] = []
    for line, is_code in [*_lines(text), ("", False)]:
        if held and (is_code or not line.strip() or _BEGINS.match(line)):
            yield held[0], _FORMULA.sub("", without_code("\n".join(held)))
            held = []
        if line.strip() and not is_code and (held or not line.startswith(_INDENTED)):
            held.append(line)


def _brackets(words: str) -> tuple[int, int]:
    """Return how high closed brackets of *words* are piled up, and how many are not closed."""
    heights = [0]  # of what is closed within each open bracket
    highest = 0
    for sign in _BRACKET.findall(words):
        if sign == "[":
            heights.append(0)
        elif sign == "]" and len(heights) > 1:
            height = heights.pop() + 1
            heights[-1] = max(heights[-1], height)
            highest = max(highest, height)
    return highest, len(heights) - 1


def lost_words(text: str, shown: Collection[str]) -> tuple[str, ...]:
    """Return the words of *text* that are not among what is *shown*, in their order.

    A word is lost where Markdown takes it for something else: a link that is defined and used
    nowhere, a tag in a line of verse.
    """
    plain = "\n".join(shown)
    plain = f"{plain}\n{unquote(plain)}"
    there = Counter(_WORD.findall(plain))
    asked = Counter[str]()
    lines = (line for line in text.split("\n") if not _is_used_definition(line, plain))
    lost = []
    named = _FOOTNOTE_NAME.sub(" ", "\n".join(lines))  # the name of a footnote is never shown
    for word in _WORD.findall(_SIGNS.sub(" ", named)):
        asked[word] += 1
        if asked[word] > there[word] and asked[word] > plain.count(word):
            lost.append(word)
    return tuple(lost)


def _is_used_definition(line: str, plain: str) -> bool:
    found = _DEFINITION.match(line)
    return found is not None and found["target"] in plain


def _lines(text: str) -> Iterator[tuple[str, bool]]:
    """Yield every line but those within code, and whether it is a fence of code."""
    code = ""
    for line in text.split("\n"):
        found = _CODE_FENCE.fullmatch(line)
        if code:
            if found and found["fence"].startswith(code) and not found["rest"].strip():
                code = ""
                yield line, True
        elif found and not ("`" in found["fence"] and "`" in found["rest"]):
            code = found["fence"]
            yield line, True
        else:
            yield line, False
