"""Values that this process has read from the cache, ready to use: a watched book asks again.

In: a value under the key it has in the cache, and its size. Out: the same value, as long as
there is room; what was not asked for longest goes first. It never makes a value.
"""

from collections import OrderedDict
from typing import Generic, TypeVar

_T = TypeVar("_T")


class Memory(Generic[_T]):
    """Values by key, up to *limit* bytes of what they were read from."""

    def __init__(self, limit: int) -> None:
        """Begin with nothing."""
        self._limit = limit
        self._kept: OrderedDict[str, tuple[_T, int]] = OrderedDict()
        self._size = 0

    def get(self, key: str) -> _T | None:
        """Return the value under *key*, None when it is not here."""
        if key not in self._kept:
            return None
        self._kept.move_to_end(key)
        return self._kept[key][0]

    def put(self, key: str, value: _T, size: int) -> None:
        """Keep *value*, read from *size* bytes, under *key*; one too large is not kept."""
        self._size -= self._kept.pop(key, (None, 0))[1]
        if size > self._limit:
            return
        self._kept[key] = (value, size)
        self._size += size
        while self._size > self._limit:
            _, (_, gone) = self._kept.popitem(last=False)
            self._size -= gone
