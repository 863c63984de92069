"""Every door has a label: sessions, commands and options are explained where users look."""

import argparse
import ast
import re
from pathlib import Path

import pytest

from florilegium.cli import make_parser

ROOT = Path(__file__).parents[2]
TEMPLATE = ROOT / "src" / "florilegium" / "desk" / "scaffold" / "template"
NOXFILE = (ROOT / "noxfile.py").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
EDITING = (ROOT / "docs" / "editing.md").read_text(encoding="utf-8")


def sessions() -> dict[str, ast.FunctionDef]:
    return {
        node.name: node
        for node in ast.parse(NOXFILE).body
        if isinstance(node, ast.FunctionDef)
        and any(ast.unparse(one).startswith("nox.session") for one in node.decorator_list)
    }


def commands() -> dict[str, argparse.ArgumentParser]:
    for action in make_parser()._actions:
        if isinstance(action, argparse._SubParsersAction):
            return dict(action.choices)
    raise AssertionError("the command line has no commands")


def test_the_sessions_are_these():
    expected = {"pdf", "epub", "clean", "review", "check", "print", "handout"}
    expected |= {"tests", "wheel", "bench", "train", "lint", "fuzz", "audit"}
    assert expected == set(sessions())


def test_bare_nox_makes_both_books():
    assert 'nox.options.sessions = ["pdf", "epub"]' in NOXFILE


@pytest.mark.parametrize("name", sessions())
def test_session_is_a_door_not_a_room(name):
    body = sessions()[name].body

    assert ast.get_docstring(sessions()[name])
    assert len(body) <= 5
    assert not any(isinstance(node, ast.If | ast.For | ast.Try) for node in ast.walk(body[-1]))


@pytest.mark.parametrize("name", sessions())
def test_session_is_in_the_readme(name):
    assert re.search(rf"nox -s (\w+ )*{name}\b", README)


@pytest.mark.parametrize("name", commands())
def test_command_has_help_and_a_place_in_the_docs(name):
    command = commands()[name]
    bare = [a.dest for a in command._actions if not a.help]

    assert command.description
    assert bare == []
    assert f"florilegium {name}" in README + EDITING


def test_a_new_book_has_the_same_noxfile_but_for_the_install_line():
    ours, marker, _ = NOXFILE.partition("# -- for those who develop the engine")

    assert marker
    assert (TEMPLATE / "noxfile.py").read_text(encoding="utf-8") == ours.rstrip() + "\n"
    assert len(re.findall(r"^    engine = ", NOXFILE, re.MULTILINE)) == 1


def test_the_sessions_of_a_reader_share_one_environment():
    ours, _, _ = NOXFILE.partition("# -- for those who develop the engine")

    assert 7 == ours.count('@nox.session(venv_backend="none")\n')
    assert "@nox.session\n" not in ours


def test_a_new_book_has_the_same_lock():
    expected = (ROOT / "constraints.txt").read_text(encoding="utf-8")

    assert expected == (TEMPLATE / "constraints.txt").read_text(encoding="utf-8")
