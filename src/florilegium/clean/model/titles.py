"""The line above an article that is most like its beginning: its title, if it has one."""

from collections.abc import Sequence

from florilegium.clean.model.wordlists import telling_words, tokens_of

# From this probability on, a line is surely the article's.
SURE = 0.7
_ABOVE, _AFTER = 25, 6
_LENGTHS = range(2, 21)


def title_place(texts: Sequence[str], probabilities: Sequence[float]) -> int | None:
    """Return where the line stands above the article that is most like its beginning."""
    near = [set(telling_words(tokens_of(text))) for text in texts[: _top(probabilities) + _AFTER]]
    return _place(near, probabilities)


def title_words(own: Sequence[set[str]], probabilities: Sequence[float]) -> set[str]:
    """Return the longer words of that line, where *own* are those of every line."""
    place = _place(own, probabilities)
    return set() if place is None else own[place]


def _place(own: Sequence[set[str]], probabilities: Sequence[float]) -> int | None:
    top = _top(probabilities)
    after = set().union(*own[top : top + _AFTER])
    found = [
        (len(own[place] & after), place)
        for place in range(max(0, top - _ABOVE), top)
        if len(own[place]) in _LENGTHS and own[place] & after
    ]
    # Of equals the first; a title said again is a duplicate.
    return max(found, key=lambda one: (one[0], -one[1]))[1] if found else None


def _top(probabilities: Sequence[float]) -> int:
    """Return where the first line stands that is surely the article's."""
    return next((place for place, p in enumerate(probabilities) if p > SURE), 0)
