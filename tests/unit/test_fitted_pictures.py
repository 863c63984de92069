"""Pictures on paper: small enough not to leave a hole, and never less than two thirds."""

import base64
import io
from dataclasses import replace

import pytest
from PIL import Image
from press_sample import META, PRINT, document

from florilegium.check import pdf_places, pdf_print
from florilegium.project.styles import find_styles, page_format
from florilegium.render import press

A5 = page_format(find_styles(), "A5")
WORDS = "The lamps were lit at dusk by a man who owned a ladder and a book of matches. "


def figure(height, more=""):
    data = io.BytesIO()
    Image.new("RGB", (600, height), "#88aacc").save(data, "PNG")
    address = f"data:image/png;base64,{base64.b64encode(data.getvalue()).decode()}"
    return (
        f'<figure><img alt="" src="{address}"{more}/><figcaption>It burns.</figcaption></figure>'
    )


def printed(body, tmp_path, **options):
    made = document("one", f'<h1>One</h1><div class="text">{body}</div>')
    layout = press.lay_out_book(
        [made], meta=META, edition=replace(PRINT, **options), styles=find_styles()
    )
    pages = pdf_print.printed_pages(press.bind(layout, tmp_path / "made.pdf").path)
    return made, pages


def pictures(page):
    return [run.box for run in page.runs if not run.text and not run.is_silent]


@pytest.mark.parametrize(("height", "number"), [(200, 0), (240, 0), (260, 0), (330, 1), (400, 1)])
def test_a_picture_is_set_smaller_sooner_than_leaving_a_hole(height, number, tmp_path):
    made, pages = printed(f"<p>{WORDS * 14}</p>{figure(height)}<p>{WORDS * 20}</p>", tmp_path)
    ((page, box),) = [(n, box) for n, page in enumerate(pages) for box in pictures(page)]
    size = (box[2] - box[0]) / ((A5.width - A5.inner - A5.outer) * 72 / 25.4)
    holes = pdf_places.check_fill(pages, [made], {"one": "1"}, page=A5, name="made")

    assert number == page
    # As large as there is room; on the next page, it needs no less than its full size.
    assert 0.66 < size <= 1.001 if number == 0 else abs(size - 1) < 0.001
    assert abs((box[3] - box[1]) / (box[2] - box[0]) - height / 600) < 0.01  # its proportions
    assert (number == 1) == ("P125" in [one.code for one in holes])
    assert [] == [*pdf_places.check_places(pages, page=A5, name="made")]


@pytest.mark.parametrize("width", ["", ' style="width: 40%"', ' style="width: 77%"'])
def test_text_below_a_picture_stands_on_the_grid(width, tmp_path):
    _, pages = printed(f"<p>{WORDS}</p>{figure(217, width)}<p>{WORDS * 4}</p>", tmp_path)
    text = [run for run in pages[0].runs if run.text.strip().startswith("The lamps were lit")]
    first, last = (run.box[1] for run in (text[0], text[-1]))
    lines = (first - last) / A5.leading

    assert abs(lines - round(lines)) < 0.05
