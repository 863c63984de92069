"""Sheets: folded, cut or stacked, the pages come in the order of the book."""

import io

import numpy as np
import pikepdf
import pypdfium2 as pdfium
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name
from print_sample import A5, MOMENT, POINTS, bound, job, printed, saved

from florilegium.check.preflight import check_sheets
from florilegium.errors import ConfigError
from florilegium.render import imposition

pytest.importorskip("pdfimpose")


def impose(interior, this, *, used):
    return imposition.impose(interior, this, used=used, title="Lamps", moment=MOMENT)


def numbered(pages, *, bleed=0.0, around=0.0):
    """A PDF whose pages say their number, at a known place: 50 mm from the left edge.

    A bar of black reaches over each page, from bleed to bleed.
    """
    with pikepdf.new() as pdf:
        font = pdf.make_indirect(
            Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        )
        for number in range(1, pages + 1):
            wide, high = (side * POINTS for side in A5)
            edge, out = (bleed + around) * POINTS, around * POINTS
            page = pdf.add_blank_page(page_size=(wide + 2 * edge, high + 2 * edge))
            page.obj.TrimBox = Array([edge, edge, edge + wide, edge + high])
            page.obj.BleedBox = Array([out, out, 2 * edge - out + wide, 2 * edge - out + high])
            page.obj.Resources = Dictionary(Font=Dictionary(F=font))
            bar = f"0 0 0 0.5 k 0 {edge + 9:.3f} {wide + 2 * edge:.3f} 9 re f 0 0 0 1 k"
            text = f"BT /F 20 Tf {edge + 50 * POINTS:.3f} {edge + 300:.3f} Td (p{number}q) Tj ET"
            page.obj.Contents = pdf.make_stream(f"{bar if bleed else ''} {text}".encode())
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


# -- bleed and marks ----------------------------------------------------------------------------

KINDS = ("booklet", "signatures", "two-up", "cut-and-stack")


def boxes(content):
    """The boxes of all sides of the sheets, in mm: media, bleed, trim."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return {
            tuple(
                tuple(round(float(one) / POINTS, 1) for one in page.obj[key])
                for key in ("/MediaBox", "/BleedBox", "/TrimBox")
            )
            for page in pdf.pages
        }


def dark(content, *, scale=2.0):
    """The first side as grey pixels, *scale* of them in a point, and how high it is."""
    with pdfium.PdfDocument(content) as pdf:
        return pdf[0].render(scale=scale).to_pil().convert("L")


@pytest.mark.parametrize("kind", KINDS)
def test_sheets_bleed_where_they_are_cut(kind):
    source = numbered(16, bleed=3.0)
    made = impose(source, job(sheets=kind, sheet="SRA3", bleed=3.0), used=16)
    (found,) = boxes(made.content)

    wide = {"booklet": 296.0, "signatures": 296.0}.get(kind, 302.0)
    media, bleed, trim = found
    assert (0.0, 0.0, 450.0, 320.0) == media
    assert (wide, 210.0) == (pytest.approx(trim[2] - trim[0]), pytest.approx(trim[3] - trim[1]))
    assert [3.0] * 4 == pytest.approx(
        [trim[0] - bleed[0], trim[1] - bleed[1], bleed[2] - trim[2], bleed[3] - trim[3]], abs=0.1
    )
    assert (wide, 210.0) == made.size
    picture = dark(made.content)
    row = picture.height - round(2 * (trim[1] * POINTS + 13))
    inked = [x for x in range(picture.width) if picture.getpixel((x, row)) < 200]
    # From bleed to bleed without a gap: at the fold the pages meet, at a cut both bleed.
    assert [bleed[0], bleed[2]] == pytest.approx(
        [inked[0] / 2 / POINTS, inked[-1] / 2 / POINTS], abs=0.4
    )
    assert len(inked) == inked[-1] - inked[0] + 1


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("bleed", [0.0, 3.0])
def test_marks_stand_outside_the_bleed_where_it_is_cut_and_folded(kind, bleed):
    source = numbered(16, bleed=bleed, around=7.0)
    plain, marked = (
        impose(source, job(sheets=kind, sheet="SRA3", bleed=bleed, marks=marks), used=16)
        for marks in (False, True)
    )
    ((_, bled, trim),) = boxes(marked.content)
    before, after = (np.asarray(dark(one.content, scale=4.0)) for one in (plain, marked))
    rows, columns = np.nonzero((after < 200) & (before >= 200))
    places = np.stack([columns / 4 / POINTS, (after.shape[0] - rows) / 4 / POINTS], axis=1)

    within = ((places > bled[:2]) & (places < bled[2:])).all(axis=1)
    assert not within.any()
    head = sorted({round(x) for x, y in places if y > bled[3] and 1 > bled[0] - x > -400})
    middle = (trim[0] + trim[2]) / 2
    cuts = [middle] if kind in ("booklet", "signatures") or not bleed else [
        middle - bleed, middle + bleed,
    ]  # fmt: skip
    for place in [trim[0], *cuts, trim[2]]:
        assert any(abs(place - x) <= 1 for x in head), place


def test_marks_of_a_single_page_are_not_on_its_sheet():
    source = numbered(4, bleed=3.0, around=7.0)
    made = impose(source, job(sheets="booklet", bleed=3.0), used=4)

    ((media, bleed, _),) = boxes(made.content)
    assert media == bleed


@pytest.mark.parametrize(
    ("said", "what", "fits"),
    [
        ({"sheet": "A4", "bleed": 3.0}, "with 3 mm of bleed do not fit on A4", "SRA4"),
        ({"sheet": "A4", "marks": True}, "with marks do not fit on A4", "A3"),
        (
            {"sheet": "SRA4", "bleed": 3.0, "marks": True},
            "with 3 mm of bleed and marks do not fit on SRA4",
            "A3",
        ),
        ({"sheet": "Legal", "bleed": 25.0}, "do not fit on Legal", "SRA3"),
    ],
)
def test_paper_without_room_for_bleed_and_marks_is_refused(said, what, fits):
    with pytest.raises(ConfigError) as caught:
        imposition.sheet_for(job(binding="saddle", **said))

    assert what in caught.value.what
    assert fits in caught.value.hint


@settings(max_examples=25)
@given(
    st.sampled_from(KINDS),
    st.integers(1, 40),
    st.sampled_from([0.0, 3.0, 3.175, 12.0]),
    st.booleans(),
    st.integers(1, 6),
)
def test_every_page_is_on_the_sheets_once(kind, pages, bleed, marks, group):
    this = job(sheets=kind, bleed=bleed, marks=marks, signature=group)
    made = impose(numbered(pages, bleed=bleed), this, used=pages)

    found = [page for side in sides(made.content) for page in side if page]
    assert [*range(1, pages + 1)] == sorted(found)
    assert made.pages - made.blanks == pages


@pytest.mark.parametrize(
    ("said", "version"),
    [({}, b"%PDF-1.6"), ({"standard": "pdf/x-1a"}, b"%PDF-1.3"), ({"colour": "rgb"}, b"%PDF-1.7")],
)
def test_sheets_keep_the_standard_of_their_pages(said, version, tmp_path):
    this = job(sheets="two-up", sheet="SRA3", bleed=3.0, marks=True, **said)
    interior, path = tmp_path / "interior.pdf", tmp_path / "booklet.pdf"
    interior.write_bytes(printed(bound(), pages=this.filled(4), bleed=3.0, marks=True, **said))
    made = impose(interior.read_bytes(), this, used=4)
    path.write_bytes(made.content)

    assert made.content.startswith(version)
    assert [] == list(check_sheets(path, interior, this, size=made.size))


def test_a_page_that_is_lost_or_doubled_is_seen(tmp_path):
    this = job(sheets="two-up")
    interior, path = tmp_path / "interior.pdf", tmp_path / "booklet.pdf"
    interior.write_bytes(printed(bound(), pages=4))
    made = impose(interior.read_bytes(), this, used=4)

    def codes(change):
        with pikepdf.open(io.BytesIO(made.content)) as pdf:
            change(pdf)
            path.write_bytes(saved(pdf))
        return {one.code for one in check_sheets(path, interior, this, size=made.size)}

    assert "S117" in codes(lambda pdf: pdf.pages.__delitem__(0))
    assert "S117" in codes(lambda pdf: pdf.pages.append(pdf.pages[0]))
    assert "S117" not in codes(lambda pdf: pdf.pages.reverse())


def boxless(pdf):
    for page in pdf.pages:
        del page.obj["/TrimBox"]


def turned(pdf):
    for page in pdf.pages:
        page.obj.TrimBox = Array([0, 0, 200, 300])


def bledless(pdf):
    for page in pdf.pages:
        page.obj.BleedBox = page.obj.TrimBox


def unclaimed(pdf):
    del pdf.Root["/Metadata"]


def intentless(pdf):
    del pdf.Root["/OutputIntents"]


def unembedded(pdf):
    for item in pdf.objects:
        if isinstance(item, Dictionary) and "/FontFile2" in item:
            del item["/FontFile2"]


def red(pdf):
    pdf.pages[0].contents_add(b"1 0 0 rg 20 20 9 9 re f")


def rich(pdf):
    pdf.pages[0].contents_add(b"BT 0.6 0.5 0.5 1 k /F 9 Tf (x) Tj ET")


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("S101", unembedded),
        ("S102", red),
        ("S103", rich),
        ("S109", boxless),
        ("S109", turned),
        ("S109", bledless),
        ("S114", unclaimed),
        ("S114", intentless),
    ],
)
def test_sheets_that_are_spoilt_are_seen(code, change, tmp_path):
    this = job(sheets="two-up", bleed=3.0)
    interior, path = tmp_path / "interior.pdf", tmp_path / "booklet.pdf"
    interior.write_bytes(printed(bound(), pages=4, bleed=3.0))
    made = impose(interior.read_bytes(), this, used=4)
    with pikepdf.open(io.BytesIO(made.content)) as pdf:
        change(pdf)
        path.write_bytes(saved(pdf))

    assert code in {one.code for one in check_sheets(path, interior, this, size=made.size)}
