"""An EPUB tried in a real reading system: foliate-js in a headless Chromium.

``node/reader.mjs`` opens the book on a page the size of a phone's: the first page, every entry
of the contents, the list of pages, every note, fonts, pictures, and the way to the end.
"""

import json
import subprocess
from pathlib import Path

from florilegium.check.verdicts import program
from florilegium.findings import Finding
from florilegium.host import browser
from florilegium.host.aside import passing_folder
from florilegium.host.process import leashed

_SECONDS = 900
_SCRIPT = browser.OURS / "reader.mjs"


def judge(path: Path) -> tuple[Finding, ...]:
    """Return what fails when the EPUB at *path* is read; E404 when it cannot be tried."""
    node, chromium, modules = browser.node(), browser.chromium(), browser.modules()
    if node is None or chromium is None or modules is None:
        message = f"not opened in a reading system: {browser.missing()}"
        return (Finding("E404", path.name, message),)
    try:
        with passing_folder() as folder:
            command, places = browser.judging(folder, node, chromium, str(_SCRIPT), str(path))
            env = {**places, "NODE_MODULES": str(modules)}
            done = leashed(command, folder=folder, seconds=_SECONDS, env=env)
        report = json.loads(done.stdout)
    except (OSError, subprocess.TimeoutExpired) as err:
        return (Finding("E404", path.name, f"the reading system did not finish: {err}"),)
    except json.JSONDecodeError:
        last = done.stderr.strip().rpartition("\n")[2]
        return (Finding("E404", path.name, f"the reading system did not start: {last}"),)
    return tuple(
        Finding("E403", f"{path.name}, {problem['where']}", problem["what"])
        for problem in report["problems"]
    )


def identity() -> tuple[str, ...]:
    """Return what a verdict depends on beside the EPUB, our script and our lock."""
    return (program(browser.node()), program(browser.chromium()))
