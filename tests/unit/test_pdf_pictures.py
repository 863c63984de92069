"""Pictures of a PDF: where they stand, which belong to its pages, what their bytes are."""

import io

import pikepdf
import pytest
from PIL import Image

from florilegium import clean, ingest
from florilegium.clean.pictures import with_pictures
from florilegium.ingest.pdf import drawn, glyphs
from florilegium.ingest.seed_pictures import SeedPictures
from support.paper import lines, pdf
from support.print_sample import image, saved

ABOVE = lines(50, 560, ["Every morning the herons came to the flooded field", "behind the mill."])
BELOW = lines(50, 200, ["Nobody in the village had ever counted them, nor", "was there."])
MORE = lines(50, 560, ["Then the winter came, in which the river froze to its", "very bottom."])


def made(*pages, colour=(200, 40, 40), **look):
    """A PDF of *pages*; each may draw the picture ``/P``."""
    with pikepdf.open(io.BytesIO(pdf(*pages))) as file:
        picture = image(colour, size=(60, 30), **look)(file)
        for page in file.pages:
            page.Resources.XObject.P = picture
        return saved(file)


def read(data):
    return ingest.decode(data, "a.pdf")


def placed(data):
    return [(one.address, one.block, one.furniture.split(".")[0]) for one in
            read(data).illustrations]  # fmt: skip


FIGURE = "q 200 0 0 100 80 300 cm /P Do Q"
LOGO = "q 60 0 0 45 300 540 cm /P Do Q"
SCANNED = lines(60, 500, ["The letters of a scan stand upon its picture"] * 12)
BEHIND = "It lies behind the letters of its page"
AGAIN = "It stands on several pages, as a logo does"


def test_a_figure_stands_between_the_paragraphs_it_lies_between():
    assert placed(made([*ABOVE, FIGURE, *BELOW])) == [("page-1-picture-1", 1, "")]


@pytest.mark.parametrize(
    ("pages", "why"),
    [
        ([[*ABOVE, LOGO], [*MORE, LOGO], BELOW], [AGAIN, AGAIN]),
        ([[*ABOVE, FIGURE], MORE, [*BELOW, "q 90 0 0 50 80 400 cm /P Do Q"]], ["", ""]),
        ([[*ABOVE, "q 20 0 0 20 80 300 cm /P Do Q"]], ["It is a small sign or an ornament"]),
        ([["q 400 0 0 600 0 0 cm /P Do Q", *ABOVE]], [BEHIND]),
        ([["q 300 0 0 450 50 100 cm /P Do Q", *SCANNED]], [BEHIND]),
        ([["q 300 0 0 450 50 100 cm /P Do Q", *ABOVE]], [""]),
        ([ABOVE, ["q 400 0 0 600 0 0 cm /P Do Q"]], [""]),
        ([[*ABOVE, "q 5 0 0 5 80 300 cm /P Do Q"]], []),
    ],
)
def test_what_belongs_to_the_page_is_told(pages, why):
    assert [one for _, _, one in placed(made(*pages))] == why


def test_slices_of_one_picture_are_one():
    slices = [f"q 200 0 0 10 80 {300 + 10 * n} cm /P Do Q" for n in range(9)]
    assert placed(made([*ABOVE, *slices, *BELOW])) == [("page-1-picture-1", 1, "")]
    assert sizes(made([*ABOVE, *slices, *BELOW])) == [(800, 360)]


def sizes(data):
    return [Image.open(io.BytesIO(one)).size for one in contents(data)]


def contents(data):
    document = glyphs.opened(data)
    return [drawn.picture(document, one.address) for one in read(data).illustrations]


@pytest.mark.parametrize(
    ("look", "form", "colour"),
    [
        ({"jpeg": True}, "JPEG", (200, 40, 40)),
        ({}, "PNG", (200, 40, 40)),
        ({"mode": "L", "colour": 90}, "PNG", (90, 90, 90)),
        ({"mode": "CMYK", "colour": (0, 0, 0, 255)}, "PNG", (35, 31, 32)),
    ],
)
def test_its_bytes_are_those_of_the_file_or_a_picture_of_what_is_seen(look, form, colour):
    (content,) = contents(made([*ABOVE, FIGURE, *BELOW], **look))
    with Image.open(io.BytesIO(content)) as seen:
        assert (seen.format, seen.size) == (form, (60, 30))
        near = seen.convert("RGB").getpixel((30, 15))
    assert all(abs(a - b) < 9 for a, b in zip(near, colour, strict=True))


def test_it_is_read_by_its_name_and_shown_in_its_place(tmp_path):
    data = made([*ABOVE, FIGURE, *BELOW])
    (tmp_path / "a.pdf").write_bytes(data)
    raw = read(data)
    text = with_pictures(raw, clean.clean(raw, rules=()))
    assert [block.kind for block in text.blocks] == ["paragraph", "picture", "paragraph"]
    (mark,) = text.blocks[1].marks
    assert mark.ref == "seeds/a.pdf#page-1-picture-1"
    assert SeedPictures(tmp_path).read(mark.ref) == contents(data)[0]


@pytest.mark.parametrize("name", ["page-9-picture-1", "page-1-picture-2", "page-0-picture-1", "x"])
def test_a_picture_that_is_not_there_has_no_bytes(name):
    assert drawn.picture(glyphs.opened(made([*ABOVE, FIGURE])), name) == b""
