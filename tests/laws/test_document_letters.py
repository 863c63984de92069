"""Law 2 for documents: kept and left out together are the letters that pandoc finds in the file.

pandoc's plain text is the measure, with all tracked changes and comments in it; but for the
signs it draws itself (brackets around notes and pictures, numbers of lists, lines of tables).
"""

import re
import unicodedata
from collections import Counter

import pytest
from documents import ebook, opendocument, paragraph, run, word, written

from florilegium import clean, ingest
from florilegium.clean import merge
from florilegium.host import pandoc

WALK = """
# Along the weir

The keeper *wrote* it **down**[^1], ~~once~~ x^2^ and H~2~O, in [small caps]{.smallcaps}.

> Nobody asked.
>
> > Not even she.

1. first
2. second

    - deeper
    - still

| Roses are red,
|   the weir is grey

Mill
:   It grinds.

----

| a | b |
|---|---|
| c | d |

: What they had

    ten = print(weir)

An [address](https://example.org/weir) and `code`.

[^1]: In a *book*.

    Of two paragraphs.
"""
ALBUM = "Before.\n\n![A heron](heron.png)\n\nAfter the heron.\n"


def changed(kind, words):
    text = "delText" if kind == "del" else "t"
    return (
        f'<w:{kind} w:id="7" w:author="Mira" w:date="2011-03-04T00:00:00Z"><w:r>'
        f'<w:{text} xml:space="preserve">{words}</w:{text}></w:r></w:{kind}>'
    )


CASES = {
    "walk.docx": written(WALK, "docx"),
    "walk.odt": written(WALK, "odt"),
    "walk.rtf": written(WALK, "rtf"),
    "walk.epub": written(WALK, "epub"),
    "album.docx": written(ALBUM, "docx"),
    "changes.docx": word(
        paragraph("She ", changed("del", "never "), changed("ins", "always "), "sang.")
        + paragraph(changed("del", "All of it went."))
        + paragraph("The end.")
    ),
    "hidden.docx": word(paragraph("Seen ", run("unseen", "<w:vanish/>"), " again.")),
    "box.docx": word(
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>In a box.</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
        + paragraph("Below the box.")
    ),
    "hidden.odt": opendocument(
        '<text:p>Seen <text:span text:style-name="T1">unseen</text:span> again.</text:p>',
        '<style:style style:name="T1" style:family="text"><style:text-properties'
        ' text:display="none"/></style:style>',
    ),
    "parts.epub": ebook({"one.xhtml": "<h1>One</h1><p>Said.</p>", "two.xhtml": "<p>Done.</p>"}),
}


def seen(text):
    """The letters and figures of *text*, in any order, capitals aside."""
    return Counter(filter(str.isalnum, unicodedata.normalize("NFKC", text).casefold()))


def plain(data, form):
    data = data.replace(rb"{\*\footnote", rb"{\footnote")  # which pandoc skips
    text = pandoc.convert(
        data, form, "plain", "--wrap=none", "--track-changes=all", size=len(data)
    ).decode()
    text = re.sub(r"^\[\d+\] ", "", text, flags=re.MULTILINE)  # a note says its number again
    if form == "rtf":
        return text  # where the number of a list is a word of its text
    return re.sub(r"^ *(?:\d+|[a-z])\. ", "", text, flags=re.MULTILINE)


@pytest.mark.parametrize("name", CASES)
def test_kept_and_left_out_are_what_pandoc_finds(name):
    data = CASES[name]
    raw = ingest.decode(data, name)
    kept = "".join(block.text for block in raw.blocks)
    pictures = "".join(one.words for one in raw.illustrations)
    gone = "".join(one.text for one in raw.left_out if one.rule in ("comment", "tracked-change"))

    assert raw.blocks
    assert seen(kept + pictures + gone) == seen(plain(data, name.partition(".")[2]))


@pytest.mark.parametrize("name", CASES)
def test_cleaning_takes_only_what_is_hidden_or_told(name):
    raw = ingest.decode(CASES[name], name)
    cleaned = clean.clean(raw, rules=clean.load_rules(), strictness="strict")

    assert merge(cleaned) == raw.blocks
    assert {one.rule for one in cleaned.removals if one.action == "removed"} <= {
        "hidden",
        "apart",
    }
    assert not cleaned.doubts
