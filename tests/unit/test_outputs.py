import hashlib
import json
from pathlib import Path

import pytest

from florilegium import outputs
from florilegium.model import Change, Seed


def test_a_file_is_put_whole_with_its_folders_and_its_digest(tmp_path):
    path = tmp_path / "a" / "b.txt"

    digest = outputs.put(path, "text")

    assert path.read_text() == "text"
    assert digest == hashlib.sha256(b"text").hexdigest()
    assert [path] == list(path.parent.iterdir())


def test_a_failed_write_leaves_the_last_file_as_it_was(tmp_path, monkeypatch):
    path = tmp_path / "b.txt"
    path.write_text("old")

    def fail(*_arguments):
        raise OSError("disk full")

    monkeypatch.setattr(outputs.os, "replace", fail)
    with pytest.raises(OSError, match="disk full"):
        outputs.put(path, "new")

    assert path.read_text() == "old"
    assert [path] == list(tmp_path.iterdir())


def test_values_have_a_json_form():
    value = {"seed": Seed("x", "0", "text/plain", "utf-8"), "path": Path("a/b")}

    made = json.loads(outputs.to_json((value, Change("quotes", 2))))

    assert made[0]["seed"]["name"] == "x"
    assert made[0]["path"] == "a/b"
    assert made[1] == {"kind": "quotes", "count": 2}
