"""The index of names: where the texts name the people the editor listed.

Input: selections and ``names.toml``. Output: the same selections with a mark on every name.
The longest form wins, so that "Hillary Clinton" is never also "Clinton".
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

from florilegium.model import Block, IndexName, Mark, Selection


def mark_names(
    selections: Sequence[Selection], names: Sequence[IndexName]
) -> tuple[Selection, ...]:
    """Return *selections* with marks of kind ``name``.

    Their ref is ``name-<heading>-<n>-<slug>``, the *n*-th place in that text: a name more in
    one text leaves the others as they are.
    """
    owner = {form: number for number, name in enumerate(names) for form in name.forms}
    if not owner:
        return tuple(selections)
    pattern = _pattern(owner)
    numbers = {_plain(form): number for form, number in owner.items()}
    return tuple(_marked(selection, pattern, numbers) for selection in selections)


def unused_forms(
    selections: Sequence[Selection], names: Sequence[IndexName]
) -> tuple[tuple[str, str], ...]:
    """Return ``(heading, form)`` for every form that no text uses."""
    owner = {form: number for number, name in enumerate(names) for form in name.forms}
    if not owner:
        return ()
    pattern = _pattern(owner)
    used = {
        _plain(found[0])
        for selection in selections
        for block in selection.blocks
        for found in pattern.finditer(block.text)
    }
    return tuple(
        (name.heading, form) for name in names for form in name.forms if _plain(form) not in used
    )


def _pattern(forms: dict[str, int]) -> re.Pattern[str]:
    longest_first = sorted(forms, key=len, reverse=True)
    choices = "|".join(_spaced(form) for form in longest_first)
    return re.compile(rf"(?<!\w)(?:{choices})(?!\w)")


def _spaced(form: str) -> str:
    words = (re.sub("['’]", "['’]", re.escape(word)) for word in form.split())
    return r"\s+".join(words)


def _plain(text: str) -> str:
    return " ".join(text.replace("’", "'").split())


def _marked(selection: Selection, pattern: re.Pattern[str], numbers: dict[str, int]) -> Selection:
    counts: Counter[int] = Counter()

    def place(form: str) -> str:
        number = numbers[_plain(form)]
        counts[number] += 1
        return f"name-{number}-{counts[number]}-{selection.slug}"

    return replace(
        selection, blocks=tuple(_mark(block, pattern, place) for block in selection.blocks)
    )


def _mark(block: Block, pattern: re.Pattern[str], place: Callable[[str], str]) -> Block:
    marks = tuple(
        Mark(found.start(), found.end(), "name", place(found[0]))
        for found in pattern.finditer(block.text)
    )
    return replace(block, marks=(*block.marks, *marks)) if marks else block
