"""pandoc asked once for the same thing: its answers are kept under the hash of the question."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from florilegium.host import pandoc
from florilegium.project.citation_style import CitationStyle
from florilegium.store.cache import Cache


def ask(
    script: str,
    document: Mapping[str, Any],
    *options: str,
    cache: Cache | None,
    style: CitationStyle | None = None,
) -> pandoc.Answer:
    """Return what pandoc makes of *document*: from the *cache*, if it was asked before.

    *style* is that of citations, where *options* ask for some. Raises `PandocError`.
    """
    if cache is None:
        return _run(script, document, options, style)
    digest = style.digest if style else ""
    asked = json.dumps(["pandoc", pandoc.release(), script, document, *options, digest])
    key = hashlib.sha256(asked.encode()).hexdigest()
    with suppress(ValueError, TypeError):  # what no run of ours has kept is made anew
        if kept := cache.get(key):
            values, warnings = json.loads(kept)
            return pandoc.Answer(
                {**values}, tuple((int(number), str(words)) for number, words in warnings)
            )
    answer = _run(script, document, options, style)
    cache.put(key, json.dumps(list(asdict(answer).values())).encode())
    return answer


def _run(
    script: str, document: Mapping[str, Any], options: Sequence[str], style: CitationStyle | None
) -> pandoc.Answer:
    """Run pandoc; it gets a style as a file of ours, which goes with its folder."""
    if style is None or not style.content:
        return pandoc.run(script, document, *options)
    with TemporaryDirectory(prefix="florilegium-") as folder:
        path = Path(folder) / "style.csl"
        path.write_bytes(style.content)
        return pandoc.run(script, document, *options, f"--csl={path}")


def string(text: str) -> dict[str, str]:
    """Return *text* as a value of pandoc's metadata."""
    return {"t": "MetaString", "c": text}
