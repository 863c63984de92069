"""People who make books and texts."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who made the book or a text; *roles* are MARC relators (``edt``, ``trl`` …)."""

    name: str
    file_as: str
    roles: tuple[str, ...]
