"""The editor's Markdown and the sources, through pandoc, into HTML that a book can hold.

Input: pieces of Markdown by key, and a bibliography. Output: HTML of each, citations resolved
in one run for the whole book, so that 2018a and 2018b are told apart in the same way
everywhere. Each piece is read by itself and without metadata: it can name no file and no
address that anything would open, and what it may show is one list (`allowed_markup`). It never
leaves anything out: what a book cannot hold is an error.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from florilegium.errors import ApparatusError, raise_all
from florilegium.host import pandoc
from florilegium.host.pandoc import version
from florilegium.project.citation_style import CitationStyle
from florilegium.render import (
    allowed_markup,
    footnotes,
    html_pieces,
    markdown_places,
    markdown_source,
    markdown_tree,
)
from florilegium.render.allowed_markup import Fault
from florilegium.render.bibliography import Files, named, read_sources
from florilegium.render.bibliography import bibliography as read_bibliography
from florilegium.render.citations import Sources, write
from florilegium.render.kept_pandoc import ask_pieces, string
from florilegium.render.markdown_places import Refer, ToldEvent, nowhere
from florilegium.render.note_citations import alike
from florilegium.store.cache import Cache
from florilegium.store.memory import Memory

__all__ = ["Prose", "read_sources", "render", "version"]

_READER = (
    "markdown-auto_identifiers-implicit_figures-raw_tex-latex_macros-task_lists-native_divs-native_spans"
    "-yaml_metadata_block-pandoc_title_block-mmd_title_block-smart"
)
_CITED = re.compile(r'data-cites="([^"]*)"')
_MAY_HAVE_ID = re.compile('"(?:Div|Span|Header)"')
_UNUSED = "but not used"  # how pandoc says that a footnote's text would be left out
# Notes, glosses, and the reasons of emendations and elisions: a note has no foot of its own.
_OF_NOTES = re.compile(r"-[ngex]\d+(-reason)?\Z")
_FOOTNOTE = Fault(
    "has a footnote that nothing calls",
    "Call it in the text with its name, such as [^1], or take it out.",
    "[^",
)

_SOUND = Memory[bool](limit=16 * 1024 * 1024)  # pieces that this process found nothing wrong in

# Where an editor finds the words of a piece: its key and the words → ``file:line``.
Place = Callable[[str, str], str]


@dataclass(frozen=True, slots=True)
class Prose:
    """What pandoc made: HTML of every piece by its key, every source's reference by its id.

    *alone* are references that stand by themselves (``standalone``). *events* are those told in
    the pieces; the words of each are a piece of its own.
    """

    pieces: Mapping[str, str]
    references: Mapping[str, str]
    warnings: tuple[str, ...] = ()
    alone: Mapping[str, str] = field(default_factory=dict)
    events: tuple[ToldEvent, ...] = ()

    def reference(self, source: str) -> str:
        """Return the reference of *source* as it stands by itself; nothing where it has none."""
        return self.alone.get(source) or self.references.get(source, "")

    def cited(self, key: str) -> tuple[str, ...]:
        """Return the ids of the works that the piece *key* cites, in order."""
        found = _CITED.findall(self.pieces.get(key, ""))
        return tuple(dict.fromkeys(name for names in found for name in names.split()))


def _by_key(key: str, _words: str) -> str:
    return key


def render(  # noqa: PLR0913  # what is read, in whose terms, and where it is kept
    pieces: Mapping[str, str],
    *,
    bibliography: Files,
    language: str,
    known: frozenset[str],
    cache: Cache | None = None,
    place: Place = _by_key,
    style: CitationStyle | None = None,
    refer: Refer = nowhere,
    series: Sequence[Sequence[str]] = (),
) -> Prose:
    """Return *pieces* (Markdown by key) as HTML, their citations resolved.

    *known* are the ids of the sources, *style* is that of citations (None: the common one),
    *refer* finds the places that are referred to, *series* are the keys whose notes are numbered
    together, for a style that cites in notes. Raises an `ApparatusError` for everything
    that a book cannot hold; *place* says where it stands.
    """
    order = tuple(key for key, text in pieces.items() if text.strip())
    read, warned = _read_pieces({key: pieces[key] for key in order}, cache, place)
    trees = _trees(read, place)
    faults = [
        (key, fault)
        for key, blocks in trees.items()
        for fault in _faults(key, pieces[key], blocks, known)
    ]
    faults += [(key, _FOOTNOTE) for key, words in warned if _UNUSED in words]
    events, told = _places(trees, read, refer, faults)
    # The others are looked at all the same, so that one run shows all there is to mend.
    wrong = {key for key, _ in faults}
    sound = [key for key in order if key not in wrong] + [*told]
    trees |= told
    listed = read_bibliography(bibliography, cache)
    sources = Sources(
        listed.references,
        alike(listed.items),
        language,
        style or CitationStyle(),
        named(bibliography),
        cache,
    )
    written = write({key: trees[key] for key in sound}, sources, series=series, is_note=_is_note)
    found = written.pieces
    faults += [
        (key, fault) for key in sound if key in pieces for fault in _markup_faults(found[key])
    ]
    raise_all(
        ApparatusError(
            fault.what, where=place(key, _words_in(pieces[key], fault)), hint=fault.hint
        )
        for key, fault in dict.fromkeys(faults)
    )
    found = {key: footnotes.placed(made, key) for key, made in found.items()}
    warnings = (*_said(warned, place), *written.warnings)
    return Prose(found, written.references, warnings, events=events)


def _faults(key: str, text: str, blocks: list[Any], known: frozenset[str]) -> tuple[Fault, ...]:
    """What is wrong in a piece; one in which nothing was is not looked at again."""
    is_note = _is_note(key)
    asked = f"{is_note} {hash(known)} {text}"
    if _SOUND.get(asked):
        return ()
    found = tuple(markdown_tree.faults(text, blocks, known, is_note=is_note))
    if not found:
        _SOUND.put(asked, value=True, size=len(text))
    return found


def _places(
    trees: Mapping[str, list[Any]],
    read: Mapping[str, str],
    refer: Refer,
    faults: list[tuple[str, Fault]],
) -> tuple[tuple[ToldEvent, ...], dict[str, list[Any]]]:
    """Make the references in *trees* links; return the events told there, and their words.

    *read* is each as pandoc's JSON: most have nothing of the kind in them, and it shows there.
    """
    events: list[ToldEvent] = []
    told: dict[str, list[Any]] = {}
    own = markdown_places.own_places(
        {key: blocks for key, blocks in trees.items() if _MAY_HAVE_ID.search(read[key])}
    )
    for key, blocks in trees.items():
        wrong: list[Fault] = []
        if markdown_places.SEE in read[key]:
            wrong += markdown_places.link_references(key, blocks, refer, own)
        if '"event"' in read[key]:
            for event, words in markdown_places.take_events(key, blocks, wrong):
                events.append(event)
                told[event.id] = words
        faults += [(key, fault) for fault in wrong]
    return tuple(events), told


def _words_in(piece: str, fault: Fault) -> str:
    """The part of *fault*'s words that stands so in the *piece*: pandoc may have changed some."""
    words = fault.words
    while words and words not in piece:
        words = words[: len(words) // 2] if len(words) > 1 else ""
    return words


# -- the steps -----------------------------------------------------------------------------


def _read_pieces(
    pieces: Mapping[str, str], cache: Cache | None, place: Place
) -> tuple[dict[str, str], tuple[tuple[str, str], ...]]:
    """Every piece as pandoc reads it, in its JSON, and its warnings with their pieces."""
    order = tuple(pieces)
    raise_all(
        ApparatusError(fault.what, where=place(key, fault.words), hint=fault.hint)
        for key in order
        for fault in markdown_source.bracket_faults(pieces[key])
    )
    # A line's end, so that pandoc reads a block even where there is but one line.
    texts = [f"{pieces[key].strip()}\n" for key in order]
    try:
        read, warnings = ask_pieces("pandoc_read.lua", texts, _to_read, "read", cache=cache)
    except pandoc.PandocError as err:
        where = place(order[err.piece], "") if err.piece >= 0 else "book/"
        raise ApparatusError(
            err.what, where=where, hint="Take the nested brackets, quotations or lists out of it."
        ) from err
    warned = tuple((order[number], words) for number, words in warnings)
    return dict(zip(order, read, strict=True)), warned


def _trees(read: Mapping[str, str], place: Place) -> dict[str, list[Any]]:
    """The blocks of every piece."""
    trees: dict[str, list[Any]] = {}
    for key, made in read.items():
        try:
            trees[key] = json.loads(made)["blocks"]
        except RecursionError:
            raise ApparatusError(
                "lists, quotations or brackets stand one within the other too many times",
                where=place(key, ""), hint="Take some of them out.",
            ) from None  # fmt: skip
    return trees


def _to_read(texts: Sequence[str]) -> Mapping[str, Any]:
    pieces = {"t": "MetaList", "c": [string(text) for text in texts]}
    return {"meta": {"reader": string(_READER), "pieces": pieces}, "blocks": []}


def _said(warned: Iterable[tuple[str, str]], place: Place) -> Iterable[str]:
    return (f"{place(key, '')}: {words}" for key, words in warned)


def _is_note(key: str) -> bool:
    return bool(_OF_NOTES.search(key))


# -- what came of it -----------------------------------------------------------------------


def _markup_faults(made: str) -> Iterable[Fault]:
    return allowed_markup.faults(html_pieces.read(made))
