"""Citations resolved: the editor's pieces as HTML, and the reference of every source.

Input: the pieces as pandoc's blocks, the sources, a style. Output: HTML of each piece and of
each reference. All citations of the book are resolved at once, so that 2018a and 2018b are the
same everywhere; those of a style that puts them into notes as `note_citations` says.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from florilegium.errors import ConfigError, FlorilegiumError, raise_all
from florilegium.host import pandoc
from florilegium.project.citation_style import CitationStyle
from florilegium.render import allowed_markup, html_pieces, note_citations
from florilegium.render.bibliography import item_id
from florilegium.render.kept_pandoc import ask, ask_pieces, string, unresolved
from florilegium.store.cache import Cache

# What pandoc's processing of citations looks at, besides citations themselves.
_OF_CITATIONS = ('"Cite"', '"Note"', '"Quoted"', '"refs"')

Tree = Any  # pandoc's JSON: lists, and tables with "t" and "c"


@dataclass(frozen=True, slots=True)
class Sources:
    """What is cited, and how: the items, the language of the book, the *style*.

    *alike* are the ids of works that a style may have to tell apart by letters. *file* is what
    messages call the sources; what pandoc makes of them is kept in *cache*.
    """

    references: Tree
    alike: Sequence[str]
    language: str
    style: CitationStyle
    file: str
    cache: Cache | None

    def in_full(self) -> dict[str, str]:
        """Return how a style without a list of works cites each item, told apart from all."""
        items = self.references["c"]
        names = [item_id(item) for item in items]
        return note_citations.in_full(
            items, names, alone=False, language=self.language, style=self.style, cache=self.cache
        )


@dataclass(frozen=True, slots=True)
class Written:
    """HTML of every piece by its key, of every reference by its id; what pandoc warned of."""

    pieces: Mapping[str, str]
    references: Mapping[str, str]
    warnings: tuple[str, ...]


def write(
    trees: Mapping[str, list[Tree]],
    sources: Sources,
    *,
    series: Sequence[Sequence[str]],
    is_note: Callable[[str], bool],
) -> Written:
    """Return *trees* as HTML, their citations resolved, and the references of *sources*.

    *series* are the keys whose notes are numbered together, *is_note* tells which stand in a
    note. Raises `ConfigError` for a source that no book can hold.
    """
    try:
        in_text, listed, warnings = _cited_in_text(
            {} if sources.style.in_notes else trees, sources
        )
        if sources.style.in_notes:
            in_text, also = note_citations.resolved(
                trees, series, is_note=is_note, references=sources.references,
                before=sources.alike if sources.style.letters_years else (),
                language=sources.language, style=sources.style, cache=sources.cache,
            )  # fmt: skip
            warnings += also
        if not sources.style.has_list:
            full = sources.in_full()
            listed = "".join(f'<div id="ref-{escape(k)}">{v}</div>' for k, v in full.items())
    except pandoc.PandocError as err:
        raise unresolved(err, sources.style, where="book/") from err
    return Written(in_text, _references(listed, sources.file), warnings)


def _cited_in_text(
    trees: Mapping[str, list[Tree]], sources: Sources
) -> tuple[dict[str, str], str, tuple[str, ...]]:
    """HTML of every piece and of the list of all works; what pandoc warned of."""
    asked = {key: json.dumps(blocks) for key, blocks in trees.items()}
    are_cited = {key: _is_cited(text) for key, text in asked.items()}
    cited = [key for key, is_cited in are_cited.items() if is_cited]
    alone = [key for key, is_cited in are_cited.items() if not is_cited]
    meta = {
        "references": sources.references,
        "nocite": {"t": "MetaInlines", "c": [note_citations.citing("*")]},
        "link-citations": {"t": "MetaBool", "c": True},
        "lang": string(sources.language),
    }
    refs = {"t": "Div", "c": [["refs", [], []], []]}
    document = {"meta": meta, "blocks": [*_divs([trees[key] for key in cited]), refs]}
    cache, style = sources.cache, sources.style
    texts = [asked[key] for key in alone]
    written, warned = ask_pieces("pandoc_write.lua", texts, _to_write, "written", cache=cache)
    answer = ask("pandoc_write.lua", document, "--citeproc", cache=cache, style=style)
    *of_cited, listed = [one["c"] for one in answer.values["written"]["c"]]
    made = dict(zip((*alone, *cited), (*written, *of_cited), strict=True))
    warnings = tuple(words for _, words in (*warned, *answer.warnings))
    return {key: made[key] for key in trees}, listed, warnings


def _is_cited(piece: str) -> bool:
    """Whether citations change *piece* (JSON): it has some, a note, or a place for their list."""
    return any(sign in piece for sign in _OF_CITATIONS)


def _to_write(pieces: Sequence[str]) -> Mapping[str, Tree]:
    return {"meta": {}, "blocks": _divs([json.loads(one) for one in pieces])}


def _divs(trees: Sequence[list[Tree]]) -> list[Tree]:
    return [{"t": "Div", "c": [["", [], []], blocks]} for blocks in trees]


def _references(made: str, file: str) -> dict[str, str]:
    """The reference of every source by its id; raises `ConfigError` for what cannot stand."""
    tree = html_pieces.read(made)
    errors: list[FlorilegiumError] = []
    found: dict[str, str] = {}
    for entry in tree:
        name = entry.get("id", "").removeprefix("ref-")
        errors += (
            ConfigError(f"source {name!r}: {fault.what}", where=file, hint=fault.hint)
            for fault in allowed_markup.faults(entry)
        )
        found[name] = html_pieces.inner(entry).strip()
    raise_all(errors)
    return found
