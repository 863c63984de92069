"""``build --watch``: driven as an editor drives it, by saving files and reading what is told."""

import os
import queue
import re
import shutil
import signal
import subprocess
import sys
import threading

import pytest

from florilegium import builder, watch
from florilegium.errors import MachineError, ToolError

PATIENCE = 120  # seconds until a line counts as missing; none is waited for on purpose


class Watching:
    """A process that watches a book: its lines, one after the other."""

    def __init__(self, folder, *options):
        program = [sys.executable, "-m", "florilegium", "build", "--watch", "-j1"]
        self.process = subprocess.Popen(
            [*program, "-C", str(folder), *options],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )  # fmt: skip
        self.lines = queue.SimpleQueue()
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self):
        for line in self.process.stdout:
            self.lines.put(line.rstrip())
        self.lines.put(None)

    def until(self, pattern):
        """Return the lines up to the first that has *pattern*."""
        told = []
        while True:
            line = self.lines.get(timeout=PATIENCE)
            assert line is not None, told
            told.append(line)
            if re.search(pattern, line):
                return told

    def round(self):
        """Return what is told of one build, up to the wait for the next."""
        return [line for line in self.until("waiting for a save") if line[:1] in "✓✗e"]

    def end(self, number):
        """Send the signal *number*; return the exit code and what is told of it."""
        self.process.send_signal(number)
        told = []
        while (line := self.lines.get(timeout=PATIENCE)) is not None:
            if "waiting for a save" not in line:  # interrupted in it, rich says a line again
                told.append(line)
        return self.process.wait(PATIENCE), told


@pytest.fixture
def watching(book):
    begun = []

    def start(*options, name="minimal"):
        folder = book(name)
        begun.append(Watching(folder, *options))
        return folder, begun[-1]

    yield start
    for one in begun:
        one.process.kill()
        one.process.wait()
        one.reader.join()
        one.process.stdout.close()


def chapter(folder):
    return min((folder / "book" / "chapters").glob("*.md"))


def test_a_save_makes_the_book_again_and_a_mistake_does_not_end_the_watch(watching):
    folder, editor = watching("pdf")
    pdf = folder / "build" / "pdf"
    assert any("build/pdf/" in line for line in editor.round())
    path, good = chapter(folder), chapter(folder).read_text("utf-8")
    first = {one.name: one.read_bytes() for one in pdf.iterdir()}

    path.write_text(f"{good}\n::: notee\n> x\n:::\n", "utf-8")
    told = editor.round()
    assert 1 == len(told)
    assert re.match(r"error book/chapters/.+\.md:\d+: .*notee", told[0])
    assert first == {one.name: one.read_bytes() for one in pdf.iterdir()}

    path.write_text(f"{good}\n\n", "utf-8")
    assert any(line.startswith("✓ build/pdf/") for line in editor.round())
    path.write_text(good, "utf-8")
    editor.round()
    assert first == {one.name: one.read_bytes() for one in pdf.iterdir()}


@pytest.mark.skipif(os.name != "posix", reason="signals are POSIX's")
@pytest.mark.skipif(
    signal.getsignal(signal.SIGINT) == signal.SIG_IGN, reason="Ctrl-C is ignored, as behind a '&'"
)
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_ends_it_in_one_line(watching, number, code):
    _folder, editor = watching("epub")
    editor.round()

    ended, told = editor.end(number)
    assert code == ended
    assert 1 == len(told), told
    assert told[0].startswith("✗ ")


def test_editions_are_watched_and_a_changed_style_is_believed(watching):
    folder, editor = watching("--edition", "print")
    told = editor.round()
    (made,) = (folder / line.split()[1].rstrip(",") for line in told if line.startswith("✓ build"))
    plain = made.read_bytes()
    (folder / "styles").mkdir(exist_ok=True)
    style = folder / "styles" / "extra.css"

    style.write_text("p { letter-spacing: 1px }\n", "utf-8")
    editor.round()
    assert plain != made.read_bytes()
    style.unlink()
    editor.round()
    assert plain == made.read_bytes()


class Making:
    """Stands in for the builder: it notes what it was asked, and gives what it is told to."""

    def __init__(self, monkeypatch, *given):
        self.given = list(given)
        self.count = 0
        monkeypatch.setattr(builder, "attempt", self.attempt)
        monkeypatch.setattr(builder, "load_engines", lambda: None)

    def attempt(self, root, _request, _workers, *, progress):
        self.count += 1
        (root / "build" / "pdf").mkdir(parents=True, exist_ok=True)
        (root / "build" / "pdf" / "x.pdf").write_bytes(str(self.count).encode())
        progress("made")
        return self.given.pop(0) if self.given else builder.Result((), (), is_new=True)


def builds(folder):
    return watch.builds(folder, builder.Request(), None, progress=lambda _text: None)


def saves(folder):
    """What the listening tells, without builds: one True for each burst."""
    return watch.Saves(folder.resolve())


def test_saves_in_a_burst_are_one_build_and_ours_are_none(book, monkeypatch):
    folder = book("minimal")
    making = Making(monkeypatch)
    made = builds(folder)
    next(made)
    for number in range(20):
        chapter(folder).write_text(f"{number}", "utf-8")
        (folder / "seeds" / f"{number}.txt").write_text("x", "utf-8")
    next(made)
    assert 2 == making.count
    # Nothing else waits: what comes next is the save after it, and no echo of those before.
    chapter(folder).write_text("last", "utf-8")
    next(made)
    made.close()
    assert 3 == making.count


def test_a_save_while_a_book_is_made_is_not_lost(book, monkeypatch):
    folder = book("minimal")
    making = Making(monkeypatch)
    attempt = making.attempt

    def saving(*given, **named):
        result = attempt(*given, **named)
        if making.count == 1:
            chapter(folder).write_text("saved meanwhile", "utf-8")
        return result

    monkeypatch.setattr(builder, "attempt", saving)
    made = builds(folder)
    next(made)
    next(made)
    made.close()
    assert 2 == making.count


def test_a_folder_that_is_taken_away_and_comes_again_is_watched_again(book):
    folder = book("minimal")
    with saves(folder) as noticed:
        noticed.wait()
        shutil.move(folder / "seeds", folder / "aside")
        noticed.wait()
        shutil.copytree(folder / "aside", folder / "seeds")
        shutil.rmtree(folder / "aside")
        (folder / "styles").mkdir(exist_ok=True)
        noticed.wait()


def test_where_the_system_tells_nothing_it_looks_itself(book, monkeypatch):
    import watchfiles  # noqa: PLC0415  # beside the code under test

    folder, plain, polled = book("minimal"), watchfiles.watch, []

    def refusing(*folders, force_polling=None, **options):
        if not force_polling:
            raise OSError(28, "inotify watch limit reached")
        polled.append(True)
        return plain(*folders, force_polling=True, **options)

    monkeypatch.setattr(watchfiles, "watch", refusing)
    with saves(folder) as noticed:
        noticed.wait()
        noticed.wait()
    assert polled


def test_what_the_machine_refused_is_tried_again_whatever_is_saved(book, monkeypatch):
    folder = book("minimal")
    making = Making(monkeypatch, MachineError("no space"))
    made = builds(folder)
    next(made)
    chapter(folder).write_text(chapter(folder).read_text("utf-8"), "utf-8")  # the same again
    next(made)
    made.close()
    assert 2 == making.count


def test_a_missing_tool_ends_it(book, monkeypatch):
    Making(monkeypatch, ToolError("no Pango"))
    with pytest.raises(ToolError):
        next(builds(book("minimal")))


def test_a_book_saved_while_it_is_made_is_not_kept_as_what_it_was(book, monkeypatch):
    folder = book("minimal")
    from florilegium import pipeline  # noqa: PLC0415  # slow to load
    from florilegium.project.project import Project  # noqa: PLC0415  # the same

    plain, good = pipeline.build, chapter(folder).read_text("utf-8")
    request = builder.Request(("epub",))

    def saving(*given, **named):
        chapter(folder).write_text(f"{good}\n", "utf-8")
        made = plain(*given, **named)
        chapter(folder).write_text(f"{good}\n\n", "utf-8")
        return made

    def make():
        with builder.Workers(lambda: pytest.fail("no pages are laid out")) as workers:
            return builder.build(Project.load(folder), request, workers, progress=lambda _: None)

    monkeypatch.setattr(builder.Workers, "executor", lambda _self: None)
    monkeypatch.setattr(pipeline, "build", saving)
    assert make().is_new
    monkeypatch.setattr(pipeline, "build", plain)
    chapter(folder).write_text(good, "utf-8")
    assert make().is_new
    assert not make().is_new


@pytest.mark.skipif(os.name != "posix", reason="elsewhere all names are Unicode")
def test_a_name_that_is_not_utf_8_does_not_end_the_watch(book):
    folder = book("minimal")
    odd = os.path.join(os.fsencode(folder), b"seeds", b"caf\xe9.txt")  # noqa: PTH118  # no Path has bytes
    making = builds(folder)
    try:
        with open(odd, "w") as file:  # noqa: PTH123  # the same
            file.write("x")
    except OSError:
        pytest.skip("this system has no such names")

    assert "not UTF-8" in str(next(making))
    os.unlink(odd)  # noqa: PTH108  # the same
    (folder / "book" / "book.toml").write_text("title = [", "utf-8")
    assert "not valid TOML" in str(next(making))
    making.close()


@pytest.mark.parametrize(
    "name", [".walk.md.swp", "walk.md~", "#walk.md#", ".#walk.md", "~$walk.docx"]
)
def test_what_editors_leave_beside_a_file_is_no_save(name, book):
    from florilegium.project.project import digest_of  # noqa: PLC0415  # beside the code under test

    folder = book("minimal")
    before = digest_of(folder)
    (folder / "book" / "chapters" / name).write_text("x")
    (folder / "seeds" / name).write_text("x")
    assert before == digest_of(folder)


def test_books_that_are_taken_away_are_made_again_at_the_next_save(book, monkeypatch):
    folder = book("minimal")
    result = builder.Result((builder.Output("build/pdf/x.pdf", "", 1),), (), is_new=True)
    making = Making(monkeypatch, result, result)
    watching = builds(folder)
    next(watching)
    shutil.rmtree(folder / "build")
    chapter(folder).write_text(chapter(folder).read_text("utf-8"), "utf-8")  # the same again
    next(watching)
    watching.close()
    assert 2 == making.count
