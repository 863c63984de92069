"""A small invented book as the shared XHTML: every kind of document the press has to set."""

from florilegium.model import BookMeta, ContentDocument, Edition, Person

META = BookMeta(
    title="Lamps and Ferries",
    subtitle="A Reader on Small Public Works",
    language="en",
    identifier="urn:uuid:4d7a1f52-8c11-4a57-9a44-000000000001",
    publisher="The Quay Press",
    date="2024-09-02",
    rights="All rights reserved.",
    description="Two texts on things a town keeps going.",
    subjects=("Public works", "Interviews"),
    people=(
        Person("Ada Verhoeven", "Verhoeven, Ada", ("edt",)),
        Person("Jonas Lindqvist", "Lindqvist, Jonas", ("edt",)),
    ),
)
PRINT = Edition("print", "pdf")

_HEAD = (
    '<section xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" '
    'class="{kind}" id="{id}" lang="{language}" xml:lang="{language}"{more}>'
)
_PROSE = (
    (
        "The lamps were lit at dusk by a man who owned a ladder and a book of matches, and "
        "who was paid by the lamp. He kept an account of each: which had burned until "
        "morning, which had failed, and what the wind had been. Nobody had asked him to. When"
        " the town took the lamps over it took the account over too, and for eleven years the"
        " engineers went on filling in the columns he had ruled, extraordinarily "
        "conscientious about a form that no regulation required."
    ),
    (
        "It is easy to make such a man into a parable. The record shows somebody more "
        "interesting: a lamplighter who quarrelled with the council about the price of oil, "
        "who lost the quarrel, and who wrote the outcome down in the same hand as the "
        "weather. The account is not an argument. It is a habit of noticing, kept up in "
        "public and handed on, and the town that inherited it found that it could not think "
        "about its streets in any other way."
    ),
    (
        "What follows from this for the rest of us is a smaller claim than is usually made. "
        "Institutions do not run on ideals, and they do not run on incentives either, or not "
        "for long. They run on the columns somebody ruled. An administration that loses its "
        "columns loses, quite literally, the ability to see; and the loss is not noticed, "
        "because noticing was what the columns were for."
    ),
    (
        "There were forty-one lamps between the harbour and the upper gate. In the winter of "
        "the long frost nineteen of them were out on a single night, and the account gives "
        "the reason for each in a word or two: <em>glass</em>, <em>oil</em>, <em>glass</em>, "
        "<em>boys</em>. The entry for the next morning is the longest in the book, and it is "
        "about a dog."
    ),
)


def document(  # noqa: PLR0913  # the fields of a ContentDocument, with defaults
    name: str,
    content: str,
    *,
    kind: str = "chapter",
    matter: str = "body",
    title: str = "",
    language: str = "en",
    opens: str = "recto",
    depth: int = 1,
    running_head: str = "",
    more: str = "",
) -> ContentDocument:
    head = _HEAD.format(kind=kind, id=name, language=language, more=f" {more}" if more else "")
    return ContentDocument(
        id=name,
        kind=kind,
        matter=matter,
        title=title or name.title(),
        language=language,
        xhtml=f"{head}{content}</section>",
        running_head=running_head,
        depth=depth,
        opens=opens,
    )


def chapter(name: str, *, title: str = "A Chapter", paragraphs: int = 4) -> ContentDocument:
    """An unadorned chapter of *paragraphs* paragraphs."""
    text = "".join(f'<p id="{name}-p{n}">{_PROSE[n % len(_PROSE)]}</p>' for n in range(paragraphs))
    head = (
        f'<header class="chapter-head"><h1 class="title" id="{name}-title">{title}</h1></header>'
    )
    return document(name, f'{head}<div class="text">{text}</div>', title=title)


def call(note: str, label: str) -> str:
    kind = "note-call gloss-call" if label == "°" else "note-call"
    return (
        f'<a class="{kind}" epub:type="noteref" role="doc-noteref" id="{note}-call" '
        f'href="#{note}">{label}</a>'
    )


def note(name: str, label: str, body: str) -> str:
    kind = "note gloss" if label == "°" else "note"
    return (
        f'<aside class="{kind}" epub:type="footnote" role="doc-footnote" id="{name}" '
        f'data-label="{label}">{body}</aside>'
    )


def notes(*made: str) -> str:
    return (
        '<section class="notes" epub:type="footnotes" role="doc-endnotes" aria-label="Notes">'
        f"{''.join(made)}</section>"
    )


def locator(target: str) -> str:
    return f'<a class="locator" href="#{target}"></a>'


def _front() -> tuple[ContentDocument, ...]:
    half = document(
        "half-title", '<p class="title">Lamps and Ferries</p>',
        kind="half-title", matter="front", title="Lamps and Ferries", depth=0,
    )  # fmt: skip
    title = document(
        "title-page",
        '<h1 class="title">Lamps and Ferries</h1>'
        '<p class="subtitle">A Reader on Small Public Works</p>'
        '<p class="course">Town and Record 214 · Autumn 2024</p>'
        '<p class="editors">Edited by Ada Verhoeven and Jonas Lindqvist</p>'
        '<p class="publisher">The Quay Press</p><p class="date">2024</p>',
        kind="title-page", matter="front", title="Lamps and Ferries", depth=0,
    )  # fmt: skip
    copyright_page = document(
        "copyright",
        '<h1>Copyright</h1><p class="book-title"><i>Lamps and Ferries</i>. A Reader on Small '
        "Public Works</p><p>Selection and notes © 2024 the editors. All rights reserved.</p>"
        "<p>The Quay Press, 2024-09-02<br/>urn:uuid:4d7a1f52-8c11-4a57-9a44-000000000001</p>"
        '<h2>Permissions</h2><p class="permission">“The Lamplighter’s Account” is set from '
        "an invented page. Holder not traced; no permission is on file, and the text may not be "
        'copied beyond the course.</p><p class="permission">“We Never Missed the Six O’Clock” is '
        "set from an invented page, by kind permission of nobody.</p>",
        kind="copyright", matter="front", title="Copyright", depth=0, opens="verso",
    )  # fmt: skip
    preface = document(
        "preface",
        f'<h1>Preface</h1><p id="preface-p1">This is a book about small things.</p>'
        f"<p>{_PROSE[2]}</p><p>{_PROSE[1]}</p><h2>How to use it</h2><p>{_PROSE[3]}</p>",
        kind="preface", matter="front", title="Preface",
    )  # fmt: skip
    return half, title, copyright_page, _contents(), preface


def _contents() -> ContentDocument:
    def entry(target: str, title: str, author: str = "", *, kind: str = "chapter") -> str:
        depth = 2 if kind == "chapter" else 1
        by = f'<span class="entry-author"> {author}</span>' if author else ""
        return (
            f'<li class="depth-{depth} kind-{kind}"><a href="#{target}">'
            f'<span class="entry-title">{title}</span>{by}</a> {locator(target)}</li>'
        )

    rows = (
        entry("preface", "Preface", kind="preface"),
        entry("part-1", "Things Kept Going", kind="part"),
        entry("lamps", "The Lamplighter’s Account", "Ida Moreau"),
        entry("ferry", "“We Never Missed the Six O’Clock, Not Once in Forty Winters”: A Talk "
              "on the Lower Quay", "Bram Oosterhuis and Lena Falk"),
        entry("chronology", "Chronology", kind="chronology"),
        entry("glossary", "Glossary", kind="glossary"),
        entry("note-on-the-text", "Note on the Text", kind="textual-note"),
        entry("sources", "Sources", kind="sources"),
        entry("index", "Index of Names", kind="index"),
        entry("colophon", "Colophon", kind="colophon"),
    )  # fmt: skip
    return document(
        "contents",
        f'<h1>Contents</h1><ol class="contents">{"".join(rows)}</ol>',
        kind="contents-page", matter="front", title="Contents", depth=0,
    )  # fmt: skip


def lamps() -> ContentDocument:
    """A chapter of prose with every kind of block, notes, a gloss, an emendation, a cut."""
    text = (
        f'<p id="lamps-p1">{_PROSE[0]}{call("lamps-n1", "1")}</p>'
        f'<p>{_PROSE[1]} The <span class="name" id="name-1-1">Harbour Board</span> kept '
        f"it.{call('lamps-g1', '°')}</p>"
        f"<h2>The account</h2><p>{_PROSE[2]}</p>"
        "<blockquote><p>Lamp nine out. Wind from the north. Boys, I think, but I did not see "
        "them, and I will not write what I did not see.</p></blockquote>"
        f'<p>{_PROSE[3]} They <span class="emendation">live</span>'
        '<a class="text-call" id="lamps-e1" href="#lamps-e1-record">a</a> there still. '
        '<a class="elision" id="lamps-x1" href="#lamps-x1-record">[…]</a> So it '
        f"ended.{call('lamps-n2', '2')}</p>"
        '<p class="verse">Who goes there with the ladder<br/>and the little flame?</p>'
        f"<p>{_PROSE[1]}</p><ul><li>glass, and the price of it;</li><li>oil, which is another "
        "matter, and one on which he had opinions that filled four pages;</li><li>boys.</li></ul>"
        '<p>A letter was written <em lang="de">mit großem Bedauern</em> and filed.</p>'
        "<h3>The columns</h3><ol><li>Number of the lamp.</li><li>State at dawn.</li></ol>"
        '<pre class="code">lamp  dawn\n   9  out</pre>'
        f"<p>{_PROSE[0]}</p><p>{_PROSE[2]}</p>"
    )
    return document(
        "lamps",
        '<header class="chapter-head"><h1 class="title" id="lamps-title">The Lamplighter’s '
        'Account</h1><p class="deck">What a ruled page can see, and what it cannot</p>'
        '<p class="byline">By Ida Moreau</p>'
        '<p class="source-line">From <i>The Harbour Almanac</i>, 1911</p></header>'
        '<section class="headnote" epub:type="introduction" role="doc-introduction" '
        f'aria-label="Headnote"><p>Ida Moreau kept the town’s papers for thirty years. {_PROSE[3]}'
        "</p><p>The text is that of the first printing, and the spelling is hers.</p></section>"
        f'<div class="text">{text}</div>'
        '<section class="questions" role="region" aria-labelledby="lamps-questions">'
        '<h2 id="lamps-questions">Questions for discussion</h2><ol><li><p>Who reads the account, '
        "and who was it written for?</p></li><li><p>Find a column in a form you have filled in "
        "this year. What can it see?</p></li></ol></section>"
        + notes(
            note("lamps-n1", "1", "<p>The account is kept in the harbour archive (<i>Ledger</i> "
                 "4, leaves 2–90). The first leaf is wanting, and the second has been cut.</p>"),
            note("lamps-n2", "2", "<p>Moreau gives no date.</p><p>A second hand has written "
                 '“March” in the margin; see <a href="https://example.org/ledger/4">the '
                 "facsimile</a>.</p>"),
            note("lamps-g1", "°", '<p><b class="lemma">Harbour Board</b> The elected body that '
                 "had charge of quays and lights until 1924.</p>"),
        ),
        title="The Lamplighter’s Account", running_head="The Lamplighter’s Account",
        depth=2, more='epub:type="chapter" role="doc-chapter" aria-labelledby="lamps-title"',
    )  # fmt: skip


def ferry() -> ContentDocument:
    """An interview in two languages, with notes."""
    turns = []
    for number in range(7):
        turns.append(
            f'<p class="turn question" id="ferry-q{number}"><span class="speaker">The Quay '
            "Review</span> How did you come to the boat, and what did you think, that first "
            "morning, of the river you would be crossing for the next forty years?</p>"
            f'<p class="turn answer" id="ferry-a{number}"><span class="speaker">Oosterhuis</span> '
            f"{_PROSE[number % 4]}{call('ferry-n1', '1') if number == 1 else ''}</p>"
        )
        if number % 2:
            turns.append(f'<p class="answer">{_PROSE[(number + 1) % 4]}</p>')
    return document(
        "ferry",
        '<header class="chapter-head"><h1 class="title" id="ferry-title">“We Never Missed the Six '
        'O’Clock, Not Once in Forty Winters”</h1><p class="byline">Bram Oosterhuis and Lena Falk'
        "</p></header>"
        f'<div class="text">{"".join(turns)}</div>'
        + notes(note("ferry-n1", "1", "<p>The first boat left at six in every season.</p>")),
        title="“We Never Missed the Six O’Clock, Not Once in Forty Winters”",
        running_head="We Never Missed the Six O’Clock", depth=2,
        more='epub:type="chapter" role="doc-chapter" aria-labelledby="ferry-title"',
    )  # fmt: skip


def _ledger() -> str:
    rows = "".join(
        f"<tr><td>{n}–{n + 3}</td><td>menu</td><td>{n * 7}</td><td>Icon and menu labels run "
        "together, as a page shows them to a machine that cannot see its pictures</td></tr>"
        for n in range(1, 30)
    )
    return (
        '<table class="ledger removed"><caption>Removed from 001_lamps.txt</caption>'
        '<thead><tr><th scope="col">Lines</th><th scope="col">What</th><th scope="col">Words</th>'
        f'<th scope="col">Why</th></tr></thead><tbody>{rows}</tbody></table>'
        '<table class="ledger changes"><caption>Typography</caption><thead><tr><th '
        'scope="col">Change</th><th scope="col">Times</th></tr></thead><tbody><tr><td>Straight '
        "quotation marks made typographic</td><td>112</td></tr></tbody></table>"
    )


def _back() -> tuple[ContentDocument, ...]:
    chronology = document(
        "chronology",
        '<h1>Chronology</h1><dl class="chronology"><dt>1871</dt><dd><p>The first lamps.</p></dd>'
        "<dt>15 October 1911</dt><dd><p>Moreau’s account is printed, in an edition of two hundred "
        "copies, of which seven are known.</p></dd><dt>1924</dt><dd><p>The Board is "
        "dissolved.</p></dd></dl>",
        kind="chronology", matter="back", title="Chronology",
    )  # fmt: skip
    glossary = document(
        "glossary",
        '<h1>Glossary</h1><dl class="glossary"><dt>Harbour Board</dt><dd>The elected body that '
        f"had charge of quays and lights until 1924. {locator('lamps-g1-call')}</dd>"
        f"<dt>quay</dt><dd>A landing place. {locator('ferry-q3')}</dd></dl>",
        kind="glossary-page", matter="back", title="Glossary",
    )  # fmt: skip
    textual = document(
        "note-on-the-text",
        f"<h1>Note on the Text</h1><p>{_PROSE[1]}</p><h2>The Lamplighter’s Account</h2>{_ledger()}"
        '<table class="ledger emendations"><caption>Emendations</caption><thead><tr>'
        '<th scope="col">Page</th><th scope="col">Reading</th><th scope="col">Source</th><th '
        'scope="col">Why</th></tr></thead>'
        f'<tbody><tr><td id="lamps-e1-record">{locator("lamps-e1")} <a class="back" '
        'href="#lamps-e1">a</a></td><td>live</td><td>life</td><td>A slip of the compositor, who '
        "had the word before him twice.</td></tr></tbody></table>"
        f'<h2>Cuts</h2><p id="lamps-x1-record">Page {locator("lamps-x1")}: a paragraph.</p>',
        kind="textual-note", matter="back", title="Note on the Text",
    )  # fmt: skip
    sources = document(
        "sources",
        '<h1>Sources</h1><ul class="references"><li id="ref-moreau1911" class="csl-entry">Moreau, '
        "Ida. “The Lamplighter’s Account.” <em>The Harbour Almanac</em> 12 (1911): 40–52. "
        '<a href="https://example.org/almanac/1911/the-lamplighters-account?view=facsimile">'
        "https://example.org/almanac/1911/the-lamplighters-account?view=facsimile</a>.</li>"
        '<li id="ref-oosterhuis1964" class="csl-entry">Oosterhuis, Bram, and Lena Falk. “We Never '
        "Missed the Six O’Clock.” <em>The Quay Review</em>, 3 May 1964.</li></ul>",
        kind="sources", matter="back", title="Sources",
    )  # fmt: skip
    names = "".join(
        f'<li>{name}<span class="locators">, {locator("lamps-p1")}, {locator("ferry-q1")}, '
        f'{locator("ferry-q1")}, {locator("ferry-q6")}</span></li>'
        for name in ("Falk, Lena", "Harbour Board", "Moreau, Ida (archivist and keeper of papers)",
                     "Oosterhuis, Bram", "The Quay Review", "Verhoeven, Ada")
    )  # fmt: skip
    index = document(
        "index", f'<h1>Index of Names</h1><ul class="index">{names * 4}</ul>',
        kind="index-page", matter="back", title="Index of Names",
    )  # fmt: skip
    colophon = document(
        "colophon",
        "<h1>Colophon</h1><p>Set in Source Serif 4 and Source Sans 3 by a program, from a folder "
        "of plain files.</p><p>The digest of the inputs is <code>"
        "9f2c5a7be1d04c63a8f7d21b90e4c5a86f31d2079bb84ce05a6d7f8e9c0b1a23</code></p>",
        kind="colophon", matter="back", title="Colophon", opens="any",
    )  # fmt: skip
    return chronology, glossary, textual, sources, index, colophon


def book() -> tuple[ContentDocument, ...]:
    """The whole sample in reading order."""
    part = document("part-1", "<h1>Things Kept Going</h1>", kind="part", title="Things Kept Going")
    return (*_front(), part, lamps(), ferry(), *_back())
