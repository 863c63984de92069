"""Small PDFs with known paint, and the print jobs they are for."""

import io
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream
from PIL import Image
from press_sample import META, PRINT, chapter

from florilegium.model import Edition, PrintSettings
from florilegium.project.styles import find_styles
from florilegium.render import press
from florilegium.render.interior.convert import Printed, convert
from florilegium.render.shop.job import print_job
from florilegium.render.shop.possible import require_possible

MOMENT = datetime(2024, 9, 2, tzinfo=UTC)
A5 = (148.0, 210.0)
POINTS = 72 / 25.4


def job(*, page="A5", copies=None, root=Path(), **said):
    edition = Edition("shop", "pdf", page=page, copies=copies, printing=PrintSettings(**said))
    made = print_job(edition, styles=find_styles(), root=root)
    spine = 1.0 if made.spine_width is None and not made.paper else made.spine_width
    known = replace(made, spine_width=spine)
    require_possible(known, edition.printing)  # few tests are about spines
    return made


def pdf_of(content=b"", *, pages=1, size=A5, **resources):
    """A PDF whose pages all have *content* and *resources* (as dictionaries of pikepdf)."""
    with pikepdf.new() as pdf:
        width, height = (side * POINTS for side in size)
        kinds = {f"/{kind}": made(pdf) for kind, made in resources.items()}
        shared = pdf.make_indirect(Dictionary(kinds))
        for _ in range(pages):
            page = pdf.add_blank_page(page_size=(width, height))
            page.obj.Resources = shared
            page.obj.Contents = pdf.make_stream(content)
        return saved(pdf)


def saved(pdf):
    target = io.BytesIO()
    pdf.save(target, deterministic_id=True)
    return target.getvalue()


def image(colour, *, mode="RGB", size=(600, 600), mask=None, jpeg=False):
    """Return a function that makes an image object of one *colour* in a PDF."""

    def made(pdf):
        picture = Image.new(mode, size, colour)
        item = Stream(pdf, picture.tobytes())
        if jpeg:
            data = io.BytesIO()
            picture.save(data, "JPEG", quality=95)
            item = Stream(pdf, data.getvalue())
            item.Filter = Name.DCTDecode
        item.Type, item.Subtype = Name.XObject, Name.Image
        item.Width, item.Height = size
        item.BitsPerComponent = 8
        spaces = {"RGB": Name.DeviceRGB, "L": Name.DeviceGray, "CMYK": Name.DeviceCMYK}
        item.ColorSpace = spaces[mode]
        if mask is not None:
            item.SMask = image(mask, mode="L", size=size)(pdf)
        return pdf.make_indirect(item)

    return made


def images(**made):
    """Return the resources ``XObject`` with pictures by name."""
    return lambda pdf: Dictionary({f"/{name}": one(pdf) for name, one in made.items()})


def shade(first, last, space=Name.DeviceRGB):
    """Return the resources ``Shading`` with one axial shade ``/Sh``."""

    def made(pdf):
        function = Dictionary(FunctionType=2, Domain=[0, 1], C0=first, C1=last, N=1)
        return Dictionary(
            {
                "/Sh": pdf.make_indirect(
                    Dictionary(
                        ShadingType=2, ColorSpace=space, Coords=Array([0, 0, 400, 0]),
                        Function=function, Extend=Array([True, True]),
                    )
                )
            }
        )  # fmt: skip

    return made


def printed(content, *, pages=0, size=A5, **said):
    """Return *content* as the shop gets it."""
    return convert(content, Printed(job(**said), size, "Lamps", MOMENT, pages=pages))


@cache
def bound(paragraphs=24):
    """Return a chapter as the press binds it."""
    layout = press.lay_out_book(
        (chapter("lamps", paragraphs=paragraphs),),
        meta=META,
        edition=PRINT,
        styles=find_styles(),
    )
    with TemporaryDirectory() as folder:
        target = Path(folder) / "bound.pdf"
        press.bind(layout, target)
        return target.read_bytes()


def operators(content, page=0):
    """Return the content of a page as (operator, operands as text)."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return [
            (str(one.operator), [str(operand) for operand in one.operands])
            for one in pikepdf.parse_content_stream(pdf.pages[page])
        ]
