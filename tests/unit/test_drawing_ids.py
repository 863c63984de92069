"""Elements of a drawing are found by their ids as WeasyPrint finds them, and at once."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from weasyprint import svg

from florilegium.render.press.layout.drawing_ids import known_ids

SVG = "http://www.w3.org/2000/svg"
NAMES = st.sampled_from(["a", "b", "c", "d", ""])
TREES = st.recursive(
    NAMES.map(lambda name: f'<rect id="{name}"/>'),
    lambda inner: st.builds(
        lambda tag, name, parts: f'<{tag} id="{name}" fill="red">{"".join(parts)}</{tag}>',
        st.sampled_from(["g", "defs", "text", "clipPath"]),
        NAMES,
        st.lists(inner, max_size=4),
    ),
    max_leaves=12,
)


def tree_of(inside):
    text = f'<svg xmlns="{SVG}" id="a"><style>g {{ x: 1 }}</style>{inside}</svg>'
    return svg.SVG(svg.ElementTree.fromstring(text), "file:///", None).tree


def told(node):
    """What a drawing knows of *node*: its element's words and all that came down to it."""
    return node and (node.tag, sorted(node.attrib.items()), [told(child) for child in node])


@given(st.lists(TREES, max_size=4).map("".join), st.lists(NAMES | st.just("z"), max_size=6))
def test_the_same_elements_are_found(inside, names):
    plain, known = tree_of(inside), tree_of(inside)
    found = [plain.get_child(name) for name in names]
    with known_ids(svg.Node):
        again = [known.get_child(name) for name in names]

    assert list(map(told, found)) == list(map(told, again))


@pytest.mark.parametrize("name", ['a"b', "a'b", "]", ""])
def test_an_odd_id_ends_in_no_defect(name):
    with known_ids(svg.Node):
        assert tree_of("<rect/>").get_child(name) is None


def test_thousands_of_ids_are_found_in_time():
    tree = tree_of("".join(f'<clipPath id="x{n}"><rect/></clipPath>' for n in range(10_000)))
    begun = time.process_time()
    with known_ids(svg.Node):
        assert all(tree.get_child(f"x{n}").get("id") == f"x{n}" for n in range(10_000))
    assert time.process_time() - begun < 20
