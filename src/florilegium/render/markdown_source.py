"""What can be told of an editor's Markdown by its lines alone, before pandoc reads it.

Input: the text of one piece. Output: fences that do not match, and definitions of links, by
their lines. It never decides what a passage means: that is pandoc's.
"""

import re
from collections.abc import Iterator

from florilegium.render.allowed_markup import Fault

_FENCE = re.compile(r" {0,3}:{3,}[ \t]*(?P<label>\{[^}]*\}|[^\s:{}]+)?[ \t]*:*[ \t]*")
_CODE_FENCE = re.compile(r" {0,3}(?P<fence>`{3,}|~{3,})(?P<rest>.*)")
_DEFINITION = re.compile(r" {0,3}\[(?!\^)(?P<label>[^\]]+)\]:\s*<?(?P<target>[^\s>]*)")


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


def definitions(text: str) -> Iterator[tuple[str, str]]:
    """Yield the line and the target of every link that *text* defines as ``[name]: address``."""
    for line, is_code in _lines(text):
        if not is_code and (found := _DEFINITION.match(line)):
            yield line, found["target"]


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
