"""Fixtures shared by all tests: copies of the test books, no network."""

import difflib
import shutil
import socket
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from florilegium.host.process import be_frugal

be_frugal()  # the tests stand side by side on every processor

# No test is timed: a busy machine must not make one fail.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")

BOOKS = Path(__file__).parent / "books"


@pytest.fixture(autouse=True)
def _no_network(monkeypatch):
    """Nothing here may reach out; a test that tries fails."""

    def refuse(*_arguments):
        raise AssertionError("a test tried to use the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket.socket, "connect_ex", refuse)


@pytest.fixture
def _without_judges(monkeypatch):
    """Ask nobody from outside about an e-book: the test is about something else."""
    monkeypatch.setattr("florilegium.check.epubcheck.judge", lambda _path: ())
    monkeypatch.setattr("florilegium.check.judges.JUDGES", {})


@pytest.fixture
def book(tmp_path):
    """Return a function that copies the test book *name* and returns its folder."""

    def copy(name: str) -> Path:
        target = tmp_path / name
        shutil.copytree(BOOKS / name, target)
        return target

    return copy


def pytest_addoption(parser):
    """Offer ``--update-golden``."""
    parser.addoption("--update-golden", action="store_true", help="rewrite the golden files")


@pytest.fixture
def golden(request):
    """Return a function that compares text with a golden file, or rewrites the file."""

    def compare(path: Path, actual: str) -> None:
        if request.config.getoption("--update-golden"):
            path.write_text(actual, encoding="utf-8")
        expected = path.read_text(encoding="utf-8")
        difference = difflib.unified_diff(
            expected.splitlines(), actual.splitlines(), str(path), "now", lineterm=""
        )
        assert expected == actual, "\n".join(difference)

    return compare
