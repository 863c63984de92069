"""The pictures of ``book/pictures/`` and of seeds → pictures that every format can show.

JPEG, PNG and SVG stay as they are seen; other kinds, colours for print (CMYK) and more pixels than
a page or a screen can show are converted. What is missing, remote or able to act is an error.
"""

import hashlib
import io
import re
import struct
import unicodedata
import warnings
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path, PurePath, PurePosixPath
from types import MappingProxyType
from urllib.parse import unquote

import numpy as np
from lxml import etree
from PIL import Image, ImageCms, ImageFile, ImageOps, UnidentifiedImageError

from florilegium.errors import ConfigError, RenderError, raise_all
from florilegium.model import ContentDocument, Picture, PicturePlace
from florilegium.project import drawings
from florilegium.project.bare_pictures import bare, bare_drawing
from florilegium.project.file_names import find_file
from florilegium.project.paths import below, name_fault

FOLDER = "pictures"
NONE: Mapping[str, Picture] = MappingProxyType({})
_SVG = "image/svg+xml"
_XHTML_IMG = "{http://www.w3.org/1999/xhtml}img"
_LONGEST = 2400  # pixels: a whole page of A5 at 300 per inch; readers refuse more than 5.6 million
_HEAVIEST = 4_000_000  # bytes: Kindles take five million for one picture
_HUGEST = 150_000_000  # pixels: a file of few bytes may claim any number
_SIGN = 24  # pixels: a picture of a page that is no longer shows nothing
_COLOURS = {"JPEG": {"L", "RGB"}, "PNG": {"1", "L", "LA", "P", "RGB", "RGBA"}}
_MEDIA_TYPES = {"JPEG": ("jpg", "image/jpeg"), "PNG": ("png", "image/png")}
ORIENTATION = 0x0112  # the tag of Exif
# Kinds that Pillow reads by itself; for others (EPS) it starts a program.
_KINDS = ("AVIF", "BMP", "GIF", "JPEG", "JPEG2000", "PNG", "PPM", "TIFF", "WEBP")
# What the readers of Pillow raise for a file that is cut off or spoilt.
_STUMBLES = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    LookupError,
    ArithmeticError,
    EOFError,
    RuntimeError,
    MemoryError,
    struct.error,
    zlib.error,
    Image.DecompressionBombError,
)
_WHERE_TO_PUT = (
    "Put the picture into book/pictures/ and write ![what it shows](pictures/name.jpg)."
)


def gather(
    documents: Sequence[ContentDocument], *, book: Path, of_seeds: Mapping[str, Picture] = NONE
) -> tuple[tuple[ContentDocument, ...], tuple[Picture, ...]]:
    """Return *documents* with the final address of every picture, and the pictures.

    *book* is the editor's folder, *of_seeds* are the pictures of seeds by their source. Raises
    every `RenderError` there is, with file and line.
    """
    made: dict[str, Picture] = {}
    errors: list[RenderError] = []
    sources = {
        image.get("src", ""): document.id for document in documents for image in _images(document)
    }
    for source, document_id in sources.items():
        if source in of_seeds:
            made[source] = of_seeds[source]
            continue
        try:
            made[source] = _picture(source, book=book, taken=made.values())
        except RenderError as err:
            where = _place(source, book) or document_id
            errors.append(RenderError(err.what, where=where, hint=err.hint))
    raise_all(errors)
    shown = tuple({picture.name: picture for picture in made.values()}.values())
    return tuple(_readdressed(document, made) for document in documents), shown


def places(documents: Iterable[ContentDocument]) -> tuple[PicturePlace, ...]:
    """Return every picture of *documents*, before they are gathered, with where it stands."""
    found = (
        PicturePlace(image.get("src", ""), document.id)
        for document in documents
        for image in _images(document)
    )
    return tuple(dict.fromkeys(found))


def of_seed(source: str, content: bytes, *, taken: Iterable[Picture]) -> Picture:
    """Return the picture *content* of a seed as every format can show it.

    It is named by its *source*; where one *taken* has that name, by its bytes, too. Raises
    `RenderError` for one that no book can show.
    """
    file, _, member = source.removeprefix("seeds/").partition("#")
    inside = PurePosixPath(member).stem
    name = f"{PurePosixPath(file).stem}-{inside}" if member else file.replace("/", "-")
    made = _made(PurePosixPath(name if not member else f"{name}.x"), content, source)
    if made.media_type != _SVG:
        size = Image.open(io.BytesIO(made.content)).size
        if max(size) < _SIGN:
            raise RenderError(f"it has {size[0]} × {size[1]} pixels, as a sign of a page has")
    if any(one.name == made.name and one.content != made.content for one in taken):
        digest = hashlib.sha256(made.content).hexdigest()[:8]
        stem, _, suffix = made.name.rpartition(".")
        made = replace(made, name=f"{stem}-{digest}.{suffix}")
    return made


def _images(document: ContentDocument) -> Iterator[etree._Element]:
    if "<img" in document.xhtml:
        yield from etree.fromstring(document.xhtml.encode()).iter(_XHTML_IMG)


def _readdressed(document: ContentDocument, made: Mapping[str, Picture]) -> ContentDocument:
    if "<img" not in document.xhtml:
        return document
    tree = etree.fromstring(document.xhtml.encode())
    for image in tree.iter(_XHTML_IMG):
        image.set("src", f"{FOLDER}/{made[image.get('src', '')].name}")
    return replace(document, xhtml=etree.tostring(tree, encoding="unicode", with_tail=False))


def _place(source: str, book: Path) -> str:
    """``file:line`` of the first place where an editor's file names *source*."""
    for path in sorted(book.rglob("*.md")):
        text = path.read_text(encoding="utf-8", errors="replace")
        for name in (source, unquote(source)):
            if name and (at := text.find(name)) >= 0:
                line = text.count("\n", 0, at) + 1
                return f"book/{path.relative_to(book).as_posix()}:{line}"
    return ""


_DRAWN = (
    "it is a drawing of Windows ({}): open it in Word or LibreOffice and save it as PNG or SVG"
)
_NO_PICTURES = (
    (40, b" EMF", _DRAWN.format("EMF")),
    (0, b"\xd7\xcd\xc6\x9a", _DRAWN.format("WMF")),
    (0, b"\x01\0\x09\0", _DRAWN.format("WMF")),
    (0, b"\x1f\x8b", _DRAWN.format("packed: EMZ, WMZ") + ", or a packed SVG"),
    (0, b"%PDF", "it is a PDF: save its page as PNG or SVG"),
    (0, b"%!PS", "it is PostScript: save it as PNG or SVG"),
    (0, b"\xc5\xd0\xd3\xc6", "it is PostScript: save it as PNG or SVG"),
    (4, b"ftyp", "it is a film or a photograph (HEIC, AVIF): save it as JPEG"),
    (0, b"<!", "it is a page of the web, and no picture"),
    (0, b"<html", "it is a page of the web, and no picture"),
)


def _picture(source: str, *, book: Path, taken: Iterable[Picture]) -> Picture:
    path = _path(source, book)
    made = _made(path, path.read_bytes(), source)
    others = [one for one in taken if one.name == made.name]
    if any(one.content != made.content for one in others):
        raise RenderError(
            f"two pictures would be called {made.name!r}", hint="Rename one of the two files."
        )
    return made


def of_style(name: str, content: bytes) -> bytes:
    """Return the picture *content*, which a style sheet calls *name*, as a book has it.

    Raises `RenderError` for one that no book can show.
    """
    if _is_drawing(PurePosixPath(name), content):
        return _drawing(content, name)
    image = opened(content, name)
    made = upright(image)
    if made is not image:
        return bare(_encoded(made, "jpg" if image.format == "JPEG" else "png"))
    return bared(content, image)


def _is_drawing(path: PurePath, content: bytes) -> bool:
    return path.suffix.lower() == ".svg" or content.lstrip()[:5] in (b"<?xml", b"<svg ", b"<svg>")


def _made(path: PurePath, content: bytes, source: str) -> Picture:
    if _is_drawing(path, content):
        return Picture(_name(path, "svg"), _SVG, _drawing(content, source), source)
    return _pixels(path, content, source)


def _path(source: str, book: Path) -> Path:
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:|//", source):
        raise RenderError(f"the picture {source[:80]!r} is not in the book", hint=_WHERE_TO_PUT)
    name = unquote(source)
    folder, _, rest = name.partition("/")
    if folder != FOLDER:
        raise RenderError(f"the picture {source!r} is not in book/pictures/", hint=_WHERE_TO_PUT)
    try:
        below(book / FOLDER, rest, where="")
    except ConfigError as err:
        message = f"the picture {source[:80]!r} is not in book/pictures/: {err.what}"
        raise RenderError(message, hint=_WHERE_TO_PUT) from err
    found = find_file(book, name)
    if found is None:
        raise RenderError(f"there is no picture {source!r}", hint=_WHERE_TO_PUT)
    return found


def _name(path: PurePath, suffix: str) -> str:
    """A plain ASCII file name: some shops and devices stumble over anything else."""
    plain = unicodedata.normalize("NFKD", path.stem).encode("ascii", "ignore").decode().lower()
    name = f"{re.sub(r'[^a-z0-9]+', '-', plain).strip('-')[:80].strip('-') or 'picture'}.{suffix}"
    return f"picture-{name}" if name_fault(name, makes=True) else name


# -- drawings ------------------------------------------------------------------------------


def _drawing(content: bytes, source: str) -> bytes:
    """Return a drawing as a book has it; refuse one that can act, load or grow."""
    wrong = drawings.fault(content, inspect=lambda data: opened(data, source))
    if not wrong:
        try:
            return bare_drawing(content)
        except ValueError as err:
            wrong = f"a picture within it is damaged: {err}"
    raise RenderError(
        f"the picture {source!r} cannot stand in a book: {wrong}",
        hint="Save it as a plain drawing (Plain SVG), without scripts, animation, effects or "
        "files from elsewhere; or as a PNG, 2400 pixels long.",
    )


# -- pixels --------------------------------------------------------------------------------


def _pixels(path: PurePath, content: bytes, source: str) -> Picture:
    image = opened(content, source)
    kind = image.format or ""
    made = upright(image)
    notices: list[str] = []
    if made is not image:
        notices.append("turned as the camera was held")
    if made.mode not in _COLOURS.get(kind, _COLOURS["PNG"]):
        notices.append(f"converted from {made.mode} to colours for screens")
        made = coloured(made)
    if max(made.size) > _LONGEST or len(content) > _HEAVIEST:
        before = _dimensions(made)
        made = made.copy()
        made.thumbnail((_LONGEST, _LONGEST), Image.Resampling.LANCZOS)
        notices.append(f"made smaller, from {before} to {_dimensions(made)}")
    if kind in _COLOURS and not notices:
        suffix, media_type = _MEDIA_TYPES[kind]
        return Picture(_name(path, suffix), media_type, bared(content, made), source)
    if kind not in _COLOURS:
        notices.append(f"converted from {kind}")
    # A photograph saved as PNG is many times its size as JPEG.
    heavy = made.mode == "RGB" and len(content) > _HEAVIEST
    suffix, media_type = _MEDIA_TYPES["JPEG" if kind == "JPEG" or heavy else "PNG"]
    name = _name(path, suffix)
    return Picture(name, media_type, bare(_encoded(made, suffix)), source, tuple(notices))


def bared(content: bytes, image: Image.Image) -> bytes:
    """Return the picture *content*, which *image* shows, without what is not seen."""
    try:
        return bare(content)
    except ValueError:  # its parts cannot be told, though it can be seen
        return bare(_encoded(image, "jpg" if image.format == "JPEG" else "png"))


def opened(content: bytes, source: str) -> Image.Image:
    """Return the picture *content* with all its pixels; raise `RenderError` for what is none."""
    with warnings.catch_warnings(), _whole():
        warnings.simplefilter("ignore")  # what is wrong is an error below, or of no account
        try:
            Image.init()
            kinds = [kind for kind in _KINDS if kind in Image.OPEN]
            image = Image.open(io.BytesIO(content), formats=kinds)
            if image.width * image.height <= _HUGEST:
                image.load()
                return image
            reason = f"it has {_dimensions(image)}"
        except UnidentifiedImageError:
            reason = _kind(content)
        except _STUMBLES as err:
            reason = str(err)
    raise RenderError(
        f"the picture {source!r} cannot be used: {reason}",
        hint="Open it in a program for pictures and save it as a JPEG, 2400 pixels long.",
    )


def _kind(content: bytes) -> str:
    """Return what is said of *content* that is no picture for a book."""
    if not content.strip(b"\0"):
        return "its file is empty"
    kinds = (kind for at, magic, kind in _NO_PICTURES if content[at : at + len(magic)] == magic)
    return next(kinds, "it is no picture, or damaged")


@contextmanager
def _whole() -> Iterator[None]:
    """Have Pillow refuse half a picture, which WeasyPrint tells it to take for the process."""
    before = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


def _dimensions(image: Image.Image) -> str:
    return f"{image.width} × {image.height} pixels"


def upright(image: Image.Image) -> Image.Image:
    """Return *image* as the camera was held; the same where it says nothing sound of that."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what is spoilt there nothing else is asked
        try:
            turned = image.getexif().get(ORIENTATION, 1) != 1
            return ImageOps.exif_transpose(image) if turned else image
        except _STUMBLES:
            return image


def coloured(image: Image.Image) -> Image.Image:
    """Return *image* in colours that screens show, by its own profile if it has one."""
    if image.mode.startswith("I"):  # greys of 16 bits, which Pillow would cut off at 255
        return Image.fromarray((np.asarray(image) // 256).astype(np.uint8))
    profile = image.info.get("icc_profile")
    if image.mode == "CMYK" and profile:
        try:
            own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            screen = ImageCms.createProfile("sRGB")
            made = ImageCms.profileToProfile(image, own, screen, outputMode="RGB")
        except (OSError, ImageCms.PyCMSError):
            made = None
        if made is not None:
            return made
    has_alpha = "A" in image.mode.upper()[1:] or "transparency" in image.info
    return image.convert("RGBA" if has_alpha else "RGB")


def _encoded(image: Image.Image, suffix: str) -> bytes:
    buffer = io.BytesIO()
    image.info.pop("icc_profile", None)
    if suffix == "jpg":
        image.save(buffer, "JPEG", quality=90, subsampling=0, optimize=True)
    else:
        image.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()
