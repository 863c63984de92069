"""One mistake, one clear message: where, what, what next; and nothing is written."""

import shutil
from pathlib import Path

import pytest

from florilegium import cli

BROKEN = Path(__file__).parent / "books" / "broken"
CASES = sorted(path for path in BROKEN.iterdir() if path.is_dir())


def lay_over(case, folder):
    for path in case.rglob("*"):
        if path.is_file() and path.parent != case:
            target = folder / path.relative_to(case)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_broken_book_is_explained(case, book, capsys, golden, monkeypatch):
    monkeypatch.setenv("COLUMNS", "400")
    folder = book("minimal")
    lay_over(case, folder)
    seeds = {path: path.read_bytes() for path in (folder / "seeds").iterdir()}

    code = cli.main(["build", "pdf", "epub", "--quiet", "-C", str(folder)])

    golden(case / "golden.txt", capsys.readouterr().err.replace(str(folder), "BOOK"))
    assert int((case / "exit.txt").read_text()) == code
    assert seeds == {path: path.read_bytes() for path in (folder / "seeds").iterdir()}
    assert not list(folder.glob("build/*/*.pdf")) + list(folder.glob("build/*/*.epub"))
