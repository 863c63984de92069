"""The editor's Markdown and the sources, through pandoc: the only module that calls it.

All pieces of one book go through a single run, so that citations are told apart (2018a,
2018b) in the same way everywhere. pandoc runs in its sandbox: it reads no file and no net.
"""

import hashlib
import json
import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from lxml import html

from florilegium.errors import ApparatusError, ConfigError, ToolError
from florilegium.project.config import read_text
from florilegium.project.sources import read_csl
from florilegium.render import footnotes
from florilegium.store.cache import Cache

_READER = "markdown-auto_identifiers-implicit_figures-raw_tex-smart"
_FENCE = ":" * 12
# Notes, glosses, and the reasons of emendations and elisions: a note has no foot of its own.
_OF_NOTES = re.compile(r"-[ngex]\d+(-reason)?\Z")
_CITE_ALL = "---\nnocite: '[@*]'\n---"
_FORMATS = {".yaml": "markdown", ".json": "csljson", ".bib": "biblatex"}


@dataclass(frozen=True, slots=True)
class Prose:
    """What pandoc made: HTML of every piece by its key, and every source's reference by its id."""

    pieces: Mapping[str, str]
    references: Mapping[str, str]
    warnings: tuple[str, ...] = ()


@lru_cache(maxsize=1)
def version() -> str:
    """The version of pandoc in use, such as ``3.9``."""
    import pypandoc  # noqa: PLC0415  # heavy; --help must stay quick

    return str(pypandoc.get_pandoc_version())


def read_sources(path: Path, *, cache: Cache | None = None) -> tuple[dict[str, object], ...]:
    """Return the items of a CSL-YAML, CSL-JSON or BibTeX file as CSL-JSON objects.

    Raises `ConfigError` when pandoc cannot read it or an item has no id.
    """
    text = _as_metadata(path, cache)
    found, _ = _run(
        text, source="markdown", target="csljson", where=f"book/{path.name}", cache=cache
    )
    items = tuple(json.loads(found))
    if not items and read_text(path, name=f"book/{path.name}").strip():
        raise ConfigError(
            "no source found in it",
            where=f"book/{path.name}",
            hint="CSL YAML begins with 'references:' and lists the items below it.",
        )
    return items


def render(
    pieces: Mapping[str, str],
    *,
    bibliography: Path,
    language: str,
    known: frozenset[str],
    cache: Cache | None = None,
) -> Prose:
    """Return *pieces* (Markdown by key) as HTML, their citations resolved.

    *known* are the ids of the sources; a citation of another raises `ApparatusError`, as does
    a piece with an unclosed ``:::``, or a note with a footnote of its own.
    """
    order = tuple(key for key, text in pieces.items() if text.strip())
    for key in order:
        _check_piece(key, pieces[key], known)
    body = "\n\n".join(
        f"{_FENCE} {{.piece #piece-{number}}}\n"
        f"{footnotes.own_names(pieces[key].strip(), number)}\n\n{_FENCE}"
        for number, key in enumerate(order)
    )
    text = f"{_as_metadata(bibliography, cache)}\n\n{_CITE_ALL}\n\n{body}"
    made, warnings = _run(
        text, source=_READER, target="html5", where="book/", cache=cache, extra=(
            "--citeproc", "--mathml", "--wrap=none", "-Mlink-citations=true", f"-Mlang={language}",
        ),
    )  # fmt: skip
    tree = html.fragment_fromstring(made, create_parent="div")
    divs = {div.get("id"): div for div in tree.iterchildren("div", "section")}
    found: dict[str, str] = {}
    for number, key in enumerate(order):
        div = divs.get(f"piece-{number}")
        if div is None or (div.tail or "").strip() or _is_stray(div.getnext()):
            raise ApparatusError(
                "the ':::' fences do not match in this piece, or in the one before it",
                where=key,
                hint="Every '::: something' needs one closing ':::' line.",
            )
        footnotes.place(div, divs.get("footnotes"), key.replace("/", "-"))
        found[key] = _inner(div)
    return Prose(found, _references(divs.get("refs")), warnings)


def _check_piece(key: str, text: str, known: frozenset[str]) -> None:
    bare = re.sub(r"`[^`]*`", "", text)
    for name in re.findall(r"(?<![\w\\])@\{?([A-Za-z0-9_](?:[\w:.#$%&+?<>~/-]*\w)?)", bare):
        if name not in known:
            raise ApparatusError(
                f"cites [@{name}], which is not among the sources",
                where=key,
                hint=f"Add an item with id {name!r} to the file of sources, or mend the key.",
            )
    if _OF_NOTES.search(key) and footnotes.has_footnotes(text):
        raise ApparatusError(
            "has a footnote of its own",
            where=key,
            hint="Say it in the text, or attach it to the text with '::: note'.",
        )


def _as_metadata(path: Path, cache: Cache | None) -> str:
    """The sources as a YAML block that heads a Markdown document."""
    text = read_text(path, name=f"book/{path.name}")
    source = _FORMATS[path.suffix]
    if source != "markdown":
        made, _ = _run(
            text, source=source, target="markdown", where=path.name, extra=("-s",), cache=cache
        )
        return made.strip()
    return read_csl(text, name=f"book/{path.name}")


def _is_stray(node: html.HtmlElement | None) -> bool:
    """Whether *node* stands outside every piece."""
    return (
        node is not None
        and "piece" not in node.classes
        and node.get("id") not in {"refs", "footnotes"}
    )


def _references(refs: html.HtmlElement | None) -> dict[str, str]:
    if refs is None:
        return {}
    return {entry.get("id").removeprefix("ref-"): _inner(entry) for entry in refs}


def _inner(element: html.HtmlElement) -> str:
    parts = [element.text or ""]
    parts += [html.tostring(child, encoding="unicode") for child in element]
    return "".join(parts).strip()


class _Listener(logging.Handler):
    """Keeps what pandoc complains of, so that it becomes a finding."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.heard.append(record.getMessage())


def _run(  # noqa: PLR0913  # what pandoc is told, and where its answer is kept
    text: str,
    *,
    source: str,
    target: str,
    where: str,
    extra: tuple[str, ...] = (),
    cache: Cache | None = None,
) -> tuple[str, tuple[str, ...]]:
    """What pandoc makes of *text*, and its warnings: from the *cache*, if it was asked before."""
    asked = json.dumps(["pandoc", version() if cache else "", text, source, target, *extra])
    key = hashlib.sha256(asked.encode()).hexdigest()
    if cache and (kept := cache.get(key)):
        made, *heard = json.loads(kept)
        return made, tuple(heard)
    answer = _ask(text, source=source, target=target, where=where, extra=extra)
    if cache:
        cache.put(key, json.dumps([answer[0], *answer[1]]).encode())
    return answer


def _ask(
    text: str, *, source: str, target: str, where: str, extra: tuple[str, ...]
) -> tuple[str, tuple[str, ...]]:
    import pypandoc  # noqa: PLC0415  # heavy; --help must stay quick

    handler = _Listener()
    log = logging.getLogger("pypandoc")
    log.addHandler(handler)
    try:
        made = pypandoc.convert_text(
            text, target, format=source, extra_args=list(extra), sandbox=True, verify_format=False
        )
    except OSError as err:
        raise ToolError(
            "pandoc was not found", hint="Install it with: pip install pypandoc_binary"
        ) from err
    except RuntimeError as err:
        raise ConfigError(
            f"pandoc could not read this: {err}", where=where, hint="Mend the passage it names."
        ) from err
    finally:
        log.removeHandler(handler)
    return str(made), tuple(handler.heard)
