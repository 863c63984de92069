"""A name becomes a path in ``project/paths.py`` and nowhere else but in the places listed here.

Read off the source: every ``folder / name``, ``joinpath``, ``with_name`` and ``Path(…)`` whose
name is a value and no literal. What is a path is told by annotations, and by what comes of one.
"""

# ruff: noqa: C901, PLR0911  # a case for each form that an expression has

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "florilegium"
# module: function → why its names may be joined.
_TYPED = "what a person types on the command line, or the machine's own settings say"
_FOUND = "the place of a program or package that is installed"
_OURS = "a name of ours: a key of a table in the source, or a hash"
_LISTED = "a file found in the folder itself, not named by anybody"
JUSTIFIED = {
    "assemble/audiences.py: _line": "the file of a message, which was read before",
    "assemble/sections.py: _page": "one of three words, and `find_file` looks for the rest",
    "builder.py: _books": _LISTED,
    "check/calibre.py: identity": _FOUND,
    "check/epubcheck.py: java_program": _FOUND,
    "clean/outputs.py: _place": _TYPED,
    "clean/outputs.py: targets": _TYPED,
    "desk/add/given.py: gather": _TYPED,
    "desk/add/plan.py: _changed": _OURS,
    "desk/add/plan.py: _holders": "a picture that was found below seeds/; it is only asked for",
    "desk/review/seeds.py: reviewed": "the name of a seed that was read; it is only asked for",
    "desk/scaffold/wheel.py: _files": _FOUND,
    "desk/suggest/__init__.py: find_seed": _TYPED,
    "host/browser.py: chromium": _FOUND,
    "host/browser.py: main": _TYPED,
    "host/browser.py: modules": _TYPED,
    "host/browser.py: node": _FOUND,
    "host/pandoc.py: program": _FOUND,
    "host/pango.py: main": _TYPED,
    "ingest/received.py: side_file": "a suffix put to the name of a seed that was found",
    "pipeline.py: read_book": "a picture's name as `pictures` makes it: plain ASCII, no folder",
    "print_kit.py: _inspected": _OURS,
    "print_kit.py: _written": _OURS,
    "project/citation_style.py: _folder": _FOUND,
    "project/citation_style.py: _of_package": "a name without strokes, in a package",
    "project/file_names.py: _entry": "looked for in the folder's own list; find_file refuses '..'",
    "project/project.py: Project.target": "a format: one of two words",
    "host/aside.py: passing_folder": _OURS,
    "store/all_or_none.py: _is_below": "parts without '..', and what a link leads to is refused",
    "store/all_or_none.py: _is_untouched": "names that `_is_below` has looked at",
    "store/all_or_none.py: _take_back": "names that `_is_below` has looked at, or ours",
    "host/aside.py: _has_ended": "the number of a process",
    "store/files.py: aside_of": "the name of a path that was made, with a suffix of ours",
    "render/press/layout/own_files.py: _is_inside": "only looked at: is it inside of the roots?",
    "render/press/layout/levers.py: changed": _FOUND,
    "store/build_record.py: _is_there": "parts without '..', below build/ only, and only hashed",
    "store/cache.py: Cache._path": _OURS,
    "store/files.py: _put_folder": "names of ours in a folder that `below` has made",
    "store/files.py: sweep": _LISTED,
    "watch.py: Saves._listen_to": "what the system says was saved; it is only compared",
    "watch.py: builds": "a book that the builder wrote; it is only asked for",
}
_OF_PATHS = frozenset({"parent", "parents"})
_GIVES_PATHS = frozenset(
    {"resolve", "absolute", "with_suffix", "with_name", "joinpath", "relative_to", "expanduser",
     "cwd", "home"}
)  # fmt: skip
_GIVES_MANY = frozenset({"glob", "rglob", "iterdir"})
Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda


def modules() -> dict[str, ast.Module]:
    return {
        path.relative_to(SOURCE).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted(SOURCE.rglob("*.py"))
        if "template" not in path.parts
    }


def is_path_type(annotation: ast.expr | None) -> bool:
    """Whether *annotation* says a path: ``Path``, ``Path | None``, ``Path | str``."""
    if isinstance(annotation, ast.BinOp):
        return is_path_type(annotation.left) or is_path_type(annotation.right)
    return isinstance(annotation, ast.Name) and annotation.id == "Path"


def is_many_type(annotation: ast.expr | None) -> bool:
    """Whether *annotation* says paths: ``tuple[Path, …]``, ``Sequence[Path]``, …"""
    inner = isinstance(annotation, ast.Subscript) and ast.walk(annotation.slice)
    return bool(inner) and any(is_path_type(one) for one in inner if isinstance(one, ast.expr))


class Known:
    """What gives a path anywhere in the program, by its name: attributes and functions."""

    def __init__(self, trees: dict[str, ast.Module]) -> None:
        self.one: set[str] = set()
        self.many: set[str] = set()
        self.called: set[str] = set()
        for tree in trees.values():
            for node in ast.walk(tree):
                if isinstance(node, ast.FunctionDef) and is_path_type(node.returns):
                    named = (
                        self.one
                        if any("property" in ast.unparse(one) for one in node.decorator_list)
                        else None
                    )
                    (self.called if named is None else named).add(node.name)
                elif isinstance(node, ast.FunctionDef):
                    self._add(node.name, node.returns)
                elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
                    self._add(node.target.id, node.annotation)

    def _add(self, name: str, annotation: ast.expr | None) -> None:
        if is_path_type(annotation):
            self.one.add(name)
        elif is_many_type(annotation):
            self.many.add(name)


class Scope:
    """The names of one function that are paths."""

    def __init__(self, known: Known, body: ast.AST) -> None:
        self.known = known
        self.one: set[str] = set()
        self.many: set[str] = set()
        self.fixed: set[str] = set()  # names of what is written in the source itself
        for _ in range(3):  # until nothing new comes of what is known
            for node in ast.walk(body):
                self._learn(node)

    def _learn(self, node: ast.AST) -> None:
        if isinstance(node, ast.For) and is_table(node.iter):
            self.fixed |= {one.id for one in ast.walk(node.target) if isinstance(one, ast.Name)}
        if isinstance(node, ast.comprehension) and is_table(node.iter):
            self.fixed |= {one.id for one in ast.walk(node.target) if isinstance(one, ast.Name)}
        if isinstance(node, ast.withitem) and isinstance(node.optional_vars, ast.Name):
            call = ast.unparse(node.context_expr)
            self.fixed |= {node.optional_vars.id} if "TemporaryDirectory(" in call else set()
        if isinstance(node, ast.arg):
            self._note(node.arg, is_path_type(node.annotation), is_many_type(node.annotation))
        elif isinstance(node, ast.Assign | ast.NamedExpr | ast.AnnAssign) and node.value:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            for target in targets:
                if isinstance(target, ast.Name):
                    self._note(target.id, self.is_path(node.value), self.is_many(node.value))
        elif isinstance(node, ast.For | ast.comprehension) and self.is_many(node.iter):
            for name in ast.walk(node.target):
                if isinstance(name, ast.Name):
                    self.one.add(name.id)

    def _note(self, name: str, one: bool, many: bool) -> None:
        if one:
            self.one.add(name)
        if many:
            self.many.add(name)

    def is_path(self, node: ast.expr) -> bool:
        match node:
            case ast.Name(id=name):
                return name in self.one
            case ast.Attribute(attr=name):
                return name in _OF_PATHS or name in self.known.one
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)):
                return name == "Path" or name in _GIVES_PATHS or name in self.known.called
            case ast.BinOp(left=left, op=ast.Div()):
                return self.is_path(left)
            case ast.BoolOp(values=values):
                return any(map(self.is_path, values))
            case ast.IfExp(body=one, orelse=other):
                return self.is_path(one) or self.is_path(other)
            case ast.Subscript(value=value):
                return self.is_many(value) or self.is_path(value)
        return False

    def is_many(self, node: ast.expr) -> bool:
        match node:
            case ast.Name(id=name):
                return name in self.many
            case ast.Attribute(attr=name):
                return name in self.known.many
            case ast.Call(func=ast.Attribute(attr=name)):
                return name in _GIVES_MANY or name in self.known.many
            case ast.Call(func=ast.Name(id=name), args=[first, *_]):
                is_wrapped = name in {"sorted", "tuple", "list", "set", "filter", "reversed"}
                inner = any(map(self.is_many, [first, *node.args]))
                return name in self.known.many or (is_wrapped and inner)
            case ast.Call(func=ast.Name(id=name)):
                return name in self.known.many
            case ast.GeneratorExp(elt=one) | ast.ListComp(elt=one) | ast.SetComp(elt=one):
                return self.is_path(one)
            case ast.Tuple(elts=parts) | ast.List(elts=parts):
                return any(self.is_path(part) or self.is_many(part) for part in parts)
            case ast.Starred(value=value):
                return self.is_many(value)
        return False


def is_table(node: ast.expr) -> bool:
    """Whether *node* is a tuple of literals and constants, or a constant of a module."""
    if isinstance(node, ast.Tuple):
        return all(is_table(one) or isinstance(one, ast.Constant) for one in node.elts)
    return isinstance(node, ast.Name) and node.id.isupper()


def is_fixed(part: ast.expr, scope: Scope) -> bool:
    """Whether *part* is written in the source itself, or is a folder that passes."""
    match part:
        case ast.Name(id=name):
            return name.isupper() or name in scope.fixed or name == "__file__"
        case ast.Attribute(attr=name):
            return name == "__file__" or name.isupper()
        case ast.JoinedStr(values=values):
            inner = (one.value for one in values if isinstance(one, ast.FormattedValue))
            return all(is_fixed(one, scope) for one in inner)
        case ast.IfExp(body=one, orelse=other):
            return is_fixed(one, scope) and is_fixed(other, scope)
        case ast.Call(func=ast.Attribute(value=ast.Name(id="tempfile"))):
            return True
        case ast.Call(func=ast.Name(id="str"), args=[inner]):
            return is_fixed(inner, scope)
    return isinstance(part, ast.Constant)


def joins(scope: Scope, body: ast.AST) -> Iterator[ast.expr]:
    """Yield what makes a path of a name that is a value."""
    for node in ast.walk(body):
        match node:
            case ast.BinOp(left=left, op=ast.Div(), right=right):
                if scope.is_path(left) and not is_fixed(right, scope):
                    yield node
            case ast.Call(func=ast.Attribute(attr="joinpath" | "with_name"), args=parts):
                if not all(is_fixed(part, scope) for part in parts):
                    yield node
            case ast.Call(func=ast.Name(id="Path"), args=parts):
                if not all(is_fixed(part, scope) or scope.is_path(part) for part in parts):
                    yield node


def functions(tree: ast.Module) -> Iterator[tuple[str, ast.AST]]:
    """Yield every function of a module by its name, methods with their class; then the rest."""
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            yield from ((f"{node.name}.{name}", one) for name, one in functions(node))
        elif isinstance(node, ast.FunctionDef):
            yield node.name, node
        else:
            yield "", node


@cache
def found() -> dict[str, list[str]]:
    trees = modules()
    known = Known(trees)
    places: dict[str, list[str]] = {}
    for name, tree in trees.items():
        if name == "project/paths.py":
            continue
        for function, body in functions(tree):
            for join in joins(Scope(known, body), body):
                place = f"{name}: {function}".rstrip(": ")
                places.setdefault(place, []).append(f"{join.lineno}: {ast.unparse(join)}")
    return places


def test_no_other_place_makes_a_path_of_a_name():
    new = {place: rows for place, rows in found().items() if place not in JUSTIFIED}

    assert {} == new, "use project.paths.below, or say here why not"


def test_every_place_listed_is_one():
    assert sorted(JUSTIFIED) == sorted(set(JUSTIFIED) & found().keys())


SAMPLES = {
    "def f(folder: Path, name: str): return folder / name": True,
    "def f(folder: Path, name: str): return folder / 'a' / f'{name}.md'": True,
    "def f(book: Book): return book.root / 'pictures' / book.meta.cover": True,
    "def f(folder: Path, name: str):\n  up = folder.parent\n  return up.joinpath(name)": True,
    "def f(path: Path, name: str): return path.with_name(name)": True,
    "def f(folders: tuple[Path, ...], name: str): return [one / name for one in folders]": True,
    "def f(name: str): return Path(name).read_text()": True,
    "def f(folder: Path): return folder / 'book' / f'{NAME}.toml'": False,
    "def f(folder: Path): return Path(folder)": False,
    "def f(whole: float, part: float): return part / whole": False,
}


@pytest.mark.parametrize("code", SAMPLES)
def test_it_sees_what_it_should(code):
    known = Known({"a": ast.parse("class Book:\n  root: Path")})
    tree = ast.parse(code)

    assert SAMPLES[code] == any(joins(Scope(known, tree), tree))
