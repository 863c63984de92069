"""Warnings of WeasyPrint, as a list instead of on the screen.

In: nothing. Out: its warnings, once each. It never lets one of them be printed.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def listening() -> Iterator[list[str]]:
    """Collect what WeasyPrint says, once each, instead of letting it be printed."""
    heard: list[str] = []

    class Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if (message := record.getMessage()) not in heard:
                heard.append(message)

    logger = logging.getLogger("weasyprint")
    before = (logger.level, logger.propagate)
    ear = Ear(logging.WARNING)
    logger.setLevel(logging.WARNING)
    logger.propagate = False
    logger.addHandler(ear)
    try:
        yield heard
    finally:
        logger.removeHandler(ear)
        logger.setLevel(before[0])
        logger.propagate = before[1]
