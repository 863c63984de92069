"""Ace, the reading system and calibre: their words become findings, and so does their absence."""

import json
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from epub_samples import write_sample
from library import picture

from florilegium.check import ace, calibre, judges, kindle, reading
from florilegium.findings import Finding
from florilegium.host import browser, process

BARRIER = {
    "assertions": [
        {
            "earl:testSubject": {"url": "text/a.xhtml"},
            "assertions": [
                {
                    "earl:test": {"dct:title": "image-alt", "earl:impact": "critical"},
                    "earl:result": {"dct:description": "Fix this:\n it has no alt"},
                }
            ],
        }
    ]
}
HERE = Path("book.epub")


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    cover = picture("PNG", size=(1600, 2560))
    return write_sample(tmp_path_factory.mktemp("epub"), cover=cover).path


@pytest.fixture
def spoil(sound, tmp_path):
    """Return a function that changes files of a sound e-book, or adds one."""

    def change(*faults, add=None):
        target = tmp_path / "spoilt.epub"
        files = {}
        with zipfile.ZipFile(sound) as source:
            files = {name: source.read(name) for name in source.namelist()}
        for name, old, new in faults:
            assert old.encode() in files[f"EPUB/{name}"]
            files[f"EPUB/{name}"] = files[f"EPUB/{name}"].replace(old.encode(), new.encode())
        with zipfile.ZipFile(target, "w") as made:
            for name, content in (files | (add or {})).items():
                made.writestr(name, content)
        return target

    return change


@pytest.fixture
def installed(monkeypatch):
    """A machine that has Node, its packages and a Chromium, by name at least."""
    for name in ("node", "chromium", "modules"):
        monkeypatch.setattr(browser, name, lambda: Path("there"))


def run(monkeypatch, module, *, report=None, error=None, **output):
    """Make *module* believe that its program wrote *report* and *output*, or failed so."""

    def answer(command, **_options):
        if error:
            raise error
        if report is not None:
            folder = Path(command[command.index("-o") + 1])
            folder.mkdir()
            (folder / "report.json").write_text(json.dumps(report), encoding="utf-8")
        return subprocess.CompletedProcess(command, 0, **{"stdout": "", "stderr": ""} | output)

    monkeypatch.setattr(module, "leashed", answer)


@pytest.mark.usefixtures("installed")
def test_a_violation_that_ace_finds_is_a_finding(monkeypatch):
    run(monkeypatch, ace, report=BARRIER)

    assert ace.judge(HERE) == (
        Finding("E401", "book.epub, text/a.xhtml", "image-alt (critical): Fix this:"),
    )


@pytest.mark.usefixtures("installed")
def test_what_fails_in_the_reading_system_is_a_finding(monkeypatch):
    problem = {"where": "a.xhtml#n1", "what": "the note does not pop up"}
    run(monkeypatch, reading, stdout=json.dumps({"problems": [problem]}))

    assert reading.judge(HERE) == (
        Finding("E403", "book.epub, a.xhtml#n1", "the note does not pop up"),
    )


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize(
    ("module", "code", "options"),
    [
        (ace, "E402", {"stderr": "no such browser"}),
        (ace, "E402", {"error": subprocess.TimeoutExpired("node", 1)}),
        (reading, "E404", {"stderr": "no such browser"}),
        (reading, "E404", {"error": OSError("not a program")}),
    ],
)
def test_a_judge_that_does_not_work_is_said(monkeypatch, module, code, options):
    run(monkeypatch, module, **options)

    assert [finding.code for finding in module.judge(HERE)] == [code]


@pytest.mark.parametrize(("module", "code"), [(ace, "E402"), (reading, "E404")])
@pytest.mark.parametrize("lacking", ["node", "chromium", "modules"])
def test_a_judge_that_is_missing_is_said_with_its_remedy(monkeypatch, module, code, lacking):
    monkeypatch.setattr(browser, lacking, lambda: None)
    (finding,) = module.judge(HERE)

    assert (finding.code, finding.severity) == (code, "note")
    assert "to have" in finding.message


def test_calibre_that_is_missing_is_said_with_its_remedy(monkeypatch):
    monkeypatch.setattr(calibre.shutil, "which", lambda _name: None)
    (finding,) = calibre.judge(HERE)

    assert (finding.code, finding.severity) == ("E406", "note")
    assert "apt-get install" in finding.message


@pytest.mark.parametrize("where", ["1", "true", "True"])
def test_where_none_may_be_missing_it_is_an_error(monkeypatch, where):
    monkeypatch.setenv("CI", where)
    absent = [lambda path, code=code: [Finding(code, path.name, "-")] for code in ("E402", "E406")]

    assert ["E407", "E406"] == [finding.code for finding in judges.ask(HERE, judges=absent)]


def test_elsewhere_it_stays_a_note(monkeypatch):
    monkeypatch.delenv("CI", raising=False)

    assert judges.ask(HERE, judges=[lambda path: [Finding("E402", path.name, "-")]]) == (
        Finding("E402", "book.epub", "-"),
    )


def copying(spoilt=None):
    """Stands in for calibre: what comes back is what went in, or something *spoilt*."""

    def convert(command, **_options):
        source, target = command[1:3]
        content = Path(source).read_bytes()
        Path(target).write_bytes(spoilt.read_bytes() if spoilt else content)
        return subprocess.CompletedProcess(command, 0, "", "")

    return convert


def test_words_that_calibre_loses_are_named(monkeypatch, sound, spoil):
    monkeypatch.setattr(calibre.shutil, "which", lambda _name: "ebook-convert")
    monkeypatch.setattr(calibre, "leashed", copying())
    assert calibre.judge(sound) == ()

    lost = spoil(("text/keeper.xhtml", "oil-can", "can"))
    monkeypatch.setattr(calibre, "leashed", copying(lost))
    (finding,) = calibre.judge(sound)
    assert (finding.code, finding.message) == ("E405", "1 words are lost, such as oil")


def test_a_book_that_calibre_cannot_read_is_said(monkeypatch, sound):
    monkeypatch.setattr(calibre.shutil, "which", lambda _name: "ebook-convert")
    run(monkeypatch, calibre, stderr="Traceback\nDRMError")
    (finding,) = calibre.judge(sound)

    assert (finding.code, finding.message) == ("E405", "calibre cannot convert it: DRMError")


def test_a_sound_book_is_one_for_kindles(sound):
    assert list(kindle.check_kindle(sound)) == []


@pytest.mark.parametrize(
    ("code", "name", "old", "new"),
    [
        ("E502", "content.opf", 'name="cover"', 'name="cove"'),
        ("E502", "content.opf", 'media-type="image/png"', 'media-type="image/webp"'),
        ("E503", "text/keeper.xhtml", "<?xml version='1.0' encoding='utf-8'?>", ""),
        ("E506", "text/keeper.xhtml", "</body>", "<iframe/></body>"),
        ("E506", "text/keeper.xhtml", "</body>", "<video/></body>"),
    ],
)
def test_what_kindles_refuse_is_found(spoil, code, name, old, new):
    found = kindle.check_kindle(spoil((name, old, new)))

    assert code in {finding.code for finding in found}


def test_contents_of_three_levels_are_too_deep(spoil, sound):
    with zipfile.ZipFile(sound) as book:
        ncx = book.read("EPUB/toc.ncx").decode()
    one = '<navPoint id="z{}"><navLabel><text>x</text></navLabel><content src="nav.xhtml"/>'
    deep = "".join(one.format(n) for n in range(3)) + "</navPoint>" * 3
    spoilt = spoil(add={"EPUB/toc.ncx": ncx.replace("</navMap>", f"{deep}</navMap>")})

    assert ["E501"] == [finding.code for finding in kindle.check_kindle(spoilt)]


def test_a_small_cover_is_found(spoil):
    (finding,) = kindle.check_kindle(spoil(add={"EPUB/images/cover.png": picture("PNG")}))

    assert (finding.code, finding.message) == ("E502", "the cover has 60 × 40 pixels")


def test_an_obfuscated_font_is_found(spoil):
    found = kindle.check_kindle(spoil(add={"META-INF/encryption.xml": "<encryption/>"}))

    assert ["E504"] == [finding.code for finding in found]


def test_a_book_too_large_for_the_mail_is_found(sound, monkeypatch):
    monkeypatch.setattr(kindle, "_BOOK", 1000)
    monkeypatch.setattr(kindle, "_PICTURE", 1000)

    assert {"E505"} == {finding.code for finding in kindle.check_kindle(sound)}


@pytest.mark.external
def test_the_judges_that_are_here_see_all_that_is_wrong(spoil):
    """That they find nothing in a sound book, `test_other_books` and `test_books` tell."""
    faults = [
        ("text/keeper.xhtml", 'id="keeper-n1"', 'id="keeper-gone"'),
        ("text/keeper.xhtml", ' role="doc-chapter"', ""),
        ("nav.xhtml", ">Aus dem Kassenbuch<", ">Aus dem Gesangbuch<"),
        ("styles/epub.css", "fonts/SourceSans3-Regular.ttf", "fonts/Gone.ttf"),
    ]
    spoilt = spoil(*faults)
    found = judges.ask(spoilt, judges=[reading.judge, ace.judge])
    said = "\n".join(f"{finding.code} {finding.where} {finding.message}" for finding in found)

    if "E404" not in said:
        assert "keeper-n1-call the note does not pop up" in said
        assert "“Aus dem Gesangbuch” leads to" in said
        assert "the font Source Sans 3 normal normal does not load" in said
    if "E402" not in said:
        assert "E401 spoilt.epub, text/keeper.xhtml epub-type-has-matching-role" in said
    assert said


# -- however it ends -------------------------------------------------------------------------

SLEEPING = [
    "/bin/sh", "-c",
    'sleep 300 & echo "$$ $! ${TMPDIR:-none}" > "$1.x"; mv "$1.x" "$1"; wait', "sh",
]  # fmt: skip


def is_there(process):
    try:
        state = Path(f"/proc/{process}/stat").read_text()
    except OSError:
        return False
    return state.rpartition(")")[2].split()[0] != "Z"


def wait_for(what):
    end = time.monotonic() + 60
    while not (done := what()) and time.monotonic() < end:
        time.sleep(0.02)
    assert done


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
@pytest.mark.parametrize("ending", ["kill", "let_go", "timeout", "signal"])
def test_a_judge_ends_with_all_it_started_however_it_ends(ending, tmp_path):
    told = tmp_path / "told"
    seconds = 1 if ending == "timeout" else 200
    program = (
        "import sys, threading; from pathlib import Path\n"
        "from florilegium.check import judges; from florilegium.host import process\n"
        f"def judge(path): process.leashed([*{SLEEPING}, {str(told)!r}], folder=path,"
        f" seconds={seconds})\n"
        f"if {ending == 'let_go'}: threading.Timer(2, process.let_go).start()\n"
        "judges.ask(Path(sys.argv[1]), judges=[judge])"
    )
    asking = subprocess.Popen([sys.executable, "-c", program, tmp_path], stderr=subprocess.PIPE)
    wait_for(told.exists)
    first, second, folder = told.read_text().split()
    if ending in ("kill", "signal"):
        asking.send_signal(signal.SIGKILL if ending == "kill" else signal.SIGINT)
    _, said = asking.communicate(timeout=60)

    assert str(tmp_path) == folder or len(str(tmp_path)) >= 60  # a socket would have no room
    wait_for(lambda: not is_there(first) and not is_there(second))
    assert {"kill": -9, "signal": -2, "let_go": 1, "timeout": 1}[ending] == asking.returncode, said


def test_what_a_judge_says_and_how_it_ended_is_known(tmp_path):
    done = process.leashed(
        ["/bin/sh", "-c", "cat; echo out; echo err >&2; exit 7"], folder=tmp_path, seconds=60
    )

    assert (7, "out\n", "err\n") == (done.returncode, done.stdout, done.stderr)
