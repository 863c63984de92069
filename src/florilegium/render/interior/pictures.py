"""Pictures and shades of a finished PDF → grey or CMYK, in place.

In: the image and shading objects of a file. Out: the same objects in inks. Masks stay, but for
PDF/X-1a, which has no transparency: there a picture is laid on white. It never changes the
number of pixels.
"""

import io
from collections.abc import Callable, Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Stream
from PIL import Image

from florilegium.errors import RenderError
from florilegium.render.interior.inks import Inks, Numbers
from florilegium.render.interior.operators import components, is_lab, lab_to_rgb

_QUALITY = 95
_SAMPLES = 256
_AXIAL, _RADIAL = 2, 3


def convert_pictures(pdf: pikepdf.Pdf, inks: Inks, *, is_flat: bool) -> None:
    """Turn every picture of *pdf* into inks; *is_flat* lays those with a mask on white."""
    found = [one for one in pdf.objects if isinstance(one, Stream) and _is_picture(one)]
    masks = {one.SMask.objgen for one in found if "/SMask" in one}
    for one in found:
        if one.objgen in masks or one.get("/ImageMask", False):
            continue
        try:
            _convert(one, inks, is_flat=is_flat)
        except (pikepdf.PdfError, NotImplementedError, OSError, ValueError) as err:
            raise RenderError(
                f"a picture cannot be turned into inks: {err}",
                hint="Save it as a plain PNG or JPEG in book/pictures/.",
            ) from err


def _is_picture(item: Stream) -> bool:
    return bool(item.get("/Subtype") == Name.Image)


def _convert(item: Stream, inks: Inks, *, is_flat: bool) -> None:
    was_jpeg = item.get("/Filter") in (Name.DCTDecode, Array([Name.DCTDecode]))
    is_indexed = isinstance(item.get("/ColorSpace"), Array) and item.ColorSpace[0] == Name.Indexed
    reader = pikepdf.PdfImage(item)
    picture = reader.as_pil_image(apply_mask=False)
    icc = picture.info.get("icc_profile", b"") if not is_indexed else b""
    mask = item.get("/SMask")
    if is_flat and isinstance(mask, Stream):
        alpha = pikepdf.PdfImage(mask).as_pil_image().convert("L").resize(picture.size)
        sheet = Image.new("RGB", picture.size, "white")
        sheet.paste(picture.convert("RGB"), mask=alpha)
        picture, was_jpeg = sheet, False
        del item["/SMask"]
    _write(item, inks.picture(picture, icc), is_jpeg=was_jpeg)


def _write(item: Stream, picture: Image.Image, *, is_jpeg: bool) -> None:
    is_grey = picture.mode == "L"
    for key in ("/DecodeParms", "/Decode", "/Intent", "/Interpolate", "/Mask", "/Metadata"):
        if key in item:
            del item[key]
    item.ColorSpace = Name.DeviceGray if is_grey else Name.DeviceCMYK
    item.BitsPerComponent = 8
    if not is_jpeg:
        item.write(picture.tobytes())  # deflated when the file is saved
        return
    data = io.BytesIO()
    picture.save(data, "JPEG", quality=_QUALITY, subsampling=0)
    item.write(data.getvalue(), filter=Name.DCTDecode)
    if not is_grey:  # Pillow writes the inks of a JPEG upside down, as Adobe did
        item.Decode = Array([1, 0] * 4)


# -- shades ----------------------------------------------------------------------------------


def convert_shades(pdf: pikepdf.Pdf, inks: Inks) -> None:
    """Turn every shading of *pdf* into inks; raise `RenderError` for one of an odd kind."""
    for item in pdf.objects:
        if isinstance(item, (Dictionary, Stream)) and "/ShadingType" in item:
            _shade(pdf, item, inks)


def _shade(pdf: pikepdf.Pdf, item: Object, inks: Inks) -> None:
    count = components(item.ColorSpace)
    if not count:
        return
    if int(item.ShadingType) not in (_AXIAL, _RADIAL):
        raise RenderError(
            "a picture has a mesh of colours that cannot be turned into inks",
            hint="Save it as a PNG in book/pictures/.",
        )
    curve = _curve(item.Function)
    change = lab_to_rgb if is_lab(item.ColorSpace) else tuple
    low, high = (float(one) for one in item.get("/Domain", [0, 1]))
    steps = (low + (high - low) * step / (_SAMPLES - 1) for step in range(_SAMPLES))
    made = [inks.of(change(curve(step))) for step in steps]
    item.ColorSpace = Name("/" + inks.space)
    for key in ("/Background",):
        if key in item:
            item[key] = Array(inks.of(tuple(float(one) for one in item[key])))
    function = Stream(pdf, bytes(round(255 * part) for one in made for part in one))
    function.FunctionType = 0
    function.Domain = Array([low, high])
    function.Range = Array([0, 1] * len(made[0]))
    function.Size = Array([_SAMPLES])
    function.BitsPerSample = 8
    item.Function = pdf.make_indirect(function)


def _curve(function: Object) -> Callable[[float], Numbers]:
    """Return what *function* gives for a number (ISO 32000-1, 7.10.3 and 7.10.4)."""
    if isinstance(function, Array):
        parts = [_curve(one) for one in function]
        return lambda x: tuple(value for part in parts for value in part(x))
    kind = int(function.FunctionType)
    if kind == 2:  # noqa: PLR2004  # exponential interpolation
        return _power(function)
    if kind == 3:  # noqa: PLR2004  # stitched together
        return _stitched(function)
    raise RenderError(
        "a shade of colours is written in a way that cannot be turned into inks",
        hint="Save the picture as a PNG in book/pictures/.",
    )


def _power(function: Object) -> Callable[[float], Numbers]:
    first = [float(one) for one in function.get("/C0", [0])]
    last = [float(one) for one in function.get("/C1", [1])]
    power = float(function.N)
    return lambda x: tuple(
        a + max(x, 0.0) ** power * (b - a) for a, b in zip(first, last, strict=True)
    )


def _stitched(function: Object) -> Callable[[float], Numbers]:
    parts = [_curve(one) for one in function.Functions]
    low, high = (float(one) for one in function.Domain)
    bounds = [low, *(float(one) for one in function.Bounds), high]
    encode = list(_pairs(function.Encode))

    def value(x: float) -> Numbers:
        x = min(max(x, low), high)
        place = next((i for i in range(len(parts) - 1) if x < bounds[i + 1]), len(parts) - 1)
        start, end = bounds[place], bounds[place + 1]
        share = (x - start) / (end - start) if end > start else 0.0
        return parts[place](encode[place][0] + share * (encode[place][1] - encode[place][0]))

    return value


def _pairs(numbers: Object) -> Iterator[tuple[float, float]]:
    flat = [float(one) for one in numbers]
    yield from zip(flat[::2], flat[1::2], strict=True)
