"""The lock pins everything a session installs, for every Python and system, from no one index."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LINES = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
LOCK = {canonicalize_name(Requirement(line).name): Requirement(line) for line in LINES}
GROUPS = PYPROJECT["dependency-groups"]


def asked_for() -> list[str]:
    """Every requirement that pyproject.toml states, of the engine and of the sessions."""
    extras = PYPROJECT["project"]["optional-dependencies"].values()
    return [
        *PYPROJECT["build-system"]["requires"],
        *PYPROJECT["project"]["dependencies"],
        *(line for lines in (*extras, *GROUPS.values()) for line in lines),
    ]


def closure(requirements: Iterable[str]) -> Iterator[str]:
    """The names of what is installed here because of *requirements*."""
    waiting = [(Requirement(line), "") for line in requirements]
    seen: set[tuple[str, str]] = set()
    while waiting:
        wanted, extra = waiting.pop()
        name = canonicalize_name(wanted.name)
        if (name, extra) in seen or (
            wanted.marker and not wanted.marker.evaluate({"extra": extra})
        ):
            continue
        seen.add((name, extra))
        yield name
        try:
            further = metadata.requires(name) or []
        except metadata.PackageNotFoundError:
            continue  # of another session
        for extra_wanted in ("", *wanted.extras):
            waiting += [(Requirement(line), extra_wanted) for line in further]


@pytest.mark.parametrize("line", LINES)
def test_every_line_pins_one_version(line):
    assert re.fullmatch(r"[a-z0-9-]+==[^\s;]+( ; .+)?", line)


@pytest.mark.parametrize("line", asked_for())
def test_what_is_asked_for_is_pinned_within_its_bounds(line):
    wanted = Requirement(line)
    pinned = str(LOCK[canonicalize_name(wanted.name)].specifier).removeprefix("==")

    assert wanted.specifier.contains(pinned)


def test_what_those_need_is_pinned_too():
    assert sorted(set(closure(asked_for())) - LOCK.keys()) == []


def test_lock_and_settings_name_no_index():
    text = "\n".join(LINES) + (ROOT / "pyproject.toml").read_text(encoding="utf-8")

    assert re.findall(r"https?://\S+|--(?:extra-)?index-url|--find-links", text) == []
