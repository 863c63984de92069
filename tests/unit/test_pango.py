"""Pango is found, fetched, or asked for in one line; never a traceback."""

import os
import stat
from pathlib import Path

import pytest

from florilegium.errors import ToolError
from florilegium.host import pango

APT = """#!/bin/sh
# Stands in for apt-get: puts two packages where it is told to, and writes down its words.
echo "$*" >> "{log}"
case "$*" in
  *{fails}*) exit 100 ;;
  *install*) cd "{folder}/deb" && touch libpango-1.0-0_1_all.deb libc6_2_all.deb ;;
esac
"""

DPKG = """#!/bin/sh
# Stands in for dpkg -x PACKAGE ROOT.
mkdir -p "$3/usr/lib/here" && touch "$3/usr/lib/here/lib$(basename "$2").so.0"
"""


def put_program(folder: Path, name: str, script: str) -> None:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(script)
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


@pytest.fixture
def debian(tmp_path, monkeypatch):
    """A machine with apt-get and dpkg on PATH; gives the folder to fetch into, and apt's log."""
    if os.name == "nt":
        pytest.skip("stands in for Debian with shell scripts")
    folder, log = tmp_path / "pango", tmp_path / "apt.log"

    def machine(fails: str = "nothing") -> tuple[Path, Path]:
        put_program(tmp_path / "bin", "apt-get", APT.format(log=log, folder=folder, fails=fails))
        put_program(tmp_path / "bin", "dpkg", DPKG)
        monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")
        monkeypatch.setattr(pango.platform, "system", lambda: "Linux")
        monkeypatch.delenv("LD_LIBRARY_PATH", raising=False)
        return folder, log

    return machine


@pytest.fixture
def bare(monkeypatch):
    """A machine on which page layout never starts."""
    monkeypatch.setattr(pango, "loads", lambda _environment=None: False)


def test_page_layout_starts_where_the_tests_run():
    assert pango.loads()


def test_a_broken_loader_is_noticed():
    assert not pango.loads({"PYTHONPATH": "", "PYTHONHOME": "/nowhere"})


def test_nothing_is_set_when_the_libraries_load(tmp_path, capsys):
    assert pango.main([str(tmp_path / "pango")]) == 0

    assert capsys.readouterr().out == ""
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("kind", "word"), [("Darwin", "brew install pango"), ("Windows", "pacman -S mingw-w64-")]
)
def test_each_system_has_its_own_remedy(monkeypatch, kind, word):
    monkeypatch.setattr(pango.platform, "system", lambda: kind)

    assert word in pango.remedy()


@pytest.mark.parametrize(
    ("tool", "word"),
    [("apt-get", "sudo apt-get install -y libpango-1.0-0"), ("apk", "apk add"), ("", "Install")],
)
def test_linux_remedy_follows_the_package_manager(monkeypatch, tool, word):
    monkeypatch.setattr(pango.platform, "system", lambda: "Linux")
    monkeypatch.setattr(pango.shutil, "which", lambda name: name if name == tool else None)

    assert word in pango.remedy()


@pytest.mark.usefixtures("bare")
def test_missing_libraries_end_in_one_line_and_exit_code_five(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(pango.platform, "system", lambda: "Darwin")
    monkeypatch.setattr(pango.shutil, "which", lambda _name: None)

    code = pango.main([str(tmp_path)])

    said = capsys.readouterr()
    assert code == ToolError.exit_code
    assert said.out == ""
    assert said.err.splitlines()[-1].strip() == "To install them:  brew install pango"


def test_a_known_place_is_tried_before_asking(monkeypatch, tmp_path):
    monkeypatch.setattr(pango.platform, "system", lambda: "Darwin")
    monkeypatch.setattr(pango, "loads", lambda e=None: "DYLD_FALLBACK_LIBRARY_PATH" in (e or {}))

    found = pango.environment(tmp_path)

    assert list(found) == ["DYLD_FALLBACK_LIBRARY_PATH"]


def test_debian_packages_are_unpacked_but_never_the_c_library(debian):
    folder, _ = debian()

    pango.fetch(folder)

    unpacked = [path.name for path in (folder / "root").rglob("*.so.0")]
    assert unpacked == ["liblibpango-1.0-0_1_all.deb.so.0"]


def test_fetched_packages_are_not_kept(debian):
    folder, _ = debian()

    pango.fetch(folder)

    assert [path.name for path in folder.iterdir()] == ["root"]


def test_release_without_the_subsetter_gets_the_other_libraries(debian):
    folder, log = debian(fails="libharfbuzz-subset0")

    pango.fetch(folder)

    assert log.read_text().splitlines()[-1].endswith("libpango-1.0-0 libpangoft2-1.0-0")
    assert (folder / "root").is_dir()


def test_stale_lists_are_made_new_in_our_own_folder(debian):
    folder, log = debian(fails="install")

    pango.fetch(folder)

    update = next(line for line in log.read_text().splitlines() if line.endswith(" update"))
    assert f"Dir::State={folder}/state" in update
    assert not (folder / "root").exists()


def test_what_was_unpacked_is_put_before_what_was_set(debian, monkeypatch):
    folder, _ = debian()
    monkeypatch.setenv("LD_LIBRARY_PATH", "/elsewhere")
    monkeypatch.setattr(
        pango, "loads", lambda e=None: str(folder) in (e or {}).get("LD_LIBRARY_PATH", "")
    )
    told: list[str] = []

    found = pango.environment(folder, say=told.append)

    assert found == {"LD_LIBRARY_PATH": f"{folder}/root/usr/lib/here{os.pathsep}/elsewhere"}
    assert len(told) == 1


def test_a_second_run_fetches_nothing(debian, monkeypatch):
    folder, log = debian()
    monkeypatch.setattr(pango, "loads", lambda e=None: "LD_LIBRARY_PATH" in (e or {}))
    pango.environment(folder)
    log.unlink()

    pango.environment(folder)

    assert not log.exists()


def test_environment_is_printed_for_the_session_to_read(debian, monkeypatch, capsys):
    folder, _ = debian()
    monkeypatch.setattr(pango, "loads", lambda e=None: "LD_LIBRARY_PATH" in (e or {}))

    assert pango.main([str(folder)]) == 0

    assert capsys.readouterr().out == f"LD_LIBRARY_PATH={folder}/root/usr/lib/here\n"
