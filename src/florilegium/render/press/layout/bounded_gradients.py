"""Patch of WeasyPrint 70: no gradient, of a sheet or a drawing, repeats its colours without end.

WeasyPrint writes down each repetition of a repeating gradient, so that one of a millionth of a
pixel takes all memory. While the patch lasts, one that would repeat more often than could be
printed is drawn once, and a warning says so; all others are drawn as they were.
"""

import logging
import math
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import wraps
from itertools import cycle
from types import ModuleType, SimpleNamespace
from typing import Any

_MOST = 10_000  # repetitions: a page has fewer dots of a printer from edge to edge
_LOGGER = logging.getLogger("weasyprint")


class _TooOftenError(Exception):
    """A gradient repeats more often than could be printed."""


@contextmanager
def bounded_gradients(images: ModuleType, defs: ModuleType) -> Iterator[None]:
    """While it lasts, gradients of sheets (*images*) and of drawings (*defs*) are bounded."""
    numbers = SimpleNamespace(**{**vars(math), "ceil": _ceil})
    places: list[tuple[Any, str, Any]] = [
        (images, "cycle", _cycle),
        (images, "math", numbers),
        (images.LinearGradient, "layout", _of_sheet(images.LinearGradient.layout)),
        (images.RadialGradient, "layout", _of_sheet(images.RadialGradient.layout)),
        (images.RadialGradient, "_repeat", _within(images.RadialGradient._repeat)),  # noqa: SLF001  # what is mended
        (defs, "cycle", _cycle),
        (defs, "ceil", _ceil),
        (defs, "spread_linear_gradient", _of_drawing(defs.spread_linear_gradient)),
        (defs, "spread_radial_gradient", _of_drawing(_around(defs.spread_radial_gradient))),
    ]
    plain = [getattr(owner, name) for owner, name, _ in places]
    for owner, name, mended in places:
        setattr(owner, name, mended)
    try:
        yield
    finally:
        for (owner, name, _), old in zip(places, plain, strict=True):
            setattr(owner, name, old)


def _cycle(values: Iterable[Any]) -> Iterator[Any]:
    for count, value in enumerate(cycle(values)):
        if count > _MOST:
            raise _TooOftenError
        yield value


def _ceil(value: float) -> int:
    if value > _MOST:
        raise _TooOftenError
    return math.ceil(value)


def _require_few(inner: float, outer: float) -> None:
    """Raise `_TooOftenError` where too many rings from *inner* to *outer* fit into the middle."""
    if inner > _MOST * (outer - inner):
        raise _TooOftenError


def _of_sheet(plain: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(plain)
    def layout(gradient: Any, *rest: Any) -> Any:  # noqa: ANN401  # WeasyPrint has no types
        try:
            return plain(gradient, *rest)
        except _TooOftenError:
            _warn()
            gradient.repeating = False
            return plain(gradient, *rest)

    return layout


def _within(plain: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(plain)
    def repeat(gradient: Any, width: Any, height: Any, scale: Any, points: Any, *rest: Any) -> Any:  # noqa: ANN401
        _require_few(points[2], points[5])
        return plain(gradient, width, height, scale, points, *rest)

    return repeat


def _around(plain: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(plain)
    def spread(  # noqa: PLR0913, PLR0917  # WeasyPrint's own
        how: str, positions: Any, colors: Any, fx: Any, fy: Any, fr: Any, cx: Any, cy: Any, r: Any,  # noqa: ANN401
        *rest: Any,  # noqa: ANN401
    ) -> Any:  # noqa: ANN401  # fmt: skip
        if how != "pad":
            first, last = min(positions), max(positions)
            _require_few(fr + (r - fr) * first, fr + (r - fr) * last)
        return plain(how, positions, colors, fx, fy, fr, cx, cy, r, *rest)

    return spread


def _of_drawing(plain: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(plain)
    def spread(how: str, positions: Any, colors: Any, *rest: Any) -> Any:  # noqa: ANN401  # as above
        try:
            return plain(how, [*positions], [*colors], *rest)
        except _TooOftenError:
            _warn()
            return plain("pad", positions, colors, *rest)

    return spread


def _warn() -> None:
    _LOGGER.warning("A gradient would repeat more than %d times: it is drawn once", _MOST)
