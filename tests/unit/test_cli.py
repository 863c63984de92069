"""The command line: what it prints where, and its exit codes."""

import pytest

from florilegium import cli, pipeline
from florilegium.cli.stopping import Stopped, hidden_stop
from florilegium.errors import ConfigError, ToolError


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
