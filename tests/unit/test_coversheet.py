"""The printed cover: sizes, spine, barcode, pictures, as measured in the finished file."""

import io
import re
from dataclasses import replace

import numpy as np
import pikepdf
import pypdfium2 as pdfium
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageFile
from press_sample import META
from print_sample import POINTS, job

from florilegium.check.preflight import check_cover
from florilegium.check.preflight.painted import painted
from florilegium.errors import ConfigError
from florilegium.project.styles import find_styles
from florilegium.render import coversheet, front_picture
from florilegium.render.coversheet import barcode
from florilegium.render.shop import isbn

pytest.importorskip("barcode")


def cover(pages=200, *, meta=META, pictures=None, **said):
    said = {"caliper": 0.12, **said}
    made = coversheet.render(
        meta, job(**said), pages=pages, styles=find_styles(), pictures=pictures
    )
    return made, coversheet.cover_job(job(**said))


def inspected(made, this, folder, *, pages=200):
    path = folder / "cover.pdf"
    path.write_bytes(made.content)
    return sorted({one.code for one in check_cover(path, this, pages=pages)})


@pytest.mark.parametrize(
    ("said", "pages", "trim", "spine"),
    [
        ({"page": "A5", "bleed": 3.0}, 200, (148.0, 210.0), 12.0),
        ({"printer": "kdp", "trim": "6x9", "caliper": None}, 200, (152.4, 228.6), 11.44),
        ({"page": "A5", "binding": "saddle"}, 40, (148.0, 210.0), 0.0),
        ({"page": "A5", "bleed": 3.0, "marks": True, "spine": 20.0}, 40, (148.0, 210.0), 20.0),
        ({"page": "A5", "colour": "grey"}, 100, (148.0, 210.0), 6.0),
        ({"page": "A5", "standard": "pdf/x-1a"}, 100, (148.0, 210.0), 6.0),
    ],
)
def test_a_cover_fits_its_book_and_passes_preflight(said, pages, trim, spine, tmp_path):
    made, this = cover(pages, **said)

    with pikepdf.open(io.BytesIO(made.content)) as pdf:
        (page,) = pdf.pages
        box = [float(one) / POINTS for one in page.obj.TrimBox]
        bled = [float(one) / POINTS for one in page.obj.BleedBox]
    size = (box[2] - box[0], box[3] - box[1])
    assert (2 * trim[0] + spine, trim[1]) == pytest.approx(size, abs=0.1)
    assert this.bleed == pytest.approx(box[0] - bled[0], abs=0.1)
    assert made.spine == pytest.approx(spine, abs=0.01)
    assert () == made.warnings
    assert [] == inspected(made, this, tmp_path, pages=pages)


def test_front_and_back_are_two_pages_where_no_cover_wraps_the_book(tmp_path):
    made, this = cover(100, page="A5", binding="wire", bleed=3.0)

    with pdfium.PdfDocument(made.content) as pdf:
        front, back = (page.get_textpage() for page in pdf)
        boxes = [page.get_trimbox() for page in pdf]
        height = boxes[0][3] + 9
        said = [t.get_text_bounded(0, 0, boxes[0][2], height) for t in (front, back)]
    assert "Lamps" in said[0]
    assert "keeps going" in said[1]
    assert boxes[0] == boxes[1]
    assert (148.0, 210.0) == pytest.approx(
        ((boxes[0][2] - boxes[0][0]) / POINTS, (boxes[0][3] - boxes[0][1]) / POINTS), abs=0.1
    )
    assert [] == inspected(made, this, tmp_path, pages=100)


@pytest.mark.parametrize("said", [{}, {"isbn": "978-3-16-148410-0"}, {"printer": "kdp"}])
@pytest.mark.parametrize("words_", ["word and another ", "a\n\n", "Donaudampfschifffahrt"])
def test_a_blurb_without_room_is_one_clear_error(words_, said):
    with pytest.raises(ConfigError, match="has no room for so many") as caught:
        cover(200, blurb=words_ * 400, **said)

    fits = int(re.search(r"About (\d+) fit", caught.value.hint)[1])
    if "\n" not in words_:
        assert cover(200, blurb=(words_ * 400)[: int(0.9 * fits)], **said)


@pytest.mark.parametrize(("binding", "folds"), [("perfect", 2), ("saddle", 1), ("wire", 0)])
def test_marks_say_where_the_cover_is_folded(binding, folds):
    marked, _ = cover(100, page="A5", binding=binding, bleed=3.0, marks=True)
    plain, _ = cover(100, page="A5", binding=binding, bleed=3.0)

    with pikepdf.open(io.BytesIO(marked.content)) as pdf:
        drawn = pdf.pages[0].Contents.read_bytes()
    assert 2 * folds == drawn.count(b"l S") - 8  # at head and foot; eight at the corners
    assert bool(folds) == (b"[2 1.5] 0 d" in drawn)
    assert b"l S" not in plain.content


def test_small_letters_of_the_cover_are_of_black_ink_alone():
    made, _ = cover(200, isbn="978-3-16-148410-0", blurb="A word. " * 30)

    with pikepdf.open(io.BytesIO(made.content)) as pdf:
        inks = {one.paint.numbers for one in painted(pdf.pages[0]) if one.what == "text"}
    assert (0.0, 0.0, 0.0, 1.0) in inks
    assert len(inks) == 2  # and the title's


def words(made):
    with pdfium.PdfDocument(made.content) as pdf:
        return " ".join(pdf[0].get_textpage().get_text_range().split())


def test_the_spine_has_words_where_there_is_room():
    wide, _ = cover(200)
    thin, _ = cover(40)

    assert 2 == words(wide).count("Lamps and Ferries")
    assert 1 == words(thin).count("Lamps and Ferries")
    assert ["S116"] == [one.code for one in thin.findings]
    assert () == wide.findings


def test_a_shop_that_letters_no_thin_spine_is_heeded():
    made, _ = cover(60, printer="lulu", trim="6x9", spine=30.0, caliper=None)

    assert ["S116"] == [one.code for one in made.findings]
    assert "from 80 pages on" in made.findings[0].message


def test_words_on_the_fold_are_seen(tmp_path):
    made, this = cover(200, spine=12.0)
    strict = replace(this, printer=replace(this.printer, spine_safe=5.0))

    assert "S115" in inspected(made, strict, tmp_path)


def test_words_near_the_edge_are_seen(tmp_path):
    made, this = cover(200)

    strict = replace(this, printer=replace(this.printer, cover_safe=40.0))

    assert "S111" in inspected(made, strict, tmp_path)


def test_a_long_title_and_a_long_blurb_stay_on_the_cover(tmp_path):
    title = (
        "The Collected Accounts of the Lamplighters, Ferrymen and Keepers of Columns of a Town "
        "on the Estuary, 1871 to 1912"
    )
    long = replace(META, title=title, description="A word. " * 180)
    made, this = cover(200, meta=long, isbn="978-3-16-148410-0")

    assert [] == inspected(made, this, tmp_path)


# -- the barcode --------------------------------------------------------------------------------


def modules(drawn, *, y):
    """The bars of a drawing as modules, read from the picture at *y* mm."""
    found = {}
    for x, top, wide, high in re.findall(
        r'x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"', drawn.svg
    ):
        if float(top) <= y <= float(top) + float(high):
            start = round(float(x) / barcode.MODULE)
            for place in range(round(float(wide) / barcode.MODULE)):
                found[start + place] = "1"
    return "".join(found.get(place, "0") for place in range(max(found) + 1))


SETS = barcode._codes()
FIRST = {"AAAAAA": 0, "AABABB": 1, "AABBAB": 2, "AABBBA": 3, "ABAABB": 4, "ABBAAB": 5, "ABBBAA": 6,
         "ABABAB": 7, "ABABBA": 8, "ABBABA": 9}  # fmt: skip


def read(pattern):
    """The thirteen digits of 95 modules (GS1 General Specifications 5.2.1)."""
    kinds, digits = "", ""
    for at in [*range(3, 45, 7), *range(50, 92, 7)]:
        part = pattern[at : at + 7]
        kind = next(kind for kind in ("ABC" if at < 45 else "C") if part in SETS[kind])
        kinds += kind if at < 45 else ""
        digits += str(SETS[kind].index(part))
    return f"{FIRST[kinds]}{digits}"


@given(st.integers(0, 10**9 - 1))
def test_the_bars_say_the_isbn(number):
    twelve = f"978{number:09}"
    whole = twelve + isbn.check_digit(twelve)

    pattern = modules(barcode.draw(whole), y=1.0)[11:106]
    assert whole == read(pattern)


@given(st.integers(0, 99999))
def test_the_add_on_says_the_price(number):
    price = f"{number:05}"
    pattern = barcode.added(price)

    parts = [pattern[at : at + 7] for at in range(4, 47, 9)]
    kinds = "".join("A" if part in SETS["A"] else "B" for part in parts)
    check = (3 * (int(price[0]) + int(price[2]) + int(price[4]))
             + 9 * (int(price[1]) + int(price[3]))) % 10  # fmt: skip
    assert price == "".join(str(SETS[k].index(p)) for k, p in zip(kinds, parts, strict=True))
    assert check == barcode._PARITY.index(kinds)


def test_the_barcode_has_its_nominal_size():
    drawn = barcode.draw("9783161484100")

    assert (37.29, 25.9) == pytest.approx((drawn.width, drawn.height), abs=0.1)


# -- the editor's own picture ------------------------------------------------------------------


def own(folder, size):
    folder.mkdir(exist_ok=True)
    Image.new("RGB", size, (10, 90, 160)).save(folder / "front.png")
    return replace(META, cover="front.png")


@pytest.mark.parametrize(
    ("size", "codes"), [((1900, 2600), []), ((1400, 1980), ["S105"]), ((440, 620), ["S106"])]
)
def test_the_editors_picture_is_measured_at_its_printed_size(size, codes, tmp_path):
    meta = own(tmp_path / "pictures", size)
    made, this = cover(200, meta=meta, pictures=tmp_path / "pictures", bleed=3.0)

    assert codes == inspected(made, this, tmp_path)
    assert "Edited by" not in words(made)


def shades(mode="RGB", size=(40, 60)):
    grey = Image.linear_gradient("L").resize(size)
    if mode == "I;16":
        return Image.fromarray(np.asarray(grey).astype(np.uint16) * 257)
    return Image.merge("RGB", (grey, grey.rotate(180), grey)).convert(mode)


def encoded(kind, mode="RGB", **said):
    data = io.BytesIO()
    shades(mode).save(data, kind, **said)
    return data.getvalue()


def turned():
    exif = Image.Exif()
    exif[0x112] = 6
    return encoded("JPEG", exif=exif)


@pytest.mark.parametrize(
    "content",
    [encoded("JPEG"), encoded("PNG"), encoded("JPEG", "L"), encoded("JPEG", "CMYK"),
     encoded("PNG", "1"), encoded("JPEG", progressive=True)],
)  # fmt: skip
def test_a_picture_that_can_be_printed_stays_as_it_is(content, tmp_path):
    path = tmp_path / "front.jpg"
    path.write_bytes(content)

    assert content == front_picture.for_print(path)


@pytest.mark.parametrize(
    "content",
    [encoded("PNG", "RGBA"), encoded("PNG", "LA"), encoded("PNG", "I;16"), encoded("GIF"),
     encoded("WEBP", lossless=True), encoded("TIFF"), encoded("BMP"), encoded("TIFF", "CMYK"),
     encoded("PNG", "P", transparency=0), turned()],
    ids=["RGBA", "LA", "16 bits", "GIF", "WebP", "TIFF", "BMP", "CMYK TIFF", "P", "turned"],
)  # fmt: skip
def test_any_other_picture_is_shown_with_the_same_pixels(content, tmp_path):
    path = tmp_path / "front.png"
    path.write_bytes(content)
    with Image.open(io.BytesIO(content)) as given_:
        mode = given_.mode
    with Image.open(io.BytesIO(front_picture.for_print(path))) as made:
        is_turned = content == turned()
        assert made.format == ("JPEG" if made.mode == "CMYK" else "PNG")
        assert made.mode in ("L", "RGB", "CMYK")
        assert made.size == ((60, 40) if is_turned else (40, 60))
        wanted = shades().rotate(-90, expand=True) if is_turned else shades()
        if mode == "I;16":
            wanted = Image.linear_gradient("L").resize((40, 60))
        if mode not in ("RGBA", "LA") and made.mode != "CMYK":
            off = np.abs(np.asarray(made.convert("L"), int) - np.asarray(wanted.convert("L"), int))
            assert np.median(off) < 40
    assert front_picture.front(path).startswith(b"\x89PNG")


@pytest.mark.parametrize(
    "content",
    [b"", b"hello", b"<svg xmlns='http://www.w3.org/2000/svg'/>", encoded("JPEG")[:500],
     encoded("PNG")[:90], b"%PDF-1.7", b"%!PS-Adobe-3.0 EPSF-3.0"],
)  # fmt: skip
@pytest.mark.parametrize("read", [front_picture.for_print, front_picture.front])
def test_what_is_no_whole_picture_is_one_clear_error(content, read, tmp_path, monkeypatch):
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)  # as WeasyPrint sets it
    path = tmp_path / "front.png"
    path.write_bytes(content)

    with pytest.raises(ConfigError, match=r"front\.png") as caught:
        read(path)
    assert "object at" not in caught.value.what
    assert caught.value.where == "book/book.toml"
    assert ImageFile.LOAD_TRUNCATED_IMAGES


def test_a_picture_of_many_megabytes_is_printed(tmp_path):
    dots = np.random.default_rng(1).integers(0, 255, (2600, 1900, 3), dtype=np.uint8)
    Image.fromarray(dots).save(tmp_path / "front.png")
    meta = replace(META, cover="front.png")
    made, this = cover(200, meta=meta, pictures=tmp_path, bleed=3.0)

    assert (tmp_path / "front.png").stat().st_size > 10_000_000
    assert [] == inspected(made, this, tmp_path)


def test_a_picture_that_is_not_there_is_one_clear_error(tmp_path):
    with pytest.raises(ConfigError, match=r"front\.png"):
        cover(meta=replace(META, cover="front.png"), pictures=tmp_path)


def test_the_same_book_has_the_same_cover():
    assert cover(120)[0].content == cover(120)[0].content
