"""The same book makes the same bytes: in any folder, locale and time zone, with any cache."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

BOOK = Path(__file__).parent / "books" / "minimal"
# name: folder, environment, options; each is compared with the first.
SURROUNDINGS = {
    "plain": ("b", {}, ("--jobs", "1")),
    "two workers": ("b", {}, ("--jobs", "2")),
    "no cache": ("b", {}, ("--no-cache",)),
    "Turkish, far east": ("b", {"LC_ALL": "tr_TR.UTF-8", "TZ": "Pacific/Kiritimati"}, ()),
    "German, far west": ("b", {"LC_ALL": "de_DE.UTF-8", "TZ": "Pacific/Niue"}, ()),
    "C": ("b", {"LC_ALL": "C", "TZ": "UTC", "PYTHONHASHSEED": "7"}, ()),
    "another folder": ("a book of – «Größe» 字", {}, ()),
    "another pandoc": ("b", {"PATH": "other"}, ()),
}


def made(folder, environment, *options):
    done = subprocess.run(
        [sys.executable, "-m", "florilegium", "build", "-q", "-C", folder, *options],
        capture_output=True, text=True, check=False, env={**os.environ, **environment},
    )  # fmt: skip
    assert done.returncode in (0, 1), done.stderr
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for kind in ("pdf", "epub")
        for path in sorted((folder / "build" / kind).iterdir())
    }


def placed(parent, name):
    folder = parent / name
    shutil.copytree(BOOK, folder, ignore=shutil.ignore_patterns("build"))
    return folder


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    return made(placed(tmp_path_factory.mktemp("first"), "b"), {}, "--jobs", "1")


@pytest.mark.parametrize("name", list(SURROUNDINGS)[1:])
def test_surroundings_change_no_byte(name, first, tmp_path):
    where, environment, options = SURROUNDINGS[name]
    folder = placed(tmp_path, where)
    if "PATH" in environment:
        other = tmp_path / "other" / "pandoc"
        other.parent.mkdir()
        other.write_text("#!/bin/sh\necho wrong\n")
        other.chmod(0o755)
        environment = {"PATH": f"{other.parent}{os.pathsep}{os.environ['PATH']}"}

    assert first == made(folder, environment, *options)


def test_a_warm_and_a_half_cache_change_no_byte(first, tmp_path):
    folder = placed(tmp_path, "b")
    assert first == made(folder, {})
    shutil.rmtree(folder / "build" / "epub")
    assert first == made(folder, {})
    for number, path in enumerate(sorted((folder / "build" / ".cache").rglob("*.made"))):
        if number % 2:
            path.unlink()
    assert first == made(folder, {})
