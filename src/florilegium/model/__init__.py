"""The values that pass from stage to stage: frozen, comparable, made of plain data.

Imports nothing of ours. A stage takes one of these and returns the next:

    Seed bytes ─ingest─▶ RawText ─clean─▶ CleanText ─typogrify─▶ CleanText ─annotate─▶ Selection
    Selection, … ─assemble─▶ Book ─xhtml─▶ ContentDocument, … ─▶ Artefact
"""

from florilegium.model.apparatus import (
    Apparatus,
    Elision,
    Emendation,
    Note,
    PlacedElision,
    PlacedEmendation,
    PlacedNote,
    Quotation,
    Selection,
    Turn,
)
from florilegium.model.book import (
    Artefact,
    Book,
    BookMeta,
    ContentDocument,
    Edition,
    IndexName,
    Matter,
    PageStart,
    Pagination,
    Person,
    Right,
    Section,
)
from florilegium.model.text import (
    Action,
    Block,
    BlockKind,
    Change,
    CleanText,
    Doubt,
    Element,
    Hints,
    Mark,
    MarkKind,
    RawText,
    Removal,
    Seed,
)

__all__ = [
    "Action",
    "Apparatus",
    "Artefact",
    "Block",
    "BlockKind",
    "Book",
    "BookMeta",
    "Change",
    "CleanText",
    "ContentDocument",
    "Doubt",
    "Edition",
    "Element",
    "Elision",
    "Emendation",
    "Hints",
    "IndexName",
    "Mark",
    "MarkKind",
    "Matter",
    "Note",
    "PageStart",
    "Pagination",
    "Person",
    "PlacedElision",
    "PlacedEmendation",
    "PlacedNote",
    "Quotation",
    "RawText",
    "Removal",
    "Right",
    "Section",
    "Seed",
    "Selection",
    "Turn",
]
