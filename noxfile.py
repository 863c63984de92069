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


# -- for those who develop the engine; the noxfile of a reader ends above -----------------


def develop(session: nox.Session, *packages: str, extras: str = "") -> None:
    """Install this checkout and *packages* into an environment of the session's own."""
    session.install("-c", LOCK, "-e", f".{extras}", *packages, env=PINNED)


def groups(*names: str) -> list[str]:
    """Return the packages of the dependency groups *names*."""
    settings = nox.project.load_toml("pyproject.toml")
    return list(nox.project.dependency_groups(settings, *names))


@nox.session
def tests(session: nox.Session) -> None:
    """Run the tests. Options are pytest's: -k NAME, -n 0 (one at a time), --update-golden."""
    develop(session, *groups("test", "train"), extras="[check,dask,print]")
    find_pango(session, "python")
    find_browser(session, "python")
    session.run("pytest", "-n", "auto", *session.posargs)


@nox.session
def wheel(session: nox.Session) -> None:
    """Try the wheel as users install it: by old pips, alone, without the lock."""
    session.run("python", "tests/workbench/wheel.py", *session.posargs)


@nox.session
def bench(session: nox.Session) -> None:
    """Measure. Arguments: press, type, clean DATA [--folds N], harm FOLDER, growth, ingest."""
    develop(session, *groups("bench", "train"))
    find_pango(session, "python")
    session.run("python", "-m", "workbench", *session.posargs, env={"PYTHONPATH": "tests"})


@nox.session
def fuzz(session: nox.Session) -> None:
    """Give every stage what nobody would write. Arguments: SECONDS [--seed N] [--only STAGE]."""
    develop(session, *groups("test", "fuzz"))
    session.run("python", "-m", "workbench.fuzz", *session.posargs, env={"PYTHONPATH": "tests"})


@nox.session
def audit(session: nox.Session) -> None:
    """Check licences, write build/sbom.json and build/release.lock, ask for known holes."""
    develop(session, *groups("audit"), extras="[check,dask,print]")
    session.run("python", "-m", "workbench.release", *session.posargs, env={"PYTHONPATH": "tests"})


@nox.session
def lint(session: nox.Session) -> None:
    """Examine the code: ruff and mypy."""
    develop(session, *groups("test", "lint"))
    session.run("ruff", "check")
    session.run("ruff", "format", "--check")
    session.run("mypy")


@nox.session
def train(session: nox.Session) -> None:
    """Train the model of boilerplate anew on pages with gold text. Arguments: DATA."""
    develop(session, *groups("train"))
    module = "workbench.training.train"
    session.run("python", "-m", module, *session.posargs, env={"PYTHONPATH": "tests"})
