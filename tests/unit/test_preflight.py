"""Preflight: a sound file passes; every check is seen to fail on a broken one."""

import io

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name
from print_sample import A5, POINTS, bound, image, images, job, pdf_of, printed, saved

from florilegium.check.preflight import check_cover, check_interior, coloured_pages
from florilegium.check.preflight.paint import _ink_of
from florilegium.findings import CATALOGUE
from florilegium.render.interior.inks import Inks
from florilegium.render.shop.tables import profiles

PROFILE = profiles()["uncoated"].path.read_bytes()


def found(content, folder, *, name="interior.pdf", **said):
    path = folder / name
    path.write_bytes(content)
    return sorted({one.code for one in check_interior(path, job(**said))})


def changed(content, change):
    with pikepdf.open(io.BytesIO(content)) as pdf:
        change(pdf)
        return saved(pdf)


def painted(content, **resources):
    """A sound file with *content* painted on its first page, after everything else."""

    def change(pdf):
        page = pdf.pages[0]
        for kind, made in resources.items():
            have = page.obj.Resources.get(f"/{kind}", Dictionary())
            for name, one in made(pdf).items():
                have[name] = one
            page.obj.Resources[f"/{kind}"] = have
        page.contents_add(content)

    return changed(printed(bound()), change)


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"colour": "grey"},
        {"colour": "cmyk", "bleed": 3.0, "marks": True},
        {"standard": "pdf/x-1a"},
        {"colour": "rgb"},
    ],
)
def test_a_sound_file_has_nothing_to_object_to(said, tmp_path):
    pages = job(**said).filled(4)

    assert [] == found(printed(bound(), pages=pages, **said), tmp_path, **said)


def test_the_screens_file_is_no_shops(tmp_path):
    assert {"S102", "S114"} <= set(found(bound(), tmp_path))


IM = b"q %d 0 0 %d 50 50 cm /Im Do Q"


@pytest.mark.parametrize(
    ("code", "content", "resources"),
    [
        ("S102", b"1 0 0 rg 20 20 9 9 re f", {}),
        ("S102", b"1 0 0 RG 20 20 m 90 90 l S", {}),
        ("S102", b"0.4 0.1 0 0 k 20 20 9 9 re f", {}),
        ("S102", IM % (99, 99), {"XObject": images(Im=image((1, 2, 3)))}),
        ("S103", b"BT 0.6 0.5 0.5 1 k /F 9 Tf (x) Tj ET", {}),
        ("S103", b"BT 0 0 0 1 k /FlOver00 gs /F 9 Tf (x) Tj ET", {}),
        ("S103", b"0 0 0 0 k /FlOver10 gs 20 20 9 9 re f", {}),
        ("S103", b"0 0 0 0 K /FlOver01 gs 20 20 m 90 90 l S", {}),
        ("S104", b"1 1 1 0.9 k 20 20 9 9 re f", {}),
        ("S105", IM % (240, 240), {"XObject": images(Im=image(9, mode="L"))}),
        ("S106", IM % (300, 300), {"XObject": images(Im=image(9, mode="L"))}),
        ("S107", b"0 0 0 1 K 0.1 w 20 20 m 90 90 l S", {}),
        ("S107", b"0 0 0 1 k 20 20 90 0.1 re f", {}),
        ("S107", b"0 0 0 1 k 20 20 90 40 re 20.1 20 89.9 40 re f*", {}),
    ],
)
def test_what_is_painted_wrongly_is_seen(code, content, resources, tmp_path):
    assert code in found(painted(content, **resources), tmp_path)


def test_a_picture_of_enough_pixels_is_all_right(tmp_path):
    content = painted(IM % (140, 140), XObject=images(Im=image(9, mode="L")))

    assert [] == found(content, tmp_path)


def test_a_border_that_can_be_seen_is_all_right(tmp_path):
    content = painted(b"0 0 0 1 k 20 20 40 0 re 20 19.2 40 0.8 re f*")

    assert [] == found(content, tmp_path)


def test_white_that_knocks_out_is_all_right(tmp_path):
    content = painted(b"0 0 0 0 k /FlOver01 gs 20 20 9 9 re f")

    assert [] == found(content, tmp_path)


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        ({"profile": "uncoated"}, ["S104"]),
        ({"profile": "coated"}, []),
        ({"printer": "ingramspark", "profile": "coated", "standard": "pdf/x-4"}, ["S104"]),
    ],
)
def test_how_much_ink_dries_is_the_papers_or_the_printers(said, codes, tmp_path):
    size, said = (152.4, 228.6), {"colour": "cmyk", "trim": "6x9", **said}
    content = printed(pdf_of(size=size), size=size, pages=18, **said)

    def thick(pdf):
        pdf.pages[0].contents_add(b"0.8 0.8 0.8 0.8 k 90 90 90 90 re f")

    assert codes == found(changed(content, thick), tmp_path, **said)


def test_ink_of_a_picture_is_summed(tmp_path):
    thick = images(Im=image((255, 255, 255, 200), mode="CMYK"))
    content = pdf_of(IM % (140, 140), XObject=thick)

    assert "S104" in found(content, tmp_path, colour="cmyk")


@pytest.mark.parametrize("jpeg", [False, True])
@pytest.mark.parametrize("mask", [None, 128])
@pytest.mark.parametrize("colour", [(255, 255, 255), (230, 40, 40), (0, 0, 0)])
def test_ink_is_that_of_the_picture_however_it_is_written(colour, mask, jpeg, tmp_path):
    made = images(Im=image(colour, mask=mask, jpeg=jpeg))
    content = printed(pdf_of(IM % (140, 140), pages=2, XObject=made), colour="cmyk")
    with pikepdf.open(io.BytesIO(content)) as pdf:
        found_ = _ink_of(pdf.pages[0].Resources.XObject.Im, {})

    wanted = sum(Inks("cmyk", PROFILE).of(tuple(one / 255 for one in colour)))
    if len(set(colour)) > 1:  # a neutral colour is black alone, and a picture of it is not
        assert wanted == pytest.approx(found_, abs=0.06)
    assert "S104" not in found(content, tmp_path, colour="cmyk")
    assert (found_ < 0.05) == (colour == (255, 255, 255))


def test_transparency_is_seen_where_the_standard_has_none(tmp_path):
    def states(_pdf):
        return Dictionary({"/Half": Dictionary(Type=Name.ExtGState, ca=0.5)})

    content = painted(b"/Half gs 0 0 0 1 k 20 20 9 9 re f", ExtGState=states)

    assert "S108" in found(content, tmp_path, standard="pdf/x-1a")
    assert "S108" not in found(content, tmp_path)


def without(key):
    def change(pdf):
        for page in pdf.pages:
            del page.obj[key]

    return change


def smaller(pdf):
    for page in pdf.pages:
        page.obj.TrimBox = Array([0, 0, 400, 500])


def unembedded(pdf):
    for item in pdf.objects:
        if isinstance(item, Dictionary) and "/FontFile2" in item:
            del item["/FontFile2"]


def linked(pdf):
    pdf.pages[0].obj.Annots = Array([])


def scripted(pdf):
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript)


def intentless(pdf):
    del pdf.Root["/OutputIntents"]


def unclaimed(pdf):
    del pdf.Root["/Metadata"]


def profileless(pdf):
    del pdf.Root.OutputIntents[0]["/DestOutputProfile"]


def odd(pdf):
    del pdf.pages[-1]


def shifted(pdf):
    pdf.pages.insert(0, pdf.pages[-1])
    pdf.pages.insert(0, pdf.pages[-1])
    pdf.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(S=Name.D, St=2)]))


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("S101", unembedded),
        ("S109", without("/TrimBox")),
        ("S109", smaller),
        ("S112", odd),
        ("S112", shifted),
        ("S114", linked),
        ("S114", scripted),
        ("S114", intentless),
        ("S114", unclaimed),
        ("S114", profileless),
    ],
)
def test_what_the_file_says_wrongly_is_seen(code, change, tmp_path):
    assert code in found(changed(printed(bound()), change), tmp_path)


def test_bleed_that_is_missing_is_seen(tmp_path):
    assert "S109" in found(printed(bound()), tmp_path, bleed=3.0)


def test_colour_that_ends_at_the_cut_is_seen(tmp_path):
    width, height = (side * POINTS for side in A5)
    short = f"0 g 0 {height - 90:.3f} {width:.3f} 90 re f".encode()
    far = f"0 g -9 {height - 90:.3f} {width + 18:.3f} 99 re f".encode()

    codes = [
        found(printed(pdf_of(one, pages=2), bleed=3.0), tmp_path, bleed=3.0)
        for one in (short, far)
    ]
    assert ["S110"] == codes[0]
    assert [] == codes[1]


def test_text_in_the_gutter_is_seen(tmp_path):
    content = printed(bound())

    assert "S111" in found(content, tmp_path, inner=30.0)
    assert [] == found(content, tmp_path, inner=17.0)


def test_text_that_is_near_on_many_pages_is_told_once(tmp_path):
    path = tmp_path / "interior.pdf"
    path.write_bytes(printed(bound()))

    told = [one for one in check_interior(path, job(inner=30.0)) if one.code == "S111"]
    assert 1 == len(told)
    assert "30 needed (too near on " in told[0].message


def test_too_few_pages_for_the_shop_are_seen(tmp_path):
    assert "S112" in found(printed(bound(), pages=4), tmp_path, printer="kdp")


def test_pages_in_colour_are_counted(tmp_path):
    path = tmp_path / "a.pdf"
    path.write_bytes(painted(b"0.5 0 0 0 k 20 20 9 9 re f"))

    assert 1 == coloured_pages(path)
    path.write_bytes(printed(bound()))
    assert 0 == coloured_pages(path)


def test_a_cover_of_another_spine_is_seen(tmp_path):
    said = {"spine": 10.0, "colour": "cmyk", "profile": "coated"}
    path = tmp_path / "cover.pdf"
    size = (2 * A5[0] + 9.8, A5[1])
    path.write_bytes(printed(pdf_of(size=size), size=size, **said))

    assert ["S113"] == [one.code for one in check_cover(path, job(**said), pages=100)]


def test_every_code_of_the_shop_is_tried_here_or_with_the_cover():
    tried = {code for code in CATALOGUE if code.startswith("S")}

    assert {f"S1{number:02}" for number in range(1, 18)} == tried
