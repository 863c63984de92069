"""``book/index.yaml`` read strictly, and what the check finds in it."""

from dataclasses import replace

import pytest
from book_sample import BOOK, PRODUCTION, PROSE

from florilegium.check.index import check_index, check_locators
from florilegium.errors import FlorilegiumError, Several
from florilegium.model import Index, IndexHeading
from florilegium.project.index_file import load_index
from florilegium.render.xhtml import typeset


@pytest.fixture
def load(tmp_path):
    (tmp_path / "book").mkdir()

    def read(text, **files):
        (tmp_path / "book" / "index.yaml").write_text(text, encoding="utf-8")
        for name, content in files.items():
            (tmp_path / "book" / f"{name}.toml").write_text(content, encoding="utf-8")
        return load_index(tmp_path)

    return read


FULL = """
subheadings: run-in
ranges: following
letters: yes
search: [texts, back]
part: Papers
headings:
- heading: Burke, Tarana
  match: [Tarana Burke, Burke]
  not: Burke's Law
  in: cachero
  file-as: Burke
  see-also: [Milano, "Milano: tweet"]
  sub:
  - heading: founder
    places:
    - in: cachero
      quote: founder {==of==} it
      to: in the end
      principal: yes
- heading: Milano
  sub:
  - heading: tweet
    match: tweet
"""


def test_all_of_it_is_read(load):
    index = load(FULL)
    burke, founder, milano, tweet = index.headings

    assert ("run-in", "following", True, ("texts", "back"), "Papers") == (
        index.subheadings, index.ranges, index.letters, index.searched, index.part,
    )  # fmt: skip
    assert (("Tarana Burke", "Burke"), ("Burke's Law",)) == (burke.forms, burke.excluded)
    assert ("burke_tarana", "milano") == (founder.within, tweet.within)
    assert founder.places[0].principal
    assert "book/index.yaml:18" == founder.places[0].where
    assert index.named()["milano: tweet"] is tweet
    assert "tweet" not in index.named()
    assert milano.see == ""


NESTED = "headings:\n- heading: B\n  sub:\n  - heading: C\n"


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ("headings:\n- heading: B\n  mach: [B]\n", 3, "unknown key 'mach'"),
        ("headings:\n- match: [B]\n", 2, "'heading' is missing"),
        ("ranges: colapsed\nheadings: []\n", 1, "'ranges' is 'colapsed'"),
        ("search: [text]\nheadings: []\n", 1, "'search' names 'text'"),
        ("headings:\n- heading: B\n  see: A\n  match: [B]\n", 2, "says see, and has pages"),
        (f"{NESTED}    sub:\n    - heading: D\n", 4, "has subheadings"),
        ("headings:\n- heading: B\n  places:\n  - quote: B\n", 4, "'in' is missing"),
        ("headings:\n- B\n", 2, "has no keys"),
        ("letters: perhaps\nheadings: []\n", 1, "'letters' is 'perhaps'"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_line(load, text, line, told):
    with pytest.raises(FlorilegiumError, match=told) as caught:
        load(text)
    first = caught.value.errors[0] if isinstance(caught.value, Several) else caught.value
    assert f"book/index.yaml:{line}" == first.where


def test_a_book_has_names_or_an_index(load):
    with pytest.raises(FlorilegiumError, match=r"names\.toml and index\.yaml"):
        load("headings: []\n", names="")


def test_names_are_read_as_before(tmp_path):
    (tmp_path / "book").mkdir()
    (tmp_path / "book" / "names.toml").write_text(
        '[[name]]\nheading = "Rill, Rita"\nforms = ["Rita Rill"]\nfile_as = "Rill"\n'
        '\n[[name]]\nheading = "Brook"\nforms = []\nsee = "Rill, Rita"\n',
        encoding="utf-8",
    )
    index = load_index(tmp_path)

    assert index.of_names
    assert ["book/names.toml:2", "book/names.toml:7"] == [one.where for one in index.headings]
    assert ("Rita Rill",) == index.headings[0].forms


def found(*headings, check=check_index, folios=None):
    book = replace(BOOK, index=Index(headings, file="f"))
    documents = typeset(book, PROSE, PRODUCTION)
    arguments = (book, documents) if folios is None else (book, documents, folios)
    return [(one.code, one.where) for one in check(*arguments)]


def named(key, heading, **more):
    return IndexHeading(key, heading, where=f"f:{key}", **more)


RAIN = named("rain", "Rain", forms=("Rain",))


@pytest.mark.parametrize(
    ("headings", "told"),
    [
        ((RAIN,), []),
        ((named("snow", "Snow", forms=("Snow",)),), [("B131", "f:snow")]),
        ((named("snow", "Snow"),), [("B131", "f:snow")]),
        ((RAIN, named("wet", "Wet", see="Rains")), [("B132", "f:wet")]),
        ((RAIN, named("wet", "Wet", see_also=("Rain", "Sun"))), [("B132", "f:wet")]),
        ((named("a", "A", see="B"), named("b", "B", see="A")), [("B133", "f:a")]),
        ((named("a", "A", see="A"),), [("B133", "f:a")]),
        ((RAIN, named("wet", "rain ", see="Rain")), [("B134", "f:wet")]),
        ((RAIN, named("wet", "Wet", see="Rain")), []),
        ((named("w", "Weather"), replace(RAIN, within="w")), []),
    ],
)
def test_what_is_wrong_with_an_index_is_found(headings, told):
    assert told == found(*headings)


def test_a_see_to_nowhere_guesses_what_was_meant():
    book = replace(BOOK, index=Index((RAIN, named("wet", "Wet", see="Rains")), file="f"))
    (told,) = check_index(book, typeset(book, PROSE, PRODUCTION))

    assert "did you mean 'Rain'?" in told.message


def test_many_undivided_pages_are_told():
    document = next(
        d
        for d in typeset(replace(BOOK, index=Index((RAIN,))), PROSE, PRODUCTION)
        if d.kind == "index"
    )
    places = "".join(f'<a class="locator" href="#p{n}"/>' for n in range(1, 15, 2))
    many = replace(
        document,
        xhtml=document.xhtml.replace('<a class="locator" href="#name-rain-1-rain"/>', places),
    )
    folios = {f"p{n}": str(n) for n in range(1, 15)}
    book = replace(BOOK, index=Index((RAIN,)))

    assert [("B135", "f:rain")] == [
        (f.code, f.where) for f in check_locators(book, [many], folios)
    ]
    assert [] == list(check_locators(book, [document], {"name-rain-1-rain": "3"}))
