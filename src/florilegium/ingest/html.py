"""HTML: block elements become blocks, inline elements marks; whatever can act is left out.

Scripts, styles, frames, media, choices of forms, event handlers and ``javascript:`` links
never get past here: only text, formulas, and the addresses of links. What becomes of each
element is said in ``elements.toml``.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import replace

from lxml import etree
from lxml import html as lxml_html

from florilegium.errors import SeedError
from florilegium.ingest import hidden
from florilegium.ingest.author_notes import author_notes
from florilegium.ingest.elements import decisions
from florilegium.ingest.formulas import formulas_of
from florilegium.ingest.html_blocks import Writer
from florilegium.ingest.indents import Indents
from florilegium.ingest.inline import language_of
from florilegium.ingest.left_out import Scraps
from florilegium.ingest.lines import arranged
from florilegium.ingest.orders import Orders
from florilegium.ingest.page_furniture import PageFurniture
from florilegium.ingest.reading import Reading, scene_breaks
from florilegium.ingest.tables import data_tables
from florilegium.model import Damage

# Whatever stands behind them is still the page; the parser would stop there.
_CLOSED = re.compile(r"</(?:body|html)\s*>", re.IGNORECASE)
# A template that is shown: as the standard has it, and as Chromium saves it (MHTML).
_SHADOWS = frozenset({"shadowrootmode", "shadowmode"})
_OPEN_TAG = re.compile(r"<[A-Za-z/][^<>]*\Z")
_LONGEST_TAG = 10_000
_XHTML = re.compile(r"\s*<\?xml\b")
_CDATA = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
_RUBY_PARTS = ("rt", "rp", "rtc", "rb")


def read(text: str, orders: Orders = ()) -> Reading:
    """Return the blocks of an HTML page and the language it names.

    *orders* are what the editor says of its passages. Raises `SeedError` when the parser would
    have to leave a part of the page out.
    """
    root = _parsed(text)
    if root is None:
        return Reading(())
    formulas = formulas_of(root, text)
    _part_ruby(root)
    scraps = Scraps()
    language = _language(root)
    writer = Writer(
        data_tables(root), author_notes(root), formulas, hidden.hiding(root), scraps, language
    )
    writer.indents, writer.furniture = Indents.of(root), PageFurniture.of(root)
    # Walked without recursion: a page may nest deeper than Python's stack.
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        if event == "end":
            writer.leave(element)
        elif why := _why_not(element, writer):
            scraps.take(element, why)
            if element.tag == "svg":
                writer.illustrate_drawing(element)
            writer.around.enter(element)  # its end is still to come
            walk.skip_subtree()
        else:
            writer.enter(element)
    writer.flush()
    made = arranged(writer.drafts, orders)
    return Reading(
        scene_breaks(hidden.believed(made.blocks)),
        language,
        tuple(writer.hints[source] for source in made.sources),
        tuple(replace(one, block=made.since(one.block)) for one in writer.shown),
        (*scraps.found(), *formulas.left_out),
        (*formulas.damage, *_broken_off(text)),
    )


def _broken_off(text: str) -> Iterator[Damage]:
    """Yield a finding where the page ends within a tag: the rest of it was not saved."""
    if found := _OPEN_TAG.search(text[-_LONGEST_TAG:]):
        shown = " ".join(found[0].split())[:40]
        what = f"the page breaks off within a tag: “{shown}”"
        yield Damage("T135", text.count("\n") + (not text.endswith("\n")), what)


def _parsed(text: str) -> etree._Element | None:
    # The text is decoded already, so a declaration of some other encoding must not be heard.
    parser = lxml_html.HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True
    )
    if _XHTML.match(text):
        whole, end, rest = text.rpartition("]]>")  # none that begins behind it is closed
        whole = _CDATA.sub(lambda part: html.escape(part[1], quote=False), whole + end)
        text = whole + rest
    try:
        root = lxml_html.document_fromstring(_CLOSED.sub("", text).encode(), parser=parser)
    except etree.ParserError:  # nothing but white space, comments or declarations
        return None
    if any(entry.level == etree.ErrorLevels.FATAL for entry in parser.error_log):
        raise SeedError(
            "the page nests its elements too deep to be read whole",
            hint="Save the text of the page instead (.txt).",
        )
    return root


def _why_not(element: etree._Element, writer: Writer) -> str:
    """Return why the words of *element* are none of the text; empty when they are."""
    if element in writer.notes.backs:
        return "A way back from a note of the author's to its call."
    if element.tag == "template" and not _SHADOWS.isdisjoint(element.attrib):
        return ""  # it is shown where it stands
    why = decisions().left_out.get(str(element.tag))
    return "" if why is None else why or "It has no words of the text."


def _language(root: etree._Element) -> str:
    """Return the language of the page as the HTML standard finds it."""
    body = root.find("body")
    said = language_of(root) or (language_of(body) if body is not None else "")
    if said:
        return said
    for meta in root.iter("meta"):
        if (meta.get("http-equiv") or "").strip().lower() == "content-language":
            content = (meta.get("content") or "").strip()
            return content if re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*", content) else ""
    return ""


def _part_ruby(root: etree._Element) -> None:
    """End a part of a ruby where the next begins, as browsers do; the parser lets it go on."""
    for part in list(root.iter(*_RUBY_PARTS)):
        outer = part.getparent()
        while outer is not None and outer.tag in ("rt", "rp", "rb"):
            above = outer.getparent()
            if above is None:
                break
            at = above.index(outer) + 1
            tail, outer.tail = outer.tail, None
            moved = list(outer)[outer.index(part) :]
            above[at:at] = moved
            moved[-1].tail = f"{moved[-1].tail or ''}{tail or ''}" or None
            outer = above
