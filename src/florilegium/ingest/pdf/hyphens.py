"""Hyphens at the ends of lines: which only divide a word, and which belong to it.

Input the two halves of a word, output the word and whether its hyphen was taken out. A hyphen
goes where the joined word stands elsewhere in the document, or where the patterns of the
language divide it so; else it stays, and is told.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from florilegium.ingest.language import language_of
from florilegium.ingest.pdf.glyphs import HYPHEN

SIGNS = f"-\u2010{HYPHEN}"
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_COMPOUND = re.compile(r"(?<![^\W_])[^\W_]+(?:[-\u2010][^\W_]+)+")
_LAST = re.compile(r"(?<![^\W\d_])([^\W\d_]+)[-\u2010\u00ad]$")
_ADDRESS = ("://", "www.", "@")  # whose hyphens are its own
_FIRST = re.compile(r"[^\W\d_]+")
Divides = Callable[[str], Sequence[int]]
_SAMPLE = 20_000  # letters by which the language is told


@dataclass
class Hyphens:
    """What a document says of its words; *language* is what the file says of itself.

    *joined* and *kept* are the words whose halves were asked for, with the line of the first.
    """

    lines: tuple[str, ...]
    language: str = ""
    joined: list[tuple[str, int]] = field(default_factory=list)
    kept: list[tuple[str, int]] = field(default_factory=list)

    @cached_property
    def words(self) -> frozenset[str]:
        """All words that stand whole in a line."""
        return frozenset(_words(self.lines))

    @cached_property
    def compounds(self) -> frozenset[str]:
        """All words with a hyphen that stand whole in a line."""
        return frozenset(
            word.replace("\u2010", "-").casefold()
            for line in self.lines
            for word in _COMPOUND.findall(line)
        )

    @cached_property
    def patterns(self) -> tuple[Divides, ...]:
        """Where the language divides words, in all its countries."""
        import pyphen  # type: ignore[import-untyped]  # noqa: PLC0415  # only where a line ends so

        code = self.language or language_of("\n".join(self.lines)[:_SAMPLE]).code
        code = re.split("[-_]", code)[0].lower()
        names = sorted(name for name in pyphen.LANGUAGES if re.split("_", name)[0] == code)
        return tuple(pyphen.Pyphen(lang=name).positions for name in names)

    def is_divided(self, before: str, after: str, number: int) -> bool:
        """Tell whether the hyphen that line *before* ends with goes, before the line *after*.

        *number* is that of the first line.
        """
        last, first = _LAST.search(before), _FIRST.match(after)
        if last is None or first is None:
            return before.endswith(HYPHEN)
        head, tail = last[1], first[0]
        if not before.endswith(HYPHEN) and any(
            one in before.rsplit(maxsplit=1)[-1] for one in _ADDRESS
        ):
            return False
        sure = self._is_known(head, tail, soft=before.endswith(HYPHEN))
        (self.joined if sure else self.kept).append((f"{head}-{tail}", number))
        return sure

    def _is_known(self, head: str, tail: str, *, soft: bool) -> bool:
        whole = (head + tail).casefold()
        if f"{head}-{tail}".casefold() in self.compounds:
            return False
        if whole in self.words:
            return True
        if not tail[0].islower() and not head.isupper():
            return False
        both = {head.casefold(), tail.casefold()} <= self.words
        if both and not soft and min(len(head), len(tail)) > 2:  # noqa: PLR2004  # syllables are words, too
            return False
        return any(len(head) in positions(whole) for positions in self.patterns)


def _words(lines: Iterable[str]) -> Iterable[str]:
    """Yield the words of *lines*, but for halves at their ends."""
    cut = False
    for line in lines:
        found = [word.casefold() for word in _WORD.findall(line)]
        start = 1 if cut else 0
        cut = line.endswith(tuple(SIGNS))
        compounds = {half for c in _COMPOUND.findall(line) for half in _WORD.findall(c)}
        inside = {half.casefold() for half in compounds}
        yield from (word for word in found[start : -1 if cut else None] if word not in inside)
