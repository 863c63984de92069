"""The documents are true: what they point to is there, and nothing tells of one machine."""

import re
import subprocess
import tomllib
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCUMENTS = [
    ROOT / "README.md",
    *sorted((ROOT / "docs").glob("*.md")),
    ROOT / "tests" / "README.md",
]
ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
TOP = [
    "noxfile.py", "pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md", "constraints.txt",
    "book", "styles", "build", "tests", "seeds", "src/florilegium", "docs", ".ci/run",
]  # fmt: skip


def ours() -> list[Path]:
    """Every file of the project that is text of our own: no seeds, nothing built."""
    try:
        command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
        names = subprocess.run(
            command, cwd=ROOT, capture_output=True, text=True, check=True
        ).stdout.splitlines()
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a git checkout")
    binary = {".ttf", ".otf", ".png", ".pdf", ".epub", ".woff2", ".icc"}
    paths = [ROOT / name for name in names if not name.startswith("seeds/")]
    return [path for path in paths if path.is_file() and path.suffix not in binary]


@pytest.mark.parametrize("name", TOP)
def test_the_top_level_is_complete(name):
    assert (ROOT / name).exists()


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_between_files_lead_somewhere(document):
    text = re.sub(r"```.*?```", "", document.read_text(encoding="utf-8"), flags=re.DOTALL)
    text = re.sub(r"`[^`\n]*`", "", text)
    links = re.findall(r"\]\(([^)#\s]+)", text)
    files = [link for link in links if "://" not in link]

    assert [link for link in files if not (document.parent / link).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_files_named_in_the_documents_are_there(document):
    text = document.read_text(encoding="utf-8")
    named = set(re.findall(r"`((?:src|tests|docs|styles)/[\w./-]+\w)`", text))

    assert sorted(name for name in named if not (ROOT / name).exists()) == []


@pytest.mark.parametrize("line", PYPROJECT["project"]["dependencies"])
def test_each_dependency_earns_its_place(line):
    name = re.split(r"[^\w-]", line)[0]

    assert re.search(rf"^\| `?{re.escape(name)}`? \|", ARCHITECTURE, re.MULTILINE | re.IGNORECASE)


def test_every_module_has_its_place_in_the_architecture():
    source = ROOT / "src" / "florilegium"
    parts = [path.name for path in source.iterdir() if path.suffix == ".py" or path.is_dir()]
    parts = [name for name in parts if not name.startswith("__")]

    assert sorted(name for name in parts if f"`{name}" not in ARCHITECTURE) == []


def test_no_file_names_the_place_it_was_written_in():
    # Not the folder alone: in a shallow checkout that may be an ordinary word.
    place = re.compile(rf"{re.escape(str(ROOT))}(?![\w-])")
    texts = {path: path.read_bytes().decode("utf-8", errors="replace") for path in ours()}

    assert [
        str(path.relative_to(ROOT)) for path, text in texts.items() if place.search(text)
    ] == []


def test_the_licence_is_the_one_that_is_declared():
    licence = (ROOT / "LICENSE").read_text(encoding="utf-8")

    assert PYPROJECT["project"]["license"] == "AGPL-3.0-or-later"
    assert "GNU AFFERO GENERAL PUBLIC LICENSE\n                       Version 3" in licence
    assert licence.rstrip().endswith("<http://www.gnu.org/licenses/>.")


def test_a_module_that_is_to_be_run_is_there():
    named = {
        (path.name, module)
        for path in ours()
        if path.suffix in {".py", ".md", ".toml"}
        for module in re.findall(
            r"python -m (florilegium[\w.]*\w)", path.read_text("utf-8", errors="replace")
        )
    }

    assert named
    assert {one for one in named if find_spec(one[1]) is None} == set()
