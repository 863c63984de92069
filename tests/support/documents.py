"""Small documents for tests: written by pandoc, or put together by hand where it cannot."""

import zipfile
from io import BytesIO

from florilegium.host import pandoc

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_KINDS = "http://schemas.openxmlformats.org/package/2006"
_WORD_KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def written(markdown, form):
    """Return *markdown* as pandoc writes it as a *form*."""
    given = markdown.encode()
    return pandoc.convert(given, "markdown", form, "--standalone", "--output=-", size=len(given))


def archive(members, *, compression=zipfile.ZIP_DEFLATED):
    """Return a zip archive of *members* in their order."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return buffer.getvalue()


def word(body, **parts):
    """Return a DOCX with *body* in its document; *parts* are other parts by name."""
    shown = {name: content for name, content in parts.items() if content}
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_WORD_KIND}.{name}+xml"/>'
        for name in shown
    )
    targets = "".join(
        f'<Relationship Id="r{n}" Type="{R}/{name.rstrip("0123456789")}" Target="{name}.xml"/>'
        for n, name in enumerate(shown)
    )
    return archive(
        {
            "[Content_Types].xml": f'<Types xmlns="{_KINDS}/content-types">'
            '<Default Extension="rels"'
            ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            '<Default Extension="png" ContentType="image/png"/>'
            '<Override PartName="/word/document.xml"'
            f' ContentType="{_WORD_KIND}.document.main+xml"/>'
            f"{overrides}</Types>",
            "_rels/.rels": f'<Relationships xmlns="{_KINDS}/relationships">'
            f'<Relationship Id="r1" Type="{R}/officeDocument" Target="word/document.xml"/>'
            "</Relationships>",
            "word/_rels/document.xml.rels": f'<Relationships xmlns="{_KINDS}/relationships">'
            f"{targets}</Relationships>",
            "word/document.xml": f'<w:document xmlns:w="{W}" xmlns:r="{R}">'
            f"<w:body>{body}</w:body></w:document>",
            **{f"word/{name}.xml": content for name, content in shown.items()},
        }
    )


def paragraph(*runs, style=""):
    """Return a paragraph of a DOCX; a run is words, or the XML of one."""
    said = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{said}{''.join(map(_run, runs))}</w:p>"


def _run(words):
    return words if words.startswith("<") else run(words)


def run(words, look=""):
    """Return a run of a DOCX with the *look* of its words."""
    said = f"<w:rPr>{look}</w:rPr>" if look else ""
    return f'<w:r>{said}<w:t xml:space="preserve">{words}</w:t></w:r>'


def opendocument(body, styles="", **members):
    """Return an ODT with *body* as its text and automatic *styles*."""
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "text", "style", "table", "drawing")
    )
    return archive(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f"<office:document-content {spaces}><office:automatic-styles>{styles}"
            f"</office:automatic-styles><office:body><office:text>{body}</office:text>"
            "</office:body></office:document-content>",
            "styles.xml": f"<office:document-styles {spaces}/>",
            **members,
        }
    )


def ebook(pages, *, types=None, linear=None, members=None, guide=""):
    """Return an EPUB of *pages*: the body of each by its name; *types* are those of the bodies."""
    types, linear = types or {}, linear or {}
    spaces = 'xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"'
    items = "".join(
        f'<item id="i{n}" href="{name}" media-type="application/xhtml+xml"/>'
        for n, name in enumerate(pages)
    )
    refs = "".join(
        f'<itemref idref="i{n}" linear="{linear.get(name, "yes")}"/>'
        for n, name in enumerate(pages)
    )
    return archive(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:'
            'container"><rootfiles><rootfile full-path="OPS/book.opf"/></rootfiles></container>',
            "OPS/book.opf": '<package xmlns="http://www.idpf.org/2007/opf" version="3.0">'
            '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Weirs</dc:title>'
            "<dc:creator>Ida Inkwell</dc:creator><dc:language>en</dc:language></metadata>"
            f"<manifest>{items}</manifest><spine>{refs}</spine>{guide}</package>",
            **{
                f"OPS/{name}": f"<html {spaces}><head><title>x</title></head>"
                f'<body epub:type="{types.get(name, "bodymatter")}">{body}</body></html>'
                for name, body in pages.items()
            },
            **(members or {}),
        }
    )
