"""Shapes of input that grow: each a function of how many times something is repeated.

A shape is a kind of file (``txt``, ``html``, ``md``, ``eml``, ``rtf``, ``pdf``,
``docx``, ``odt``, ``epub``, ``mhtml``, ``orders``, ``review``,
``svg``, ``chapter``, ``headnote``, ``names``, ``title``, ``suggest``, a settings file, or a ``book``) and the text for a number. The words in it are of no matter; how they are put together is.
"""

# ruff: noqa: ARG005, E501  # tables of inputs are read by the row

from collections.abc import Callable, Iterator

from workbench.growth.book_shapes import book_shapes
from workbench.growth.document_shapes import document_shapes
from workbench.growth.pdf_shapes import pdf_shapes
from workbench.growth.print_shapes import PAGES

Shape = tuple[str, str, Callable[[int], str]]

WORDS = "the keeper of the weir wrote it down "
SENTENCE = "The keeper of the weir wrote it down every evening, in a hand as even as the water. "

# What is repeated in a seed, in its own markup; {n} is the number of the repetition.
TEXTS = {
    "letters": "a", "words": WORDS, "sentences": SENTENCE, "paragraphs": f"{SENTENCE}\n\n",
    "lines": f"{SENTENCE}\n", "short lines": "so it was,\n", "blank lines": "\n", "blanks": " ",
    "tabs": "\t", "quotes": '"so" ', "single quotes": "'so' ", "open quotes": '"', "open singles": " '",
    "apostrophes": "it's ", "dashes": "a--b ", "spaced dashes": "a - b ", "hyphens": "-", "dots": "...",
    "spaced dots": ". . . ", "numbers": "12 ", "years": "1999-2001 ", "capitals": "WORD ", "initials": "A. B. ",
    "addresses": "https://example.org/{n} ", "mails": "a{n}@example.org ", "tags": "#tag{n} ", "handles": "@x{n} ",
    "brackets": "[", "pairs of brackets": "[1] ", "nested brackets": "(a ", "asterisks": "* * *\n\n",
    "one line, no blank": "x{n}y", "menu": "Home\n\n", "shares": "Share\n\nTweet\n\n", "dates": "12 May 2001\n\n",
    "bylines": "By Ida Inkwell\n\n", "list items": "- an item\n", "numbered": "{n}. an item\n", "captions": "Photo: Ida\n\n",
    "comments": "ida says:\n\nYes.\n\n", "headings": "A HEADING\n\n", "emoji": "👩‍🚀 ", "combining": "e\u0301",
    "soft hyphens": "a\u00adb ", "ideographs": "字", "thai": "ไม่", "arabic": "كلمة ", "no-break": "a\u00a0b",
    "guillemets": "« a » ", "ellipses": "…", "slashes": "a/b ", "pipes": "a | b | c\n",
}  # fmt: skip
HTML = {
    "paragraphs": f"<p>{SENTENCE}</p>", "emphasis": "<em>a</em> ", "nested emphasis": "<em>a ",
    "links": "<a href='https://example.org/{n}'>a</a> ", "divs": f"<div>{SENTENCE}</div>",
    "open divs": "<div>", "open spans": "<span>a ", "list items": "<li>an item</li>", "nested lists": "<ul><li>a",
    "quotes": f"<blockquote><p>{SENTENCE}</p></blockquote>", "nested quotes": "<blockquote>a",
    "cells": "<td>a</td>", "rows": "<tr><td>a</td><td>b</td></tr>", "tables": "<table><tr><td>a</td></tr></table>",
    "breaks": "a<br>", "rules": f"<p>{SENTENCE}</p><hr>", "pictures": "<img src='a{n}.jpg' alt='x'>",
    "comments": "<!-- x -->", "entities": "&amp;", "scripts": "<script>x</script>", "attributes": "<p a{n}='x'>y</p>",
    "classes": "<p class='a{n} b{n}'>x</p>", "ids": "<p id='x{n}'>y</p>", "heads": f"<h2>Part {{n}}</h2><p>{SENTENCE}</p>",
    "calls": "<p>x<sup><a href='#n{n}'>{n}</a></sup></p>", "menus": "<ul><li><a href='/x{n}'>Home</a></li></ul>",
    "pre": "<pre>a\n</pre>", "code": "<code>a</code> ", "terms": "<dt>a</dt><dd>b</dd>", "unclosed": "<p", "less": "<",
    "sup": "a<sup>{n}</sup> ",
}  # fmt: skip
MARKDOWN = {
    "emphasis": "*a* ", "strong": "**a** ", "open emphasis": "*a ", "open strong": "**a", "mixed": "*a **b ",
    "underscores": "_a_", "code": "`a` ", "backticks": "`", "links": "[a](https://example.org/{n}) ", "open links": "[a](",
    "open brackets": "[", "pictures": "![a](b{n}.jpg) ", "references": "[a{n}] ", "definitions": "[a{n}]: https://example.org\n",
    "heads": "# A\n\n", "items": "- a\n", "nested items": "- ", "quotes": "> a\n", "nested quotes": "> ", "fences": "```\na\n```\n\n",
    "open fences": "```", "rules": "a\n\n---\n\n", "rows": "| a | b |\n", "html": "<b>a</b> ", "autolinks": "<https://example.org> ",
    "entities": "&amp;", "escapes": "\\*", "tildes": "~~a~~ ", "hard breaks": "a  \nb\n\n",
}  # fmt: skip
NOTES = {
    "footnotes": lambda n: "".join(f"Text{i}[^{i}] " for i in range(n)) + "\n\n"
    + "".join(f"[^{i}]: Note {i}.\n\n" for i in range(n)),
    "footnotes in paragraphs": lambda n: "".join(f"Text{i}[^{i}]\n\n" for i in range(n))
    + "".join(f"[^{i}]: Note {i}.\n" for i in range(n)),
    "calls without notes": lambda n: "".join(f"Text{i}[^{i}] " for i in range(n)),
    "notes without calls": lambda n: "Text\n\n" + "".join(f"[^{i}]: Note {i}.\n\n" for i in range(n)),
    "one note, many calls": lambda n: "Text[^1] " * n + "\n\n[^1]: Note.\n",
}  # fmt: skip
HTML_NOTES = {
    "footnotes": lambda n: "".join(f"<p>T{i}<sup><a href='#f{i}' id='r{i}'>{i}</a></sup></p>" for i in range(n))
    + "<ol>" + "".join(f"<li id='f{i}'>Note {i}. <a href='#r{i}'>↩</a></li>" for i in range(n)) + "</ol>",
    "footnotes of one paragraph": lambda n: "<p>" + "".join(f"T{i}<sup><a href='#f{i}' id='r{i}'>{i}</a></sup> " for i in range(n))
    + "</p><ol>" + "".join(f"<li id='f{i}'>Note {i}. <a href='#r{i}'>↩</a></li>" for i in range(n)) + "</ol>",
    "nested divs": lambda n: "<div>" * n + "a" + "</div>" * n,
    "items of one list": lambda n: "<ol>" + "<li>an item</li>" * n + "</ol>",
    "one table": lambda n: "<table>" + "<tr><td>a</td><td>b</td></tr>" * n + "</table>",
}  # fmt: skip


_MAIL = "From: Ida <ida@example.org>\nSubject: x\n"
_BODY = "\n\nWords of a mail are here.\n"
# Files that are no text by themselves; what is read of them is Latin letters.
MAILS = {
    "lines": lambda n: _MAIL + "\n" + "so it was,\n" * n,
    "paragraphs": lambda n: _MAIL + "\n" + f"{SENTENCE}\n\n" * n,
    "turns": lambda n: _MAIL + "\n" + "> he says\n\nshe says\n\n" * n,
    "heads": lambda n: _MAIL + "X: y\n" * n + _BODY,
    "folded heads": lambda n: _MAIL + "X: y\n" + " z\n" * n + _BODY,
    "coded words": lambda n: _MAIL + "X: " + "=?utf-8?q?a?= " * n + _BODY,
    "parameters": lambda n: _MAIL + "Content-Type: text/plain" + "; a=b" * n + _BODY,
    "quoted parameters": lambda n: _MAIL + 'Content-Type: text/plain; a="' + ';"a";' * n + _BODY,
    "parts": lambda n: _MAIL + "Content-Type: multipart/mixed; boundary=b\n\n" + "--b\n\nWords here\n\n" * n,
    "flowed": lambda n: _MAIL + "Content-Type: text/plain; format=flowed\n\n" + "so it was \n" * n,
}  # fmt: skip
RICH = {
    "paragraphs": f"{SENTENCE}\\par ", "hidden": "\\v a\\v0 b ", "hidden groups": "{\\v a}b ", "never shown": "\\v a {b} ",
    "open groups": "{", "letters": "\\'e4", "stand-ins": "\\u228?", "cells": "a\\cell ", "bold": "\\b a\\b0  ",
}  # fmt: skip


def _div(kind: str, quote: str, body: str = "A note.") -> str:
    return f"::: {kind}\n> {quote}\n\n{body}\n:::\n\n"


# Chapter files over a seed of as many numbered sentences.
CHAPTERS = {
    "notes": lambda n: "".join(_div("note", f"sentence {i} of") for i in range(n)),
    "notes on one place": lambda n: "".join(_div("note", "sentence 1 of") for _ in range(n)),
    "notes that fit nowhere": lambda n: "".join(_div("note", f"sentnce {i} off") for i in range(n)),
    "long notes that fit nowhere": lambda n: _div("note", "no such words here " * n),
    "one quotation twice": lambda n: _div("note", "of the book"),
    "emendations": lambda n: "".join(
        _div("emend", f"{{~~sentence~>Sentence~~}} {i} of", "Slip.") for i in range(n)
    ),
    "elisions": lambda n: "".join(
        f"::: elide\n> from: sentence {i} of\n> to: book, {i}\n:::\n\n" for i in range(0, n, 2)
    ),
    "turns": lambda n: "::: turns\n" + "".join(f"{'AB'[i % 2]}: The sentence {i} of\n" for i in range(n)) + ":::\n",
    "open divs": lambda n: "::: note\n" * n,
    "blank lines": lambda n: "\n" * n,
    "comments": lambda n: "<!-- x -->\n" * n,
    "open comments": lambda n: "<!-- " * n,
    "marks in a quotation": lambda n: _div("note", "{==a==} " * n),
    "open marks": lambda n: _div("note", "{==" * n),
    "a head of many keys": lambda n: "::: headnote\n" + "key: value\n" * n + ":::\n",
}  # fmt: skip


def _order(table: str, quote: str) -> str:
    return f'[[{table}]]\nseed = "a.txt"\nquote = "{quote}"\nreason = "x"\n\n'


# The editor's orders over a seed of as many numbered sentences.
ORDERS = {
    "keep": lambda n: "".join(_order("keep", f"The sentence {i} of") for i in range(n)),
    "drop": lambda n: "".join(_order("drop", f"sentence {i} of") for i in range(n)),
    "letters": lambda n: "".join(_order("keep", "of the book"[i % 9 :]) for i in range(n)),
    "over blocks": lambda n: "".join(_order("keep", f"book, {i}. The sentence") for i in range(n - 1)),
    "nowhere": lambda n: "".join(_order("keep", f"The sentnce {i} off") for i in range(n)),
    "a long one nowhere": lambda n: _order("keep", "The sentence of a book " * n),
}  # fmt: skip
# Pages of which much goes, with what the review says of it.
REVIEWS = {
    "buttons": lambda n: f"<p>{SENTENCE * 3}</p><p>Share</p><p>Tweet</p>" * n,
    "hidden": lambda n: "".join(f"<p>{SENTENCE}{i}</p><p hidden>Words not shown, {i}.</p>" for i in range(n)),
    "hidden in one paragraph": lambda n: "<p>" + "".join(f"So {i} <span hidden>not shown {i}</span> " for i in range(n)) + "</p>",
    "teasers": lambda n: f"<p>{SENTENCE * 3}</p><p>Share</p>" + "".join(f"<h3>A tale of the weir, {i}</h3><p>By Ida Inkwell</p>" for i in range(n)),
}  # fmt: skip
HEADNOTES = {
    "words": lambda n: WORDS * n, "paragraphs": lambda n: f"{SENTENCE}\n\n" * n, "emphasis": lambda n: "*a* " * n,
    "links": lambda n: "[a](https://example.org) " * n, "items": lambda n: "- a\n" * n, "code": lambda n: "`a` " * n,
    "spans": lambda n: "[a]{.b} " * n, "tags": lambda n: "<b>a</b> " * n, "quotes": lambda n: '"a" ' * n,
    "citations": lambda n: "[@one] " * n, "rows": lambda n: "| a | b |\n|---|---|\n" + "| c | d |\n" * n,
    "formulas": lambda n: "$a^2$ " * n,
}  # fmt: skip
NAMES = {"names": "Ida Inkwell{n}", "one name": "Ida Inkwell", "letters": "A{n}"}

# What the program drafts for: interviews, bylines, names.
TALKS = {
    "turns": "Ida Inkwell: What was it, {n}?\n\nBob Brook: It was so, and so it was {n}.\n\n",
    "one opening": "Ida: It was so, and so it was, and so it was\n\n", "bylines": "By Ida Inkwell{n}\n\n",
    "names": "The tale of Ida Inkwell{n} and of Rita Rill in Bergen. ",
}  # fmt: skip

# Settings files: what is repeated in each, by its name below ``book/``.
SETTINGS = {
    "rights.toml": '[[right]]\nsource = "s{n}"\nholder = "Ida"\nbasis = "permission"\nstatus = "unknown"\n\n',
    "names.toml": '[[name]]\nheading = "Inkwell{n}, Ida"\nforms = ["Ida Inkwell{n}"]\n\n',
    "index.yaml": "- heading: Inkwell{n}, Ida\n  match: [Ida Inkwell{n}]\n  sub:\n  - heading: a\n    match: [b{n}]\n",
    "people.yaml": "- name: Ida Inkwell{n}\n  note: Writes.\n",
    "accepted.toml": '[[accepted]]\ncode = "R102"\nabout = "a{n}"\nreason = "x"\n\n',
    "cleaning.toml": '[[drop]]\nseed = "a.txt"\nquote = "words {n}"\nreason = "x"\n\n',
    "sources.yaml": "- id: s{n}\n  type: book\n  title: A{n}\n  author:\n  - family: Inkwell\n    given: Ida\n  issued: 2001-02-03\n",
    "book.toml": '[[outline.part]]\ntitle = "P{n}"\nchapters = ["c{n}", "d{n}"]\n',
}  # fmt: skip


# Drawings: what is repeated in each, {n} the number of the repetition.
DRAWINGS = {
    "shapes": '<rect id="r{n}" width="3" height="2" fill="#abc"/>',
    "words": '<text x="1">a{n}</text>',
    "clips": '<clipPath id="c{n}"><rect width="9" height="9"/></clipPath><rect width="5" height="5" clip-path="url(#c{n})"/>',
    "gradients": '<linearGradient id="g{n}"><stop offset="0" stop-color="red"/></linearGradient><rect width="5" height="5" fill="url(#g{n})"/>',
    "patterns": '<pattern id="p{n}" width="2" height="2"><rect width="1" height="1"/></pattern><rect width="5" height="5" fill="url(#p{n})"/>',
    "uses": '<g id="u{n}"><rect width="1" height="1"/></g><use href="#u{n}"/>',
    "clips by class": '<style>.d{n} {clip-path: url(#d{n})}</style><clipPath id="d{n}"><path d="M0 0h9"/></clipPath><rect class="d{n}" width="5" height="5"/>',
    "marked points": '<marker id="m{n}"><path d="M0 0h1"/></marker><polyline points="1,1 2,2 3,3" marker-mid="url(#m{n})"/>',
    "inherited patterns": '<pattern id="q{n}" width="2" height="2"><rect width="1" height="1"/></pattern><g fill="url(#q{n})"><rect width="5" height="5"/></g>',
    "classes": '<style>.k{n} {fill: red}</style><rect class="k{n}" width="1" height="1"/>',
}  # fmt: skip


def shapes() -> Iterator[Shape]:
    """Yield every shape: the kind of file, a name, and the text for a number."""
    for kind, table in (
        ("txt", TEXTS), ("html", HTML), ("md", MARKDOWN), ("svg", DRAWINGS), ("names", NAMES),
        ("suggest", TALKS),
    ):  # fmt: skip
        for name, part in table.items():
            yield kind, name, _repeated(part, kind)
    for kind, table in (
        ("md", NOTES),
        ("html", HTML_NOTES),
        ("orders", ORDERS),
        ("review", REVIEWS),
        ("chapter", CHAPTERS),
        ("headnote", HEADNOTES),
        ("print", PAGES),
    ):
        for name, make in table.items():
            yield kind, name, make
    for name, make in MAILS.items():
        yield "eml", name, make
    for name, part in SETTINGS.items():
        yield name, "entries", _repeated(part, "")
    drawn = {("pdf", name): make for name, make in pdf_shapes().items()}
    for (kind, name), make in (drawn | document_shapes() | book_shapes()).items():
        yield kind, name, make
    for name, part in RICH.items():
        yield "rtf", name, _rich(part)
    yield "title", "words", lambda n: WORDS * n
    yield "title", "one word", lambda n: "a" * n
    yield "title", "capitals", lambda n: "W " * n


def _rich(part: str) -> Callable[[int], str]:
    closed = "}" if part == "{" else ""
    return lambda n: "{\\rtf1\\ansi " + part * n + closed * n + "Words are here.}"


def _repeated(part: str, kind: str) -> Callable[[int], str]:
    head = {"html": "<html><body><p>Words of the keeper.</p>"}.get(kind, "")
    end = "\n" if kind == "names" else ""
    return lambda n: head + "".join(part.replace("{n}", str(i)) + end for i in range(n))
