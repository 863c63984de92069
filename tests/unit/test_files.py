import hashlib
import io
import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from moments import everything, in_any_moment

from florilegium.errors import ConfigError
from florilegium.host import aside
from florilegium.host.aside import aside_tag
from florilegium.model import Change, Seed
from florilegium.store import files
from florilegium.store.files import put_folder, sweep


def test_a_file_is_put_whole_with_its_folders_and_its_digest(tmp_path):
    path = tmp_path / "a" / "b.txt"

    digest = files.put(path, "text")

    assert path.read_text() == "text"
    assert digest == hashlib.sha256(b"text").hexdigest()
    assert [path] == list(path.parent.iterdir())


def test_a_failed_write_leaves_the_last_file_as_it_was(tmp_path, monkeypatch):
    path = tmp_path / "b.txt"
    path.write_text("old")

    def fail(*_arguments):
        raise OSError("disk full")

    monkeypatch.setattr(files.os, "replace", fail)
    with pytest.raises(OSError, match="disk full"):
        files.put(path, "new")

    assert path.read_text() == "old"
    assert [path] == list(tmp_path.iterdir())


def test_values_have_a_json_form():
    value = {"seed": Seed("x", "0", "text/plain", "utf-8"), "path": Path("a/b")}

    made = json.loads(files.to_json((value, Change("quotes", 2))))

    assert made[0]["seed"]["name"] == "x"
    assert made[0]["path"] == "a/b"
    assert made[1] == {"kind": "quotes", "count": 2}


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner) | st.tuples(inner, inner),
)


@given(VALUES, st.integers(0, 4))
def test_rows_of_json_say_the_same(value, levels):
    made = files.to_json_rows(value, levels=levels)

    assert json.loads(files.to_json(value)) == json.loads(made)


def test_what_stands_below_the_levels_is_one_row_each():
    value = {"blocks": [Change("quotes", 2), Change("dashes", 1)], "none": ()}

    made = files.to_json_rows(value, levels=2)

    assert made.splitlines() == [
        "{",
        '  "blocks": [',
        '    {"kind": "quotes", "count": 2},',
        '    {"kind": "dashes", "count": 1}',
        "  ],",
        '  "none": []',
        "}",
    ]


def test_the_book_was_made_at_its_date_or_at_the_epoch_given(monkeypatch):
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    assert files.made_at("2026-11-23") == datetime(2026, 11, 23, tzinfo=UTC)
    assert files.made_at("2026") == datetime(2026, 1, 1, tzinfo=UTC)

    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert files.made_at("2026-11-23") == datetime(1970, 1, 2, tzinfo=UTC)

    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    with pytest.raises(ConfigError, match="'yesterday'"):
        files.made_at("2026-11-23")


# -- stopped at any moment -------------------------------------------------------------------


pytestmark = pytest.mark.filterwarnings(
    "ignore::pytest.PytestUnraisableExceptionWarning"  # a file that was opened, and then stopped
)


def test_a_file_put_is_the_old_one_or_the_new_one_whenever_it_is_stopped(tmp_path):
    path = tmp_path / "b.txt"
    path.write_text("old")
    for moment in in_any_moment(lambda: files.put(path, "new"), files):
        assert everything(tmp_path) in ({"b.txt": b"old"}, {"b.txt": b"new"}), moment
        path.write_text("old")


def test_a_folder_lent_is_gone_whenever_it_is_stopped(tmp_path, monkeypatch):
    monkeypatch.setattr(aside.tempfile, "tempdir", str(tmp_path))

    def work():
        with aside.passing_folder() as folder:
            (folder / "a").write_bytes(b"x")

    for moment in in_any_moment(work, aside):
        assert {} == everything(tmp_path), moment


# -- a folder that is replaced whole -------------------------------------------------------------

OLD = {"interior.pdf": b"old pages", "proof/1.png": b"old proof", "booklet.pdf": b"old sheets"}
NEW = {"interior.pdf": b"new pages", "cover.pdf": b"new cover", "proof/2.png": b"new proof"}


def within(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_a_folder_is_replaced_with_all_that_was_in_it(tmp_path):
    kit = tmp_path / "print" / "shop"
    put_folder(kit, OLD)
    assert OLD == within(kit)

    put_folder(kit, NEW)
    assert NEW == within(kit)
    assert [kit] == list(kit.parent.iterdir())


@pytest.mark.parametrize("moment", range(8))
@pytest.mark.parametrize("kind", [OSError(28, "no space left"), KeyboardInterrupt()])
def test_a_folder_that_cannot_be_replaced_is_as_it_was(moment, kind, tmp_path, monkeypatch):
    kit = tmp_path / "shop"
    put_folder(kit, OLD)
    left = iter(range(moment))

    def failing(name):
        real = getattr(Path, name)

        def call(self, *arguments, **named):
            if next(left, None) is None:
                raise kind
            return real(self, *arguments, **named)

        return call

    with monkeypatch.context() as patch:
        for name in ("write_bytes", "chmod", "rename"):
            patch.setattr(Path, name, failing(name))
        with suppress(OSError, KeyboardInterrupt):
            put_folder(kit, NEW)

    before = tmp_path / ".shop.before"
    # Where even the way back fails, what was there is beside, and the next call finds it.
    assert (within(kit) or within(before)) in (OLD, NEW)
    put_folder(kit, NEW)
    assert NEW == within(kit)
    assert [kit] == list(tmp_path.iterdir())


def test_a_folder_between_its_two_names_is_found_again(tmp_path):
    kit = tmp_path / "shop"
    put_folder(kit, OLD)
    kit.rename(tmp_path / ".shop.before")  # where a machine lost its power

    with pytest.raises(OSError, match="a"):
        put_folder(kit, {"a": b"", "a/b": b""})
    assert OLD == within(kit)


def test_what_a_killed_run_put_aside_is_swept(tmp_path):
    left = tmp_path / "print" / f".shop.xyz{aside_tag().replace(str(os.getpid()), '999999999')}"
    (left / "proof").mkdir(parents=True)
    (left / "proof" / "1.png").write_bytes(b"half")
    put_folder(tmp_path / "print" / "shop", OLD)

    sweep(tmp_path)
    assert OLD == within(tmp_path / "print" / "shop")
    assert not left.exists()


EPOCHS = ["²", "٣", "-1", "1.5", "1e9", "0x1", " 1", "1" * 12, "9" * 5000, "x"]


@pytest.mark.parametrize("epoch", EPOCHS)
def test_an_epoch_that_is_none_is_told(epoch, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    with pytest.raises(ConfigError, match="SOURCE_DATE_EPOCH") as caught:
        files.made_at("2026-01-02")
    assert len(str(caught.value)) < 250


@pytest.mark.parametrize("epoch", ["0", "1", "1767312000", "4102444800", "99999999999"])
def test_an_epoch_is_a_moment(epoch, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    assert int(epoch) == files.made_at("2026-01-02").timestamp()


@pytest.mark.parametrize("number", ["0" * 30, "9" * 30, "4194305"])
def test_whatever_number_a_name_has_it_is_swept_or_left(number, tmp_path):
    left = tmp_path / f".a.{aside._machine()}-{number}.aside"
    left.write_text("x")
    files.sweep(tmp_path)


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
def test_what_a_process_left_is_swept_though_nobody_asked_how_it_ended(tmp_path):
    gone = subprocess.Popen([sys.executable, "-c", ""])
    os.waitid(os.P_PID, gone.pid, os.WEXITED | os.WNOWAIT)  # as where no init reaps
    left = tmp_path / f".a.x{aside_tag().replace(f'-{os.getpid()}.', f'-{gone.pid}.')}"
    left.write_text("x")
    sweep(tmp_path)
    gone.wait()

    assert not left.exists()


def test_a_disk_that_is_full_says_for_what(tmp_path, monkeypatch):
    class Full(io.BytesIO):
        def write(self, _data):
            raise OSError(28, "no space left")

    monkeypatch.setattr(Path, "open", lambda *_: Full())
    with pytest.raises(OSError, match="space") as caught:
        files.put(tmp_path / "book.pdf", "x")

    assert str(tmp_path / "book.pdf") == caught.value.filename


def put_often(folder, letter):
    for number in range(60):
        files = {name: f"{letter}{number}".encode() for name in "abc"}
        put_folder(folder, files)


def test_two_that_put_a_folder_in_place_at_once_both_do(tmp_path):
    folder = tmp_path / "out" / "print"
    put_folder(folder, {"a": b"x"})
    with ThreadPoolExecutor(3) as pool:
        done = [pool.submit(put_often, folder, letter) for letter in "xyz"]
    for one in done:
        one.result()

    (content,) = {path.read_bytes() for path in folder.iterdir()}
    assert content in (b"x59", b"y59", b"z59")
    assert [folder] == list(folder.parent.iterdir())
