"""Refusal of what no machine prints: figures out of range, settings that exclude each other.

In: a print job and what the editor said. Out: nothing, or one clear error. It never knows a
fact of one shop but what the job says of it.
"""

import math
from collections.abc import Callable

from florilegium.errors import ConfigError
from florilegium.model import PrintSettings
from florilegium.model.book import EDITIONS_FILE
from florilegium.render.shop.job import MOST_FOLDED, PrintJob
from florilegium.render.shop.tables import SHEETS, nearest

Where = Callable[[str], str]
# Least and most, in millimetres: an inch of bleed; Bible paper to board; a leaf to a dictionary.
_RANGES = {"bleed": (0.0, 25.4), "caliper": (0.02, 2.0), "spine": (0.2, 120.0)}


def _somewhere(_key: str) -> str:
    return EDITIONS_FILE


def require_possible(job: PrintJob, said: PrintSettings, *, where: Where = _somewhere) -> None:
    """Raise `ConfigError` for a *job* that cannot be printed as the editor *said*.

    *where* gives ``file:line`` of a key of the edition.
    """
    _in_range(job, where)
    _agreed(job, said, where)
    if job.has_spine:
        job.spine(2)  # said before anything is laid out
    if not 1 <= job.signature <= MOST_FOLDED:
        raise ConfigError(
            f"'signature' is {job.signature}",
            where=where("signature"),
            hint=f"Say how many sheets are folded into each other: 1 to {MOST_FOLDED}.",
        )
    if job.sheet and job.sheet not in SHEETS:
        raise ConfigError(
            f"no sheet is called {job.sheet!r}",
            where=where("sheet"),
            hint=nearest(job.sheet, SHEETS),
        )


def _in_range(job: PrintJob, where: Where) -> None:
    ranges = {**_RANGES, "inner": (0.0, round(job.trim[0] / 2, 1))}
    given = {
        "bleed": job.bleed,
        "caliper": job.paper.leaf if job.paper else None,
        "spine": job.spine_width,
        "inner": job.inner,
    }
    for key, value in given.items():
        least, most = ranges[key]
        if value is not None and (math.isnan(value) or not least <= value <= most):
            raise ConfigError(
                f"{key!r} is {value:g}",
                where=where(key),
                hint=f"It is millimetres, {least:g} to {most:g}.",
            )


def _agreed(job: PrintJob, said: PrintSettings, where: Where) -> None:
    """Raise `ConfigError` for two settings that cannot both be kept."""
    if job.colour == "rgb" and (said.standard or job.printer.standard):
        raise ConfigError(
            f'colour = "rgb" keeps the colours of the screen, and {job.standard} has none of them',
            where=where("colour"),
            hint='Leave one of them out: colour = "cmyk" is printed as the standard asks.',
        )
    if job.binding == "saddle" and job.sheets not in ("booklet", None):
        raise ConfigError(
            f'sheets = "{job.sheets}" cannot be folded and stapled: binding is "saddle"',
            where=where("sheets"),
            hint='Take sheets = "booklet", or another binding.',
        )
    if job.sheets == "booklet" and job.binding != "saddle":
        raise ConfigError(
            f'sheets = "booklet" are folded together, and binding is "{job.binding}"',
            where=where("sheets"),
            hint='Take binding = "saddle", or sheets = "two-up".',
        )
    if job.printer.bindings and job.binding not in job.printer.bindings:
        raise ConfigError(
            f"{job.printer.title} does not bind as {job.binding!r}",
            where=where("binding"),
            hint=f"It has: {', '.join(job.printer.bindings)} (looked up {job.printer.looked_up}).",
        )
