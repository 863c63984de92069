"""The editor's own front cover → the picture that the e-book shows, and that is printed.

In: a file of ``book/pictures/``. Out: a PNG as large as e-readers take; for print the file as it
is, or the same pixels in a kind that the press knows. It never cuts it.
"""

import io
from pathlib import Path

from PIL import Image

from florilegium.errors import ConfigError, RenderError
from florilegium.project import pictures
from florilegium.project.bare_pictures import bare

_SIZE = (1600, 2560)
_PRINTED = {"JPEG": ("L", "RGB", "CMYK"), "PNG": ("1", "L", "P", "RGB")}
_QUALITY = 95


def front(path: Path, *, size: tuple[int, int] = _SIZE) -> bytes:
    """Return the editor's own front at *path* as a PNG, as large as fits into *size* pixels.

    Raises `ConfigError` when it is not there, or no picture.
    """
    shown = _flat(pictures.coloured(pictures.upright(_opened(path)))).convert("RGB")
    scale = min(size[0] / shown.width, size[1] / shown.height)
    fitting = (max(round(shown.width * scale), 1), max(round(shown.height * scale), 1))
    buffer = io.BytesIO()
    shown.resize(fitting, Image.Resampling.LANCZOS).save(buffer, "PNG", optimize=True)
    return bare(buffer.getvalue())


def for_print(path: Path) -> bytes:
    """Return the editor's own front at *path* as a PNG or JPEG with all its pixels.

    Raises `ConfigError` when it is not there, or no picture.
    """
    picture = _opened(path)
    upright = pictures.upright(picture)
    is_plain = picture.mode in _PRINTED.get(picture.format or "", ())
    if upright is picture and is_plain and "transparency" not in picture.info:
        return pictures.bared(path.read_bytes(), picture)
    made = upright if upright.mode == "CMYK" else _flat(pictures.coloured(upright))
    buffer = io.BytesIO()
    kind = "JPEG" if made.mode == "CMYK" else "PNG"
    icc = picture.info.get("icc_profile") if picture.mode == made.mode else None
    made.save(buffer, kind, quality=_QUALITY, subsampling=0, icc_profile=icc)
    return bare(buffer.getvalue())


def _opened(path: Path) -> Image.Image:
    where = "book/book.toml"
    try:
        return pictures.opened(path.read_bytes(), path.name)
    except OSError:
        what = f"the cover's picture {path.name!r} is not in book/pictures/"
        raise ConfigError(
            what, where=where, hint="Put a PNG or JPEG there, or take the key 'cover' out."
        ) from None
    except RenderError as err:
        raise ConfigError(f"the cover: {err.what}", where=where, hint=err.hint) from err


def _flat(picture: Image.Image) -> Image.Image:
    """Return *picture* on white where it has transparent parts."""
    if picture.mode not in ("LA", "PA", "RGBA") and "transparency" not in picture.info:
        return picture
    shown = picture.convert("RGBA")
    sheet = Image.new("RGB", picture.size, "white")
    sheet.paste(shown, mask=shown.getchannel("A"))
    return sheet
