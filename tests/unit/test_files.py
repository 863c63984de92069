import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from florilegium.errors import ConfigError
from florilegium.model import Change, Seed
from florilegium.store import files


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


def test_the_book_was_made_at_its_date_or_at_the_epoch_given(monkeypatch):
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    assert files.made_at("2026-11-23") == datetime(2026, 11, 23, tzinfo=UTC)
    assert files.made_at("2026") == datetime(2026, 1, 1, tzinfo=UTC)

    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert files.made_at("2026-11-23") == datetime(1970, 1, 2, tzinfo=UTC)

    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    with pytest.raises(ConfigError, match="'yesterday'"):
        files.made_at("2026-11-23")
