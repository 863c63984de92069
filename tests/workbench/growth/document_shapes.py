"""Documents that grow: Word, OpenDocument, e-books and saved pages of many parts.

A shape gives the members of the archive for a number; `packed` makes the file of them.
"""

# ruff: noqa: E501  # tables of inputs are read by the row

import io
import zipfile
from collections.abc import Callable

SAID = "The keeper of the weir wrote it down every evening."
_BEHIND, _BETWEEN = "\x1c", "\x1d"
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_ODF = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "text", "table")
) + ' xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/"'  # fmt: skip

Members = dict[str, str]


def _many(number: int, part: str) -> str:
    return "".join(part.replace("{n}", str(i)) for i in range(1, number + 1))


def _run(words: str = SAID) -> str:
    return f"<w:r><w:t>{words}</w:t></w:r>"


def _word(body: str, **parts: str) -> Members:
    relations = "".join(
        f'<Relationship Id="x{name}" Type="{_KIND}/{name}" Target="{name}.xml"/>' for name in parts
    )
    return {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" Type="{_KIND}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{relations}</Relationships>',
        "word/document.xml": f"<w:document {_W}><w:body>{body}</w:body></w:document>",
        **{
            f"word/{name}.xml": f"<w:{name} {_W}>{part}</w:{name}>" for name, part in parts.items()
        },
    }


def _paragraphs(part: str) -> Callable[[int], Members]:
    return lambda n: _word(_many(n, f"<w:p>{part}</w:p>"))


def _box(number: int) -> Members:
    box = f"<w:r><w:pict><w:txbxContent><w:p>{_run('In a box, {n}.')}</w:p></w:txbxContent></w:pict></w:r>"
    return _word(f"<w:p>{_run()}{_many(number, box)}</w:p>")


_GONE = '<w:del w:id="{n}" w:author="I"><w:r><w:delText>less, {n}</w:delText></w:r></w:del>'
_CELL = "<w:tc><w:p><w:r><w:t>a {n}</w:t></w:r></w:p></w:tc>"
_ROW = f"<w:tr>{_CELL}{_CELL}</w:tr>"
DOCX: dict[str, Callable[[int], Members]] = {
    "paragraphs": _paragraphs(_run()),
    "runs of one paragraph": lambda n: _word(f"<w:p>{_many(n, _run('a {n} '))}</w:p>"),
    "footnotes": lambda n: _word(
        _many(n, f'<w:p>{_run()}<w:r><w:footnoteReference w:id="{{n}}"/></w:r></w:p>'),
        footnotes=_many(n, f'<w:footnote w:id="{{n}}"><w:p>{_run("Note {n}.")}</w:p></w:footnote>'),
    ),
    "comments": lambda n: _word(
        _many(n, f'<w:p>{_run()}<w:r><w:commentReference w:id="{{n}}"/></w:r></w:p>'),
        comments=_many(n, f'<w:comment w:id="{{n}}" w:author="I"><w:p>{_run("Why, {n}?")}</w:p></w:comment>'),
    ),
    "insertions": _paragraphs(f'{_run()}<w:ins w:id="{{n}}" w:author="I">{_run("More, {n}.")}</w:ins>'),
    "deletions": _paragraphs(f'{_run()}<w:del w:id="{{n}}" w:author="I"><w:r><w:delText>less, {{n}}</w:delText></w:r></w:del>'),
    "deletions of one paragraph": lambda n: _word(f"<w:p>{_many(n, _run() + _GONE)}</w:p>"),
    "hidden": _paragraphs(f"{_run()}<w:r><w:rPr><w:vanish/></w:rPr><w:t>Hidden, {{n}}.</w:t></w:r>"),
    "boxes": _paragraphs(f'{_run()}<w:r><w:pict><w:txbxContent><w:p>{_run("In a box, {n}.")}</w:p></w:txbxContent></w:pict></w:r>'),
    "boxes of one paragraph": _box,
    "rows": lambda n: _word(f"<w:tbl>{_many(n, _ROW)}</w:tbl>"),
    "bookmarks": _paragraphs(f'<w:bookmarkStart w:id="{{n}}" w:name="b{{n}}"/>{_run()}<w:bookmarkEnd w:id="{{n}}"/>'),
    "links to bookmarks": _paragraphs(f'<w:bookmarkStart w:id="{{n}}" w:name="b{{n}}"/><w:bookmarkEnd w:id="{{n}}"/><w:hyperlink w:anchor="b{{n}}">{_run()}</w:hyperlink>'),
    "styles": lambda n: _word(
        _many(n, f'<w:p><w:pPr><w:pStyle w:val="S{{n}}"/></w:pPr>{_run()}</w:p>'),
        styles=_many(n, '<w:style w:type="paragraph" w:styleId="S{n}"><w:name w:val="S{n}"/></w:style>'),
    ),
    "parts": lambda n: {**_word(f"<w:p>{_run()}</w:p>"), **{f"word/header{i}.xml": f"<w:hdr {_W}><w:p>{_run('A head.')}</w:p></w:hdr>" for i in range(n // 8)}},
}  # fmt: skip


def _open(body: str) -> Members:
    return {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "META-INF/manifest.xml": "<manifest/>",
        "styles.xml": f"<office:document-styles {_ODF}><office:font-face-decls/><office:styles/><office:automatic-styles/></office:document-styles>",
        "content.xml": f"<office:document-content {_ODF}><office:body><office:text>{body}</office:text></office:body></office:document-content>",
    }


def _texts(part: str) -> Callable[[int], Members]:
    return lambda n: _open(_many(n, part))


ODT: dict[str, Callable[[int], Members]] = {
    "paragraphs": _texts(f"<text:p>{SAID}</text:p>"),
    "notes": _texts(f'<text:p>{SAID}<text:note text:id="n{{n}}" text:note-class="footnote"><text:note-citation>{{n}}</text:note-citation><text:note-body><text:p>Note {{n}}.</text:p></text:note-body></text:note></text:p>'),
    "remarks": _texts(f"<text:p>{SAID}<office:annotation><text:p>Why, {{n}}?</text:p></office:annotation></text:p>"),
    "deletions": lambda n: _open(
        "<text:tracked-changes>" + _many(n, '<text:changed-region text:id="c{n}"><text:deletion><text:p>less, {n}</text:p></text:deletion></text:changed-region>')
        + "</text:tracked-changes>" + _many(n, f'<text:p>{SAID}<text:change text:change-id="c{{n}}"/></text:p>')
    ),
    "rows": lambda n: _open("<table:table>" + _many(n, "<table:table-row><table:table-cell><text:p>a {n}</text:p></table:table-cell></table:table-row>") + "</table:table>"),
    "items": lambda n: _open("<text:list>" + _many(n, "<text:list-item><text:p>An item, {n}.</text:p></text:list-item>") + "</text:list>"),
    "bookmarks": _texts(f'<text:p><text:bookmark text:name="b{{n}}"/>{SAID}<text:a xlink:href="#b{{n}}">it</text:a></text:p>'),
}  # fmt: skip


def _book(pages: dict[str, str], *, nav: str = "", items: str = "", order: str = "") -> Members:
    spaces = 'xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"'
    own = "".join(
        f'<item id="i{n}" href="{name}" media-type="application/xhtml+xml"/>'
        for n, name in enumerate(pages)
    )
    listed = "".join(f'<itemref idref="i{n}"/>' for n in range(len(pages)))
    own += '<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>'
    return {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="book.opf"/></rootfiles></container>',
        "book.opf": f'<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>A</dc:title></metadata><manifest>{own}{items}</manifest><spine>{listed}{order}</spine></package>',
        "nav.xhtml": f"<html {spaces}><body>{nav}</body></html>",
        **{name: f"<html {spaces}><head><title>x</title></head><body>{body}</body></html>" for name, body in pages.items()},
    }  # fmt: skip


def _nav(kind: str, part: str) -> Callable[[int], str]:
    return lambda n: f'<nav epub:type="{kind}"><ol>{_many(n, part)}</ol></nav>'


_PAGES = _nav("page-list", '<li><a href="a.xhtml#p{n}">{n}</a></li>')
_CONTENTS = _nav("toc", '<li><a href="a.xhtml#p{n}">Part {n}</a></li>')
_PLACES = f'<p id="p{{n}}">{SAID}</p>'
EPUB: dict[str, Callable[[int], Members]] = {
    "pages": lambda n: _book({f"p{i}.xhtml": f"<p>{SAID}</p>" for i in range(n // 2)}),
    "paragraphs": lambda n: _book({"a.xhtml": _many(n, f"<p>{SAID}</p>")}),
    "notes": lambda n: _book({"a.xhtml": _many(n, f'<p>{SAID}<a epub:type="noteref" href="#n{{n}}">{{n}}</a></p>') + _many(n, '<aside epub:type="footnote" id="n{n}"><p>Note {n}.</p></aside>')}),
    "notes on another page": lambda n: _book({"a.xhtml": _many(n, f'<p>{SAID}<a epub:type="noteref" id="r{{n}}" href="b.xhtml#n{{n}}">{{n}}</a></p>'), "b.xhtml": _many(n, '<p id="n{n}"><a href="a.xhtml#r{n}">{n}</a> Note {n}.</p>')}),
    "contents": lambda n: _book({"a.xhtml": _many(n, _PLACES)}, nav=_CONTENTS(n)),
    "printed pages": lambda n: _book({"a.xhtml": _many(n, _PLACES)}, nav=_PAGES(n)),
    "printed pages nowhere": lambda n: _book({"a.xhtml": f"<p>{SAID}</p>"}, nav=_PAGES(n)),
    "breaks of pages": lambda n: _book({"a.xhtml": _many(n, f'<p><span epub:type="pagebreak" id="p{{n}}" title="{{n}}"/>{SAID}</p>')}),
    "items without pages": lambda n: _book({"a.xhtml": f"<p>{SAID}</p>"}, items=_many(n, '<item id="x{n}" href="x{n}.xhtml" media-type="application/xhtml+xml"/>'), order=_many(n, '<itemref idref="x{n}"/>')),
    "a page in many spellings": lambda n: _book({"a.xhtml": f"<p>{SAID}</p>"}, items=_many(n, '<item id="x{n}" href="x{n}/../a.xhtml" media-type="application/xhtml+xml"/>'), order=_many(n, '<itemref idref="x{n}"/>')),
    "hidden": lambda n: _book({"a.xhtml": _many(n, f"<p>{SAID}</p><p hidden='hidden'>Not shown, {{n}}.</p>")}),
    "style sheets": lambda n: {**_book({f"p{i}.xhtml": f"<link rel='stylesheet' href='s.css'/><p class='c{i}'>{SAID}</p>" for i in range(n // 4)}), "s.css": _many(n, ".c{n} { display: none }\n")},
}  # fmt: skip


def _saved(parts: str) -> str:
    page = f"<html><body>{parts}</body></html>"
    return f"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/html\nContent-Location: https://example.org/\n\n{page}\n"


_PICTURE = "--b\nContent-Type: image/png\nContent-Transfer-Encoding: base64\nContent-Location: https://example.org/{n}.png\n\niVBORw0KGgo=\n"
MHTML: dict[str, Callable[[int], str]] = {
    "paragraphs": lambda n: _saved(_many(n, f"<p>{SAID}</p>")) + "--b--\n",
    "pictures": lambda n: _saved(f"<p>{SAID}</p>" + _many(n, "<p>{n}<img src='{n}.png'></p>")) + _many(n, _PICTURE) + "--b--\n",
    "pictures that are not shown": lambda n: _saved(f"<p>{SAID}</p>") + _many(n, _PICTURE) + "--b--\n",
}  # fmt: skip


def document_shapes() -> dict[tuple[str, str], Callable[[int], str]]:
    """Return every shape by the kind of file and its name: the members for a number, as text."""
    made = {
        (kind, name): _joined(members)
        for kind, table in (("docx", DOCX), ("odt", ODT), ("epub", EPUB))
        for name, members in table.items()
    }
    return {**made, **{("mhtml", name): make for name, make in MHTML.items()}}


def _joined(members: Callable[[int], Members]) -> Callable[[int], str]:
    return lambda n: _BETWEEN.join(_BEHIND.join(one) for one in members(n).items())


def packed(text: str) -> bytes:
    """Return the archive of the members that *text* holds."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for one in text.split(_BETWEEN):
            name, _, content = one.partition(_BEHIND)
            archive.writestr(name, content)
    return buffer.getvalue()
