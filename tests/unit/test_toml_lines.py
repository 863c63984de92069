"""Where a key of a settings file stands: as it was written, whatever way of writing it was."""

# ruff: noqa: E501  # tables of inputs are read by the row

import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from library import Chapter, Volume

from florilegium.clean import load_cleaning
from florilegium.errors import ConfigError, FlorilegiumError, Several
from florilegium.project.config import read_toml
from florilegium.project.project import Project
from florilegium.project.styles import find_styles, opening_in, page_of, theme
from florilegium.project.toml_lines import key_lines
from florilegium.render.shop.job import print_job
from florilegium.render.shop.possible import require_possible

KEYS = st.sampled_from(["a", "b", "a-b", "1", '"a b"', "'c.d'", '"\\u0065]"', '"#="'])
PLAIN = st.sampled_from(
    ["1", "-1.5e3", "true", "1979-05-27 07:32:00", "'#'", '"["', '"\\"]"', '"""\nx\n"y""""', "'''\n[a]\n'''", "nan"]
)  # fmt: skip
SPACE = st.sampled_from(["", " ", "\n", " # ] x\n", "\n\n"])


def plain(key):
    return next(iter(tomllib.loads(f"{key} = 1")))


class Writing:
    """A file as it is written, and the line of each place in it."""

    def __init__(self, draw):
        self.draw, self.text, self.lines = draw, "", {}

    def put(self, text):
        self.text += text

    def note(self, place):
        self.lines.setdefault(place, self.text.count("\n") + 1)

    def value(self, place, depth):
        kind = self.draw(st.sampled_from(["plain", "plain", "list", "table"][: 4 if depth else 2]))
        if kind == "plain":
            self.put(self.draw(PLAIN))
        elif kind == "list":
            self.put("[")
            for number in range(self.draw(st.integers(0, 3))):
                self.put(("," if number else "") + self.draw(SPACE))
                self.note((*place, number))
                self.value((*place, number), depth - 1)
            self.put(self.draw(SPACE) + "]")
        else:
            self.put("{")
            keys = self.draw(st.lists(KEYS, unique_by=plain, max_size=3))
            for number, key in enumerate(keys):
                self.put(", " if number else " ")
                self.pair(place, key, depth - 1)
            self.put(" }")

    def pair(self, table, key, depth):
        place = (*table, plain(key))
        self.note(place)
        self.put(f"{key} = ")
        self.value(place, depth)


@st.composite
def files(draw):
    written = Writing(draw)
    for key in draw(st.lists(KEYS, unique_by=plain, max_size=3)):
        written.pair((), key, 2)
        written.put("\n" + draw(SPACE) + "\n")
    for name in draw(st.lists(st.sampled_from(["x", '"y z"', "x2"]), unique=True, max_size=3)):
        is_list = draw(st.booleans())
        for number in range(draw(st.integers(1, 3)) if is_list else 1):
            written.note((plain(name),))
            table = (plain(name), number) if is_list else (plain(name),)
            written.note(table)
            written.put(f"[[ {name} ]]\n" if is_list else f" [{name}] # [x]\n")
            for key in draw(st.lists(KEYS, unique_by=plain, max_size=3)):
                written.pair(table, key, 2)
                written.put("\n")
            written.note((*table, "sub"))
            written.put(f"[{name}.sub]\n")
    return written


@settings(deadline=None)
@given(files())
def test_every_key_is_in_the_line_in_which_it_was_written(written):
    tomllib.loads(written.text)

    assert written.lines == dict(key_lines(written.text))


def places(value, at=()):
    parts = value.items() if isinstance(value, dict) else enumerate(value)
    for key, one in parts if isinstance(value, (dict, list)) else ():
        yield (*at, key)
        if isinstance(one, (dict, list)):
            yield from places(one, (*at, key))


@pytest.mark.parametrize(
    "text",
    [
        "", "\n", "a.b.c = 1\na.d = 2", "[a.b]\nc=1\n[a]\nd=2", "[[a.b]]\n[[a.b]]\nc=[1,\n2,]\n[[a.b.c2]]\nx=1",
        "[a]\r\nb = 1\r\n", "a = { b.c = 1 }",
        "a = 1 # no newline at the end",
    ],
)  # fmt: skip
def test_every_place_of_a_file_has_a_line(text):
    assert set(places(tomllib.loads(text))) == set(key_lines(text))


# -- and every message names it -------------------------------------------------------------

SETTINGS = {
    "book/book.toml": """title = "A Book"
subtitle = "Of It"
language = "en"
identifier = "urn:uuid:22222222-3333-4444-8555-666666666666"
publisher = "P"
date = "2026-01-02"
rights = "All."
description = "D."
subjects = ["S"]
course = "C"
term = "T"
running_head = "R"
cover = ""
author_heads = false
[[person]]
name = "Ann"
file_as = "Ann"
roles = ["edt"]
[[person]]
name = "Bo"
file_as = "Bo"
roles = ["edt"]
[series]
name = "S"
position = "7"
[accessibility]
conformance = "EPUB Accessibility 1.1 - WCAG 2.2 Level AA"
certified_by = "P"
report = "https://example.org"
[wording]
questions = "Q"
[citations]
style = "chicago"
works-cited = "book"
[outline]
front = ["title-page"]
back = ["index"]
[[outline.part]]
title = "P"
chapters = ["one"]
[outline.audience]
index = "teachers"
""",
    "book/editions.toml": """[print]
format = "pdf"
theme = "classic"
page = "A5"
gutter = 3.0
line-breaking = "greedy"
options = { a = "b" }
audience = "private"
copies = 30
reader = "teachers"
uncleared = "stamp"
bleed = 3.0
marks = true
colour = "k"
cover-colour = "cmyk"
binding = "perfect"
paper = "office-80"
printer = "copy-shop-a4"
caliper = 0.1
spine = 3.0
inner = 12.0
standard = "pdf/x-4"
profile = "uncoated"
isbn = "9783161484100"
price = "51299"
blurb = "Words."
sheets = "two-up"
sheet = "A3"
signature = 4
contact = "Ann"
[print.opens]
chapters = "any"
[ebook]
format = "epub"
theme = "classic"
audience = "private"
[own]
extends = "ebook"
theme = "own"
[other]
extends = "ebook"
page = "A5"
theme = "other"
audience = "private"
""",
    "book/rights.toml": """[[right]]
source = "other"
holder = "Ada"
basis = "permission"
status = "Yes."
[[right]]
source = "one"
holder = "Ada"
basis = "licence"
status = "Yes."
reason = "B"
country = "US"
licence = "CC-BY-4.0"
asked = "2025-01-01"
granted = "2025-02-01"
expires = "2030-01-01"
term = "S"
territory = "W"
audience = "class"
copies = 30
formats = ["pdf"]
fee = "10"
currency = "USD"
credit = "By Ada."
credit_at_text = true
letter = ""
pages = "1"
share = "1 %"
""",
    "book/names.toml": """[[name]]
heading = "Ada"
forms = ["Ada"]
[[name]]
heading = "Bo"
forms = ["Bo"]
file_as = "Bo"
see = "Ada"
""",
    "book/cleaning.toml": """largest_seed = 5
strictness = "normal"
[[rule]]
id = "mine"
kind = "line"
role = "promo"
why = "it sells"
languages = ["en"]
pattern = ["buy now.*"]
never = ["x"]
zone = "anywhere"
least = 1
longest = 300
across = false
unless_repeated = false
doubtful = false
removes = ["Buy now!"]
keeps = ["By the weir"]
[[rule]]
id = "other"
kind = "line"
role = "promo"
why = "it sells"
pattern = ["zzz"]
[fragment]
abc = "a|b"
[vocabulary]
mine = ["zork"]
[[drop]]
seed = "one.txt"
quote = "The rain"
reason = "So."
[[keep]]
seed = "one.txt"
quote = "Buy"
reason = "So."
""",
    "book/accepted.toml": """[[accepted]]
code = "T101"
reason = "Known."
[[accepted]]
code = "T102"
reason = "Known."
place = "book"
about = "x"
""",
    "styles/theme.toml": """[themes.other]
extends = "classic"
page = "A4"
[themes.own]
extends = "classic"
print = "print.css"
families = ["Source Serif 4"]
code = "Source Code Pro"
page = "Own"
opens = { chapters = "any" }
[themes.own.changes]
type = 9.0
leading = 11.5
[pages.Own]
size = [148.0, 210.0]
inner = 18.0
outer = 20.0
top = 22.0
lines = 34
[gutter]
200 = 6.0
""",
}
# What a value is spoilt by: never right, right but for some keys; and only a key's own.
SPOILT = ["{ zz = [] }", "[[[]]]", "1979-05-27T07:32:00Z"]
ODD = {
    ("book.toml", "date"): ['"20260102"', '"2026-W01-1"', '"2026-1-2"', '"٢٠٢٦-٠١-٠٢"', '"x"'],
    ("book.toml", "roles"): ['["zzz"]'],
    ("book.toml", "conformance"): ['"x"'],
    ("book.toml", "style"): ['"zzz"'],
    ("book.toml", "questions"): ['"{x}"'],
    ("book.toml", "chapters"): ['["A b"]', '["title-page"]'],
    ("book.toml", "front"): ['["A b"]', '["title-page", "title-page"]'],
    ("book.toml", "back"): ['["index", "A b"]', '["title-page", "index"]'],
    ("book.toml", "index"): ['"A B"', '""'],
    ("editions.toml", "theme"): ['"zzz"'],
    ("editions.toml", "page"): ['"zzz"'],
    ("editions.toml", "audience"): ['"zzz"'],
    ("editions.toml", "reader"): ['"A b"'],
    ("editions.toml", "chapters"): ['"zzz"'],
    ("editions.toml", "extends"): ['"zzz"'],
    ("editions.toml", "printer"): ['"zzz"'],
    ("editions.toml", "trim"): ['"zzz"'],
    ("editions.toml", "profile"): ['"zzz"', '"x.icc"', '"../x.icc"'],
    ("editions.toml", "isbn"): ['"9783161484101"', '"x"'],
    ("editions.toml", "price"): ['"1"'],
    ("editions.toml", "sheets"): ['"booklet"'],
    ("editions.toml", "sheet"): ['"A99"'],
    **{("editions.toml", key): ["-1"] for key in ("bleed", "caliper", "spine", "inner", "signature")},
    **{("rights.toml", key): ['"20250101"', '"2025-13-01"'] for key in ("asked", "granted", "expires")},
    ("rights.toml", "licence"): ['"zzz"'],
    ("rights.toml", "currency"): ['"zzz"'],
    ("rights.toml", "letter"): ['"zzz.pdf"'],
    ("rights.toml", "copies"): ["0"],
    ("accepted.toml", "code"): ['"zzz"'],
    ("accepted.toml", "reason"): ['""'],
    ("cleaning.toml", "id"): ['"icon-run"'],
    ("cleaning.toml", "pattern"): ['["("]'],
    ("theme.toml", "extends"): ['"zzz"'],
    ("theme.toml", "chapters"): ['"zzz"'],
}  # fmt: skip


def spoilt():
    for file, text in SETTINGS.items():
        for number, line in enumerate(text.splitlines(), 1):
            key, equals, _ = line.partition(" = ")
            for value in [*SPOILT, *ODD.get((file.rpartition("/")[2], key), ())] if equals else ():
                yield pytest.param(file, number, f"{key} = {value}", id=f"{file}:{number}:{value}")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return Volume([Chapter("one", "Words.\n")], files=SETTINGS).put(tmp_path_factory.mktemp("b"))


def read(folder):
    """Read all settings of the book, as the commands do."""
    project = Project.load(folder)
    load_cleaning(folder / "book" / "cleaning.toml")
    styles = find_styles(folder)
    for edition in project.editions:
        theme(styles, edition.theme, where=edition.where("theme"))
        opening_in(styles, edition)
        page_of(styles, edition, pages=300)
        if edition.format == "pdf":
            job = print_job(edition, styles=styles, root=folder)
            require_possible(job, edition.printing, where=edition.where)


def test_the_settings_are_sound_before_they_are_spoilt(folder):
    read(folder)


@pytest.mark.parametrize(("file", "number", "line"), list(spoilt()))
def test_a_spoilt_value_is_told_in_its_line(file, number, line, folder):
    path, lines = folder / file, SETTINGS[file].splitlines()
    is_date = line.endswith("00Z")  # a day is text to us, and some keys take any
    path.write_text("\n".join([*lines[: number - 1], line, *lines[number:]]))
    try:
        read(folder)
    except FlorilegiumError as err:
        errors = err.errors if isinstance(err, Several) else (err,)
        assert f"{file}:{number}" in {one.where for one in errors}
        assert all(one.hint for one in errors)
    else:
        assert is_date
    finally:
        path.write_text(SETTINGS[file])


@pytest.mark.parametrize("text", ["a = [", "a = 1\nb = '''x", "a = 1\nb ="])
def test_a_file_that_ends_too_soon_is_told_with_its_last_line(text, tmp_path):
    (tmp_path / "x.toml").write_text(text)
    with pytest.raises(ConfigError) as caught:
        read_toml(tmp_path / "x.toml")

    assert f"x.toml:{text.count(chr(10)) + 1}" == caught.value.where


@pytest.mark.parametrize("digits", [4301, 100_000])
def test_a_number_of_too_many_digits_is_told(digits, tmp_path):
    (tmp_path / "x.toml").write_text(f"a = {'9' * digits}\n")
    with pytest.raises(ConfigError, match="too many digits") as caught:
        read_toml(tmp_path / "x.toml")
    assert len(str(caught.value)) < 300
