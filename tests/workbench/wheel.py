"""``nox -s wheel``: the wheel as users install it, for every Python that is here.

The wheel is built, and installed by the pip that came with each Python into an empty
environment: no lock, no checkout on the path. There it starts a book, makes it, cleans a page,
and checks. Then every Python makes the book of the first: the same bytes (law 6). Fails
(exit 1) where any of that fails.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
VERSIONS = ("3.11", "3.12", "3.13", "3.14")
_PAGE = """<html lang="en"><head><title>Lamps</title></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/n">News</a></li><li><a href="/s">Sport</a></li>
<li><a href="/c">Culture</a></li></ul></nav>
<article><h1>Lamps</h1><p>There were forty-one lamps between the harbour and the upper gate.</p>
<p>In the winter of that year nobody lit them, and nobody said why.</p></article>
<footer><p>© 2026 The Evening Lamp. All rights reserved.</p></footer></body></html>"""


def main() -> int:
    """Try the wheel with each Python of this machine; raise where one fails."""
    with tempfile.TemporaryDirectory() as folder:
        wheel = build(Path(folder))
        found = pythons()
        made: dict[str, dict[str, str]] = {}
        for version, python in found.items():
            first = Path(folder) / next(iter(found)) / "reader"
            made[version] = attempt(python, wheel, Path(folder) / version, first=first)
            print(f"Python {version}: init, build, clean and check work")
        for version, digests in made.items():
            told = ", ".join(f"{name} {one[:12]}" for name, one in digests.items())
            print(f"Python {version}: {told}")
        if len({tuple(digests.items()) for digests in made.values()}) > 1:
            message = "the Pythons made other bytes of the same book"
            raise RuntimeError(message)
    print(f"not on this machine: {', '.join(sorted(set(VERSIONS) - set(found))) or 'none'}")
    return 0


def pythons() -> dict[str, str]:
    """Return the Pythons of this machine that start, by version: on PATH or kept by pyenv."""
    places = [Path(found) for name in VERSIONS if (found := shutil.which(f"python{name}"))]
    places += sorted(Path.home().glob(".pyenv/versions/*/bin/python"))
    told = "import sys; print('%d.%d' % sys.version_info[:2])"
    found: dict[str, str] = {}
    for place in map(str, [*places, sys.executable]):
        done = subprocess.run([place, "-c", told], capture_output=True, text=True, check=False)
        if (version := done.stdout.strip()) in VERSIONS:
            found.setdefault(version, place)
    return found


def build(folder: Path) -> Path:
    """Return the wheel of this checkout, built in *folder*."""
    command = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", str(folder), "."]
    subprocess.run(command, cwd=ROOT, check=True)
    return next(folder.glob("*.whl"))


def attempt(python: str, wheel: Path, folder: Path, *, first: Path) -> dict[str, str]:
    """Install *wheel* by the pip of *python* below *folder* and use it; raise where it fails.

    Returns the SHA-256 of the book in *first*, made by it, in both formats.
    """
    home = folder / "environment"
    subprocess.run([python, "-m", "venv", str(home)], check=True)
    binaries = home / ("Scripts" if sys.platform == "win32" else "bin")
    own = str(binaries / "python")
    subprocess.run([own, "-m", "pip", "install", "-q", f"{wheel}[check]"], check=True)
    florilegium = str(binaries / "florilegium")
    book, page = folder / "reader", folder / "page.html"
    page.write_text(_PAGE, encoding="utf-8")
    subprocess.run([florilegium, "init", str(book)], check=True, stdout=subprocess.DEVNULL)
    cleaned = _run(florilegium, "clean", str(page), cwd=folder)
    if "forty-one lamps" not in cleaned or "All rights" in cleaned:
        message = f"the page was not cleaned: {cleaned!r}"
        raise RuntimeError(message)
    told = _run(own, "-m", "florilegium.host.pango", str(folder / "pango"), cwd=folder)
    pango = dict(line.partition("=")[::2] for line in told.splitlines())
    _run(florilegium, "build", "-q", cwd=book, environment=pango)
    _run(florilegium, "check", "-q", cwd=book, environment=pango)
    if len([*book.glob("build/*/*.pdf"), *book.glob("build/*/*.epub")]) != 2:
        message = f"there are not two books in {book / 'build'}"
        raise RuntimeError(message)
    same = folder / "same"
    shutil.copytree(first, same, ignore=shutil.ignore_patterns("build"))
    _run(florilegium, "build", "-q", cwd=same, environment=pango)
    books = sorted([*same.glob("build/pdf/*"), *same.glob("build/epub/*.epub")])
    return {path.suffix: hashlib.sha256(path.read_bytes()).hexdigest() for path in books}


def _run(*command: str, cwd: Path, environment: dict[str, str] | None = None) -> str:
    """Return what *command* printed; nothing of this checkout or its sessions is known to it."""
    plain = {key: value for key, value in os.environ.items() if key not in {"PYTHONPATH", "CI"}}
    done = subprocess.run(
        command, cwd=cwd, env=plain | (environment or {}), check=True, stdout=subprocess.PIPE
    )
    return done.stdout.decode()


if __name__ == "__main__":
    sys.exit(main())
