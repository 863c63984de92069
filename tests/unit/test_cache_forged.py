"""What lies in the cache and is none of ours is made anew: never believed, never run."""

import ast
import os
import pickle
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from florilegium import cli
from florilegium.check.verdicts import read_verdict
from florilegium.render.kept_pandoc import ask, string
from florilegium.store import build_record, serial
from florilegium.store.build_record import Output, _is_there
from florilegium.store.cache import Cache, _digest
from florilegium.store.serial import UnreadableError

SOURCE = Path(__file__).parents[2] / "src" / "florilegium"
KEY, OTHER = "ab" + "0" * 62, "cd" + "1" * 62


class Act:
    """What a pickle may do when it is read: here, leave a trace."""

    def __init__(self, trace):
        self.trace = str(trace)

    def __reduce__(self):
        return os.mkdir, (self.trace,)


def truncate(path, _folder):
    path.write_bytes(path.read_bytes()[:-1])


def lengthen(path, _folder):
    path.write_bytes(path.read_bytes() + b"x")


def empty(path, _folder):
    path.write_bytes(b"")


def of_another_key(path, folder):
    others = [one for one in sorted(folder.rglob("*.made")) if one != path]
    path.write_bytes(others[0].read_bytes())


def as_pickle(path, folder):
    path.write_bytes(pickle.dumps(Act(folder.parent / "acted")))


def as_folder(path, _folder):
    path.unlink()
    path.mkdir()


def as_link(path, folder):
    aside = folder.parent / f"{path.name}.aside"
    shutil.move(path, aside)  # the very bytes, but outside of the folder
    path.symlink_to(aside)


def as_pipe(path, _folder):
    path.unlink()
    os.mkfifo(path)


def huge(path, _folder):
    with path.open("r+b") as file:
        file.truncate(10**12)  # a hole: it takes no room


FAULTS = [truncate, lengthen, empty, of_another_key, as_pickle, as_folder, as_link, as_pipe, huge]
posix = pytest.mark.skipif(os.name != "posix", reason="links and pipes are POSIX's")


@posix
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_a_file_with_a_fault_counts_as_missing(fault, tmp_path):
    cache = Cache(tmp_path / "cache")
    cache.put(OTHER, b"another")
    cache.put(KEY, b"data")
    assert b"data" == cache.get(KEY)

    fault(cache._path(KEY), cache.folder)

    assert cache.get(KEY) is None
    assert not (tmp_path / "acted").exists()


@posix
def test_a_folder_that_is_a_link_is_neither_read_nor_written_through(tmp_path):
    cache, outside = Cache(tmp_path / "cache"), tmp_path / "outside"
    cache.put(KEY, b"data")
    shutil.move(cache._path(KEY).parent, outside)
    cache._path(KEY).parent.symlink_to(outside)
    before = {path: path.read_bytes() for path in outside.iterdir()}

    assert cache.get(KEY) is None
    cache.put(KEY, b"new")

    assert b"new" == cache.get(KEY)
    assert before == {path: path.read_bytes() for path in outside.iterdir()}


@posix
def test_a_book_built_over_a_damaged_cache_is_the_same(book):
    folder = book("minimal")

    def made():
        done = subprocess.run(
            [sys.executable, "-m", "florilegium", "build", "-q", "-j1", "-C", folder],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode in (0, 1), done.stderr
        assert "Traceback" not in done.stderr
        kinds = ("pdf", "epub", "text", "ledger")
        paths = (path for kind in kinds for path in (folder / "build" / kind).iterdir())
        return {path.name: path.read_bytes() for path in paths}

    first, cache = made(), folder / "build" / ".cache"
    faults = [truncate, of_another_key, as_pickle, as_link, as_pipe, huge]
    for number, path in enumerate(sorted(cache.rglob("*.made"))):
        faults[number % len(faults)](path, cache)

    assert first == made()
    assert not (folder / "build" / "acted").exists()


WRONG = [b"", b"[]", b"{}", b"null", b"[[1]]", b'[[{"a": 1}]]', b"\x80\x04K\x01.", b"[" * 99_999]
WRONG += [b'[["build/pdf/x.pdf", 1, null]]', b'[["x", "y", "1"]]', b'[["x", "y", []]]']


@pytest.mark.parametrize("data", WRONG)
def test_a_value_of_another_type_is_not_read(data):
    with pytest.raises(UnreadableError):
        serial.from_bytes(Output, data)


def test_the_same_value_of_the_right_types_is_read():
    assert Output("x", "y", 1) == serial.from_bytes(Output, b'[["x", "y", 1]]')


@pytest.mark.parametrize("data", WRONG)
def test_forged_entries_of_the_right_key_are_made_anew(data, book, capsys):
    """Every entry has the right hash, and holds what no stage of ours has written."""
    folder = book("minimal")
    cache = Cache(folder / "build" / ".cache")
    command = ["clean", "-q", "-C", str(folder)]
    assert 0 == cli.main(command)
    for path in cache.folder.rglob("*.made"):
        key = f"{path.parent.name}{path.stem}"
        path.write_bytes(_digest(key, data) + b"\n" + data)

    assert 0 == cli.main(command)
    assert "Traceback" not in capsys.readouterr().err


# What has the form of an answer or a verdict, and not what is in one.
ALMOST = [
    b'[{"read": {"t": "MetaList", "c": [{"t": "MetaString", "c": "{}"}]}}, []]',
    b'[{"read": {"t": "MetaList", "c": [{"t": "MetaString", "c": "[[["}]}}, []]',
    b'[{"written": {"t": "MetaList", "c": [{"t": "MetaString", "c": 1}]}}, []]',
    b'[{"items": {"t": "MetaString", "c": "[1]"}}, [["x", 1]]]',
    b'[{"items": {"t": "MetaString", "c": "[]"}, "references": {"t": "MetaList", "c": [1]}}, []]',
    b'[{"items": null}, []]', b'{"books": [], "others": [], "findings": [{"code": "X999"}]}',
    b'[["X999", "a", "b", ""], [[0]]]', b'[["E301", 1, "b", ""], [[0]]]',
    b'[["x"], [["not of base64!"]]]', b'["iVBORw0KGgo="]', b'[[["AAAA"]]]', b"%PDF-1.7", b"9\n[]",
    b'9\n{"facts":', b"2\n{}", b"[" * 99_999,
]  # fmt: skip


@pytest.mark.parametrize("data", [*WRONG, *ALMOST])
def test_what_no_judge_of_ours_has_kept_is_asked_again(data):
    assert read_verdict(data) is None


@pytest.mark.parametrize("data", [*WRONG, *ALMOST])
def test_what_no_pandoc_of_ours_has_kept_is_asked_again(data, tmp_path):
    cache = Cache(tmp_path)
    meta = {"reader": string("markdown"), "pieces": {"t": "MetaList", "c": [string("Words.")]}}
    asked = ("pandoc_read.lua", {"meta": meta, "blocks": []})
    first = ask(*asked, cache=cache)
    (path,) = cache.folder.rglob("*.made")
    key = f"{path.parent.name}{path.stem}"
    path.write_bytes(_digest(key, data) + b"\n" + data)

    assert first.values == ask(*asked, cache=cache).values


@pytest.mark.parametrize("data", [*WRONG, *ALMOST])
def test_what_no_build_of_ours_has_recorded_is_no_record(data, tmp_path):
    cache = Cache(tmp_path)
    cache.put(KEY, data)

    assert build_record.find(cache, KEY, root=tmp_path) is None


@pytest.mark.parametrize("step", range(2))
def test_a_book_built_over_forged_entries_is_the_same(step, book, capsys):
    folder = book("minimal")
    cache = Cache(folder / "build" / ".cache")
    command = ["build", "-q", "-j1", "-C", str(folder)]
    assert cli.main(command) in (0, 1)
    books = [path for kind in ("pdf", "epub") for path in (folder / "build" / kind).iterdir()]
    before = {path: path.read_bytes() for path in books}
    forged = [data for data in (*WRONG, *ALMOST) if data]
    for number, path in enumerate(sorted(cache.folder.rglob("*.made"))):
        key = f"{path.parent.name}{path.stem}"
        data = forged[(number * 2 + step) % len(forged)]
        path.write_bytes(_digest(key, data) + b"\n" + data)

    assert cli.main(command) in (0, 1)
    assert before == {path: path.read_bytes() for path in books}
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.parametrize("name", ["../x", "/x", "build/../x", "x", "", "build/../../x"])
def test_a_record_speaks_of_nothing_outside_of_build(name, tmp_path):
    (tmp_path / "x").write_bytes(b"")
    empty_hash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

    assert not _is_there(Output(name, empty_hash), tmp_path)


def test_nothing_that_is_kept_is_code():
    forbidden = {"pickle", "marshal", "shelve", "dill"}
    for path in SOURCE.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        names = {
            alias.name.partition(".")[0]
            for node in ast.walk(tree)
            if isinstance(node, ast.Import)
            for alias in node.names
        } | {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        assert not names & forbidden, path
