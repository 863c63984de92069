"""Every part of WeasyPrint that is changed or, being private, asked is written down."""

import ast
import inspect
import re
import sys
from pathlib import Path

import pytest
from press_lines import narrow

from florilegium.render.press.layout import engine

ROOT = Path(__file__).parents[2]
LAYOUT = sorted((ROOT / "src/florilegium/render/press/layout").glob("*.py"))
LIBRARIES = ("weasyprint", "pyphen", "pydyf")


def listed():
    """The names in the table of parts."""
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    section = text.partition("### What the levers lean on")[2].partition("\n## ")[0]
    return set(re.findall(r"\w+", " ".join(re.findall(r"`([^`]+)`", section))))


def parts():
    """What stands under each name of the libraries and of their classes, as they are now."""
    found = {}
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] not in LIBRARIES:
            continue
        for key, value in list(vars(module).items()):
            found[key, ""] = (*found.get((key, ""), ()), id(value))
            if inspect.isclass(value) and value.__module__.partition(".")[0] in LIBRARIES:
                for inner, one in list(vars(value).items()):
                    found[value.__name__, inner] = id(one)
    return found


def changed(before):
    now = parts()
    return {inner or name for name, inner in now if now[name, inner] != before.get((name, inner))}


@pytest.fixture(scope="module")
def seen():
    """The names that were another thing while a document was laid out or painted."""
    from weasyprint import pdf  # noqa: PLC0415  # slow to load

    engine.lay_out("<section><p>a</p></section>", narrow(200), start=1, name="one")
    before, found = parts(), set()
    source, generate = engine._source, pdf.generate_pdf
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "_source", lambda *a: found.update(changed(before)) or source(*a))
        patch.setattr(
            pdf, "generate_pdf",
            lambda *a, **k: found.update(changed(before)) or generate(*a, **k),
        )  # fmt: skip
        engine.lay_out("<section><p>a</p></section>", narrow(200), start=1, name="one")
    return found - {"generate_pdf"}


def test_every_part_that_is_changed_is_listed(seen):
    assert len(seen) > 30
    assert set() == seen - listed()


def test_what_was_changed_is_as_it_was_before():
    before = parts()
    engine.lay_out("<section><p>a</p></section>", narrow(210), start=1, name="one")

    assert set() == changed(before)


def test_every_private_part_that_is_asked_is_listed():
    own, asked = set(), set()
    for path in LAYOUT:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                own.add(node.name)
            elif isinstance(node, ast.Attribute) and re.match(r"_[^_]", node.attr):
                is_own = isinstance(node.value, ast.Name) and node.value.id in {"self", "cls"}
                (own if is_own else asked).add(node.attr)

    assert set() == asked - own - listed()
