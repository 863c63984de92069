"""The words of the book on a Kindle: calibre converts the EPUB to AZW3 and back."""

import re
import shutil
import subprocess
import zipfile
from collections import Counter
from pathlib import Path

from lxml import etree

from florilegium.check.package import spine_of
from florilegium.check.verdicts import program
from florilegium.findings import Finding
from florilegium.host.aside import passing_folder
from florilegium.host.process import leashed

_SECONDS = 600
_PROGRAM = "ebook-convert"
_REMEDY = "sudo apt-get install -y --no-install-recommends calibre (elsewhere: calibre-ebook.com)"


def judge(path: Path) -> tuple[Finding, ...]:
    """Return which words the EPUB at *path* loses on its way; E406 when calibre is not here."""
    program = shutil.which(_PROGRAM)
    if program is None:
        message = f"not converted for Kindles: calibre not found; to have it:  {_REMEDY}"
        return (Finding("E406", path.name, message),)
    with passing_folder() as folder:
        kindle, back = folder / "book.azw3", folder / "back.epub"
        for source, target in ((path, kindle), (kindle, back)):
            if reason := _convert(program, source, target, folder):
                return (Finding("E405", path.name, f"calibre cannot convert it: {reason}"),)
        lost = words(path) - words(back)
    if not lost:
        return ()
    some = ", ".join(word for word, _ in lost.most_common(8))
    return (Finding("E405", path.name, f"{lost.total()} words are lost, such as {some}"),)


def identity() -> tuple[str, ...]:
    """Return what a verdict depends on beside the EPUB: the converter."""
    found = shutil.which(_PROGRAM)
    return (program(Path(found) if found else None),)


def words(path: Path) -> Counter[str]:
    """Return how often each word stands in the documents of the EPUB at *path*.

    The navigation is left out: in another format it is no document.
    """
    found: Counter[str] = Counter()
    with zipfile.ZipFile(path) as book:
        for file, item in spine_of(book):
            if "nav" not in item.get("properties", "").split():
                parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
                body = etree.fromstring(book.read(file), parser).find("{*}body")
                text = "" if body is None else " ".join(map(str, body.itertext()))
                found.update(re.findall(r"\w+", text))
    return found


def _convert(program: str, source: Path, target: Path, folder: Path) -> str:
    """Convert *source* to *target*; return why it could not be done, or nothing."""
    quiet = {
        "QT_QPA_PLATFORM": "offscreen",
        "QTWEBENGINE_CHROMIUM_FLAGS": "--no-sandbox",
        "CALIBRE_CONFIG_DIRECTORY": str(folder / "calibre"),
    }
    try:
        done = leashed(
            [program, str(source), str(target)], folder=folder, seconds=_SECONDS, env=quiet
        )
    except (OSError, subprocess.TimeoutExpired) as err:
        return str(err)
    if target.is_file():
        return ""
    return (done.stderr or done.stdout).strip().rpartition("\n")[2] or "it wrote no file"
