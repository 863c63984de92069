from lxml import etree

from florilegium.render.locators import fill_locators, targets


def filled(inner, folios):
    root = etree.fromstring(f"<p>{inner}</p>")
    fill_locators(root, folios)
    return etree.tostring(root, encoding="unicode")[3:-4]


def place(target):
    return f'<a class="locator" href="#{target}"/>'


def test_the_folio_of_the_target_is_written():
    assert filled(f"see {place('a')}.", {"a": "xii"}) == (
        'see <a class="locator" href="#a">xii</a>.'
    )


def test_a_page_is_named_once_in_a_listing():
    listing = f'Burke<span class="locators">, {place("a")}, {place("b")}, {place("c")}</span>'

    assert filled(listing, {"a": "3", "b": "3", "c": "5"}) == (
        'Burke<span class="locators">, <a class="locator" href="#a">3</a>, '
        '<a class="locator" href="#c">5</a></span>'
    )


def test_outside_a_listing_a_page_may_stand_twice():
    assert filled(place("a") + place("b"), {"a": "3", "b": "3"}).count(">3<") == 2


def test_a_locator_without_a_folio_goes_with_its_separator():
    listing = f'Burke<span class="locators">, {place("a")}, {place("b")}</span>'

    assert filled(listing, {"b": "4"}) == (
        'Burke<span class="locators">, <a class="locator" href="#b">4</a></span>'
    )
    assert filled(listing, {}) == 'Burke<span class="locators"/>'


def test_no_word_goes_with_a_locator():
    assert filled(f"The <em>cord</em> that draws, {place('a')}.", {}) == (
        "The <em>cord</em> that draws."
    )
    assert filled(f"The cord {place('a')}", {}) == "The cord"


def test_targets_are_listed_in_order():
    root = etree.fromstring(f"<p>{place('b')}{place('a')}</p>")

    assert targets(root) == ("b", "a")
