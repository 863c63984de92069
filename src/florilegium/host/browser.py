"""Node, its packages and a Chromium, which the checks of an e-book in a browser need.

Run as ``python -m florilegium.host.browser [FOLDER]`` this installs the packages, every version as
the lock beside ``check/node/package.json`` has it, into *FOLDER*, and prints where they are as
``NAME=value``. What is missing is said with the line that installs it; the checks go without.
It needs only the standard library, and runs no script of any package.
"""

import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from florilegium.host.pango import line_for

FOLDER = Path(".nox/node")
VARIABLE = "FLORILEGIUM_NODE"
OURS = Path(__file__).parents[1] / "check" / "node"
_LOCK = "package-lock.json"
_SECLUDED = OURS / "secluded.cjs"
_INSTALL = ("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent")

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_PLACES: Mapping[str, Sequence[str]] = {
    "Darwin": (
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    ),
    "Windows": (
        r"C:\Program Files\Google\Chrome\Application\chrome.exe",
        r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
    ),
}

# The line that installs them: by the system's name, else by the first of these tools on PATH.
_REMEDIES: Mapping[str, str] = {
    "Darwin": "brew install node && brew install --cask chromium",
    "Windows": "winget install OpenJS.NodeJS Google.Chrome",
    "apt-get": "sudo apt-get install -y --no-install-recommends nodejs npm chromium",
    "dnf": "sudo dnf install -y nodejs npm chromium",
    "pacman": "sudo pacman -S --needed nodejs npm chromium",
    "zypper": "sudo zypper install -y nodejs npm chromium",
    "apk": "sudo apk add nodejs npm chromium",
}
_ANYWHERE = "Install Node 18 or newer and Chromium with your system's package manager"
_PACKAGES = "python -m florilegium.host.browser"


def chromium() -> Path | None:
    """Return a Chromium (or one of its kin), None when there is none."""
    given = os.environ.get("CHROMIUM", "")
    found = (given, *map(shutil.which, _NAMES), *_PLACES.get(platform.system(), ()))
    return next((Path(name) for name in found if name and Path(name).is_file()), None)


def node() -> Path | None:
    """Return Node, None when it is not here."""
    found = shutil.which("node")
    return Path(found) if found else None


def modules() -> Path | None:
    """Return the folder of the packages, None when they are not installed, or other versions."""
    folder = Path(os.environ.get(VARIABLE) or FOLDER).resolve()
    return folder / "node_modules" if _installed(folder) else None


def missing() -> str:
    """Return what is missing and the line that installs it; empty when all is here."""
    programs = {"Node": node(), "a Chromium": chromium()}
    lacking = [name for name, path in programs.items() if path is None]
    if lacking:
        return f"{' and '.join(lacking)} not found; to have it:  {remedy()}"
    return "" if modules() else f"its packages are not installed; to have them:  {_PACKAGES}"


def judging(
    home: Path, node: Path, chromium: Path, *command: str
) -> tuple[list[str], Mapping[str, str]]:
    """Return the arguments for Node to run *command*, and what its environment has beside ours.

    The command judges a book. The *chromium* that it starts asks no network; both have *home*
    in place of the user's.
    """
    places = {
        "CHROMIUM": str(chromium),
        "PUPPETEER_EXECUTABLE_PATH": str(chromium),
        "FLORILEGIUM_HOME": str(home),
    }
    return [str(node), "--require", str(_SECLUDED), *command], places


def remedy() -> str:
    """Return the one line that installs Node and a Chromium on this kind of system."""
    return line_for(_REMEDIES, otherwise=_ANYWHERE)


def install(folder: Path) -> bool:
    """Install the packages into *folder* unless they are there; tell whether they are now."""
    npm = shutil.which("npm")
    if _installed(folder):
        return True
    if npm is None:
        return False
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", _LOCK):
        shutil.copyfile(OURS / name, folder / name)
    quiet = {**os.environ, "PUPPETEER_SKIP_DOWNLOAD": "1"}
    done = subprocess.run(  # noqa: S603  # npm, on a lock of ours
        [npm, *_INSTALL], cwd=folder, env=quiet, capture_output=True, check=False
    )
    if done.returncode:
        shutil.rmtree(folder / "node_modules", ignore_errors=True)
    return _installed(folder)


def main(arguments: Sequence[str]) -> int:
    """Install what can be, print where it is, say what is missing; return 0."""
    folder = Path(arguments[0]) if arguments else FOLDER
    if node() and chromium() and not _installed(folder):
        sys.stderr.write(f"Ace and a reading system go into {folder} (once)\n")
        if not install(folder):
            sys.stderr.write("npm could not install them: the checks go without\n")
    if _installed(folder):
        sys.stdout.write(f"{VARIABLE}={folder.resolve()}\n")
    elif not (node() and chromium()):
        sys.stderr.write(f"The checks in a browser are left out: {missing()}\n")
    return 0


def _installed(folder: Path) -> bool:
    """Whether all packages are in *folder*, in the versions of our lock."""
    lock, done = folder / _LOCK, folder / "node_modules" / ".package-lock.json"
    return done.is_file() and lock.is_file() and lock.read_bytes() == (OURS / _LOCK).read_bytes()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
