"""What is misspelt in a source is told with its line; what is near nothing is let be."""

import pytest

from florilegium.errors import FlorilegiumError, Several
from florilegium.project.sources import read_csl

ITEM = "references:\n- id: one\n  type: book\n  {}\n"


def wrong(line):
    try:
        read_csl(ITEM.format(line), name="book/sources.yaml")
    except FlorilegiumError as err:
        return err.errors if isinstance(err, Several) else (err,)
    return ()


@pytest.mark.parametrize(
    ("line", "where", "what", "meant"),
    [
        ("titel: N", 4, "unknown key 'titel'", "'title'"),
        ("doi: 10.1/2", 4, "unknown key 'doi'", "'DOI'"),
        ("Author: [{family: X}]", 4, "unknown key 'Author'", "'author'"),
        ("container_title: N", 4, "unknown key", "'container-title'"),
        ("pages: 1-2", 4, "unknown key 'pages'", "'page'"),
        ("title: N\n  isued: 2001", 5, "unknown key 'isued'", "'issued'"),
        ("author:\n  - family: X\n    gven: Y", 6, "part of a name 'gven'", "'given'"),
        ("issued: 2001-13-45", 4, "'issued' is '2001-13-45'", "2026-11-23"),
        ("accessed: 2001-02-29", 4, "'accessed' is '2001-02-29'", "2026-11-23"),
        ("issued: 2001-05/2001-14", 4, "'issued' is", "2026-11"),
    ],
)
def test_a_slip_is_told_with_what_was_meant(line, where, what, meant):
    (error,) = wrong(line)

    assert f"book/sources.yaml:{where}" == error.where
    assert what in error.what
    assert meant in error.hint


def test_a_type_with_a_slip_is_told():
    text = ITEM.format("title: N").replace("book", "webpge")
    with pytest.raises(FlorilegiumError, match="'type' is 'webpge'") as caught:
        read_csl(text, name="f")
    assert "'webpage'" in caught.value.hint


@pytest.mark.parametrize(
    "line",
    [
        "x-zotero: kept", "keyword: a, b", "citation-key: x", "issued: Spring 2001",
        "issued: 2001",
        "issued: 0043", "issued: 2001-02", "issued: 2000-02-29", "issued: '-0043'",
        "issued: {year: 2001}", "author: The Heron Society", "author: [{literal: Us}]",
        "author: [{family: Gogh, given: V., non-dropping-particle: van}]",
    ],
)  # fmt: skip
def test_what_has_no_slip_is_let_be(line):
    assert () == wrong(line)
