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
    Accessibility,
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
    Picture,
    Right,
    Section,
    Series,
)
from florilegium.model.text import (
    Action,
    Block,
    BlockKind,
    Change,
    CleanText,
    Mark,
    MarkKind,
    RawText,
    Removal,
    Seed,
)

__all__ = [
    "Accessibility",
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
    "Edition",
    "Elision",
    "Emendation",
    "IndexName",
    "Mark",
    "MarkKind",
    "Matter",
    "Note",
    "PageStart",
    "Pagination",
    "Person",
    "Picture",
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
    "Series",
    "Turn",
]
