"""While a book is built nothing outside it and the installed packages is touched."""

# ruff: noqa: E501  # tables of inputs are read by the row

import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import zipfile
from pathlib import Path

import pikepdf
import pytest
from library import Chapter, Volume
from lxml import etree

from florilegium import cli
from florilegium.check import epubcheck
from florilegium.host import browser
from florilegium.model import addresses
from florilegium.project.styles import packaged

BOOKS = Path(__file__).parent / "books"
# The interpreter, its packages, our own styles, and what the C libraries and fontconfig keep.
INSTALLED = (
    *{Path(path).resolve() for path in sysconfig.get_paths().values()},
    Path(sys.prefix).resolve(), Path(sys.base_prefix).resolve(), packaged().resolve(),
    Path(cli.__file__).resolve().parents[1], Path("/usr"), Path("/lib"), Path("/lib64"), Path("/proc"),
    Path("/dev/null"), Path("/dev/urandom"), Path("/etc/localtime"), Path("/etc/mime.types"),
    Path("/etc/apache2/mime.types"), Path("/etc/httpd"), Path("/etc/ld.so.cache"), Path("/sys"), Path("/bin"),
)  # fmt: skip
HOSTILE = """
::: headnote
---
csl: http://127.0.0.1:9/x.csl
bibliography: /etc/hostname
---

Words, see [@one].

``` {.include}
/etc/passwd
```
:::
"""


class Recorder:
    """What Python itself opens and asks; hooks cannot be taken out again, so it is switched."""

    def __init__(self):
        self.is_on = False
        self.seen = []
        sys.addaudithook(self.hook)

    def hook(self, event, args):
        if not self.is_on:
            return
        if event in (
            "open",
            "os.mkdir",
            "os.rename",
            "os.remove",
            "os.listdir",
            "os.scandir",
            "shutil.rmtree",
        ):
            if args and isinstance(args[0], str | bytes | Path):
                self.seen.append(
                    (
                        event,
                        str(
                            Path(args[0] if isinstance(args[0], str | Path) else args[0].decode())
                        ),
                    )
                )
        elif event in ("socket.connect", "socket.getaddrinfo", "urllib.Request"):
            self.seen.append((event, repr(args)))


RECORDER = Recorder()


def outside(folder):
    allowed = (folder.resolve(), *INSTALLED)
    modules = {Path(entry or ".").resolve() for entry in sys.path} | {Path.cwd()}
    for event, what in RECORDER.seen:
        if event.startswith(("socket", "urllib")) and not what.startswith("('file:///"):
            yield event, what
            continue
        named = what.removeprefix("('file://").partition("'")[0]
        path = (Path.cwd() / named).resolve()
        is_ours = any(path.is_relative_to(place) for place in allowed)
        is_lent = (
            path.name.startswith("florilegium-") or path == Path(tempfile.gettempdir()).resolve()
        )
        is_lent = is_lent or any(part.startswith("florilegium-") for part in path.parts)
        # ctypes has a compiler look for libraries; the import system lists where modules may be.
        is_lent = is_lent or bool(re.fullmatch(r"tmp\w{8}", path.name))
        is_lent = is_lent or (event == "os.listdir" and path in modules)
        # The folders above the book are listed for the paths within them.
        if not (is_ours or is_lent or folder.resolve().is_relative_to(path)):
            yield event, what


def build(folder):
    RECORDER.seen.clear()
    RECORDER.is_on = True
    try:
        return cli.main(["build", "-q", "-C", str(folder), "--jobs", "1"])
    finally:
        RECORDER.is_on = False


@pytest.mark.parametrize("name", ["minimal", "everything", "structure"])
def test_nothing_outside_the_book_is_touched(name, tmp_path):
    folder = tmp_path / name
    shutil.copytree(BOOKS / name, folder, ignore=shutil.ignore_patterns("build"))

    assert build(folder) in (0, 1)
    assert [] == list(outside(folder))


def test_nor_by_a_hostile_book(tmp_path):
    seed = (
        "<html><head><link rel=stylesheet href=http://127.0.0.1:9/a.css><base href=http://127.0.0.1:9/>"
        "</head><body><p>Words of the keeper, every evening.<img src=http://127.0.0.1:9/a.png>"
        "<iframe src=/etc/passwd></iframe><object data=file:///etc/passwd></object></p></body></html>"
    )
    folder = Volume([Chapter("one", seed, HOSTILE, suffix="html")]).put(tmp_path / "b")

    assert build(folder) in (0, 1)
    assert [] == list(outside(folder))


LEADING = ("href", "src", "data", "action", "cite", "poster", "resource", "about", "background")
CALLED = "javascript:alert(1) file:///etc/passwd <script>x</script>"
NAMED = ("subtitle", "publisher", "rights", "description", "course", "term", "running_head")


def addresses_in(book):
    """Every address in the files of the e-book *book*, by its file."""
    with zipfile.ZipFile(book) as archive:
        for name in archive.namelist():
            if name.endswith((".xhtml", ".opf", ".ncx", ".svg", ".xml")):
                for node in etree.fromstring(archive.read(name)).iter(etree.Element):
                    for key, value in node.attrib.items():
                        if etree.QName(key).localname in LEADING:
                            yield name, value
                        assert not etree.QName(key).localname.startswith("on"), (name, key)


def test_no_word_of_an_editor_becomes_an_address(tmp_path):
    said = json.dumps(CALLED)
    settings = "".join(f"{key} = {said}\n" for key in NAMED)
    settings += (
        f"subjects = [{said}]\n[[person]]\nname = {said}\nfile_as = {said}\nroles = ['edt']\n"
    )
    settings += f"[series]\nname = {said}\nposition = {said}\n[wording]\nquestions = {said}\n"
    settings += (
        '[accessibility]\nconformance = "EPUB Accessibility 1.1 - WCAG 2.2 Level AA"\n'
        f'certified_by = {said}\nreport = "https://example.org/report"\n'
    )
    head = "".join(f"{key}: {said}\n" for key in ("deck", "byline", "date", "running-head"))
    words = "::: questions\n1. Why?\n:::\n\n::: {.gloss heading='<script>x</script>'}\n> {==Words==} of\n\nx\n:::\n"
    right = f"[[right]]\nsource = 'one'\nbasis = 'permission'\nholder = {said}\nstatus = {said}\ncredit = {said}\n"
    chapter = Chapter("one", "Words of the keeper.\n", words, head=head)
    folder = Volume(
        [chapter], title=CALLED, settings=settings, files={"book/rights.toml": right}
    ).put(tmp_path / "b")

    assert build(folder) in (0, 1)
    (book,) = folder.glob("build/epub/*.epub")
    found = [
        (name, address)
        for name, address in addresses_in(book)
        if addresses.fault(address) and not re.fullmatch(r"(\.\./)?\w[\w./-]*(#\S*)?", address)
    ]
    assert [] == found
    (printed,) = folder.glob("build/pdf/*.pdf")
    assert [] == list(acts_in(printed))


# What a page or a place of a PDF can be made to do (ISO 32000-1, 12.6), and what it can hold.
ACTING = ("/AA", "/AF", "/EF", "/JS", "/OpenAction", "/RichMedia", "/XFA", "/AcroForm", "/F")


def acts_in(printed):
    """Whatever in the file *printed* does more than lead to a place of it or of the web."""
    with pikepdf.open(printed) as pdf:
        etree.fromstring(pdf.Root.Metadata.read_bytes())
        for one in pdf.objects:
            if not isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
                continue
            names = [name for name in ACTING if name in one]
            yield from (name for name in names if (name, one.get("/Type")) != ("/F", "/Annot"))
            action = one.get("/A")
            if isinstance(action, pikepdf.Dictionary) and "/S" in action and action.S != "/GoTo":
                kind, address = str(action.S), str(action.get("/URI", ""))
                if kind != "/URI" or addresses.fault(address):
                    yield f"{kind} {address}"


def test_the_recorder_hears(tmp_path):
    RECORDER.seen.clear()
    RECORDER.is_on = True
    try:
        with Path(__file__).open(encoding="utf-8"):
            pass
        sys.audit("socket.getaddrinfo", "example.org", 80)
    finally:
        RECORDER.is_on = False

    assert {"open", "socket.getaddrinfo"} <= {event for event, _ in outside(tmp_path)}


JUDGES = """
import sys
from pathlib import Path
from florilegium.check import ace, epubcheck, reading
found = [one for judge in (ace, epubcheck, reading) for one in judge.judge(Path(sys.argv[1]))]
sys.exit(any(one.code in ("E303", "E402", "E404") for one in found))
"""
# Of the user's, what a judge could read, believe or write to.
PRIVATE = tuple(f"{Path.home()}/{name}" for name in (".config", ".local/s", ".xmlresolver.org"))


@pytest.mark.skipif(not os.environ.get("CI"), reason="a minute under strace; with CI set only")
@pytest.mark.skipif(not shutil.which("strace"), reason="strace is not here")
@pytest.mark.skipif(bool(browser.missing()), reason="a Chromium or its packages are not here")
@pytest.mark.skipif(not epubcheck.validator(), reason="EPUBCheck is not here")
def test_the_judges_ask_nobody_and_leave_the_home_of_the_user_alone(tmp_path):
    folder = tmp_path / "minimal"
    shutil.copytree(BOOKS / "minimal", folder, ignore=shutil.ignore_patterns("build"))
    assert cli.main(["build", "epub", "-q", "-C", str(folder), "--jobs", "1"]) in (0, 1)
    (book,) = folder.glob("build/epub/*.epub")
    record = tmp_path / "calls"

    command = [
        "strace",
        "-f",
        "-qq",
        "-yy",
        "-s",
        "300",
        "-e",
        "trace=%file,connect",
        "-o",
        record,
    ]
    done = subprocess.run([*command, sys.executable, "-c", JUDGES, book], check=False)

    said = record.read_text(encoding="utf-8", errors="replace").splitlines()
    assert 0 == done.returncode
    assert any("epubcheck" in call for call in said)
    asked = [call for call in said if "connect(" in call and "sa_family=AF_INET" in call]
    assert [] == [call for call in asked if "htons(53)" in call]
    assert [] == [call for call in asked if "<TCP" in call and "127.0.0.1" not in call]
    assert [] == [call for call in said if any(f'"{place}' in call for place in PRIVATE)]
