"""The share of a line that stands in another text, by its runs of four words."""

from collections.abc import Sequence

_RUN = 4
# Of a line that has so much in common with a text, the text has it.
SAME = 0.5


class Overlap:
    """A text, given as its words, ready to be asked for lines."""

    def __init__(self, words: Sequence[str]) -> None:
        """Learn the runs of *words*."""
        self._flat = f" {' '.join(words)} "
        self._runs = set(_runs(words))

    def share(self, line: Sequence[str]) -> float:
        """Return the share of the runs of *line* that stand in the text, 0 to 1.

        A line of fewer than four words stands there whole or not at all.
        """
        if is_short(line):
            return float(bool(line) and f" {' '.join(line)} " in self._flat)
        runs = _runs(line)
        return sum(run in self._runs for run in runs) / len(runs)


def is_short(line: Sequence[str]) -> bool:
    """Tell whether *line* has too few words for a run, so that it may be found by chance."""
    return len(line) < _RUN


def _runs(words: Sequence[str]) -> list[tuple[str, ...]]:
    return list(zip(*(words[at:] for at in range(_RUN)), strict=False))
