"""The title above an article: the line most like its beginning, if there is one."""

from collections.abc import Sequence

from florilegium.clean.model.words import Words

# From this probability on, a line is surely the article's.
SURE = 0.7
_ABOVE, _AFTER = 25, 6
_LENGTHS = range(2, 21)


def title_place(about: Words, probabilities: Sequence[float]) -> int | None:
    """Return where the line stands above the article that is most like its beginning.

    *about* are the longer words of the lines.
    """
    top = _top(probabilities)
    start = max(0, top - _ABOVE)
    own = about.sets(range(start, min(top + _AFTER, about.lines)))
    after = set().union(*own[top - start :])
    found = [
        (len(words & after), place)
        for place, words in enumerate(own[: top - start], start)
        if len(words) in _LENGTHS and words & after
    ]
    # Of equals the first; a title said again is a duplicate.
    return max(found, key=lambda one: (one[0], -one[1]))[1] if found else None


def _top(probabilities: Sequence[float]) -> int:
    """Return where the first line stands that is surely the article's."""
    return next((place for place, p in enumerate(probabilities) if p > SURE), 0)
