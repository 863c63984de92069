"""``python -m workbench.release``: the papers of a release, into ``build/``.

Input: what is installed beside the engine, as the lock has it. Output: ``sbom.json``
(CycloneDX 1.6), ``release.lock`` (every archive with its hash), a line for each licence that is
not on the list and each hole that is known. It says so where it could not ask.
"""

# ruff: noqa: E501  # tables of inputs are read by the row

import importlib.util
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from florilegium import __version__

BUILD = Path("build")
_TABLE = tomllib.loads(Path(__file__).with_name("licences.toml").read_text(encoding="utf-8"))
_TOLD = re.compile(r"license :: (?:osi approved :: )?(.+)", re.IGNORECASE)


def main() -> int:
    """Write the papers; return 1 for a licence that is not on the list, or a known hole."""
    BUILD.mkdir(exist_ok=True)
    packages = sorted(installed())
    strange = [line for name in packages if (line := licence_fault(name))]
    print(*strange, sep="\n" if strange else "")
    (BUILD / "sbom.json").write_text(bill(packages), encoding="utf-8")
    print(f"build/sbom.json: {len(packages)} packages, {len(strange)} with a licence not listed")
    holes = _known_holes() if _write_lock() else 0
    return int(bool(strange or holes))


def installed(root: str = "florilegium") -> set[str]:
    """Return the names of all packages that *root* needs here, with all of its extras."""
    every = frozenset(metadata.metadata(root).get_all("Provides-Extra") or [])
    waiting, seen = [(root, every)], set[str]()
    while waiting:
        name, extras = waiting.pop()
        try:
            lines = metadata.requires(name) or []
        except metadata.PackageNotFoundError:
            continue  # of another system
        if name != root:
            seen.add(name)
        for line in lines:
            wanted = Requirement(line)
            marker = wanted.marker
            if marker is None or any(marker.evaluate({"extra": one}) for one in ("", *extras)):
                further = canonicalize_name(wanted.name)
                if further not in seen:
                    waiting.append((further, frozenset(wanted.extras)))
    return seen


def licences(name: str) -> Iterator[str]:
    """Yield what the package *name* says of its licence, as SPDX identifiers where it can be."""
    about, spoken = metadata.metadata(name), _TABLE["spoken"]
    if name in _TABLE["named"]:
        yield _TABLE["named"][name]
        return
    if expression := about.get("License-Expression", ""):
        yield from re.split(r"\s+(?:AND|OR)\s+|[()]", expression)
        return
    told = [found[1] for line in about.get_all("Classifier", []) if (found := _TOLD.match(line))]
    short = about.get("License", "").strip().partition("\n")[0]
    for one in told or [short]:
        yield spoken.get(one.strip().lower(), one.strip())


def licence_fault(name: str) -> str:
    """Return what is wrong with the licence of the package *name*."""
    said = [one.strip() for one in licences(name) if one.strip()]
    odd = [one for one in said if one not in _TABLE["allowed"]]
    # Several in a row are a choice, unless the package says AND.
    needs_all = " AND " in metadata.metadata(name).get("License-Expression", "")
    if said and (not odd if needs_all else len(odd) < len(said)):
        return ""
    return f"✗ {name}: {', '.join(odd) or 'says nothing of its licence'}"


def bill(packages: list[str]) -> str:
    """Return the bill of materials as CycloneDX JSON: the same for the same packages."""
    components = [
        {
            "type": "library", "bom-ref": f"{name}@{metadata.version(name)}", "name": name,
            "version": metadata.version(name), "purl": f"pkg:pypi/{name}@{metadata.version(name)}",
            "licenses": [{"license": _licence(one)} for one in licences(name) if one.strip()],
        }
        for name in packages
    ]  # fmt: skip
    made = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json", "bomFormat": "CycloneDX",
        "specVersion": "1.6", "version": 1,
        "metadata": {"component": {"type": "application", "name": "florilegium", "version": __version__}},
        "components": components,
    }  # fmt: skip
    return json.dumps(made, indent=2, ensure_ascii=False) + "\n"


def _licence(one: str) -> dict[str, str]:
    return {"id" if one in _TABLE["allowed"] else "name": one}


def _write_lock() -> bool:
    """Write the archives pip would install here, with their hashes; False when it cannot ask."""
    report = BUILD / "report.json"
    asked = subprocess.run(
        [sys.executable, "-m", "pip", "install", "--quiet", "--dry-run", "--ignore-installed",
         "--prefer-binary", "-c", "constraints.txt", "--report", report, *_wanted()],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if asked.returncode:
        errors = [line for line in asked.stderr.splitlines() if line.startswith("ERROR")]
        print(f"build/release.lock: not written: {' '.join(errors)[:300]}")
        return False
    found = json.loads(report.read_text(encoding="utf-8"))["install"]
    lines = sorted(
        f"{canonicalize_name(one['metadata']['name'])}=={one['metadata']['version']}"
        f" --hash=sha256:{one['download_info']['archive_info']['hashes']['sha256']}"
        for one in found
    )
    (BUILD / "release.lock").write_text("\n".join(lines) + "\n", encoding="utf-8")
    report.unlink()
    print(f"build/release.lock: {len(lines)} archives for this Python and system")
    return True


def _wanted() -> list[str]:
    settings = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = settings["optional-dependencies"].values()
    return [*settings["dependencies"], *(line for lines in extras for line in lines)]


def _known_holes() -> int:
    """Return how many holes are known, having said so, or why nobody could be asked."""
    if importlib.util.find_spec("pip_audit") is None:
        print("known holes: NOT ASKED, pip-audit is not installed here")
        return 0
    asked = subprocess.run(
        [sys.executable, "-m", "pip_audit", "--require-hashes", "--disable-pip", "--no-deps",
         "--progress-spinner", "off", "--format", "json", "-r", BUILD / "release.lock"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    try:
        found = json.loads(asked.stdout)["dependencies"]
    except (ValueError, KeyError):
        last = asked.stderr.strip().rpartition("\n")[2]
        print(f"known holes: NOT ASKED, the service did not answer: {last[:160]}")
        return 0
    passed_over = sorted(one["name"] for one in found if "skip_reason" in one)
    if len(passed_over) == len(found):
        print(f"known holes: NOT ASKED, the service knows none of {len(found)} packages")
        return 0
    if passed_over:
        print(f"known holes: NOT ASKED about {', '.join(passed_over)}")
    holes = [(one["name"], hole["id"]) for one in found for hole in one.get("vulns", ())]
    asked_about = len(found) - len(passed_over)
    print(
        f"known holes: {len(holes)} in {asked_about} packages", *map(" ".join, holes), sep="\n  "
    )
    return len(holes)


if __name__ == "__main__":
    sys.exit(main())
