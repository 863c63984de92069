"""Pango, which page layout needs from the operating system: found, fetched, or asked for.

WeasyPrint sets pages with Pango and HarfBuzz, and no package of Python's brings those. Run as
``python -m florilegium.host.pango [FOLDER]`` this prints the environment, one ``NAME=value`` a
line, in which they load (nothing, when they load as it is). On Debian and its kin it unpacks
them into *FOLDER*, without root. It needs only the standard library, and installs nothing
into the system.
"""

import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from florilegium.errors import ToolError

Environment = Mapping[str, str]
Say = Callable[[str], object]

FOLDER = Path(".nox/pango")
PACKAGES = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0")

# Without HarfBuzz's subsetter WeasyPrint still runs, but writes other bytes into the PDF.
_PROBE = "from weasyprint.text import ffi; raise SystemExit(ffi.harfbuzz_subset is None)"

# Where the libraries lie when they are there but the loader does not look.
_PLACES: Mapping[str, Environment] = {
    "Darwin": {"DYLD_FALLBACK_LIBRARY_PATH": "/opt/homebrew/lib:/usr/local/lib:/opt/local/lib"},
    "Windows": {"WEASYPRINT_DLL_DIRECTORIES": r"C:\msys64\ucrt64\bin;C:\msys64\mingw64\bin"},
}

# The line that mends it: by the system's name, else by the first of these tools on PATH.
_REMEDIES: Mapping[str, str] = {
    "Darwin": "brew install pango",
    "Windows": "C:\\msys64\\usr\\bin\\pacman -S mingw-w64-ucrt-x86_64-pango   "
    "(after installing MSYS2, https://www.msys2.org)",
    "apt-get": f"sudo apt-get install -y {' '.join(PACKAGES)}",
    "dnf": "sudo dnf install -y pango harfbuzz",
    "pacman": "sudo pacman -S --needed pango",
    "zypper": "sudo zypper install -y libpango-1_0-0 libharfbuzz-subset0",
    "apk": "sudo apk add pango harfbuzz-subset",
}
_ANYWHERE = "Install Pango 1.44 or newer with your system's package manager"

# Never unpacked: a second C library beside the one that is running crashes every program.
_KEEP_OUT = ("libc6_", "libc-bin_", "libgcc-s1_")


def loads(environment: Environment | None = None) -> bool:
    """Tell whether WeasyPrint starts, with every library, in a new Python and *environment*."""
    probe = subprocess.run(  # noqa: S603  # our own interpreter and our own two lines
        [sys.executable, "-c", _PROBE],
        env={**os.environ, **(environment or {})},
        capture_output=True,
        check=False,
    )
    return probe.returncode == 0


def environment(folder: Path = FOLDER, *, say: Say = lambda _: None) -> Environment:
    """Return what must be set for page layout to start; raise `ToolError` when nothing helps.

    *folder* holds the libraries fetched, or will; *say* is told about anything slow.
    """
    for candidate in ({}, _PLACES.get(platform.system(), {}), _unpacked(folder)):
        if loads(candidate):
            return candidate
    if shutil.which("apt-get") and shutil.which("dpkg"):
        say(f"Pango is missing: unpacking it into {folder} (once, without root)")
        fetch(folder)
        if loads(found := _unpacked(folder)):
            return found
    raise ToolError(
        "page layout needs Pango and HarfBuzz, and this machine lacks them",
        where="system libraries",
        hint=f"To install them:  {remedy()}",
    )


def remedy() -> str:
    """Return the one line that installs the libraries on this kind of system."""
    return line_for(_REMEDIES, otherwise=_ANYWHERE)


def line_for(remedies: Mapping[str, str], *, otherwise: str) -> str:
    """Return the remedy for this system by its name, else by the first tool that is on PATH."""
    if platform.system() in remedies:
        return remedies[platform.system()]
    return next((line for tool, line in remedies.items() if shutil.which(tool)), otherwise)


def fetch(folder: Path) -> None:
    """Download Debian's packages of the libraries, and all they need, and unpack them there.

    apt works out the packages, so names may differ from release to release. Its lists are
    used as they are; when there are none, or they are stale, fresh ones go into *folder*.
    A failure leaves *folder* without libraries, and no exception.
    """
    archives = folder.resolve() / "deb"
    (archives / "partial").mkdir(parents=True, exist_ok=True)
    lists = folder.resolve() / "state"
    private = (f"Dir::State={lists}", "Dir::State::status=/var/lib/dpkg/status")
    if not _download(archives):
        (lists / "lists" / "partial").mkdir(parents=True, exist_ok=True)
        if _apt(["update"], options=private):
            _download(archives, options=private)
    for package in sorted(archives.glob("*.deb")):
        if not package.name.startswith(_KEEP_OUT):
            _run(["dpkg", "-x", str(package), str(folder / "root")])
    for spent in (archives, lists):
        shutil.rmtree(spent, ignore_errors=True)


def main(arguments: Sequence[str]) -> int:
    """Print the environment on standard output; return 0, or 5 with the remedy on the other."""
    folder = Path(arguments[0]) if arguments else FOLDER
    try:
        found = environment(folder, say=lambda line: sys.stderr.write(f"{line}\n"))
    except ToolError as err:
        sys.stderr.write(f"{err}\n")
        return err.exit_code
    sys.stdout.writelines(f"{name}={value}\n" for name, value in found.items())
    return 0


def _download(archives: Path, *, options: Sequence[str] = ()) -> bool:
    """Fetch `PACKAGES`; where HarfBuzz's subsetter is no package of its own, the others."""
    command = ["install", "--yes", "--no-install-recommends", "--download-only"]
    options = (*options, f"Dir::Cache::archives={archives}/")
    return any(_apt([*command, *names], options=options) for names in (PACKAGES, PACKAGES[:2]))


def _apt(command: Sequence[str], *, options: Sequence[str]) -> bool:
    # No lock and no cache outside our folder: so that it runs without root.
    ours = ("Debug::NoLocking=true", "APT::Sandbox::User=", "Dir::Cache::pkgcache=")
    settings = [word for option in (*ours, *options) for word in ("-o", option)]
    return _run(["apt-get", "-qq", *settings, *command])


def _run(command: Sequence[str]) -> bool:
    quiet = {**os.environ, "LC_ALL": "C", "DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(command, env=quiet, capture_output=True, check=False)  # noqa: S603  # fixed words and our paths
    return done.returncode == 0


def _unpacked(folder: Path) -> Environment:
    root = folder.resolve() / "root"
    places = sorted({str(library.parent) for library in root.rglob("lib*.so.*")})
    inherited = os.environ.get("LD_LIBRARY_PATH")
    paths = [*places, inherited] if inherited else places
    return {"LD_LIBRARY_PATH": os.pathsep.join(paths)} if places else {}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
