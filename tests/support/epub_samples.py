"""A small invented book as content documents: one of everything the shared XHTML knows."""

from pathlib import Path

from florilegium.model import (
    Artefact,
    BookMeta,
    ContentDocument,
    Edition,
    PageStart,
    Pagination,
    Person,
)
from florilegium.project.styles import find_styles
from florilegium.render import epub
from florilegium.render.epub.leaves import leaves
from florilegium.render.epub.pagelist import flow_text

STYLES = find_styles()
EDITION = Edition("ebook", "epub")
META = BookMeta(
    title="The Lamp & the Ledger",
    subtitle="Two Voices from a Harbour Town",
    language="en",
    identifier="urn:uuid:6b2f3c5e-8f0e-4b5c-9a43-2f6d1c0a7e11",
    publisher="Quay Readers",
    date="2026-03-02",
    rights="Invented for the tests.",
    description="Two invented texts and everything that an editor can add to them.",
    subjects=("Harbours", "Lamps"),
    people=(
        Person("Ada Quill", "Quill, Ada", ("edt",)),
        Person("Jonas Wehr", "Wehr, Jonas", ("trl", "win")),
    ),
)

_OPEN = (
    'xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" '
    'lang="{language}" xml:lang="{language}"'
)

KEEPER = """
<section {open} epub:type="chapter" role="doc-chapter" class="chapter" id="keeper"
 aria-labelledby="keeper-title">
<header class="chapter-head"><h1 class="title" id="keeper-title">The Keeper Speaks</h1>
<p class="deck">Why a lamp must be trimmed twice a night.</p><p class="byline">By Tamsin Orr</p>
<p class="source-line">From <i>The Quay Gazette</i>, 1911</p></header>
<section class="headnote" epub:type="introduction" role="doc-introduction"
 aria-label="Headnote"><p>The keeper was asked at the door. The reporter’s <em>name</em> is
 not known.</p></section>
<div class="text">
<p id="keeper-p1">It was a little before dusk when <span class="name" id="name-1-1">Tamsin
 Orr</span> opened the door<a class="note-call" epub:type="noteref" role="doc-noteref"
 id="keeper-n1-call" href="#keeper-n1">1</a> and set down the oil-can.</p>
<h2>At the door</h2>
<p class="turn question" id="keeper-p2"><span class="speaker">Gazette</span> How long does a
 wick<a class="note-call gloss-call" epub:type="noteref" role="doc-noteref" id="keeper-g1-call"
 href="#keeper-g1">°</a> last?</p>
<p class="turn answer" id="keeper-p3"><span class="speaker">Orr</span> Four hours, if the wind
 <span class="emendation">is</span><a class="text-call" id="keeper-e1"
 href="#keeper-e1-record">a</a> kind. <a class="elision" id="keeper-x1"
 href="#keeper-x1-record">[…]</a> Nobody in the town sleeps while it burns, and nobody in the
 town sleeps when it does not, so that in the long run it comes to the same thing.</p>
<p class="answer">My mother said <em lang="cy">golau</em> for it.</p>
<blockquote><p>Trim, fill, and turn the glass.</p></blockquote>
<ul><li>oil</li><li>wick</li></ul><pre class="code">lamp --trim</pre>
<p class="verse">The lamp is low,<br/>the ledger long.</p>
</div>
<section class="questions" role="region" aria-labelledby="keeper-questions">
<h2 id="keeper-questions">Questions for discussion</h2><ol><li>Who is speaking?</li></ol></section>
<section class="notes" epub:type="footnotes" role="doc-endnotes" aria-label="Notes">
<aside class="note" epub:type="footnote" role="doc-footnote" id="keeper-n1" data-label="1">
<p>The door still stands; see <a href="#clerk">the clerk’s account</a>.</p>
<p>It was painted in <i>1920</i>.</p></aside>
<aside class="note gloss" epub:type="footnote" role="doc-footnote" id="keeper-g1"
 data-label="°"><p><b class="lemma">wick</b> The cord that draws the oil.</p></aside>
</section></section>
"""

CLERK = """
<section {open} epub:type="chapter" role="doc-chapter" class="chapter" id="clerk"
 aria-labelledby="clerk-title">
<header class="chapter-head"><h1 class="title" id="clerk-title">Aus dem Kassenbuch</h1></header>
<div class="text"><p>Am Abend kam <span class="name" id="name-1-2">Tamsin Orr</span> und zahlte
 für drei Kannen Öl.</p><p>Die Ausgaben sind seither nicht gestiegen.</p></div></section>
"""

LEDGER = """
<section {open} class="textual-note" id="textual-note"><h1>Note on the Text</h1>
<p>What was removed, and why.</p>
<table class="ledger"><caption>Emendations</caption>
<thead><tr><th scope="col">Page</th><th scope="col">The book reads</th></tr></thead>
<tbody><tr id="keeper-e1-record"><td><a class="locator" href="#keeper-e1"></a></td>
<td>is</td></tr></tbody></table>
<table class="ledger"><caption>Elisions</caption>
<thead><tr><th scope="col">Page</th><th scope="col">Left out</th></tr></thead>
<tbody><tr id="keeper-x1-record"><td><a class="locator" href="#keeper-x1"></a></td>
<td>a remark on the weather</td></tr></tbody></table></section>
"""

INDEX = """
<section {open} epub:type="index" role="doc-index" class="index" id="index"><h1>Index</h1>
<ul class="index"><li>Orr, Tamsin, <a class="locator" href="#name-1-1"></a>,
 <a class="locator" href="#name-1-2"></a></li></ul></section>
"""

_PLAIN = {
    "half-title": '<h1 class="title">The Lamp &amp; the Ledger</h1>',
    "title-page": '<h1 class="title">The Lamp &amp; the Ledger</h1><p class="subtitle">Two Voices '
    'from a Harbour Town</p><p class="editors">Edited by Ada Quill</p>'
    '<p class="publisher">Quay Readers</p><p class="date">2026</p>',
    "copyright": "<h1>Copyright</h1><p>Invented for the tests.</p>",
    "preface": "<h1>Preface</h1><p>Begin with <a href='#keeper'>the keeper</a>, or with "
    "<a href='#contents'>the contents</a>.</p>",
    "part-1": "<h1>On the Quay</h1>",
    "chronology": '<h1>Chronology</h1><dl class="chronology"><dt>1911</dt><dd>The lamp.</dd></dl>',
    "glossary": '<h1>Glossary</h1><dl class="glossary"><dt>wick</dt><dd>The cord that draws the '
    'oil, <a class="locator" href="#keeper-g1-call"></a></dd></dl>',
    "sources": '<h1>Sources</h1><div id="refs" class="references csl-bib-body hanging-indent">'
    '<div id="ref-quay" class="csl-entry"><em>The Quay Gazette</em>, 1911.</div></div>',
    "colophon": "<h1>Colophon</h1><p>Set in Source Serif 4.</p>",
}
_TYPES = {
    "half-title": "halftitlepage",
    "title-page": "titlepage",
    "copyright": "copyright-page",
    "preface": "preface",
    "part-1": "part",
    "glossary": "glossary",
    "sources": "bibliography",
    "colophon": "colophon",
}
CONTENTS = """
<section {open} class="contents" id="contents"><h1>Contents</h1><ol class="contents">
<li class="depth-1 kind-chapter"><a href="#keeper">The Keeper Speaks</a>
<a class="locator" href="#keeper"></a></li></ol></section>
"""


def document(name: str, xhtml: str = "", **changes: object) -> ContentDocument:
    """Return the section *name* of the sample book, or another one made of *xhtml*."""
    fields: dict[str, object] = {
        "id": name,
        "kind": name,
        "matter": "back",
        "title": name.title(),
        "language": "en",
    } | changes
    if not xhtml:
        kind = f'epub:type="{_TYPES[name]}"' if name in _TYPES else ""
        xhtml = f'<section {{open}} {kind} class="{name}" id="{name}">{_PLAIN[name]}</section>'
    opened = xhtml.replace("{open}", _OPEN.format(language=fields["language"]))
    return ContentDocument(xhtml=opened.strip(), **fields)  # type: ignore[arg-type]


def chapter(slug: str, body: str, **changes: object) -> ContentDocument:
    """Return a chapter of which only the *body* matters."""
    xhtml = (
        f'<section {{open}} epub:type="chapter" class="chapter" id="{slug}">'
        f"<h1>{slug.title()}</h1>{body}</section>"
    )
    fields: dict[str, object] = {"kind": "chapter", "matter": "body"} | changes
    return document(slug, xhtml, **fields)


def sample_book() -> tuple[ContentDocument, ...]:
    """Return the whole book in reading order."""
    body = {"kind": "chapter", "matter": "body", "depth": 2}
    return (
        document("half-title", matter="front", depth=0),
        document("title-page", matter="front", depth=0),
        document("copyright", matter="front", depth=0),
        document("contents", CONTENTS, matter="front", depth=0),
        document("preface", matter="front"),
        document("part-1", kind="part", matter="body", title="On the Quay"),
        document("keeper", KEEPER, title="The Keeper Speaks", **body),
        document("clerk", CLERK, title="Aus dem Kassenbuch", language="de", **body),
        document("chronology"),
        document("glossary"),
        document("textual-note", LEDGER, title="Note on the Text"),
        document("sources"),
        document("index", INDEX, title="Index"),
        document("colophon"),
    )


def page_start(label: str, section: ContentDocument, words: str) -> PageStart:
    """Return the page *label* that begins where *section* says *words*."""
    (leaf,) = leaves([section])
    flow = flow_text(leaf.tree)
    return PageStart(label, section.id, flow.index("".join(words.casefold().split())))


def sample_pagination() -> Pagination:
    """Return page facts such as the print edition of the sample book would give."""
    book = {section.id: section for section in sample_book()}
    starts = (
        PageStart("i", "half-title", 0),
        PageStart("iii", "title-page", 0),
        PageStart("iv", "copyright", 0),
        PageStart("v", "contents", 0),
        PageStart("vii", "preface", 0),
        PageStart("1", "part-1", 0),
        PageStart("3", "keeper", 0),
        page_start("4", book["keeper"], "thetownsleepswhenit"),
        PageStart("5", "clerk", 0),
        page_start("6", book["clerk"], "gabensindseither"),
        PageStart("7", "index", 0),
    )
    folios = {"name-1-1": "3", "name-1-2": "5", "keeper-e1": "3", "keeper-x1": "3"}
    return Pagination(folios | {"keeper-g1-call": "3"}, starts)


def write_sample(folder: Path, *, cover: bytes) -> Artefact:
    """Write the book as ``book.epub`` into *folder*."""
    return epub.write(
        sample_book(),
        meta=META,
        edition=EDITION,
        styles=STYLES,
        target=folder / "book.epub",
        pagination=sample_pagination(),
        cover=cover,
    )
