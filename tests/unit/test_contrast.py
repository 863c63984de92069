"""Colours that we fix can be read: contrast of 4.5 to 1 (WCAG 2.2, 1.4.3), on paper and screen."""

import re

import pytest

from florilegium.project.styles import find_styles

STYLES = find_styles()
ENOUGH = 4.5
NAMED = {"black": "000000", "white": "ffffff"}
COLOUR = re.compile(r"(?<![-\w])(color|background(?:-color)?)\s*:\s*([^;}]+)")
# What takes the colour of its surroundings, which the reader chose.
TAKEN_OVER = {"inherit", "currentcolor", "transparent", "none", "unset", "initial"}


def luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def fixed(sheet):
    """The colours of text or ground that *sheet* fixes, as six digits."""
    for _, given in COLOUR.findall(re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)):
        value = given.strip().lower()
        if value in TAKEN_OVER:
            continue
        short = re.fullmatch("#([0-9a-f])([0-9a-f])([0-9a-f])", value)
        yield (
            "".join(d * 2 for d in short.groups())
            if short
            else NAMED.get(value, value.lstrip("#"))
        )


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [("000000", "ffffff", 21.0), ("767676", "ffffff", 4.54), ("777777", "ffffff", 4.48)],
)
def test_contrast_is_that_of_wcag(one, other, expected):
    assert expected == round(contrast(one, other), 2)


def test_colours_are_found_in_a_style_sheet():
    sheet = "a{color:#abc}/* b{color:red} */ c{background: #123456;color:inherit}"

    assert list(fixed(sheet)) == ["aabbcc", "123456"]


def test_what_the_e_book_fixes_is_read_by_day_and_by_night():
    grounds = ("ffffff", "000000")

    assert [
        colour
        for colour in fixed(STYLES.read("epub.css"))
        if min(contrast(colour, ground) for ground in grounds) < ENOUGH
    ] == []


def test_what_the_printed_book_fixes_is_read_on_paper():
    assert [
        colour for colour in fixed(STYLES.read("print.css")) if contrast(colour, "ffffff") < ENOUGH
    ] == []


def test_the_e_book_fixes_no_size_of_type_or_page():
    sheet = re.sub(r"/\*.*?\*/", "", STYLES.read("epub.css"), flags=re.DOTALL)
    lengths = re.findall(r"[:\s]-?[\d.]+(px|pt|mm|cm|in|pc)\b", sheet)
    heights = re.findall(r"(?<![-\w])height\s*:\s*([^;]+)", sheet)

    assert lengths == []
    assert set(heights) == {"auto"}
    assert "text-align: justify" not in sheet
