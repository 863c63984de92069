import io
from dataclasses import replace
from itertools import pairwise

import pytest
from epub_samples import META, STYLES
from PIL import Image

from florilegium.render import cover, flowers, lettering
from florilegium.render.lettering import Style, break_lines, covers, width
from florilegium.store.cache import Cache

LONG = "On the Origins, the Growth and the Several Uses of Public Speech in Times of Great Unrest"
SERIF = STYLES.find("fonts/SourceSerif4-Semibold.ttf")


def painted(size=(200, 320), **changes):
    return cover.paint(replace(META, **changes), styles=STYLES, size=size)


def image(data):
    return Image.open(io.BytesIO(data)).convert("RGB")


def test_the_cover_is_as_large_as_shops_ask():
    assert image(cover.paint(META, styles=STYLES)).size == (1600, 2560)


def test_the_same_book_has_the_same_cover():
    assert painted() == painted()


def test_another_title_has_other_flowers():
    assert painted(title="A Lamp") != painted(title="A Ledger")


@pytest.mark.parametrize(
    "title", ["Elegy", LONG, "Über die Öffentlichkeit", "Donaudampfschifffahrtsgesellschaft", "I"]
)
def test_no_title_runs_off_the_page(title):
    page = image(painted((400, 640), title=title))
    paper = page.getpixel((399, 639))
    edges = [page.getpixel((x, y)) for x in (5, 394) for y in range(410, 640)]

    assert {paper} == set(edges)


@pytest.mark.parametrize("title", ["Elegy", LONG])
def test_letters_stand_out_from_the_paper(title):
    letters = image(painted((400, 640), title=title)).crop((0, 410, 400, 640))
    darkest, lightest = letters.convert("L").getextrema()

    assert lightest > 210
    assert darkest < 70


def test_a_title_without_glyphs_leaves_the_flowers():
    assert painted(title="雪国", subtitle="", people=(), publisher="")


def test_all_palettes_can_be_read():
    for palette in flowers.PALETTES:
        assert contrast(palette.ink, palette.paper) > 9


def contrast(first, second):
    """The contrast ratio of WCAG 2.2."""
    high, low = sorted((luminance(first), luminance(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(a * b for a, b in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def test_pairs_are_kerned():
    style = Style(SERIF, 100)

    assert width("AV", style) < width("A", style) + width("V", style)
    assert width("To", style) < width("T", style) + width("o", style)


def test_tracking_adds_space_between_letters_only():
    plain, wide = Style(SERIF, 100), Style(SERIF, 100, tracking=0.1)

    assert width("nnn", wide) == pytest.approx(width("nnn", plain) + 20)


def test_a_font_knows_what_it_can_write():
    assert covers(SERIF, "Müßig – 12")
    assert not covers(SERIF, "雪")


def test_lines_are_few_and_even():
    style = Style(SERIF, 100)
    lines = break_lines(LONG, style, measure=1300)
    widths = [width(line, style) for line in lines]

    assert " ".join(lines) == LONG
    assert max(widths) <= 1300
    assert min(widths) > 600


def test_no_line_ends_in_a_small_word_that_can_go_to_the_next():
    lines = break_lines("The Lamp and the Ledger", Style(SERIF, 100), measure=900)

    assert not any(line.endswith((" and", " the")) for line in lines[:-1])


def test_a_line_ends_at_a_comma_when_it_can():
    lines = break_lines("Me Too, One Year Later", Style(SERIF, 100), measure=750)

    assert lines == ("Me Too,", "One Year Later")


def test_a_word_longer_than_the_line_stays_whole():
    assert break_lines("Donaudampfschiff", Style(SERIF, 100), measure=50) == ("Donaudampfschiff",)


def test_letters_are_drawn_where_they_are_measured():
    style = Style(SERIF, 60)
    from PIL import ImageDraw  # noqa: PLC0415

    page = Image.new("L", (900, 120))
    lettering.draw(ImageDraw.Draw(page), "Hamburg", at=(40, 90), style=style, fill="white")
    left, _, right, bottom = page.getbbox()

    assert left == pytest.approx(40, abs=6)
    assert right == pytest.approx(40 + width("Hamburg", style), abs=6)
    assert bottom >= 90


def test_neighbouring_tiles_differ():
    dice = flowers.dice_for("x")
    kinds = [flowers.other(dice, 3, {before}) for before in (0, 1, 2, 0, 1, 2)]

    assert all(a != b for a, b in zip(kinds, (0, 1, 2, 0, 1, 2), strict=True))
    assert list(pairwise(kinds))


def test_a_cover_is_painted_once(tmp_path, monkeypatch):
    cache, painted, picture = Cache(tmp_path), [], b"\x89PNG\r\n\x1a\n and so on"
    monkeypatch.setattr(cover, "paint", lambda meta, **_: painted.append(meta) or picture)

    for meta in (META, META, replace(META, title="Another")):
        assert picture == cover.paint_once(meta, styles=STYLES, cache=cache)

    assert [META.title, "Another"] == [meta.title for meta in painted]
