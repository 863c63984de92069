"""pandoc asked once for the same thing: its answers are kept under the hash of the question.

Pieces that have nothing to do with each other are asked about in one go, and each is
remembered by itself: of a book that is saved again, only what changed is asked again.
"""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from florilegium.errors import ConfigError
from florilegium.host import pandoc
from florilegium.host.aside import passing_folder
from florilegium.project.citation_style import CitationStyle
from florilegium.store.cache import Cache
from florilegium.store.memory import Memory

Warned = tuple[int, str]  # the number of a piece, and what pandoc warns of there

# What this process knows of single pieces: what was made of each, and the warnings.
_PIECES = Memory[tuple[str, tuple[str, ...]]](limit=16 * 1024 * 1024)
_AT_ONCE = 40  # groups to one run, whose time is limited: a style of a size takes 0.1 s for each


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
    key = _key(script, document, *options, style=style)
    kept = _read(cache.get(key))
    return kept or _keep(cache, key, _run(script, document, options, style))


def ask_each(
    script: str,
    meta: Mapping[str, Any],
    groups: Sequence[Mapping[str, Any]],
    *,
    cache: Cache | None,
    style: CitationStyle,
) -> tuple[pandoc.Answer, ...]:
    """Return what pandoc makes of each of *groups*, with what is in *meta* for all of them.

    The *script* gets several in ``meta.groups``, and leaves a value for each in
    ``meta.written``; each is kept by itself. Raises `PandocError`.
    """
    keys = [_key(script, meta, group, style=style) for group in groups]
    found = {key: kept for key in keys if cache and (kept := _read(cache.get(key)))}
    new = [number for number, key in enumerate(keys) if key not in found]
    for first in range(0, len(new), _AT_ONCE):
        batch = new[first : first + _AT_ONCE]
        content = [{"t": "MetaMap", "c": groups[number]} for number in batch]
        document = {"meta": {**meta, "groups": {"t": "MetaList", "c": content}}, "blocks": []}
        answer = _run(script, document, (), style)
        made = answer.values["written"]["c"]
        for place, (number, written) in enumerate(zip(batch, made, strict=True)):
            told = tuple((-1, words) for group, words in answer.warnings if group == place)
            one = pandoc.Answer({"written": written}, told)
            found[keys[number]] = _keep(cache, keys[number], one) if cache else one
    return tuple(found[key] for key in keys)


def _key(script: str, *asked: object, style: CitationStyle | None) -> str:
    digest = style.digest if style else ""
    return _digest("pandoc", pandoc.release(), script, json.dumps([*asked, digest]))


def _keep(cache: Cache, key: str, answer: pandoc.Answer) -> pandoc.Answer:
    cache.put(key, json.dumps(list(asdict(answer).values())).encode())
    return answer


def ask_pieces(
    script: str,
    pieces: Sequence[str],
    question: Callable[[Sequence[str]], Mapping[str, Any]],
    value: str,
    *,
    cache: Cache | None,
) -> tuple[list[str], tuple[Warned, ...]]:
    """Return what pandoc makes of each of *pieces*, in order, and its warnings.

    *question* is the document that asks about some of them, *value* the name under which
    *script* leaves its answers. Raises `PandocError` with the number of the piece it fails at.
    """
    keys = [_digest("piece", pandoc.release(), script, piece) for piece in pieces]
    known = {key: _PIECES.get(key) if cache else None for key in keys}
    new = [number for number, key in enumerate(keys) if known[key] is None]
    if new:
        try:
            answer = ask(script, question([pieces[number] for number in new]), cache=cache)
        except pandoc.PandocError as err:
            piece = new[err.piece] if err.piece >= 0 else -1
            raise pandoc.PandocError(err.what, piece=piece) from err
        for number, one in zip(new, answer.values[value]["c"], strict=True):
            told = tuple(words for at, words in answer.warnings if new[at] == number)
            known[keys[number]] = made = (str(one["c"]), told)
            _PIECES.put(keys[number], made, len(made[0]))
    found = [known[key] or ("", ()) for key in keys]
    warnings = tuple((number, words) for number, (_, told) in enumerate(found) for words in told)
    return [made for made, _ in found], warnings


def _digest(*asked: str) -> str:
    return hashlib.sha256("\0".join(asked).encode()).hexdigest()


def _read(kept: bytes | None) -> pandoc.Answer | None:
    """Return the answer that was *kept*; None for none, and for what no run of ours has kept."""
    try:
        values, warnings = json.loads(kept or b"")
        told = tuple((int(number), str(words)) for number, words in warnings)
        for name, value in values.items():
            _look(name, value)
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
        return None
    return pandoc.Answer(values, told)


def _look(name: str, value: Mapping[str, Any]) -> None:
    """Raise one of several errors unless *value* is what a filter of ours leaves as *name*."""
    kind, content = value["t"], value["c"]
    if name == "references":
        items = [item["c"]["id"]["t"] for item in content]
        is_sound = kind == "MetaList" and all(isinstance(one, str) for one in items)
    elif name in ("read", "written"):
        is_sound = kind == "MetaList" and all(isinstance(one["c"], str) for one in content)
    else:
        is_sound = kind == "MetaString" and isinstance(content, str)
    if name == "read":
        is_sound = is_sound and all(
            isinstance(json.loads(one["c"])["blocks"], list) for one in content
        )
    elif name == "items" and content.strip():
        is_sound = is_sound and all(isinstance(one, dict) for one in json.loads(content))
    if not is_sound:
        raise ValueError(name)


def _run(
    script: str, document: Mapping[str, Any], options: Sequence[str], style: CitationStyle | None
) -> pandoc.Answer:
    """Run pandoc; it gets a style as a file of ours, which goes with its folder."""
    if style is None or not style.content:
        return pandoc.run(script, document, *options)
    with passing_folder() as folder:
        path = folder / "style.csl"
        path.write_bytes(style.content)
        return pandoc.run(script, document, *options, f"--csl={path}")


def unresolved(err: pandoc.PandocError, style: CitationStyle | None, *, where: str) -> ConfigError:
    """Return *err*, met when citations were resolved, as one of the editor's files.

    It is the *style* where that is a file of the book's, else *where* the sources are.
    """
    if style and style.where.startswith("styles/"):
        hint = "Look at this style: try the book without it. Then at the file of sources."
        return ConfigError(err.what, where=style.where, hint=hint)
    return ConfigError(err.what, where=where, hint="Look at the file of sources.")


def string(text: str) -> dict[str, str]:
    """Return *text* as a value of pandoc's metadata."""
    return {"t": "MetaString", "c": text}
