"""Faults of an editor's Markdown that its lines alone tell.

Input: the text of one piece. Output: fences that do not match, and words that pandoc would
leave out. It never decides what a passage means: that is pandoc's.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator
from urllib.parse import unquote

from florilegium.render.allowed_markup import Fault

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
