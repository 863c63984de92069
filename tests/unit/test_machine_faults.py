"""The machine's faults are not ours: one message, an exit code of their own, the last book whole."""

# ruff: noqa: E501, PLW1510, PTH110, PTH123  # tables of inputs are read by the row

import errno
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import time

import pytest
import yaml
from library import Chapter, Volume

from florilegium import cli
from florilegium.errors import MachineError, of_machine
from florilegium.host.aside import aside_tag
from florilegium.project.yaml_text import read_yaml
from florilegium.store.files import put, sweep

WORDS = "A walk by the weir.\n\nIt was late, and the keeper had gone home.\n"
ERRORS = [
    name for name in (
        "ENOSPC", "EDQUOT", "EROFS", "EACCES", "EPERM", "EIO", "EMFILE", "ENFILE", "ENOMEM",
        "ENAMETOOLONG", "EFBIG", "EISDIR", "ENOTDIR", "ELOOP", "EBUSY", "ETXTBSY", "ESTALE", "ENXIO",
        "ETIMEDOUT", "EOVERFLOW", "EINVAL",
    ) if hasattr(errno, name)
]  # fmt: skip
DOORS = [
    (pathlib.Path, "open"), (os, "replace"), (pathlib.Path, "mkdir"), (pathlib.Path, "read_bytes"),
    (pathlib.Path, "read_text"),
]  # fmt: skip


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = Volume([Chapter("one", WORDS)]).put(tmp_path_factory.mktemp("made"))
    cli.main(["build", "-q", "-C", str(folder), "epub"])
    return folder


def everything(folder):
    return {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.mark.parametrize("name", ERRORS)
def test_whatever_the_machine_refuses_is_one_message(name, made, tmp_path, monkeypatch, capsys):
    folder = tmp_path / "book-of-it"
    shutil.copytree(made, folder)
    chapter = folder / "book" / "chapters" / "one.md"
    chapter.write_text(f"{chapter.read_text()}\n<!-- changed -->\n")
    number = getattr(errno, name)
    owner, function = DOORS[ERRORS.index(name) % len(DOORS)]
    real = getattr(owner, function)
    books = everything(folder / "build" / "epub")

    def refuses(*args, **options):
        is_asked = function != "open" or "xb" in args  # where a file is to be written
        if str(folder) in f"{args} {options}" and is_asked:
            raise OSError(number, os.strerror(number), str(folder / "that"))
        return real(*args, **options)

    with monkeypatch.context() as patch:
        patch.setattr(owner, function, refuses)
        code = cli.main(["build", "-q", "-C", str(folder), "epub"])

    told = capsys.readouterr().err
    assert 6 == code, told
    assert 2 == len(told.strip().splitlines()), told
    assert os.strerror(number).lower()[:12] in told.lower()
    assert "that" in told or "one.txt" in told
    assert books == everything(folder / "build" / "epub")
    assert [] == list(folder.rglob("*.aside"))


def test_every_remedy_is_words_for_people():
    for name in ERRORS:
        number = getattr(errno, name)
        made = of_machine(OSError(number, os.strerror(number), b"\xff.txt"))
        assert isinstance(made, MachineError)
        assert made.hint.endswith(".")
        str(made).encode()
    assert "memory" in str(of_machine(MemoryError()))


@pytest.mark.parametrize(
    "path", ["build", "build/.cache", "build/text", "build/epub", "build/ledger", "build/pictures"]
)
def test_a_file_where_a_folder_should_be_is_told(path, made, tmp_path, capsys):
    folder = tmp_path / "b"
    shutil.copytree(made, folder)
    shutil.rmtree(folder / "build")
    (folder / path).parent.mkdir(exist_ok=True)
    (folder / path).write_text("no folder")
    code = cli.main(["build", "-q", "-C", str(folder), "epub"])

    assert code == 6 or path == "build/pictures"
    assert "build" in capsys.readouterr().err or path == "build/pictures"


@pytest.mark.parametrize(
    "path",
    [
        "book/book.toml",
        "book/sources.yaml",
        "book/chapters/one.md",
        "seeds/one.txt",
        "build/epub/a-made-up-book.epub",
    ],
)
def test_a_folder_where_a_file_should_be_is_told(path, made, tmp_path, capsys):
    folder = tmp_path / "b"
    shutil.copytree(made, folder)
    (folder / path).unlink()
    (folder / path).mkdir()

    assert cli.main(["build", "-q", "-C", str(folder), "epub"]) in (3, 4, 6)
    assert path.rpartition("/")[2].partition(".")[0] in capsys.readouterr().err.replace(
        "book/book.toml", "book"
    )


@pytest.mark.parametrize(
    "path",
    [
        "book/book.toml", "book/editions.toml", "book/cleaning.toml", "book/rights.toml", "book/accepted.toml",
        "book/index.yaml", "book/names.toml", "book/people.yaml", "book/sources.yaml", "book/chapters/one.md",
        "book/front/half-title.md", "styles/theme.toml", "styles/extra.css",
    ],
)  # fmt: skip
@pytest.mark.parametrize("kind", ["folder", "pipe", "link"])
def test_what_is_no_file_of_an_editors_is_told(kind, path, made, tmp_path, capsys):
    folder = tmp_path / "b"
    shutil.copytree(made, folder)
    place = folder / path
    place.parent.mkdir(exist_ok=True)
    place.unlink(missing_ok=True)
    if kind == "folder":
        place.mkdir()
    elif kind == "link":
        place.symlink_to("/nowhere/at/all")
    elif hasattr(os, "mkfifo"):
        os.mkfifo(place)

    assert 3 == cli.main(["build", "-q", "-C", str(folder), "epub"])
    assert f"error {path}: this is " in capsys.readouterr().err


@pytest.mark.parametrize("name", ["", "  "])
def test_a_name_that_is_empty_is_none_of_the_folder_that_one_is_in(
    name, made, monkeypatch, capsys
):
    monkeypatch.chdir(made)

    assert 4 == cli.main(["add", "-q", name, "--dry-run"])
    assert "error add: a name is empty" in capsys.readouterr().err


def test_a_damaged_cache_is_made_anew(made, tmp_path, capsys):
    folder = tmp_path / "b"
    shutil.copytree(made, folder)
    whole = everything(folder / "build" / "epub")
    damages = [b"", b"x", b"\xff" * 99]
    for damage in damages:
        for path in (folder / "build" / ".cache").rglob("*.made"):
            path.write_bytes(damage)
        shutil.rmtree(folder / "build" / "epub")
        assert cli.main(["build", "-q", "-C", str(folder), "epub"]) in (0, 1), (
            capsys.readouterr().err
        )
        assert whole == everything(folder / "build" / "epub")


def test_a_name_that_is_not_utf_8_is_told(tmp_path, capsys):
    folder = Volume([Chapter("one", WORDS)]).put(tmp_path)
    try:
        (folder / "seeds" / os.fsdecode(b"caf\xe9.txt")).write_text(WORDS)
    except OSError:
        pytest.skip("this system has no such names")

    assert 3 == cli.main(["build", "-q", "-C", str(folder), "epub"])
    assert "the name of this file is not UTF-8" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("book/book.toml", "x = " + "[" * 20_000 + "]" * 20_000), ("book/editions.toml", "x = " + "[" * 20_000),
        ("book/cleaning.toml", "[" + ".".join("a" * 20_000) + "]"), ("book/names.toml", "x = " + "{a=" * 20_000),
        ("book/chapters/one.md", "---\nseed: one.txt\nsource: one\ntitle: " + "[" * 20_000 + "\n---\n"),
        ("book/chapters/one.md", "---\nseed: &a one.txt\nsource: *a\ntitle: *b\n---\n"),
        ("book/chapters/one.md", "---\nseed: !!python/object/apply:os.system [id]\nsource: one\n---\n"),
        ("book/chapters/one.md", "---\n" + "{a: " * 20_000 + "\n---\n"), ("book/sources.yaml", "[" * 20_000),
        ("book/chapters/one.md", "---\nseed: one.txt\nsource: one\n---\n" + "::: headnote\n" * 5_000),
        ("styles/theme.toml", "[" + ".".join("a" * 20_000) + "]"), ("seeds/one.txt", ""), ("seeds/one.txt", "\0" * 999),
        ("book/rights.toml", "\ufeff\ufeff[[right]]"), ("book/book.toml", "title = 1e9999999\n" * 2),
        ("book/book.toml", "date = 9999-99-99"), ("book/editions.toml", "a = 1\n[a]\n"),
    ],
)  # fmt: skip
def test_a_file_that_is_a_trap_is_told(file, text, tmp_path, capsys):
    folder = Volume([Chapter("one", WORDS)], files={file: text}).put(tmp_path)

    code = cli.main(["build", "-q", "-C", str(folder), "epub"])
    told = capsys.readouterr().err
    assert code in (3, 4), told[-2000:]
    assert file.rpartition("/")[2] in told, told[-2000:]


@pytest.mark.parametrize("text", ["[" * 20_000, "{a: " * 20_000, "- " * 2_000])
def test_of_values_nested_too_deep_no_more_is_read_than_the_bound(text, monkeypatch):
    read, errors, parse = [], [], yaml.parse
    monkeypatch.setattr(
        yaml, "parse", lambda *a, **k: (read.append(1) or e for e in parse(*a, **k))
    )

    assert read_yaml(f"a: b\nx:\n  {text}", file="x.yaml", errors=errors) is None
    assert [("lists or tables stand one within the other more than 50 times", "x.yaml:3")] == [
        (one.what, one.where) for one in errors
    ]
    assert 50 < len(read) < 200


# -- signals --------------------------------------------------------------------------------


def test_what_killed_builds_leave_is_swept_and_what_others_do_is_not(tmp_path):
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    mine = tmp_path / "x" / f".a.xx{aside_tag()}"
    dead = mine.with_name(mine.name.replace(f"-{os.getpid()}.", f"-{gone.pid}."))
    elsewhere = mine.with_name(".a.xx.00000000-1.aside")
    for path in (mine, dead, elsewhere):
        put(path, "x")
    old = elsewhere.with_name(".b.xx.00000000-1.aside")
    put(old, "x")
    os.utime(old, (time.time() - 2 * 24 * 3600,) * 2)

    sweep(tmp_path)

    assert (True, False, True, False) == tuple(p.exists() for p in (mine, dead, elsewhere, old))


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130), (signal.SIGHUP, 129)]
)
def test_a_signal_is_told_in_one_line(number, code, tmp_path):
    folder = Volume([Chapter("one", WORDS)]).put(tmp_path)
    program = (
        "import os, sys, signal; from florilegium import cli, builder\n"
        f"def stop(*a, **k): os.kill(os.getpid(), {int(number)}); import time; time.sleep(30)\n"
        "builder.build = stop\n"
        f"sys.exit(cli.main(['build', '-q', '-C', {str(folder)!r}]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60
    )

    assert code == done.returncode
    assert 1 == len(done.stderr.strip().splitlines())


def test_a_reader_that_has_read_enough_is_no_defect(tmp_path):
    seed = tmp_path / "a.txt"
    seed.write_text(
        "\n\n".join(f"Paragraph {number} of the keeper's book." for number in range(20_000))
    )
    command = f"{sys.executable} -m florilegium clean {seed} | head -1"
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {command}"], capture_output=True, text=True
    )

    assert "Traceback" not in done.stderr
    assert "Exception" not in done.stderr


def test_a_full_disk_behind_the_output_is_told(tmp_path):
    if not os.path.exists("/dev/full"):
        pytest.skip("no /dev/full here")
    seed = tmp_path / "a.txt"
    seed.write_text(WORDS)
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "florilegium", "clean", seed],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
        )

    assert 6 == done.returncode
    assert "no space left" in done.stderr


NO_BOOK, A_BOOK = ["build", "-C", "nowhere"], ["build", "epub", "-C", "b"]


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full here")
@pytest.mark.parametrize(
    ("words", "sink", "code"),
    [
        (NO_BOOK, ">/dev/full 2>&1", 6), (A_BOOK, "2>/dev/full", 6), (["clean", "a.txt"], ">/dev/full 2>&1", 6),
        (NO_BOOK, "2>&1 | true", 141), (A_BOOK, "2>&1 | true", 141), (["clean", "a.txt"], "2>&1 | true", 141),
        (["clean", "none.txt"], "2>&1 | true", 141), (["clean", "a.txt"], "2>/dev/full", 0),
    ],
)  # fmt: skip
def test_what_nobody_can_be_told_is_no_traceback(words, sink, code, made, tmp_path):
    shutil.copytree(made, tmp_path / "b")
    with (tmp_path / "b/book/book.toml").open("a") as file:
        file.write("# changed\n")
    (tmp_path / "a.txt").write_text("\n\n".join([WORDS] * 5_000))
    command = f'trap "" PIPE; (sleep 1; exec {sys.executable} -m florilegium {" ".join(words)}) {sink}; exit ${{PIPESTATUS[0]}}'
    done = subprocess.run(["bash", "-c", command], cwd=tmp_path, capture_output=True, text=True)

    assert (code, "") == (done.returncode, done.stderr)


def test_a_folder_that_was_taken_away_is_told(tmp_path, monkeypatch, capsys):
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    try:
        (tmp_path / "gone").rmdir()
    except OSError:
        pytest.skip("this system keeps the folder that one is in")

    for words in (["build"], ["cache"], ["init", "x"]):
        assert 6 == cli.main([*words, "-q"])
        told = capsys.readouterr().err
        assert told.startswith("error the folder that you are in was taken away"), told


def test_a_machine_that_starts_no_thread_is_no_defect(made, monkeypatch, capsys):
    def refuse(_thread):
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr("threading.Thread.start", refuse)

    assert 6 == cli.main(["build", "-q", "-C", str(made)])
    said = "error no more processes or threads can be started\n  Close other programs"
    assert capsys.readouterr().err.startswith(said)


@pytest.mark.parametrize("name", ["EACCES", "ENOSPC", "ENOTDIR"])
def test_nobody_is_told_of_a_file_that_is_only_put_aside(
    name, made, tmp_path, monkeypatch, capsys
):
    shutil.copytree(made, tmp_path / "b")
    (tmp_path / "new.txt").write_text(WORDS)
    number, real = getattr(errno, name), pathlib.Path.open

    def refuse(path, mode="r", *rest, **options):
        if "x" in mode:
            raise OSError(number, os.strerror(number), str(path))
        return real(path, mode, *rest, **options)

    monkeypatch.setattr(pathlib.Path, "open", refuse)

    assert 6 == cli.main(["add", "-q", str(tmp_path / "new.txt"), "-C", str(tmp_path / "b")])
    told = capsys.readouterr().err
    assert told.startswith(f"error {tmp_path / 'b' / 'book'}: "), told
    assert "aside" not in told


CLOSED = ["<&-", ">&-", "2>&-", ">&- 2>&-", "<&- >&- 2>&-"]


@pytest.mark.skipif(os.name != "posix", reason="a shell closes the streams")
@pytest.mark.parametrize("closed", CLOSED)
def test_streams_that_are_closed_lead_nowhere_and_not_into_a_file(closed, tmp_path):
    (tmp_path / "a.txt").write_text(WORDS)
    program = (
        "import os; from florilegium import cli\n"
        "code = cli.main(['clean', 'a.txt', '--ledger', 'ledger.json'])\n"
        "with open('first', 'xb'): os.system('echo a child says this; echo and this >&2')\n"
        "open('code', 'w').write(str(code))"
    )
    done = subprocess.run(
        ["bash", "-c", f'exec "$0" -c "$1" {closed}', sys.executable, program],
        cwd=tmp_path, capture_output=True, text=True, timeout=120,
    )  # fmt: skip

    assert ("0", "") == ((tmp_path / "code").read_text(), (tmp_path / "first").read_text())
    assert "Traceback" not in done.stderr
    assert (tmp_path / "ledger.json").read_text().startswith("{")


DEEP = [
    ("book/sources.yaml", "references:\n- id: one\n  type: book\n  title: One\n  custom: "),
    ("book/sources.yaml", "references:\n- id: one\n  type: "),
    ("book/chapters/one.md", "---\nseed: one.txt\nsource: one\npeople: "),
    ("book/people.yaml", "people:\n- name: A\n  note: "),
    ("book/index.yaml", "headings:\n- heading: A\n  match: "),
    ("book/names.toml", "[[name]]\nheading = 'A'\nforms = "),
    ("styles/theme.toml", "[themes.x]\nfamilies = "),
]


@pytest.mark.parametrize("depth", [60, 300, 900])
@pytest.mark.parametrize(("file", "before"), DEEP)
def test_what_nests_too_deep_is_told(file, before, depth, tmp_path, capsys):
    end = "\n---\n" if file.endswith(".md") else "\n"
    text = f"{before}{'[' * depth}'x'{']' * depth}{end}"
    folder = Volume([Chapter("one", WORDS)], files={file: text}).put(tmp_path)

    assert 3 == cli.main(["build", "-q", "-C", str(folder), "epub"])
    told = capsys.readouterr().err
    line = before.count("\n") + 1
    assert f"{file}:{line}: " in told or (depth == 900 and f"{file}: " in told), told
    assert "one within the other" in told


NO_ROOM = [
    "libx.so.6: failed to map segment from shared object",
    "libx.so.6: cannot map zero-fill pages: Cannot allocate memory",
    "DLL load failed while importing _x: The paging file is too small for this operation",
    "DLL load failed while importing _x: Not enough memory resources are available",
]


@pytest.mark.parametrize(
    "error", [kind(said) for kind in (ImportError, OSError) for said in NO_ROOM], ids=repr
)
@pytest.mark.parametrize("is_hidden", [False, True])
def test_a_library_for_which_there_is_no_room_is_no_defect(
    error, is_hidden, made, monkeypatch, capsys
):
    def load(*_arguments, **_options):
        if not is_hidden:
            raise error
        raise ImportError("Importing the C-extensions failed") from error

    monkeypatch.setattr("florilegium.builder.build", load)

    assert 6 == cli.main(["build", "-q", "-C", str(made)])
    assert "error there is not enough memory" in capsys.readouterr().err


def test_a_module_that_is_missing_is_a_defect_still(made, monkeypatch, capsys):
    def load(*_arguments, **_options):
        raise ImportError("No module named 'x'")

    monkeypatch.setattr("florilegium.builder.build", load)

    assert 70 == cli.main(["build", "-q", "-C", str(made)])
    assert "defect" in capsys.readouterr().err
