"""The source keeps its shape: short modules, short functions, every public name explained."""

import ast
from pathlib import Path
from statistics import median

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "florilegium"
MODULES = [path for path in sorted(SOURCE.rglob("*.py")) if "template" not in path.parts]
NAMES = [path.relative_to(SOURCE).as_posix() for path in MODULES]
MODULE_LINES, FUNCTION_LINES, MEDIAN_LINES = 400, 60, 12

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def lines(function: ast.FunctionDef) -> int:
    return (function.end_lineno or 0) - function.lineno + 1


def functions(path: Path) -> list[ast.FunctionDef]:
    return [node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef)]


def public(body: list[ast.stmt], *, within: str = "") -> list[tuple[str, Definition]]:
    """Every public class, function and method with its dotted name."""
    found = []
    for node in body:
        if isinstance(node, Definition) and not node.name.startswith("_"):
            name = f"{within}{node.name}"
            found.append((name, node))
            if isinstance(node, ast.ClassDef):
                found += public(node.body, within=f"{name}.")
    return found


@pytest.mark.parametrize("path", MODULES, ids=NAMES)
def test_module_is_short(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MODULE_LINES


@pytest.mark.parametrize("path", MODULES, ids=NAMES)
def test_functions_are_short(path):
    long = [f"{f.name}: {lines(f)}" for f in functions(path) if lines(f) > FUNCTION_LINES]

    assert long == []


def test_most_functions_fit_in_a_glance():
    assert median(lines(f) for path in MODULES for f in functions(path)) <= MEDIAN_LINES


@pytest.mark.parametrize("path", MODULES, ids=NAMES)
def test_every_public_name_is_explained(path):
    module = tree(path)
    silent = [name for name, node in public(module.body) if not ast.get_docstring(node)]

    assert ast.get_docstring(module), "the module has no docstring"
    assert silent == []


@pytest.mark.parametrize("path", MODULES, ids=NAMES)
def test_a_module_is_introduced_by_a_noun_not_a_question(path):
    opening = (ast.get_docstring(tree(path)) or "").split()[0]

    assert opening not in {"What", "Who", "How", "Whether", "Is", "Do", "Does", "Would"}
