"""Interviews that say themselves who speaks: by names before a colon, or by bold questions."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from florilegium.desk.suggest.interview import Role, Spoken
from florilegium.model import Block

_NAME = re.compile(
    r"(?P<label>[^\W\d_](?:[^\W_]|[ .'’&/-]){0,39}?)"
    r"\s*(?:[:：]\s+|(?<=[^\W\d_a-z])[.)]?\s+[—–]\s+)(?=\S)"
)
_LETTER = re.compile(r"(?P<label>[QAFR])\s*[.:)]\s+(?=\S)")
_ASKING = frozenset(
    {"q", "question", "f", "frage", "interviewer", "p", "pregunta", "d", "domanda"}
)
_WORDS = 5  # a longer label is a sentence
_BOLD = 0.9
_UNSURE = 0.6
_MARKS = ("strong", "emphasis")


@dataclass(frozen=True, slots=True)
class Labelled:
    """The *roles* of the paragraphs and, where the text has them, the *names* they go by."""

    roles: tuple[Spoken, ...]
    names: tuple[str, ...] = ()


def by_names(blocks: Sequence[Block]) -> Labelled | None:
    """Return who speaks by the labels before the paragraphs; None when there are none."""
    labels = [_label(block.text) for block in blocks]
    count = Counter(label for label in labels if label)
    known = {label for label, times in count.items() if times > 1}
    known |= {label for label in count if label.casefold() in _ASKING}
    spoken = [label if label in known else "" for label in labels]
    first = next((number for number, label in enumerate(spoken) if label), len(blocks))
    after = spoken[first:]
    if len(known) < 2 or 3 * sum(map(bool, after)) < len(after):  # noqa: PLR2004  # two speak
        return None
    asker = next((n for n in known if n.casefold() in _ASKING), spoken[first])
    roles: list[Spoken] = [Spoken("before", 1.0)] * first
    names = [""] * first
    for label in after:
        names.append(label or names[-1])
        role: Role = "question" if names[-1] == asker else "answer"
        roles.append(Spoken(role, 1.0))
    return Labelled(tuple(roles), tuple(names))


def by_type(blocks: Sequence[Block]) -> Labelled | None:
    """Return who speaks by what is set bold, slanted or as a heading; None if nothing is."""
    for kind in (*_MARKS, "heading"):
        set_so = [_is_set(block, kind) for block in blocks]
        asked = [block.text.rstrip(" \"'”’»)").endswith(("?", "？")) for block in blocks]
        first = next(
            (n for n, (own, asks) in enumerate(zip(set_so, asked, strict=True)) if own and asks),
            len(blocks),
        )
        here = list(zip(set_so, asked, strict=True))[first:]
        ours = [asks for own, asks in here if own]
        others = [asks for own, asks in here if not own]
        if len(ours) < 2 or not others or 5 * len(ours) < len(others):  # noqa: PLR2004  # a talk
            continue
        share, rest = sum(ours) / len(ours), sum(others) / len(others)
        if share >= 0.5 and share > 2 * rest:  # noqa: PLR2004  # most questions ask
            start = _first_set(set_so, first)
            before = [Spoken("before", 1.0)] * start
            earlier = [
                Spoken("question" if own else "answer", _UNSURE) for own in set_so[start:first]
            ]
            sure: list[Spoken] = [Spoken("question" if own else "answer", 0.97) for own, _ in here]
            return Labelled((*before, *earlier, *sure))
    return None


def _first_set(set_so: Sequence[bool], first: int) -> int:
    """Return where the talk begins, if the first that is set as questions are asks nothing.

    What is set so at the very beginning leads to the text.
    """
    start = first
    for number in range(first - 2, 0, -1):
        if set_so[number] and not set_so[number + 1]:
            start = number
    return start


def _label(text: str) -> str:
    found = _LETTER.match(text) or _NAME.match(text)
    if found is None:
        return ""
    label = " ".join(found["label"].split())
    words = label.split()
    named = len(words) <= _WORDS and any(word[:1].isupper() for word in words)
    return label if named else ""


def _is_set(block: Block, kind: str) -> bool:
    if kind == "heading":
        return block.kind == "heading"
    covered = sum(mark.end - mark.start for mark in block.marks if mark.kind == kind)
    return block.kind != "heading" and covered >= _BOLD * max(1, len(block.text))
