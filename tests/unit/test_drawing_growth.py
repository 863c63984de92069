"""What a drawing (SVG) grows to when all that it refers to is drawn, however it says so."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from florilegium.project import drawings
from florilegium.project.bare_pictures import bare_drawing
from florilegium.project.drawing_growth import SelfDrawnError, drawn

MOST = 200_000
RECT = '<rect width="9" height="9"/>'


def svg(content):
    return f"<svg xmlns='{drawings.SVG}' width='9' height='9'>{content}</svg>"


def fault(content):
    return drawings.fault(svg(content).encode(), inspect=bytes)


def nested(kind, put, *, depth=9, width=10):
    """*depth* elements of a *kind*, each with *width* that refer to the one before by *put*."""
    made = f'<{kind} id="x0">{RECT}</{kind}>'
    for n in range(1, depth):
        made += f'<{kind} id="x{n}">' + put(f"x{n - 1}") * width + f"</{kind}>"
    return f'{made}<g fill="url(#x{depth - 1})" mask="url(#x{depth - 1})">{RECT}</g>'


def by_class(kind, prop, *, selector=".{}", depth=9):
    rules = "".join(f"{selector.format(f'c{n}')}{{{prop}:url(#x{n})}}" for n in range(depth))
    made = nested(
        kind, lambda name: f'<g class="{name.replace("x", "c")}">{RECT}</g>', depth=depth
    )
    return f"<style>{rules}</style>{made}"


GROWS = {
    "attributes": nested("mask", lambda x: f'<g mask="url(#{x})">{RECT}</g>'),
    "styles": nested("mask", lambda x: f'<g style="mask:url(#{x})">{RECT}</g>'),
    "styles in capitals": nested("mask", lambda x: f'<g style="MASK:URL(#{x})">{RECT}</g>'),
    "escaped letters": nested("mask", lambda x: f'<g mask="u\\72l(#{x})">{RECT}</g>'),
    "escaped names": nested("mask", lambda x: f"<g mask='url(\"#\\78 {x[1:]}\")'>{RECT}</g>"),
    "coded names": nested("g", lambda x: f'<use href="#%78{x[1:]}"/>'),
    "a sheet": by_class("mask", "mask"),
    "a sheet in capitals": by_class("mask", "MASK"),
    "a sheet by attributes": by_class("mask", "mask", selector='[class="{}"]'),
    "a sheet by what is not": by_class("mask", "mask", selector=":not(.a{})"),
    "a sheet by places": by_class("mask", "mask", selector="g > .{}"),
    "a sheet by several": by_class("mask", "mask", selector="text, svg g.{}"),
    "a sheet by escapes": by_class("mask", "mask", selector=".\\63 {}").replace("63 c", "63 "),
    "a sheet of clips": by_class("clipPath", "clip-path"),
    "a sheet of fills": by_class("pattern", "fill"),
    "what children inherit": nested(
        "pattern", lambda x: f'<g fill="url(#{x})">{RECT * 10}</g>', width=1
    ),
    "what a use inherits": f'<g id="r">{RECT * 10}</g>'
    + nested("pattern", lambda x: f'<use href="#r" stroke="url(#{x})"/>', width=1),
    "points of one line": '<marker id="m">' + RECT * 1000 + '</marker><path marker-mid="url(#m)"'
    f' d="M0 0{"h1" * 50_000}"/>',
    "points of many lines": '<marker id="m">' + RECT * 1000 + '</marker><g style="marker:url(#m)">'
    + f'<polyline points="{"1,1 " * 1000}"/>' * 50 + "</g>",
    "points of what is used": f'<marker id="m">{RECT * 1000}</marker><path id="l" d="M0 0'
    f'{"h1" * 500}"/><g marker-mid="url(#m)">' + '<use href="#l"/>' * 100 + "</g>",
}  # fmt: skip
CIRCLES = {
    "a sheet": '<style>.a{mask:url(#p)}</style><mask id="p"><rect class="a"/></mask>',
    "a sheet of all": f'<style>*{{mask:url(#p)}}</style><mask id="p">{RECT}</mask>',
    "a sheet of an element": f'<style>rect{{mask:url(#p)}}</style><mask id="p">{RECT}</mask>',
    "an escape": '<mask id="p"><rect mask="u\\72l(#p)"/></mask>',
    "a coded name": '<g id="p"><use href="#%70"/></g>',
}


@pytest.mark.parametrize("what", GROWS)
def test_a_drawing_that_grows_is_refused(what):
    assert fault(GROWS[what])


@pytest.mark.parametrize("what", CIRCLES)
def test_a_drawing_that_draws_itself_is_refused(what):
    assert "it draws itself" in fault(CIRCLES[what])


SEEN = {
    "gradients of a program": "<style>"
    + "".join(f".cls-{n}{{fill:url(#grad-{n});stroke:none}}" for n in range(300))
    + "</style><defs>"
    + "".join(f'<linearGradient id="grad-{n}"><stop/><stop/></linearGradient>' for n in range(300))
    + "</defs>"
    + "".join(f'<path class="cls-{n} cls-1" d="M0 0h9"/>' for n in range(300)),
    "one colour for all": '<linearGradient id="a"><stop/></linearGradient><g fill="url(#a)">'
    + RECT * 5_000 + "</g>",
    "arrows": '<marker id="m"><path d="M0 0h1"/></marker>'
    + f'<path d="M0 0{"h1" * 900}" marker-end="url(#m)"/>' * 200,
    "points": '<marker id="m"><circle r="1"/></marker>'
    + f'<polyline points="{"1,1 " * 900}" marker-mid="url(#m)"/>' * 9,
    "a clip by a group": '<style>g .in rect{clip-path:url(#c)} #c>path{fill:red}</style>'
    f'<clipPath id="c"><path class="in" d="M0 0"/></clipPath><g class="in">{RECT}</g>',
}  # fmt: skip


@pytest.mark.parametrize("what", SEEN)
def test_what_programs_draw_is_drawn(what):
    assert "" == fault(SEEN[what])


# -- the law: never fewer than are drawn -----------------------------------------------------

NAMES = [f"n{n}" for n in range(4)]
PROPERTIES = ("fill", "stroke", "marker-mid", "marker-end", "mask", "clip-path")
HOW = ("attribute", "style", "class", "element")
REFERRING = st.tuples(st.sampled_from(PROPERTIES), st.sampled_from(HOW), st.sampled_from(NAMES))
LEAF = st.tuples(st.sampled_from(["rect", "path", "use"]), st.lists(REFERRING, max_size=2),
                 st.sampled_from(NAMES))  # fmt: skip
GROUP = st.tuples(st.just("g"), st.lists(REFERRING, max_size=2), st.lists(LEAF, max_size=3))
DEFINED = st.tuples(st.sampled_from(["pattern", "mask", "marker", "clipPath", "g"]),
                    st.lists(GROUP | LEAF, max_size=3))  # fmt: skip
INHERITED = {"fill", "stroke", "marker-mid", "marker-end"}
POINTS = 3


class Written:
    """A drawing as it is written, and how often an element of it is really drawn."""

    def __init__(self, defined, top):
        self.rules = []
        self.named = {}
        for name, (kind, children) in zip(NAMES, defined, strict=False):
            self.named[name] = (kind, [], children)
        self.top = top
        body = "".join(
            f'<{kind} id="{name}">{"".join(map(self.write, children))}</{kind}>'
            for name, (kind, _, children) in self.named.items()
        )
        body += "".join(map(self.write, top))
        self.text = svg(f"<style>{''.join(self.rules)}</style>{body}")

    def write(self, node):
        tag, referring, more = node
        attributes, styles, classes = {}, [], []
        for name, how, target in {one[0]: one for one in referring}.values():
            if how == "attribute":
                attributes[name] = f"url(#{target})"
            elif how == "style":
                styles.append(f"{name}:url(#{target})")
            else:
                classes.append(f"c{len(self.rules)}")
                start = tag if how == "element" else ""
                self.rules.append(f"svg {start}.{classes[-1]}{{{name}:url('#{target}')}}")
        said = {**attributes, "style": ";".join(styles), "class": " ".join(classes)}
        if tag == "use":
            said["href"] = f"#{more}"
        if tag == "path":
            said["d"] = "M0 0" + "h1" * (POINTS - 1)
        inner = "".join(map(self.write, more)) if tag == "g" else ""
        shown = " ".join(f'{name}="{value}"' for name, value in said.items() if value)
        return f"<{tag} {shown}>{inner}</{tag}>"

    def draw(self, node, inherited, inside):
        """How many elements are drawn for *node*; `SelfDrawnError` where it is within itself."""
        tag, referring, more = node
        own = {name: target for name, _, target in referring}
        effective = inherited | {name: one for name, one in own.items() if name in INHERITED}
        count = 1
        for name in ("mask", "clip-path"):
            count += self.draw_named(own.get(name), {}, inside)
        if tag in ("rect", "path"):
            for name, target in effective.items():
                is_marker = name.startswith("marker")
                times = (POINTS if name == "marker-mid" else 1) if tag == "path" else not is_marker
                count += times and times * self.draw_named(target, {}, inside)
        elif tag == "use":
            count += self.draw_named(more, effective, inside)
        else:
            count += sum(self.draw(one, effective, inside) for one in more)
        return count

    def draw_named(self, name, inherited, inside):
        if name not in self.named:
            return 0
        here = (name, *sorted(inherited.items()))
        if here in inside:
            raise SelfDrawnError(name)
        _, _, children = self.named[name]
        return 1 + sum(self.draw(one, inherited, {*inside, here}) for one in children)


@settings(max_examples=200, deadline=None)
@given(st.lists(DEFINED, max_size=4), st.lists(GROUP | LEAF, max_size=3))
def test_no_fewer_elements_are_counted_than_are_drawn(defined, top):
    written = Written(defined, top)
    try:
        counted = drawn(etree.fromstring(written.text), most=10**9)
    except SelfDrawnError:
        return  # what is refused cannot grow
    assert counted >= sum(written.draw(one, {}, set()) for one in top)


# -- what else a drawing may say ---------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [
        "<style><g>/*</g>*{fill:url(http://e.org/x.css)}<g>*/</g></style>",
        "<style><![CDATA[/*]]><title>*/</title>@import 'x'</style>",
        "<path style='-inkscape-x:url(http://e.org/x)'/>",
    ],
)
def test_what_one_reader_takes_for_a_comment_is_none_for_another(content):
    assert fault(content)


@pytest.mark.parametrize("digits", [5_000, 500_000])
@pytest.mark.parametrize(
    "around", ["<path d='{}'/>", "<path style='opacity:{}'/>", "<style>path{{opacity:{}}}</style>"]
)
def test_a_number_of_thousands_of_digits_ends_in_no_defect(around, digits):
    assert "digits" in fault(around.format("1" * digits))


ODD = (
    "latin-9",
    "UTF-7",
    "IBM037",
    "macintosh",
    "ISO-2022-JP",
    "Shift_JIS",
    "UCS-4",
    "x-user-defined",
)
LYING = ("ascii", "IBM1047", "HTML", "UTF-8", "windows-1252", "UTF-7")
INNER = ("<!DOCTYPE svg [<!ATTLIST svg onload CDATA 'x'>]>", "<!DOCTYPE svg [<!ENTITY e 'x'>]>")


@pytest.mark.parametrize("encoding", ODD)
def test_letters_that_readers_may_read_otherwise_are_refused(encoding):
    text = f"<?xml version='1.0' encoding='{encoding}'?>{svg(RECT)}"
    assert drawings.fault(text.encode("ascii"), inspect=bytes)


@pytest.mark.parametrize(("said", "inner"), [*itertools.product(LYING, INNER)])
@pytest.mark.parametrize("true", ["utf-16", "utf-16-le", "utf-16-be", "utf-8"])
def test_no_encoding_that_is_said_hides_what_is_defined(said, inner, true):
    text = f"<?xml version='1.0' encoding='{said}'?>{inner}{svg(RECT)}"
    assert drawings.fault(text.encode(true), inspect=bytes)


def test_no_address_of_a_document_type_reaches_a_book():
    head = f'<!DOCTYPE svg SYSTEM "http://127.0.0.1:9/x.dtd">{svg(RECT)}'.encode()

    assert "" == drawings.fault(head, inspect=bytes)
    assert b"127.0.0.1" not in bare_drawing(head)
