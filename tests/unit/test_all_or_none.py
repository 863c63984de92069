"""Several files written together: all of them or none, whatever ends the work, and whenever."""

import base64
import hashlib
import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from moments import everything, in_any_moment, killed_in_any_moment

from florilegium.errors import MachineError
from florilegium.host.aside import aside_tag
from florilegium.store import all_or_none, serial
from florilegium.store.all_or_none import put_all, undo_unfinished
from florilegium.store.files import aside_of

OLD = {"book/book.toml": b"old", "book/rights.toml": b"rights"}
NEW = {"seeds/deep/a.txt": b"a", "book/chapters/a.md": b"chapter"}
CHANGED = {
    "book/book.toml": (b"old", b"new"), "book/rights.toml": (b"rights", b""),
    "book/sources.yaml": (None, b"sources"),
}  # fmt: skip
pytestmark = pytest.mark.filterwarnings(
    "ignore::pytest.PytestUnraisableExceptionWarning"  # a file that was opened, and then stopped
)


def begun(folder):
    shutil.rmtree(folder, ignore_errors=True)
    for name, data in OLD.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return everything(folder)


def write(folder):
    put_all(
        folder,
        {folder / name: data for name, data in NEW.items()},
        {folder / name: data for name, data in CHANGED.items()},
    )


@pytest.fixture
def folder(tmp_path):
    begun(tmp_path / "b")
    return tmp_path / "b"


@pytest.fixture
def finished(tmp_path):
    begun(tmp_path / "finished")
    write(tmp_path / "finished")
    return everything(tmp_path / "finished")


def test_all_files_are_written_and_nothing_beside(finished):
    expected = {**OLD, **NEW, **{name: new for name, (_, new) in CHANGED.items()}}

    assert expected == {name: data for name, data in finished.items() if name in expected}
    assert {"book", "book/chapters", "seeds", "seeds/deep", *expected} == set(finished)


def test_all_files_or_none_are_put_whenever_it_is_stopped(folder, finished):
    before = begun(folder)
    for moment in in_any_moment(lambda: write(folder), all_or_none):
        assert everything(folder) in (before, finished), moment
        begun(folder)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a child process")
def test_all_files_or_none_are_there_after_a_kill_and_the_next_command(folder, finished):
    before = begun(folder)
    for moment in killed_in_any_moment(lambda: write(folder)):
        undo_unfinished(folder)
        assert everything(folder) in (before, finished), moment
        begun(folder)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a child process")
def test_a_kill_while_it_is_taken_back_changes_nothing(folder):
    before = begun(folder)
    kills = killed_in_any_moment(lambda: write(folder))
    half = max((everything(folder) for _ in kills), key=len)
    assert before != half
    put_back(folder, half)
    for moment in killed_in_any_moment(lambda: undo_unfinished(folder)):
        undo_unfinished(folder)
        assert before == everything(folder), moment
        put_back(folder, half)


def put_back(folder, contents):
    shutil.rmtree(folder)
    for name, data in sorted(contents.items()):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.mkdir(exist_ok=True) if not data and "." not in path.name else path.write_bytes(data)


def left_by(folder, note, *, process=999_999_999):
    """Leave *note* as a process does that is no more."""
    place = aside_of(folder / "book" / "unfinished")
    place = place.with_name(place.name.replace(f"-{os.getpid()}.", f"-{process}."))
    place.write_bytes(note if isinstance(note, bytes) else serial.to_bytes(note))
    return place


def note_of(*rows, folders=()):
    made = (
        all_or_none._File(
            path,
            hashlib.sha256(new).hexdigest(),
            None if old is None else base64.b64encode(old).decode(),
        )
        for path, old, new in rows
    )
    return all_or_none._Note(tuple(made), folders)


def test_what_a_living_process_writes_is_let_be(folder):
    note = note_of(("book/book.toml", b"before", b"old"))
    place = left_by(folder, note, process=os.getpid())
    undo_unfinished(folder)

    assert OLD["book/book.toml"] == (folder / "book/book.toml").read_bytes()
    assert place.exists()


def test_what_somebody_has_changed_since_is_let_be(folder):
    note = note_of(("book/book.toml", b"before", b"old"), ("book/rights.toml", b"", b"other"))
    place = left_by(folder, note)
    undo_unfinished(folder)

    assert OLD["book/book.toml"] == (folder / "book/book.toml").read_bytes()
    assert not place.exists()


@pytest.mark.parametrize(
    "name", ["../out.txt", "/etc/out.txt", "link/out.txt", "book/../../out.txt"]
)
def test_a_note_of_a_stranger_leads_nowhere(name, folder):
    out = folder.parent / "out.txt"
    out.write_bytes(b"there")
    (folder / "link").symlink_to(folder.parent)
    for old in (None, b"forged"):
        place = left_by(folder, note_of((name, old, b"there"), folders=("..",)))
        undo_unfinished(folder)
        assert not place.exists()
        assert b"there" == out.read_bytes()


@pytest.mark.parametrize(
    "note", [b"", b"[]", b"\xff", b'[["book/book.toml", "", "!"], [[0], []]]']
)
def test_what_is_no_note_is_taken_away(note, folder):
    before = everything(folder)
    left_by(folder, note)
    undo_unfinished(folder)

    assert before == everything(folder)


def test_files_put_aside_beside_the_editors_are_swept(folder):
    before = everything(folder)
    (folder / "book" / f".book.toml.x{aside_tag().replace(str(os.getpid()), '999999999')}").touch()
    undo_unfinished(folder)

    assert before == everything(folder)


def test_a_file_that_is_there_stays_when_another_should_be_put(folder):
    (folder / "b").write_bytes(b"there")
    before = everything(folder)
    with pytest.raises(MachineError, match="there already"):
        put_all(folder, {folder / "a": b"new", folder / "b": b"new"}, {})

    assert before == everything(folder)


@pytest.mark.parametrize("now", [b"saved since", None])
def test_a_file_that_was_saved_meanwhile_keeps_what_was_saved(now, folder):
    path = folder / "book" / "book.toml"
    path.unlink() if now is None else path.write_bytes(now)
    before = everything(folder)
    with pytest.raises(MachineError, match="changed meanwhile"):
        write(folder)

    assert before == everything(folder)


def test_a_file_system_without_links_will_do(folder, finished, monkeypatch):
    def refuses(*_):
        raise PermissionError(1, "not permitted")

    monkeypatch.setattr("pathlib.Path.hardlink_to", refuses)
    write(folder)

    assert finished == everything(folder)


def add_lines(root, letter):
    path, done = root / "book" / "book.toml", 0
    while done < 30:
        old = path.read_bytes()
        with suppress(MachineError):
            put_all(root, {}, {path: (old, old + f"{letter}{done}\n".encode())})
            done += 1


def test_nothing_is_lost_of_what_several_write_at_once(tmp_path):
    path = tmp_path / "book" / "book.toml"
    path.parent.mkdir()
    path.write_bytes(b"")
    with ThreadPoolExecutor(3) as pool:
        for one in [pool.submit(add_lines, tmp_path, letter) for letter in "xyz"]:
            one.result()

    assert sorted(f"{letter}{n}" for letter in "xyz" for n in range(30)) == sorted(
        path.read_text().split()
    )
