"""Findings for people: all errors, and of many notes of one kind the first."""

import io
import re

import pytest

from florilegium.cli import console
from florilegium.cli.console import Console
from florilegium.errors import ConfigError
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


STEERING = [
    *map(chr, (*range(9), *range(11, 32), *range(127, 160))),
    *"\u061c\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069",
]
BAD = "a[red]" + "".join(STEERING) + "]52;c;eA==b"
SEEN = re.compile(
    r"[^\n\t\x20-\x7e\xa0-\u061b\u061d-\u200d\u2010-\u2027\u202f-\u2065\u206a-\uffff]"
)


def everything(shown):
    shown.activity(BAD)
    shown.done(BAD)
    shown.say(BAD)
    shown.failed(BAD)
    shown.error(ConfigError(BAD, where=f"x\n{BAD}", hint=BAD))
    shown.findings([Finding("T108", BAD, BAD), Finding("T108", BAD, BAD, accepted=BAD)])
    try:
        [].index(BAD)
    except ValueError:
        shown.defect()


def test_nothing_that_is_said_steers_a_terminal(capsys):
    everything(Console())
    told = capsys.readouterr().err

    assert [] == SEEN.findall(told)
    assert told.count("a[red]") >= 12


def test_a_place_is_on_one_line(capsys):
    Console().error(ConfigError("wrong", where="seeds/a\nerror seeds/b: right"))

    assert 1 == capsys.readouterr().err.count("\n")


@pytest.mark.parametrize("is_terminal", [True, False])
def test_what_is_asked_for_is_whole_in_a_file_and_harmless_on_a_terminal(is_terminal, monkeypatch):
    class Stream(io.StringIO):
        def isatty(self):
            return is_terminal

    monkeypatch.setattr("sys.stdout", Stream())
    console.give(f"zwj: \u200d {BAD}\n")
    given = console.sys.stdout.getvalue()

    assert is_terminal == (given != f"zwj: \u200d {BAD}\n")
    assert is_terminal == (SEEN.findall(given) == [])
    assert "\u200d" in given
