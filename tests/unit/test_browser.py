"""Node, its packages and a Chromium are found, installed, or asked for in one line."""

import json
import os
import re
import stat
import subprocess
from pathlib import Path

import pytest

from florilegium.host import browser

NPM = """#!/bin/sh
# Stands in for npm: writes down its words and leaves what npm leaves.
echo "$*" >> "{log}"
{does}
"""
LEAVES = "mkdir -p node_modules && echo {} > node_modules/.package-lock.json"


@pytest.fixture
def machine(tmp_path, monkeypatch):
    """Return a function that makes a machine which has only the *programs* named."""
    if os.name == "nt":
        pytest.skip("stands in for programs with shell scripts")
    programs = tmp_path / "bin"
    programs.mkdir()
    monkeypatch.setattr(browser.platform, "system", lambda: "Linux")
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}/usr/bin{os.pathsep}/bin")
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.delenv(browser.VARIABLE, raising=False)
    monkeypatch.chdir(tmp_path)
    log = tmp_path / "npm.log"

    def have(*names, does=LEAVES):
        for name in names:
            path = programs / name
            path.write_text(NPM.format(log=log, does=does), encoding="utf-8")
            path.chmod(path.stat().st_mode | stat.S_IXUSR)
        only = {name: str(programs / name) for name in names}
        monkeypatch.setattr(browser.shutil, "which", only.get)
        return log

    return have


def test_a_machine_with_all_of_it_lacks_nothing(machine, capsys, monkeypatch):
    log = machine("node", "npm", "chromium")

    assert browser.main([]) == 0
    name, _, folder = capsys.readouterr().out.strip().partition("=")
    monkeypatch.setenv(name, folder)
    assert browser.missing() == ""
    assert browser.modules() == Path(folder) / "node_modules"
    assert log.read_text().split()[:2] == ["ci", "--ignore-scripts"]


def test_what_is_installed_is_not_installed_again(machine, capsys):
    log = machine("node", "npm", "chromium")

    assert [browser.main([]), browser.main([])] == [0, 0]
    assert len(log.read_text().splitlines()) == 1
    assert capsys.readouterr().out.count(browser.VARIABLE) == 2


def test_packages_of_another_lock_are_installed_again(machine):
    log = machine("node", "npm", "chromium")
    folder = Path("node")

    assert browser.install(folder)
    (folder / "package-lock.json").write_text("{}")
    assert browser.install(folder)
    assert len(log.read_text().splitlines()) == 2


@pytest.mark.parametrize(
    ("programs", "lacking"),
    [
        ((), "Node and a Chromium not found"),
        (("node", "npm"), "a Chromium not found"),
        (("chromium",), "Node not found"),
    ],
)
def test_what_is_missing_is_said_with_its_remedy(machine, capsys, programs, lacking):
    machine(*programs, "apt-get")

    assert browser.main([]) == 0
    said = capsys.readouterr()
    assert said.out == ""
    assert lacking in said.err
    assert "sudo apt-get install -y --no-install-recommends nodejs npm chromium" in said.err


def test_packages_that_cannot_be_installed_are_said(machine, capsys):
    machine("node", "npm", "chromium", does="exit 1")

    assert browser.main([]) == 0
    assert "npm could not install them" in capsys.readouterr().err
    assert "python -m florilegium.host.browser" in browser.missing()


@pytest.mark.parametrize(
    ("system", "word"), [("Darwin", "brew install"), ("Windows", "winget"), ("Plan9", "Install")]
)
def test_each_system_has_its_own_remedy(machine, monkeypatch, system, word):
    machine()
    monkeypatch.setattr(browser.platform, "system", lambda: system)

    assert word in browser.remedy()


def test_a_named_chromium_comes_first(machine, monkeypatch, tmp_path):
    machine("chromium")
    (tmp_path / "mine").touch()
    monkeypatch.setenv("CHROMIUM", str(tmp_path / "mine"))

    assert browser.chromium() == tmp_path / "mine"


def test_the_lock_has_every_package_with_its_digest_and_names_no_place():
    wanted = json.loads((browser.OURS / "package.json").read_text(encoding="utf-8"))
    text = (browser.OURS / "package-lock.json").read_text(encoding="utf-8")
    packages = json.loads(text)["packages"]

    assert re.findall(r"https?://|resolved", text) == []
    assert wanted["dependencies"] == packages.pop("")["dependencies"]
    assert [name for name, package in packages.items() if "integrity" not in package] == []
    assert all(
        packages[f"node_modules/{n}"]["version"] == v for n, v in wanted["dependencies"].items()
    )


STARTS = """
const {{ spawn }} = require('child_process')
for (const program of [process.env.CHROMIUM, {other}]) {{
  spawn(program, ['own'], {{ stdio: 'inherit' }})
}}
"""


@pytest.mark.skipif(browser.node() is None or os.name != "posix", reason="Node is not here")
def test_a_browser_that_a_judge_starts_asks_nobody_and_has_a_home_of_its_own(tmp_path):
    said, other = tmp_path / "chromium", tmp_path / "other"
    for program in (said, other):
        program.write_text('#!/bin/sh\necho "$0 $HOME $XDG_CONFIG_HOME $@"\n', encoding="utf-8")
        program.chmod(0o700)
    script = tmp_path / "judge.js"
    script.write_text(STARTS.format(other=json.dumps(str(other))), encoding="utf-8")
    command, places = browser.judging(tmp_path / "home", browser.node(), said, str(script))

    env = {**os.environ, **places}
    done = subprocess.run(command, env=env, capture_output=True, encoding="utf-8", check=True)
    lines = {line.split()[0]: line for line in done.stdout.splitlines()}
    assert f"{said} {tmp_path}/home {tmp_path}/home --host-resolver-rules" in lines[str(said)]
    assert lines[str(said)].endswith(" own")
    assert f"{other} {tmp_path}/home {tmp_path}/home own" == lines[str(other)]


@pytest.mark.skipif(
    browser.node() is None or not Path("/proc/self/stat").exists(), reason="no Node"
)
def test_a_browser_is_of_the_group_that_ends_with_the_program(tmp_path):
    chromium = tmp_path / "chromium"
    chromium.write_text(
        "#!/bin/sh\nread -r p n s parent group rest < /proc/$$/stat; echo $group\n"
    )
    chromium.chmod(0o755)
    script = tmp_path / "judge.js"
    script.write_text(
        f"const one = require('child_process').spawn({str(chromium)!r}, [], {{detached: true}})\n"
        "one.stdout.pipe(process.stdout)\n"
    )
    command, places = browser.judging(tmp_path, browser.node(), chromium, str(script))
    done = subprocess.run(
        command, check=True, capture_output=True, text=True, env={**os.environ, **places}
    )

    assert str(os.getpgid(0)) == done.stdout.strip()
