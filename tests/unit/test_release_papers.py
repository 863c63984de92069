"""The papers of a release speak of every package that a reader may install, with its extras."""

import json
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from workbench.release import __main__ as release

PROJECT = tomllib.loads(
    (Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8")
)["project"]
EXTRAS = PROJECT["optional-dependencies"]
NAMED = [*PROJECT["dependencies"], *(line for lines in EXTRAS.values() for line in lines)]


@pytest.mark.parametrize("line", NAMED)
def test_what_the_project_asks_for_is_in_the_papers(line):
    name = canonicalize_name(Requirement(line).name)

    assert name in release.installed()
    assert line in release._wanted()


def test_every_package_has_a_licence_that_is_listed():
    faults = (release.licence_fault(name) for name in sorted(release.installed()))

    assert [] == list(filter(None, faults))


def test_the_bill_is_the_same_twice_and_names_each_with_its_licence():
    packages = sorted(release.installed())
    made = json.loads(release.bill(packages))

    assert release.bill(packages) == release.bill(packages)
    assert packages == [one["name"] for one in made["components"]]
    assert all(one["licenses"] for one in made["components"])


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ("", "NOT ASKED, the service did not answer"),
        ("{}", "NOT ASKED, the service did not answer"),
        ('{"dependencies": [{"name": "a", "version": "1", "vulns": []}]}', "0 in 1 packages"),
        (
            '{"dependencies": [{"name": "a", "skip_reason": "not found"}]}',
            "NOT ASKED, the service knows none of 1 packages",
        ),
        (
            '{"dependencies": [{"name": "a", "skip_reason": "x"}, {"name": "b", "vulns": []}]}',
            "NOT ASKED about a\nknown holes: 0 in 1 packages",
        ),
        (
            '{"dependencies": [{"name": "a", "version": "1", "vulns": [{"id": "HOLE-1"}]}]}',
            "1 in 1 packages\n  a HOLE-1",
        ),
    ],
)
def test_what_could_not_be_asked_is_said(answer, told, monkeypatch, capsys):
    class Done:
        stdout, stderr = answer, "no route to host"

    monkeypatch.setattr(release.importlib.util, "find_spec", lambda _: object())
    monkeypatch.setattr(release.subprocess, "run", lambda *_, **__: Done)
    holes = release._known_holes()

    assert told in capsys.readouterr().out
    assert holes == answer.count("HOLE")


def test_that_the_asking_program_is_missing_is_said(monkeypatch, capsys):
    monkeypatch.setattr(release.importlib.util, "find_spec", lambda _: None)

    assert 0 == release._known_holes()
    assert "NOT ASKED, pip-audit is not installed" in capsys.readouterr().out
