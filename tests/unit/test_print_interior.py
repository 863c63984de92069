"""The file for the shop: inks instead of colours, boxes, marks, claims."""

import io
import random

import pikepdf
import pypdfium2 as pdfium
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, Stream
from PIL import Image, ImageCms
from print_sample import (
    A5,
    POINTS,
    bound,
    image,
    images,
    job,
    operators,
    pdf_of,
    printed,
    saved,
    shade,
)  # fmt: skip

from florilegium.errors import ConfigError, RenderError
from florilegium.render.interior.inks import Inks, most_ink, read_profile
from florilegium.render.shop.tables import profiles

PROFILE = profiles()["coated"].path.read_bytes()
COLOURS = {"g": 1, "rg": 3, "k": 4, "G": 1, "RG": 3, "K": 4}
DRAWN = st.sampled_from(["0 0 9 9 re f", "3 3 m 9 9 l S", "q", "Q", "2 w", "1 0 0 1 5 5 cm"])


def paint(content):
    """The operators that set a colour, with their numbers."""
    return [
        " ".join([*operands, name])
        for name, operands in operators(content)
        if name in {"g", "G", "k", "K", "rg", "RG", "cs", "CS", "sc", "SC", "scn", "SCN"}
    ]


@pytest.mark.parametrize(
    ("given_", "expected"),
    [
        ("0 0 0 rg", "0 0 0 1 k"),
        ("0 g", "0 0 0 1 k"),
        ("1 1 1 RG", "0 0 0 0 K"),
        ("0.5 G", "0 0 0 0.5 K"),
        ("0 0 0 1 k", "0 0 0 1 k"),
        ("/DeviceRGB cs 0 0 0 sc", "0 0 0 1 k"),
        ("/DeviceGray CS 0.25 SCN", "0 0 0 0.75 K"),
        ("/DeviceCMYK cs 0 0 0 0.4 scn", "0 0 0 0.4 k"),
    ],
)
def test_neutral_colours_become_black_ink_alone(given_, expected):
    made = printed(pdf_of(f"{given_} 0 0 9 9 re f".encode()))

    assert expected == paint(made)[-1]


@pytest.mark.parametrize(("mode", "inks"), [("k", 4), ("grey", 1), ("cmyk", 4)])
def test_a_hue_goes_through_the_profile(mode, inks):
    cyan, *_, black = [*printed_numbers("0 0.6 0.9 rg", mode)[-inks:], 0.0]

    if mode == "cmyk":
        assert cyan > 0.6
    elif mode == "k":
        assert [0.0, 0.0, 0.0] == printed_numbers("0 0.6 0.9 rg", mode)[:3]
    else:
        assert 0.4 < cyan < 0.7
    assert black < 0.6


def printed_numbers(colour, mode):
    made = printed(pdf_of(f"{colour} 0 0 9 9 re f".encode()), colour=mode)
    return [float(number) for number in paint(made)[-1].split()[:-1]]


def test_indexed_and_profiled_spaces_are_converted():
    def spaces(pdf):
        profile = Stream(pdf, b"")
        profile.N = 3
        white = Dictionary(WhitePoint=[0.9642, 1, 0.8249])
        based = Array([Name.ICCBased, pdf.make_indirect(profile)])
        return Dictionary({"/srgb": based, "/lab": Array([Name.Lab, white])})

    content = b"/srgb cs 0 0 0 scn 0 0 9 9 re f /lab cs 100 0 0 scn 0 0 5 5 re f"
    made = printed(pdf_of(content, ColorSpace=spaces))

    assert "0 0 0 1 k" in paint(made)
    black = [float(one) for one in paint(made)[-1].split()[:-1]]
    assert [0.0, 0.0, 0.0] == black[:3]
    assert black[3] < 0.01
    with pikepdf.open(io.BytesIO(made)) as pdf:
        assert "/ColorSpace" not in pdf.pages[0].Resources


@st.composite
def streams(draw):
    """Operators in which every colour is set by one of the short operators."""
    parts = []
    for _ in range(draw(st.integers(1, 12))):
        if draw(st.booleans()):
            name = draw(st.sampled_from(sorted(COLOURS)))
            numbers = draw(st.lists(st.sampled_from([0, 0.2, 0.5, 1]), min_size=COLOURS[name],
                                    max_size=COLOURS[name]))  # fmt: skip
            parts.append(" ".join([*map(str, numbers), name]))
        else:
            parts.append(draw(DRAWN))
    return "\n".join(["q", *parts, *["Q"] * (1 + sum(one == "q" for one in parts))])


@given(streams(), st.sampled_from(["k", "grey", "cmyk"]))
def test_whatever_is_painted_no_rgb_stays_and_nothing_else_changes(content, mode):
    before = pdf_of(content.encode())
    after = operators(printed(before, colour=mode))
    kept = [row for row in after if row[0] not in {*COLOURS, "gs", "cm"}]

    assert not {"rg", "RG"} & {name for name, _ in after}
    assert [row for row in operators(before) if row[0] not in {*COLOURS, "cm"}] == kept[1:-1]
    for name, numbers in after:
        if mode == "k" and name in ("k", "K"):
            assert ["0", "0", "0"] == numbers[:3]


def test_black_overprints_and_white_knocks_out():
    made = printed(pdf_of(b"0 g 0 0 9 9 re f 1 g 2 2 3 3 re f 0 G 1 1 m 5 5 l S"))

    states = [operands[0] for name, operands in operators(made) if name == "gs"]
    with pikepdf.open(io.BytesIO(made)) as pdf:
        known = pdf.pages[0].Resources.ExtGState
        last, whole = known[states[-1]], known[states[-2]]
        assert (False, True, 1) == (bool(last.op), bool(last.OP), int(last.OPM))
        assert (True, True) == (bool(whole.op), bool(whole.OP))


def test_a_grey_picture_does_not_overprint():
    content = b"0 g q 100 0 0 100 0 0 cm /Im Do Q"
    made = operators(printed(pdf_of(content, XObject=images(Im=image((9, 9, 9))))))

    place = [name for name, _ in made].index("Do")
    assert "/FlOver01" == made[place - 1][1][0]
    assert "/FlOver11" == made[place + 1][1][0]


@pytest.mark.parametrize("is_jpeg", [False, True])
@pytest.mark.parametrize("mode", ["k", "grey", "cmyk"])
def test_a_picture_looks_as_before_in_inks(mode, is_jpeg):
    content = b"q 400 0 0 500 0 0 cm /Im Do Q"
    before = pdf_of(content, XObject=images(Im=image((200, 120, 40), jpeg=is_jpeg)))
    after = printed(before, colour=mode)

    with pikepdf.open(io.BytesIO(after)) as pdf:
        space = pdf.pages[0].Resources.XObject.Im.ColorSpace
        assert (Name.DeviceCMYK if mode == "cmyk" else Name.DeviceGray) == space
    grey, was = (pixel(one) for one in (after, before))
    assert abs(sum(grey) / 3 - sum(was) / 3) < 25
    if mode == "cmyk":
        assert grey[0] > grey[2] + 80  # it is still orange


def pixel(content):
    with pdfium.PdfDocument(content) as pdf:
        return pdf[0].render(scale=0.3).to_pil().convert("RGB").getpixel((30, 60))


def test_a_shade_becomes_one_of_inks():
    made = printed(pdf_of(b"/Sh sh", Shading=shade([0, 0, 0], [1, 1, 1])))

    with pikepdf.open(io.BytesIO(made)) as pdf:
        item = pdf.pages[0].Resources.Shading.Sh
        samples = item.Function.read_bytes()
        assert Name.DeviceCMYK == item.ColorSpace
        assert bytes([0, 0, 0, 255]) == samples[:4]
        assert bytes([0, 0, 0, 0]) == samples[-4:]


def test_a_mesh_of_colours_is_one_clear_error():
    def mesh(pdf):
        item = Stream(pdf, b"")
        item.ShadingType, item.ColorSpace = 4, Name.DeviceRGB
        return Dictionary({"/Sh": pdf.make_indirect(item)})

    with pytest.raises(RenderError, match="mesh of colours"):
        printed(pdf_of(b"/Sh sh", Shading=mesh))


def test_forms_and_patterns_are_converted_too():
    def forms(pdf):
        form = Stream(pdf, b"1 0 0 rg 0 0 9 9 re f")
        form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array([0, 0, 9, 9])
        form.Group = Dictionary(S=Name.Transparency, CS=Name.DeviceRGB)
        return Dictionary({"/Fm": pdf.make_indirect(form)})

    made = printed(pdf_of(b"/Fm Do", XObject=forms))

    with pikepdf.open(io.BytesIO(made)) as pdf:
        form = pdf.pages[0].Resources.XObject.Fm
        assert b"rg" not in form.read_bytes()
        assert Name.DeviceCMYK == form.Group.CS


# -- PDF/X ------------------------------------------------------------------------------------


def test_the_file_says_what_it_is():
    with pikepdf.open(io.BytesIO(printed(bound()))) as pdf:
        intent = pdf.Root.OutputIntents[0]
        assert b"<pdfxid:GTS_PDFXVersion>PDF/X-4<" in pdf.Root.Metadata.read_bytes()
        assert ("FOGRA29", Name.GTS_PDFX) == (str(intent.OutputConditionIdentifier), intent.S)
        assert b"prtr" == intent.DestOutputProfile.read_bytes()[12:16]
        assert "1.6" == pdf.pdf_version
        assert {"/Outlines", "/StructTreeRoot", "/Names"}.isdisjoint(pdf.Root.keys())
        assert not any("/Annots" in page.obj for page in pdf.pages)


def test_pdf_x_1a_is_old_and_flat():
    content = b"q 100 0 0 100 0 0 cm /Im Do Q"
    source = pdf_of(content, XObject=images(Im=image((0, 0, 0), mask=128)))
    made = printed(source, standard="pdf/x-1a")

    with pikepdf.open(io.BytesIO(made)) as pdf:
        item = pdf.pages[0].Resources.XObject.Im
        assert ("1.3", "PDF/X-1a:2001") == (
            pdf.pdf_version, str(pdf.docinfo["/GTS_PDFXConformance"]),
        )  # fmt: skip
        assert "/SMask" not in item
        assert 120 < item.read_bytes()[0] < 135  # half black on white
        assert b"/ObjStm" not in made


def test_pdf_x_1a_refuses_what_cannot_be_flattened():
    def states(_pdf):
        return Dictionary({"/Half": Dictionary(Type=Name.ExtGState, ca=0.5)})

    source = pdf_of(b"/Half gs 0 0 9 9 re f", ExtGState=states)

    with pytest.raises(RenderError, match="partly transparent"):
        printed(source, standard="pdf/x-1a")
    assert printed(source)


def test_rgb_keeps_the_colours_and_claims_nothing():
    made = printed(pdf_of(b"1 0 0 rg 0 0 9 9 re f"), colour="rgb")

    assert "1 0 0 rg" in paint(made)
    with pikepdf.open(io.BytesIO(made)) as pdf:
        assert "/OutputIntents" not in pdf.Root


@pytest.mark.parametrize(("bleed", "marks", "room"), [(0, False, 0), (3, False, 3), (3, True, 10)])
def test_the_boxes_lie_around_each_other_to_a_tenth_of_a_millimetre(bleed, marks, room):
    made = printed(bound(), bleed=float(bleed), marks=marks)

    with pikepdf.open(io.BytesIO(made)) as pdf:
        for page in pdf.pages:
            media, bled, trim = (
                [float(one) / POINTS for one in page.obj[key]]
                for key in ("/MediaBox", "/BleedBox", "/TrimBox")
            )
            assert [0, 0, A5[0] + 2 * room, A5[1] + 2 * room] == pytest.approx(media, abs=0.1)
            assert [room, room, A5[0] + room, A5[1] + room] == pytest.approx(trim, abs=0.1)
            assert [room - bleed] * 2 == pytest.approx(bled[:2], abs=0.1)


def test_marks_stand_outside_the_bleed():
    made = printed(pdf_of(), bleed=3.0, marks=True)
    with pdfium.PdfDocument(made) as pdf:
        picture = pdf[0].render(scale=4).to_pil().convert("L")
    room, bleed = 4 * 10 * POINTS, 4 * 3 * POINTS
    edge = room - bleed
    inner = (edge, edge, picture.width - edge, picture.height - edge)

    assert picture.getextrema()[0] < 100
    assert (255, 255) == picture.crop(tuple(round(one) for one in inner)).getextrema()


def test_blank_pages_fill_the_multiple_and_no_page_is_lost():
    source = bound()
    with pikepdf.open(io.BytesIO(source)) as pdf:
        count = len(pdf.pages)
    made = printed(source, pages=count + 3)

    with pikepdf.open(io.BytesIO(made)) as pdf:
        assert count + 3 == len(pdf.pages)
    assert words(source)[:count] == words(made)[:count]
    assert ["", "", ""] == words(made)[count:]


def words(content):
    with pdfium.PdfDocument(content) as pdf:
        return [page.get_textpage().get_text_range() for page in pdf]


def test_the_same_input_gives_the_same_bytes():
    assert printed(bound(), colour="cmyk") == printed(bound(), colour="cmyk")


# -- profiles -----------------------------------------------------------------------------------


def test_an_icc_file_that_is_none_is_one_clear_error(tmp_path):
    path = tmp_path / "mill.icc"
    path.write_bytes(b"not a profile")

    with pytest.raises(ConfigError, match=r"mill\.icc is no ICC profile"):
        read_profile(path, colour="cmyk")


def test_a_screens_profile_is_no_printers(tmp_path):
    path = tmp_path / "screen.icc"
    path.write_bytes(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())

    with pytest.raises(ConfigError, match="not for a press"):
        read_profile(path, colour="k")


def spoilt_profiles():
    yield from (PROFILE[:500], PROFILE[:20_000], PROFILE[:128] + bytes(4), PROFILE[:132])
    changed = PROFILE
    for tag in (b"B2A0", b"B2A1", b"B2A2", b"A2B0", b"A2B1", b"A2B2"):
        changed = changed.replace(tag, b"none", 1)
    yield changed
    signs = random.Random(4)  # noqa: S311  # the same every time
    for _ in range(30):
        made = bytearray(PROFILE)
        for _ in range(4):
            made[signs.randrange(3000)] = signs.randrange(256)
        yield bytes(made)


def test_a_spoilt_profile_is_told_or_of_use(tmp_path):
    path = tmp_path / "mill.icc"
    told = 0
    for content in spoilt_profiles():
        path.write_bytes(content)
        try:
            made = Inks("cmyk", read_profile(path, colour="cmyk"))
        except ConfigError as err:
            told += 1
            assert (err.where, bool(err.hint)) == ("book/mill.icc", True)  # noqa: PT017  # the same
        else:
            assert len(made.of((0.1, 0.5, 0.9))) == 4
            assert most_ink(made.profile) <= 4
    assert told >= 5


def test_colours_in_inks_become_grey_for_a_press_that_has_but_black():
    made = Inks("grey", bytes(12) + b"prtrGRAY" + bytes(108))

    assert made.of((0.0, 0.0, 0.0, 1.0)) < made.of((0.1, 0.2, 0.3, 0.1))


@pytest.mark.parametrize("name", profiles())
def test_each_shipped_profile_has_a_licence_and_little_ink(name):
    profile = profiles()[name]
    inks = Inks("cmyk", read_profile(profile.path, colour="cmyk"))

    assert profile.licence
    assert profile.source
    assert sum(inks.of((0.02, 0.0, 0.05))) < 3.05


@given(st.tuples(*[st.integers(0, 255)] * 3), st.sampled_from([2.4, 2.0, 2.9]))
def test_no_colour_gets_more_ink_than_dries(rgb, limit):
    inks = Inks("cmyk", PROFILE, limit)
    solid = inks.of(tuple(one / 255 for one in rgb))
    shown = inks.picture(Image.new("RGB", (1, 1), rgb)).getpixel((0, 0))
    own = inks.picture(Image.new("CMYK", (1, 1), (*rgb, 200))).getpixel((0, 0))

    assert max(sum(solid), sum(shown) / 255, sum(own) / 255) <= limit
    assert own[3] == 200


def test_a_colour_with_little_ink_is_as_the_profile_has_it():
    assert Inks("cmyk", PROFILE).of((0.9, 0.8, 0.2)) == Inks("cmyk", PROFILE, 2.4).of(
        (0.9, 0.8, 0.2)
    )


def test_the_most_ink_of_a_profile_is_asked_of_it():
    assert 2.0 < most_ink(PROFILE) < 3.1
    assert most_ink(PROFILE) >= sum(Inks("cmyk", PROFILE).of((0.1, 0.0, 0.05)))


def test_a_profile_of_the_books_own_is_taken(tmp_path):
    (tmp_path / "book").mkdir()
    (tmp_path / "book" / "mill.icc").write_bytes(PROFILE)

    assert "mill" == job(profile="mill.icc", root=tmp_path).profile.identifier


def test_blank_source_is_saved():
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(400, 500))
        assert printed(saved(pdf), size=(141.1, 176.4))
