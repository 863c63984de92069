"""What files say of themselves: pages, Markdown heads, Project Gutenberg, mail."""

import pytest

from florilegium import ingest
from florilegium.ingest.metadata import Fact, Metadata, identifier, licence

JOURNAL = """<html lang="en"><head>
<meta name="citation_title" content="Rain and Reading">
<meta name="citation_authors" content="Lark, Ada; Flood, Frank">
<meta name="citation_journal_title" content="Journal of Weirs">
<meta name="citation_volume" content="7"><meta name="citation_issue" content="2">
<meta name="citation_firstpage" content="11"><meta name="citation_lastpage" content="19">
<meta name="citation_doi" content="10.1234/weir.7"><meta name="citation_language" content="de">
<meta name="citation_publisher" content="Weir Press">
<link rel="license" href="https://creativecommons.org/licenses/by-sa/4.0/">
</head><body><p>It rained.</p></body></html>"""
GUTENBERG = """The Project Gutenberg eBook of A Year at the Weir

Title: A Year at the Weir
       and Other Tales

Author: Ida Inkwell

Translator: Frank Flood

Release date: June 1, 1998 [eBook #1342]

Language: German

*** START OF THE PROJECT GUTENBERG EBOOK A YEAR AT THE WEIR ***

Author: nobody
"""
MAIL = """From: Ida Inkwell <ida@example.org>
To: weirs@example.org
Subject: Re: AW: The keeper
 of the weir
Date: Fri, 4 Mar 2011 10:15:00 +0100

Dear all, it rained.
"""
MARKDOWN = """---
title: "On Bridges: a talk"
author:
  - name: Ada Lark
  - {family: Flood, given: Frank}
date: 2011-03-04
lang: en-GB
doi: https://doi.org/10.1234/bridge
license: CC-BY-4.0
url: https://example.org/bridges
---

It rained.
"""


def said(text, name, tmp_path):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return ingest.metadata_of(path)


def values(facts):
    return [fact.value for fact in facts]


def test_article_of_a_journal_says_all_of_itself(tmp_path):
    found = said(JOURNAL, "a.html", tmp_path)

    assert ["Lark, Ada", "Flood, Frank"] == values(found.authors)
    assert ["Journal of Weirs"] == values(found.sites)
    assert [["7"], ["2"], ["11–19"]] == [
        values(one) for one in (found.volumes, found.issues, found.pages)
    ]
    assert ["doi:10.1234/weir.7"] == values(found.identifiers)
    assert (Fact("CC-BY-SA-4.0", "licence link"),) == found.licences
    assert ("article-journal", "en") == (found.kind, found.language)


def test_head_of_project_gutenberg_is_read_and_its_release_is_no_date(tmp_path):
    found = said(GUTENBERG, "a.txt", tmp_path)

    assert ["A Year at the Weir and Other Tales"] == values(found.titles)
    assert [["Ida Inkwell"], ["Frank Flood"]] == [values(found.authors), values(found.translators)]
    assert ["https://www.gutenberg.org/ebooks/1342"] == values(found.addresses)
    assert ("de", "book", ()) == (found.language, found.kind, found.dates)


def test_head_of_a_mail_is_read(tmp_path):
    found = said(MAIL, "a.txt", tmp_path)

    assert [["Ida Inkwell"], ["The keeper of the weir"], ["2011-03-04"]] == [
        values(one) for one in (found.authors, found.titles, found.dates)
    ]


def test_head_of_a_markdown_file_is_read(tmp_path):
    found = said(MARKDOWN, "a.md", tmp_path)

    assert ["Ada Lark", "Flood, Frank"] == values(found.authors)
    assert [["On Bridges: a talk"], ["2011-03-04"], ["doi:10.1234/bridge"], ["CC-BY-4.0"]] == [
        values(one) for one in (found.titles, found.dates, found.identifiers, found.licences)
    ]
    assert "en-GB" == found.language


def test_head_of_a_markdown_file_is_no_text_of_it():
    raw = ingest.decode(MARKDOWN.encode(), "a.md")

    assert ["It rained."] == [block.text for block in raw.blocks]
    assert 13 == raw.blocks[0].lines[0]
    assert 'title: "On Bridges: a talk"' in raw.left_out[0].text


@pytest.mark.parametrize(
    "text",
    [
        "---\n\nIt rained: all day.\n\n---\n\nAnd on.\n",
        "---\nIt rained all day.\n---\n",
        "---\ntitle: never closed\n\nIt rained.\n",
        "It rained.\n\n---\ntitle: late\n---\n",
    ],
)
def test_a_break_at_the_top_is_no_head(text, tmp_path):
    assert Metadata() == said(text, "a.md", tmp_path)
    assert "rain" in " ".join(b.text for b in ingest.decode(text.encode(), "a.md").blocks)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("", "a.html"),
        ("\0\0", "a.txt"),
        ("Note: it rained.\nPlace: the weir.\n\nFrom here on.", "a.txt"),
        ("---\na: &a [*a]\ntitle: [\n---\n", "a.md"),
        ("---\nTitle: " + "x" * 1000 + "\n---\nText.", "a.md"),
        ("Author: Ida\n\nno frame\n", "a.txt"),
        ("Ida", "a.xyz"),
    ],
)
def test_what_says_nothing_says_nothing(text, name, tmp_path):
    assert Metadata() == said(text, name, tmp_path)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("https://doi.org/10.1234/a.b-(c)", "doi:10.1234/a.b-(c)"),
        ("(doi: 10.1234/weir).", "doi:10.1234/weir"),
        ("doi: 10.1234/weir.", "doi:10.1234/weir"),
        ("urn:isbn:978-3-16-148410-0", "isbn:9783161484100"),
        ("3-16-148410-X", "isbn:316148410X"),
        ("978-3-16-148410-1", ""),
        ("ISSN 1234-567x", "issn:1234-567X"),
        ("12345", ""),
        ("", ""),
    ],
)
def test_identifiers_are_told_by_their_form(words, expected):
    assert expected == identifier(words)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("https://creativecommons.org/licenses/by-nc/4.0/deed.de", "CC-BY-NC-4.0"),
        ("http://creativecommons.org/publicdomain/zero/1.0/", "CC0-1.0"),
        ("cc by 4.0", "CC-BY-4.0"),
        ("All rights reserved", ""),
        ("https://creativecommons.org/licenses/xx/9.9/", ""),
    ],
)
def test_licences_are_told_by_their_names_and_addresses(words, expected):
    assert expected == licence(words)


@pytest.mark.parametrize(
    ("above", "address"),
    [
        ("<!-- saved from url=(0027)https://example.org/herons -->", "https://example.org/herons"),
        ("<!-- saved from url=(0014)about:internet -->", None),
    ],
)
def test_the_address_that_a_browser_writes_above_a_page_it_saves(above, address):
    page = f"<!DOCTYPE html>\n{above}\n<html><body><p>Herons.</p></body></html>"
    found = ingest.metadata_in(page.encode(), "a.html").addresses
    assert [fact.value for fact in found] == ([address] if address else [])
