"""The command line: what it prints where, and its exit codes."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from florilegium import cli, pipeline
from florilegium.cli.stopping import Stopped, hidden_stop
from florilegium.errors import ConfigError, ToolError

BOOKS = Path(__file__).parents[1] / "books"


def test_a_defect_shows_its_traceback_and_exits_with_70(book, capsys, monkeypatch):
    def fail(*_arguments, **_options):
        raise ZeroDivisionError("never")

    monkeypatch.setattr(pipeline, "build", fail)

    assert cli.main(["build", "-C", str(book("minimal"))]) == 70
    assert "ZeroDivisionError: never" in capsys.readouterr().err


def test_an_error_of_the_users_shows_no_traceback(tmp_path, capsys):
    assert cli.main(["build", "-C", str(tmp_path)]) == ConfigError.exit_code

    err = capsys.readouterr().err
    assert "this folder holds no book" in err
    assert "Traceback" not in err


def test_an_interrupt_exits_with_130(book, monkeypatch):
    def interrupt(*_arguments, **_options):
        raise KeyboardInterrupt

    monkeypatch.setattr(pipeline, "build", interrupt)

    assert cli.main(["build", "-C", str(book("minimal"))]) == 130


def test_usage_exits_with_2(capsys):
    with pytest.raises(SystemExit) as caught:
        cli.main(["build", "docx"])

    assert caught.value.code == 2
    assert "docx" in capsys.readouterr().err


def test_the_version_is_told(capsys):
    with pytest.raises(SystemExit):
        cli.main(["--version"])

    assert capsys.readouterr().out.startswith("florilegium ")


@pytest.mark.usefixtures("_without_judges")
def test_findings_go_to_standard_output_as_json_only_when_asked(book, capsys):
    folder = str(book("minimal"))

    assert cli.main(["check", "-q", "-C", folder]) == 0
    assert capsys.readouterr().out == ""
    assert cli.main(["check", "-q", "--strict", "-C", folder]) == 1


def test_a_signal_that_comes_while_a_module_loads_is_told_as_one():
    stop = Stopped(15)
    loading = ImportError("an extension did not load")
    loading.__cause__ = stop
    missing = ToolError("it is missing")
    missing.__cause__ = loading

    assert stop is hidden_stop(missing)
    assert hidden_stop(ToolError("it is missing")) is None


@pytest.mark.skipif(os.name != "posix", reason="signals are POSIX's")
@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
@pytest.mark.parametrize("then", ["progress('more'); os._exit(9)", "return Result((), (), True)"])
def test_a_signal_that_a_library_swallows_ends_the_program_all_the_same(number, code, then):
    program = (
        "import os, sys; from florilegium import cli, builder; from florilegium.builder import *\n"
        "class Gone:\n"
        f"    def __del__(self): os.kill(os.getpid(), {int(number)})\n"
        "def build(*_, progress):\n"
        "    gone = Gone(); del gone\n"
        f"    {then}\n"
        "builder.build = build\n"
        "sys.exit(cli.main(['build', '-q', '-C', sys.argv[1]]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, BOOKS / "minimal"], check=False,
        capture_output=True, text=True, timeout=60,
    )  # fmt: skip

    assert code == done.returncode, done.stderr
    assert 1 == len(done.stderr.strip().splitlines()), done.stderr


@pytest.mark.skipif(os.name != "posix", reason="signals are POSIX's")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_library_in_a_loop_of_its_own_does_not_keep_the_program(number):
    program = (
        "import hashlib, sys; from florilegium import cli, builder\n"
        "from florilegium.cli import stopping\n"
        "stopping._PATIENCE = 0.3\n"
        "def build(*_, **__):\n"
        "    print('here', flush=True)\n"
        "    hashlib.pbkdf2_hmac('sha256', b'x', b'y', 1_000_000_000)\n"
        "builder.build = build\n"
        "sys.exit(cli.main(['build', '-q', '-C', sys.argv[1]]))"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, BOOKS / "minimal"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as build:  # fmt: skip
        build.stdout.readline()
        build.send_signal(number)
        try:
            assert 128 + number == build.wait(timeout=60)
            assert 1 == len(build.stderr.read().splitlines())
        finally:
            build.kill()
