"""Sheets: folded, cut or stacked, the pages come in the order of the book."""

import io

import pikepdf
import pypdfium2 as pdfium
import pytest
from pikepdf import Dictionary, Name
from print_sample import A5, POINTS, job, saved

from florilegium.errors import ConfigError
from florilegium.render.imposition import impose

pytest.importorskip("pdfimpose")


def numbered(pages):
    """A PDF whose pages say their number, at a known place: 50 mm from the left edge."""
    with pikepdf.new() as pdf:
        font = pdf.make_indirect(
            Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        )
        for number in range(1, pages + 1):
            page = pdf.add_blank_page(page_size=tuple(side * POINTS for side in A5))
            page.obj.TrimBox = page.obj.MediaBox
            page.obj.Resources = Dictionary(Font=Dictionary(F=font))
            left = 50 * POINTS
            page.obj.Contents = pdf.make_stream(
                f"BT /F 20 Tf {left:.3f} 300 Td (p{number}q) Tj ET".encode()
            )
        return saved(pdf)


def sides(content):
    """For each side of a sheet the pages on it, from left to right; 0 is a blank one."""
    found = []
    with pdfium.PdfDocument(content) as pdf:
        for page in pdf:
            width, height = page.get_size()
            text = page.get_textpage()
            halves = [(0, width / 2), (width / 2, width)]
            found.append(tuple(number(text.get_text_bounded(a, 0, b, height)) for a, b in halves))
    return found


def number(text):
    text = text.strip().strip("pq")
    return int(text) if text else 0


def folded(found):
    """The pages in the order in which they are read when the sheets lie folded in each other."""
    left, right = [], []
    for front, back in zip(found[::2], found[1::2], strict=True):
        right += [front[1], back[0]]
        left += [front[0], back[1]]
    return right + left[::-1]


@pytest.mark.parametrize("pages", [4, 8, 13, 20, 54])
def test_a_booklet_reads_in_order_when_it_is_folded(pages):
    made = impose(numbered(pages), job(binding="saddle"), used=pages)
    filled = -(-pages // 4) * 4

    order = folded(sides(made.content))
    assert [*range(1, pages + 1), *[0] * (filled - pages)] == order
    assert (filled // 4, filled // 2, filled - pages) == (made.sheets, made.sides, made.blanks)


@pytest.mark.parametrize(("pages", "group"), [(16, 2), (40, 4), (48, 4)])
def test_signatures_read_in_order_one_behind_the_other(pages, group):
    made = impose(numbered(pages), job(sheets="signatures", signature=group), used=pages)
    found = sides(made.content)
    parts = [found[at : at + 2 * group] for at in range(0, len(found), 2 * group)]

    order = [page for part in parts for page in folded(part)]
    assert [*range(1, pages + 1)] == [page for page in order if page]
    assert [0] * made.blanks == order[pages:]


@pytest.mark.parametrize("pages", [4, 10, 54])
def test_cut_piles_read_in_order_one_on_the_other(pages):
    found = sides(impose(numbered(pages), job(sheets="cut-and-stack"), used=pages).content)
    piles = [[], []]
    for front, back in zip(found[::2], found[1::2], strict=True):
        piles[0] += [front[0], back[1]]  # turned on the short edge
        piles[1] += [front[1], back[0]]

    order = piles[0] + piles[1]
    assert [*range(1, pages + 1)] == [page for page in order if page]


def test_two_up_reads_from_left_to_right():
    found = sides(impose(numbered(10), job(sheets="two-up"), used=10).content)

    assert [*range(1, 11), 0, 0] == [page for side in found for page in side]


def places(content):
    """How far each page's number stands from the fold of its sheet, in mm."""
    found = {}
    with pdfium.PdfDocument(content) as pdf:
        for page in pdf:
            middle = page.get_size()[0] / 2
            text = page.get_textpage()
            for place in range(text.count_rects()):
                x, y, x2, y2 = text.get_rect(place)
                found[number(text.get_text_bounded(x, y, x2, y2))] = (x - middle) / POINTS
    return found


def test_inner_sheets_move_towards_the_fold_by_the_paper():
    made = impose(numbered(16), job(binding="saddle", caliper=0.2), used=16)
    plain = impose(numbered(16), job(binding="saddle", spine=1.0), used=16)
    now, before = places(made.content), places(plain.content)

    moved = [round(now[page] - before[page], 2) for page in range(1, 17)]
    assert [0, 0, -0.2, 0.2, -0.4, 0.4, -0.6, 0.6, -0.6, 0.6, -0.4, 0.4, -0.2, 0.2, 0, 0] == moved
    assert made.creep == 0.6


@pytest.mark.parametrize("kind", ["booklet", "signatures", "two-up", "cut-and-stack"])
def test_two_pages_stand_in_the_middle_of_the_paper(kind):
    made = impose(numbered(16), job(sheets=kind, sheet="A4"), used=16)

    with pikepdf.open(io.BytesIO(made.content)) as pdf:
        sizes = {tuple(round(float(one) / POINTS, 1) for one in page.mediabox[2:])
                 for page in pdf.pages}  # fmt: skip
    assert {(297.0, 210.0)} == sizes
    # 50 mm from the edge of a page of 148 mm, two of them centred on 297 mm.
    assert places(made.content)[1] == pytest.approx(
        {"two-up": -98.0, "cut-and-stack": -98.0}.get(kind, 50.0), abs=1.0
    )


def test_pages_too_large_for_the_paper_are_refused():
    with pytest.raises(ConfigError, match="do not fit on A5") as caught:
        impose(numbered(4), job(sheets="two-up", sheet="A5"), used=4)

    assert "A4" in caught.value.hint


def test_the_same_pages_give_the_same_bytes():
    source, this = numbered(12), job(binding="saddle")

    assert impose(source, this, used=12) == impose(source, this, used=12)
