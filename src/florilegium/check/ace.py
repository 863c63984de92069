"""The findings of Ace by DAISY, the checker of EPUB Accessibility, about an EPUB."""

import json
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from florilegium.check.verdicts import program
from florilegium.findings import Finding
from florilegium.host import browser
from florilegium.host.aside import passing_folder
from florilegium.host.process import leashed

_SECONDS = 600
_PROGRAM = Path("@daisy", "ace-cli", "bin", "ace.js")


def judge(path: Path) -> tuple[Finding, ...]:
    """Return Ace's violations in the EPUB at *path*; E402 when it cannot run."""
    node, chromium, modules = browser.node(), browser.chromium(), browser.modules()
    if node is None or chromium is None or modules is None:
        return (Finding("E402", path.name, f"not examined by Ace: {browser.missing()}"),)
    with passing_folder() as folder:
        asked = (str(modules / _PROGRAM), "-f", "-s", "-o", str(folder / "ace"), str(path))
        command, places = browser.judging(folder, node, chromium, *asked)
        try:
            done = leashed(command, folder=folder, seconds=_SECONDS, env=places)
        except (OSError, subprocess.TimeoutExpired) as err:
            return (Finding("E402", path.name, f"Ace did not finish: {err}"),)
        report = folder / "ace" / "report.json"
        if not report.is_file():
            last = (done.stderr or done.stdout).strip().rpartition("\n")[2]
            return (Finding("E402", path.name, f"Ace wrote no report: {last}"),)
        return tuple(_findings(json.loads(report.read_text(encoding="utf-8")), path.name))


def identity() -> tuple[str, ...]:
    """Return what a verdict depends on beside the EPUB and our lock, which has Ace's version."""
    return (program(browser.node()), program(browser.chromium()))


def _findings(report: Mapping[str, Any], where: str) -> Iterator[Finding]:
    for document in report["assertions"]:
        file = document["earl:testSubject"]["url"]
        for violation in document["assertions"]:
            test, result = violation["earl:test"], violation["earl:result"]
            said = result.get("dct:description", "").strip().partition("\n")[0]
            message = f"{test['dct:title']} ({test.get('earl:impact', '')}): {said}"
            yield Finding("E401", f"{where}, {file}", message)
