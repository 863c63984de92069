"""The digest of this program, which keeps the results of another one from being used."""

import hashlib
import json
import sys
from functools import cache
from pathlib import Path

from florilegium.store.files import folder_digest


@cache
def digest() -> str:
    """Return the SHA-256 over our own source, Python, and the packages beside us."""
    # Imported here: it takes a tenth of the time that cleaning a page does, start and all.
    from importlib.metadata import distributions  # noqa: PLC0415

    parts = {
        "program": folder_digest(Path(__file__).parents[1]),
        "packages": sorted({f"{one.name} {one.version}" for one in distributions()}),
        "python": sys.version,
    }
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()
