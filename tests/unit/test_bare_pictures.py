"""What cameras and programs write beside a picture stays behind, and no pixel changes."""

import base64
import io
import random
import re
import warnings

import pytest
from library import picture
from PIL import Image, ImageCms, PngImagePlugin

from florilegium.project import pictures
from florilegium.render import front_picture

SECRET = "C-A-N-A-R-Y /home/ada/secret"  # noqa: S105  # a word that must not be found
XMP = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'>{SECRET}</x:xmpmeta>".encode()


def exif():
    made = Image.Exif()
    made[0x010E] = made[0x013B] = made[0x9286] = SECRET
    made.get_ifd(0x8825)[29] = SECRET  # where it was taken
    return made


def noise(size=(64, 48)):
    """A picture whose lines have every byte, also those that look like a marker."""
    return Image.frombytes("RGB", size, random.Random(7).randbytes(3 * size[0] * size[1]))  # noqa: S311  # the same every time


def saved(kind, *, size=(64, 48), **options):
    buffer = io.BytesIO()
    noise(size).save(buffer, kind, **options)
    return buffer.getvalue()


def jpeg(**options):
    icc = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return saved("JPEG", exif=exif(), comment=SECRET, xmp=XMP, icc_profile=icc, **options)


def part(marker, said):
    return bytes((0xFF, marker)) + (len(said) + 2).to_bytes(2, "big") + said


def png(**chunks):
    words = PngImagePlugin.PngInfo()
    words.add_text("Author", SECRET)
    words.add_text("Comment", SECRET, zip=True)
    words.add_itxt("XML:com.adobe.xmp", SECRET)
    for name, said in chunks.items():
        words.add(name.encode(), said)
    return saved("PNG", pnginfo=words, exif=exif())


def film():
    return saved("PNG", save_all=True, append_images=[Image.new("RGB", (64, 48), "red")])


def svg(more="", within="", around=""):
    return (
        f"{around}<svg xmlns='http://www.w3.org/2000/svg' "
        "xmlns:i='http://www.inkscape.org/namespaces/inkscape' "
        "xmlns:s='http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd' "
        f"width='9' height='9' {more}><path d='M0 0L9 9'/>{within}</svg>"
    ).encode()


JPEG = jpeg()
CASES = {
    "exif, comment, XMP": JPEG,
    "progressive": jpeg(progressive=True),
    "many restarts": jpeg(restart_marker_blocks=1),
    "behind its end": JPEG + SECRET.encode(),
    "a film behind its end": JPEG + b"\0\0\0\x18ftypmp42" + SECRET.encode(),
    "IPTC": JPEG[:2] + part(0xED, b"Photoshop 3.0\0" + SECRET.encode()) + JPEG[2:],
    "a second Exif": JPEG[:2] + part(0xE1, b"Exif\0\0" + SECRET.encode()) + JPEG[2:],
    "a part of a maker": JPEG[:2] + part(0xEA, SECRET.encode()) + JPEG[2:],
    "in the place of a profile": JPEG[:2] + part(0xE2, b"MPF\0" + SECRET.encode()) + JPEG[2:],
    "a small picture": JPEG[:2] + part(0xE0, b"JFXX\0" + SECRET.encode()) + JPEG[2:],
    "before the end": JPEG[:-2] + part(0xFE, SECRET.encode()) + JPEG[-2:],
    "bytes that fill": JPEG[:2] + b"\xff\xff" + part(0xFE, SECRET.encode()) + JPEG[2:],
    "PNG": png(),
    "PNG, a part of its own": png(prVt=SECRET.encode()),
    "PNG, behind its end": png() + SECRET.encode(),
    "PNG that is a film": film(),
    "TIFF": saved("TIFF", tiffinfo={270: SECRET}),
    "WebP": saved("WEBP", exif=exif(), xmp=XMP),
    "GIF": saved("GIF", comment=SECRET),
    "far too large": saved("JPEG", size=(2500, 8), exif=exif(), comment=SECRET, xmp=XMP),
    "SVG, a comment": svg(within=f"<!-- {SECRET} -->"),
    "SVG, around it": svg(around=f"<!-- {SECRET} -->") + f"<!-- {SECRET} -->".encode(),
    "SVG, of a program": svg(more=f"s:docname='{SECRET}' i:export-filename='{SECRET}'"),
    "SVG, within": svg(within=f"<g i:label='{SECRET}' data-name='{SECRET}'/>"),
    "SVG, metadata": svg(
        within="<metadata><r:RDF xmlns:r='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>"
        f"{SECRET}</r:RDF></metadata>"
    ),
    "SVG, a picture in it": svg(
        within=f"<image href='data:image/jpeg;base64,{base64.b64encode(JPEG).decode()}'/>"
    ),
}  # fmt: skip


def said_in(content):
    """All that *content* says: its bytes, the pictures within it, and what Pillow reads of it."""
    found = [content, str(content).encode()]
    coded = (re.split(b"['\"]", one)[0] for one in content.split(b"base64,")[1:])
    found += map(base64.b64decode, coded)
    if not content.lstrip().startswith(b"<"):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            image = Image.open(io.BytesIO(content))
        found.append(repr((dict(image.getexif()), image.info)).encode())
    return b" ".join(found)


@pytest.mark.parametrize("name", CASES)
def test_what_is_not_seen_stays_behind(name, tmp_path):
    content = CASES[name]
    suffix = "svg" if name.startswith("SVG") else "jpg"
    made = pictures.of_seed(f"seeds/a.{suffix}", content, taken=())

    assert b"C-A-N-A-R-Y" in said_in(content) or "PNG" in name
    assert b"C-A-N-A-R-Y" not in said_in(made.content)
    assert b"ftyp" not in made.content
    assert not getattr(
        Image.open(io.BytesIO(made.content)) if suffix == "jpg" else None, "is_animated", False
    )
    if suffix == "jpg":
        path = tmp_path / "front.jpg"
        path.write_bytes(content)
        assert b"C-A-N-A-R-Y" not in said_in(front_picture.for_print(path))
        assert b"C-A-N-A-R-Y" not in said_in(front_picture.front(path, size=(64, 48)))


@pytest.mark.parametrize("name", [name for name in CASES if not name.startswith("SVG")][:15])
def test_no_pixel_and_no_colour_changes(name):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow misses the pictures that one of them speaks of
        before = Image.open(io.BytesIO(CASES[name]))
    after = Image.open(io.BytesIO(pictures.of_seed("seeds/a.jpg", CASES[name], taken=()).content))

    assert before.convert("RGB").tobytes() == after.convert("RGB").tobytes()
    assert before.info.get("icc_profile") == after.info.get("icc_profile")


def test_a_drawing_is_drawn_as_before_and_read_aloud():
    said = "<title>A weir</title><text x='1'>un<!-- x -->broken <!-- y -->words</text>"
    made = pictures.of_seed("seeds/a.svg", svg(within=said, more="i:version='1'"), taken=())

    assert b"<title>A weir</title>" in made.content
    assert b">unbroken words</text>" in made.content
    assert b"M0 0L9 9" in made.content


@pytest.mark.parametrize("content", [picture("JPEG"), picture("PNG"), svg()])
def test_a_picture_without_any_stays_byte_for_byte(content):
    assert content == pictures.of_style("a.svg" if content[:1] == b"<" else "a.x", content)
