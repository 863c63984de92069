"""Findings that the editor accepts: listed with the reason, counted no more."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from florilegium import cli
from florilegium.errors import FlorilegiumError
from florilegium.findings import Acceptance, Acceptances, Finding, accept, worst
from florilegium.project.accepted import load_accepted

FOUND = Finding("R102", "book/rights.toml:12", "'regen1999': No permission on file.")


@pytest.mark.parametrize(
    "acceptance",
    [
        Acceptance("R102", "asked"),
        Acceptance("R102", "asked", place="book/rights.toml"),
        Acceptance("R102", "asked", place="book/rights.toml:12"),
        Acceptance("R102", "asked", about="REGEN1999"),
    ],
)
def test_an_accepted_finding_is_kept_and_does_not_count(acceptance):
    (made,) = accept([FOUND], [acceptance])

    assert (FOUND.code, FOUND.where, FOUND.message) == (made.code, made.where, made.message)
    assert "asked" == made.accepted
    assert worst([made]) is None
    assert "note" == worst([FOUND])


@pytest.mark.parametrize(
    "acceptance",
    [
        Acceptance("R101", "asked"),
        Acceptance("R102", "asked", place="book/right.toml"),
        Acceptance("R102", "asked", place="book"),
        Acceptance("R102", "asked", about="page2021"),
    ],
)
def test_another_acceptance_is_none_of_it(acceptance):
    assert (FOUND,) == accept([FOUND], [acceptance])


WORDS = st.text("aAbİßs'", max_size=3)
PLACES = st.sampled_from(["", "a", "a:1", "a:1:2", ":1", "b"])


def covers(one: Acceptance, finding: Finding) -> bool:
    at = one.place in ("", finding.where, finding.where.rpartition(":")[0])
    words = one.about.casefold() in finding.message.casefold()
    return one.code == finding.code and at and words


@given(
    st.lists(
        st.builds(Acceptance, st.sampled_from(["R101", "R102"]), WORDS, place=PLACES, about=WORDS)
    ),
    st.lists(
        st.builds(
            Finding, st.sampled_from(["R101", "R102"]), PLACES, st.text("aAbİßs'", max_size=9)
        )
    ),
)
def test_the_first_that_covers_a_finding_is_its_reason_and_none_other_is_idle(accepted, findings):
    made = accept(findings, accepted)

    for finding, found in zip(findings, made, strict=True):
        reasons = [one.reason for one in accepted if covers(one, finding)]
        assert next(iter(reasons), "") == found.accepted
    idle = [one for one in accepted if not any(covers(one, finding) for finding in findings)]
    assert idle == list(Acceptances(accepted).idle(findings))


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ('[[accepted]]\ncode = "R012"\nreason = "why"\n', 2, "Did you mean 'R102'"),
        ('[[accepted]]\ncode = "R102"\nreason = " "\n', 3, "no reason is given"),
        ('[[accepted]]\ncode = "R102"\n', 2, "'reason' is missing"),
        ('[[accepted]]\ncode = "R102"\nreason = "a"\nplase = "x"\n', 4, "Did you mean 'place'"),
    ],
)
def test_a_wrong_acceptance_is_an_error_with_its_line(tmp_path, text, line, words):
    (tmp_path / "book").mkdir()
    (tmp_path / "book" / "accepted.toml").write_text(text)

    with pytest.raises(FlorilegiumError) as caught:
        load_accepted(tmp_path)

    assert f"book/accepted.toml:{line}" in str(caught.value)
    assert words in str(caught.value)


@pytest.mark.usefixtures("_without_judges")
def test_the_check_lists_what_is_accepted_and_tells_an_entry_that_fits_nothing(book, capsys):
    folder = book("everything")
    (folder / "book" / "accepted.toml").write_text(
        '[[accepted]]\ncode = "R102"\nabout = "regen1999"\nreason = "asked in May"\n'
        '[[accepted]]\ncode = "B101"\nplace = "book/book.toml"\nreason = "of no use"\n'
    )

    assert 0 == cli.main(["check", "--json", "-q", "-C", str(folder)])
    rows = {row["code"]: row for row in json.loads(capsys.readouterr().out)}

    assert "asked in May" == rows["R102"]["accepted"]
    assert "B101" in rows["B109"]["message"]
    assert 1 == cli.main(["check", "--strict", "-q", "-C", str(folder)])  # B109 is a warning
