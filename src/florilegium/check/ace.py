"""The findings of Ace by DAISY, the checker of EPUB Accessibility, about an EPUB."""

import json
import os
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from florilegium.findings import Finding
from florilegium.host import browser

_SECONDS = 600
_PROGRAM = Path("@daisy", "ace-cli", "bin", "ace.js")


def judge(path: Path) -> tuple[Finding, ...]:
    """Return Ace's violations in the EPUB at *path*; E402 when it cannot run."""
    node, chromium, modules = browser.node(), browser.chromium(), browser.modules()
    if node is None or chromium is None or modules is None:
        return (Finding("E402", path.name, f"not examined by Ace: {browser.missing()}"),)
    with tempfile.TemporaryDirectory() as folder:
        command = [str(node), str(modules / _PROGRAM), "-f", "-s", "-o", folder, str(path)]
        try:
            done = subprocess.run(  # noqa: S603  # a program of ours on a file of ours
                command, env={**os.environ, "PUPPETEER_EXECUTABLE_PATH": str(chromium)},
                capture_output=True, text=True, check=False, timeout=_SECONDS,
            )  # fmt: skip
        except (OSError, subprocess.TimeoutExpired) as err:
            return (Finding("E402", path.name, f"Ace did not finish: {err}"),)
        report = Path(folder) / "report.json"
        if not report.is_file():
            last = (done.stderr or done.stdout).strip().rpartition("\n")[2]
            return (Finding("E402", path.name, f"Ace wrote no report: {last}"),)
        return tuple(_findings(json.loads(report.read_text(encoding="utf-8")), path.name))


def _findings(report: Mapping[str, Any], where: str) -> Iterator[Finding]:
    for document in report["assertions"]:
        file = document["earl:testSubject"]["url"]
        for violation in document["assertions"]:
            test, result = violation["earl:test"], violation["earl:result"]
            said = result.get("dct:description", "").strip().partition("\n")[0]
            message = f"{test['dct:title']} ({test.get('earl:impact', '')}): {said}"
            yield Finding("E401", f"{where}, {file}", message)
