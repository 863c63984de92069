"""A small book made by hand, with one of everything."""

from florilegium.model import (
    Block,
    Book,
    BookMeta,
    Change,
    Index,
    IndexHeading,
    Mark,
    Person,
    PlacedElision,
    PlacedEmendation,
    PlacedNote,
    Removal,
    Right,
    Section,
    Seed,
    Selection,
)
from florilegium.render.pandoc import Prose
from florilegium.render.xhtml import Production

META = BookMeta(
    title="Rain & Weather",
    subtitle="A Reader",
    language="en-US",
    identifier="urn:x",
    publisher="Press",
    date="2026-01-02",
    rights="All free.",
    description="",
    subjects=(),
    people=(Person("Ann", "Ann", ("edt",)), Person("Bo", "Bo", ("edt",))),
)
BLOCKS = (
    Block("heading", "Part", (1, 1), level=4),
    Block("paragraph", "Why?", (2, 2), speaker="The Gauge", opens_turn=True),
    Block(
        "paragraph",
        "Rain falls […] live.",
        (3, 3),
        speaker="Flood",
        opens_turn=True,
        marks=(
            Mark(0, 4, "note", "rain-n1"),
            Mark(5, 10, "gloss", "rain-g1"),
            Mark(11, 14, "elision", "rain-x1"),
            Mark(15, 19, "emendation", "rain-e1"),
            Mark(0, 4, "name", "name-rain-1-rain"),
        ),
    ),
    Block("item", "one", (4, 4)),
    Block("item", "two", (5, 5)),
    Block("quote", "said", (6, 6)),
)
SELECTION = Selection(
    slug="rain",
    seed=Seed("rain.txt", "0" * 64, "text/plain", "utf-8"),
    source="rain2020",
    language="de",
    title="Rain",
    deck="A deck",
    byline="Ann Author",
    date="",
    blocks=BLOCKS,
    notes=(
        PlacedNote("rain-n1", "note", "1", "Rain", "x"),
        PlacedNote("rain-g1", "gloss", "°", "falls", "x"),
    ),
    emendations=(PlacedEmendation("rain-e1", "a", "life", "live", "x", (3, 3)),),
    elisions=(PlacedElision("rain-x1", "[…]", "three words here", "x", (3, 3)),),
    removals=(
        Removal("menu", "menu", "removed", "A menu.", (7, 7), "Home About", 6),
        Removal("menu", "menu", "removed", "A menu.", (8, 8), "Search", 7),
        Removal("title", "title", "lifted", "It heads.", (9, 9), "Rain", 8),
    ),
    changes=(Change("quotes", 4),),
)
BOOK = Book(
    meta=META,
    sections=(
        Section("half-title", "half-title", "front", "Half-title"),
        Section("title-page", "title-page", "front", "Title page"),
        Section("copyright", "copyright", "front", "Copyright"),
        Section("contents", "contents", "front", "Contents"),
        Section("preface", "preface", "front", "Preface", body="x"),
        Section("part-1", "part", "body", "Voices"),
        Section("rain", "chapter", "body", "Rain", selection="rain"),
        Section("glossary", "glossary", "back", "Glossary"),
        Section("textual-note", "textual-note", "back", "Note on the Text"),
        Section("sources", "sources", "back", "Sources"),
        Section("index", "index", "back", "Index"),
        Section("colophon", "colophon", "back", "Colophon"),
    ),
    selections=(SELECTION,),
    rights=(Right("rain2020", "The Gauge", "licence", "Licensed.", licence="CC-BY-4.0"),),
    index=Index(
        (
            IndexHeading("rain", "Rain, King", forms=("Rain",)),
            IndexHeading("storm", "Storm", see="Rain, King"),
        ),
        ranges="single",
        of_names=True,
    ),
)
PROSE = Prose(
    pieces={
        "preface": "<h1>Use</h1><p>Read <em>it</em>.</p>",
        "rain/headnote": "<p>A headnote.</p>",
        "rain/questions": '<ol type="1"><li>Who?</li></ol>',
        "rain-n1": "<p>A note.</p>",
        "rain-g1": "<p>comes <em>down</em></p>",
        "rain-e1-reason": "<p>A slip.</p>",
        "rain-x1-reason": "<p>Too long.</p>",
    },
    references={"rain2020": "<em>The Gauge</em>. 2020."},
)
PRODUCTION = Production(
    ("Serif", "Sans"),
    (("florilegium", "1"), ("weasyprint", "70"), ("ebooklib", "0.20"), ("pandoc", "3.9")),
    "f" * 64,
)
