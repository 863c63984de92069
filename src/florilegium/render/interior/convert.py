"""A finished PDF → the file for the shop: the order of what is done to it.

In: the bytes of a PDF of the press, a print job. Out: the bytes of a PDF/X-4 or PDF/X-1a (a
plain PDF where the job keeps the colours of the screen). The same input gives the same bytes.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pikepdf
from pikepdf import Dictionary, Name, Object, Stream

from florilegium.errors import RenderError
from florilegium.render.interior.boxes import POINTS, Boxes, boxes_for, crop_marks, set_boxes
from florilegium.render.interior.inks import Inks, read_profile
from florilegium.render.interior.operators import Converter, components, overprint_states
from florilegium.render.interior.pdfx import VERSIONS, Claim, claim, information
from florilegium.render.interior.pictures import convert_pictures, convert_shades
from florilegium.render.shop.job import PrintJob

# What a printer needs of a catalogue and a page; links, outline and structure are the screen's.
_CATALOGUE = {"/Type", "/Pages", "/PageLabels", "/Lang", "/Metadata", "/OutputIntents"}
_PAGE = {"/Type", "/Parent", "/MediaBox", "/BleedBox", "/TrimBox", "/Resources", "/Contents",
         "/Group"}  # fmt: skip
_PAINTING = frozenset(
    ["f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "sh", "Do", "Tj", "TJ", "'", '"',
     "INLINE IMAGE"]
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Printed:
    """What a file is to be: the *job*, its trimmed *size* in millimetres, what it calls itself.

    *pages* is how many pages it is filled to with blank ones; of a cover, how many it has.
    *folds* are places where a cover is folded, in millimetres from its left edge.
    """

    job: PrintJob
    size: tuple[float, float]
    title: str
    moment: datetime
    pages: int = 0
    is_cover: bool = False
    folds: tuple[float, ...] = ()


def convert(content: bytes, what: Printed) -> bytes:
    """Return the PDF *content* as *what* asks; raise `RenderError` for what cannot be inked."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        job = what.job
        boxes = boxes_for(what.size, job)
        if what.is_cover:
            del pdf.pages[what.pages :]
        _strip(pdf)
        inks = inks_of(job)
        if inks is not None:
            is_flat = job.standard == "pdf/x-1a"
            _recolour(pdf, inks, is_flat=is_flat)
        marks = _marks(boxes, what, inks)
        _set_pages(pdf, boxes, marks)
        _fill(pdf, boxes, what)
        if inks is None:
            information(pdf, what.title, what.moment)
        else:
            claim(pdf, Claim(what.title, what.moment, job.standard, job.profile, inks.profile))
        return saved(pdf, job)


def is_blank(page: pikepdf.Page) -> bool:
    """Whether nothing is painted on *page*."""
    return not any(str(one.operator) in _PAINTING for one in pikepdf.parse_content_stream(page))


def inks_of(job: PrintJob) -> Inks | None:
    """Return how colours are printed; None where the job keeps those of the screen.

    Raises `ConfigError` when its profile is none.
    """
    if job.colour == "rgb":
        return None
    profile = read_profile(job.profile_path, colour=job.colour)
    return Inks(job.colour, profile, job.most_ink)


def saved(pdf: pikepdf.Pdf, job: PrintJob) -> bytes:
    """Return *pdf* as bytes, in the version of PDF that the standard of the *job* is."""
    pdf.remove_unreferenced_resources()
    target = io.BytesIO()
    is_x = job.colour != "rgb"
    is_old = is_x and job.standard == "pdf/x-1a"
    mode = pikepdf.ObjectStreamMode.disable if is_old else pikepdf.ObjectStreamMode.generate
    version = VERSIONS[job.standard] if is_x else "1.7"
    pdf.save(
        target,
        force_version=version,
        object_stream_mode=mode,
        compress_streams=True,
        deterministic_id=True,
        fix_metadata_version=False,
    )
    return target.getvalue()


def _strip(pdf: pikepdf.Pdf) -> None:
    """Take out what only a screen needs: links, outline, structure, attachments, scripts."""
    for key in set(pdf.Root.keys()) - _CATALOGUE | {"/Metadata", "/OutputIntents"}:
        if key in pdf.Root:
            del pdf.Root[key]
    for page in pdf.pages:
        for key in set(page.obj.keys()) - _PAGE - {"/CropBox"}:
            del page.obj[key]
    for item in pdf.objects:
        if isinstance(item, (Dictionary, Stream)):
            for key in ("/StructParent", "/StructParents"):
                if key in item and item.get("/Type") != Name.Page:
                    del item[key]


# -- colour ----------------------------------------------------------------------------------


def _recolour(pdf: pikepdf.Pdf, inks: Inks, *, is_flat: bool) -> None:
    if is_flat:
        _refuse_transparency(pdf)
    convert_pictures(pdf, inks, is_flat=is_flat)
    convert_shades(pdf, inks)
    masks = _mask_forms(pdf)
    greys = Inks("grey", inks.profile)
    for page in pdf.pages:
        resources = page.obj.get("/Resources", Dictionary())
        data = _converted(page, resources, inks, is_page=True)
        page.obj.Contents = pdf.make_stream(data)
    for stream in _streams(pdf):
        own = greys if stream.objgen in masks else inks
        resources = stream.get("/Resources", Dictionary())
        is_pattern = "/PatternType" in stream
        stream.write(_converted(stream, resources, own, is_page=is_pattern))
    for item in [one for one in pdf.objects if isinstance(one, (Dictionary, Stream))]:
        _retag(item, inks, masks, is_flat=is_flat)


def _streams(pdf: pikepdf.Pdf) -> list[Stream]:
    """Return the content streams that are no pages: forms, tiling patterns, Type 3 glyphs."""
    found: list[Stream] = [
        one for one in pdf.objects if isinstance(one, Stream) and _is_content(one)
    ]
    seen = {one.objgen for one in found}
    for font in pdf.objects:
        if isinstance(font, Dictionary) and font.get("/Subtype") == Name.Type3:
            procs = font.CharProcs.values()
            glyphs = [one for one in procs if isinstance(one, Stream) and one.objgen not in seen]
            seen |= {one.objgen for one in glyphs}
            found.extend(glyphs)
    return found


def _is_content(item: Stream) -> bool:
    return bool(item.get("/Subtype") == Name.Form or item.get("/PatternType") == 1)


def _converted(item: Any, resources: Object, inks: Inks, *, is_page: bool) -> bytes:  # noqa: ANN401  # a page or a stream
    shown = resources.get("/XObject", Dictionary())
    pictures = frozenset(
        name for name, one in shown.items()
        if one.get("/Subtype") == Name.Image and not one.get("/ImageMask", False)
    )  # fmt: skip
    converter = Converter(
        inks, dict(resources.get("/ColorSpace", Dictionary()).items()), pictures, inks.overprints
    )
    made = list(converter.convert(pikepdf.parse_content_stream(item), is_page=is_page))
    return pikepdf.unparse_content_stream(made)


def _retag(item: Object, inks: Inks, masks: set[Any], *, is_flat: bool) -> None:
    """Mend what an object says of colour: spaces of its resources, its transparency group."""
    if "/Group" in item:
        if is_flat:
            del item["/Group"]
        elif "/CS" in item.Group:
            is_mask = item.objgen in masks
            item.Group.CS = Name.DeviceGray if is_mask else Name("/" + inks.space)
    resources = item.get("/Resources") if "/Resources" in item else _as_resources(item)
    if not isinstance(resources, Dictionary):
        return
    spaces = resources.get("/ColorSpace", Dictionary())
    for name in list(spaces.keys()):
        if components(spaces[name]):
            del spaces[name]
    if "/ColorSpace" in resources and not len(spaces):
        del resources["/ColorSpace"]
    if inks.overprints:
        states = resources.get("/ExtGState", Dictionary())
        for name, state in overprint_states().items():
            states[name] = state
        resources.ExtGState = states


def _as_resources(item: Object) -> Object | None:
    return item if isinstance(item, Dictionary) and {"/XObject", "/Font"} <= set(item) else None


def _mask_forms(pdf: pikepdf.Pdf) -> set[Any]:
    """Return which forms are masks: their colours are shades of what shows through."""
    found = set()
    for item in pdf.objects:
        if isinstance(item, (Dictionary, Stream)):
            for state in _states(item):
                mask = state.get("/SMask")
                if isinstance(mask, Dictionary) and "/G" in mask:
                    found.add(mask.G.objgen)
    return found


def _states(item: Object) -> Iterator[Object]:
    if item.get("/Type") == Name.ExtGState or ("/SMask" in item and "/Subtype" not in item):
        yield item
    states = item.get("/ExtGState")
    if isinstance(states, Dictionary):
        yield from states.values()


def _refuse_transparency(pdf: pikepdf.Pdf) -> None:
    """Raise `RenderError` for what PDF/X-1a cannot have and nobody can flatten here."""
    for item in pdf.objects:
        if not isinstance(item, (Dictionary, Stream)):
            continue
        for state in _states(item):
            opaque = all(float(state.get(key, 1)) == 1 for key in ("/ca", "/CA"))
            is_plain = state.get("/BM", Name.Normal) in (Name.Normal, Name.Compatible)
            if not opaque or not is_plain or isinstance(state.get("/SMask"), Dictionary):
                raise RenderError(
                    "a page is partly transparent, which PDF/X-1a cannot be",
                    where="book/editions.toml",
                    hint='Take standard = "pdf/x-4", or colours without opacity in the style '
                    "sheet and the pictures.",
                )


# -- pages -----------------------------------------------------------------------------------


def _marks(boxes: Boxes, what: Printed, inks: Inks | None) -> bytes:
    if not what.job.marks:
        return b""
    folds = [boxes.trim[0] + fold * POINTS for fold in what.folds]
    return crop_marks(boxes, inks or Inks("grey", b""), folds=folds)


def _set_pages(pdf: pikepdf.Pdf, boxes: Boxes, marks: bytes) -> None:
    for page in pdf.pages:
        left, low, *_ = (float(one) for one in page.trimbox)
        right, up = boxes.trim[0] - left, boxes.trim[1] - low
        page.contents_add(f"q 1 0 0 1 {right:.3f} {up:.3f} cm\n".encode(), prepend=True)
        page.contents_add(b"Q\n" + marks)
        set_boxes(page, boxes)
        page.contents_coalesce()


def _fill(pdf: pikepdf.Pdf, boxes: Boxes, what: Printed) -> None:
    """Add blank pages up to the number that is bound."""
    wanted = max(what.pages, len(pdf.pages))
    while len(pdf.pages) < wanted:
        pdf.add_blank_page(page_size=(boxes.media[2], boxes.media[3]))
        page = pdf.pages[-1]
        set_boxes(page, boxes)
        page.obj.Resources = Dictionary()
        page.obj.Contents = pdf.make_stream(b"q Q\n")  # Ghostscript objects to none at all
