"""Every element of the HTML standard has a decision, and the editor's guide tells them."""

import re

import pytest

from florilegium.ingest.elements import decisions
from florilegium.model import Block, Mark
from florilegium.render.elements import element
from florilegium.render.xhtml.flow import Calls, fill

# The index of elements of the HTML standard, and its list of obsolete ones.
STANDARD = frozenset(
    re.findall(
        r"\w+",
        """
a abbr address area article aside audio b base bdi bdo blockquote body br button canvas caption
cite code col colgroup data datalist dd del details dfn dialog div dl dt em embed fieldset
figcaption figure footer form h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe img input ins
kbd label legend li link main map mark math menu meta meter nav noscript object ol optgroup option
output p picture pre progress q rp rt ruby s samp script search section select selectedcontent
slot small source span strong style sub summary sup svg table tbody td template textarea tfoot th
thead time title tr track u ul var video wbr
""",
    )
)
OBSOLETE = frozenset(
    re.findall(
        r"\w+",
        """
acronym applet basefont bgsound big blink center dir font frame frameset image isindex keygen
listing marquee menuitem multicol nextid nobr noembed noframes param plaintext rb rtc spacer
strike tt xmp
""",
    )
)


def decided():
    table = decisions()
    return [*table.marks, *table.blocks, *table.words, *table.shown, *table.left_out]


@pytest.mark.parametrize("name", sorted(STANDARD | OBSOLETE))
def test_each_element_has_one_decision(name):
    assert 1 == decided().count(name)


def test_no_decision_is_on_an_element_that_is_none():
    assert set() == set(decided()) - STANDARD - OBSOLETE


@pytest.mark.parametrize("kind", sorted({*decisions().marks.values(), "small-caps", "language"}))
def test_each_mark_of_an_element_is_shown_with_its_words(kind):
    parent = element("p")
    mark = Mark(2, 7, kind, {"link": "https://x.org", "language": "fr"}.get(kind, "ref"))

    fill(parent, Block("paragraph", "a heron b", (1, 1), marks=(mark,)), Calls({}, {}))

    assert "a heron b" == "".join(parent.itertext())
    assert "heron" == "".join(parent[0].itertext())
