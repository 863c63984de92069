"""Findings for people: all errors, and of many notes of one kind the first."""

from florilegium.cli.console import Console
from florilegium.findings import Finding


def said(findings, capsys, **options):
    Console(**options).findings(findings)
    return capsys.readouterr().err


def test_of_many_notes_of_one_kind_in_one_file_the_first_are_shown(capsys):
    notes = [Finding("T108", f"seeds/a.html:{n}", f"the picture {n}") for n in range(9)]
    other = Finding("T108", "seeds/b.html:1", "another picture")

    text = said([*notes, other], capsys)

    assert 6 == text.count("picture") - text.count("pictures")
    assert "T108: 4 more in seeds/a.html" in text
    assert "another picture" in text


def test_every_error_is_shown(capsys):
    errors = [Finding("P103", "a.pdf", f"no font has {n}") for n in range(9)]

    text = said(errors, capsys)

    assert 9 == text.count("no font has")
    assert "more in" not in text
