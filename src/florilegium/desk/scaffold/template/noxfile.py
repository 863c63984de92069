"""The sessions of this book: each installs Florilegium and hands over to it.

    nox                      the printed book and the e-book, into build/
    nox -s pdf -- --quiet    what follows -- goes to the program
    nox -l                   all sessions

A session has no logic of its own: that is in the program.
"""

import os
import sys
from pathlib import Path

import nox

nox.needs_version = ">=2025.2.9"
nox.options.sessions = ["pdf", "epub"]
nox.options.reuse_venv = "yes"

LOCK = "constraints.txt"
HOME = Path(".nox", "book").resolve()  # the one environment of all sessions of a book
PROGRAMS = HOME / ("Scripts" if os.name == "nt" else "bin")
PYTHON = str(PROGRAMS / "python")
PINNED = {"PIP_BUILD_CONSTRAINT": LOCK, "PIP_DISABLE_PIP_VERSION_CHECK": "1"}


def install(session: nox.Session, *, extras: str = "") -> None:
    """Install the engine into the environment of the book, every version as the lock has it."""
    engine = ["-e", f".{extras}"]
    if not (HOME / "pyvenv.cfg").is_file():
        session.run_install(sys.executable, "-m", "venv", str(HOME))
    session.run_install(PYTHON, "-m", "pip", "install", "-q", "-c", LOCK, *engine, env=PINNED)


def run(session: nox.Session, *command: str) -> None:
    """Run the engine with *command* and what follows -- on the command line."""
    session.run(str(PROGRAMS / "florilegium"), *command, *session.posargs)


def find_pango(session: nox.Session, python: str = PYTHON) -> None:
    """Set where the libraries of page layout lie; on Debian they are fetched when missing."""
    found = session.run(
        python, "-m", "florilegium.host.pango", silent=True, stderr=None, log=False
    )
    session.env.update(line.partition("=")[::2] for line in str(found or "").splitlines())


def find_browser(session: nox.Session, python: str = PYTHON) -> None:
    """Install what checks e-books in a browser, where Node and a Chromium are."""
    found = session.run(
        python, "-m", "florilegium.host.browser", silent=True, stderr=None, log=False
    )
    session.env.update(line.partition("=")[::2] for line in str(found or "").splitlines())


@nox.session(venv_backend="none")
def pdf(session: nox.Session) -> None:
    """Make the printed book: build/pdf/. Options: --edition NAME, --jobs N, --quiet."""
    install(session)
    find_pango(session)
    run(session, "build", "pdf")


@nox.session(venv_backend="none")
def epub(session: nox.Session) -> None:
    """Make the e-book: build/epub/. Options: --edition NAME, --quiet."""
    install(session)
    find_pango(session)
    run(session, "build", "epub")


@nox.session(venv_backend="none")
def handout(session: nox.Session) -> None:
    """Hand out chapters with the book's page numbers: build/handout/. Arguments: CHAPTER…."""
    install(session)
    find_pango(session)
    run(session, "handout")


@nox.session(venv_backend="none")
def print(session: nox.Session) -> None:  # noqa: A001  # the word for it; nothing is printed here
    """Make what a print shop asks for: build/print/. Options: --edition NAME, --deposit."""
    install(session, extras="[print]")
    find_pango(session)
    run(session, "print")


@nox.session(venv_backend="none")
def clean(session: nox.Session) -> None:
    """Show what cleaning keeps and takes: build/text/ and build/ledger/. Options: FILE…."""
    install(session)
    run(session, "clean")


@nox.session(venv_backend="none")
def review(session: nox.Session) -> None:
    """Show every seed with what went struck through, and why: build/review.html."""
    install(session)
    run(session, "review")


@nox.session(venv_backend="none")
def check(session: nox.Session) -> None:
    """Examine the texts, the book and both formats. Options: --strict, --json."""
    install(session, extras="[check]")
    find_pango(session)
    find_browser(session)
    run(session, "check")
