"""The pictures of ``book/pictures/`` → pictures that every format can show.

JPEG, PNG and SVG stay as they are; other kinds, colours for print (CMYK) and more pixels than
a page or a screen can show are converted. What is missing, remote or able to act is an error.
"""

import io
import re
import unicodedata
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from lxml import etree
from PIL import Image, ImageCms, ImageOps

from florilegium.errors import RenderError, raise_all
from florilegium.model import ContentDocument, Picture
from florilegium.project.file_names import find_file

FOLDER = "pictures"
_SVG = "image/svg+xml"
_XHTML_IMG = "{http://www.w3.org/1999/xhtml}img"
_LONGEST = 2400  # pixels: a whole page of A5 at 300 per inch; readers refuse more than 5.6 million
_HEAVIEST = 4_000_000  # bytes: Kindles take five million for one picture
_HUGEST = 150_000_000  # pixels: a file of few bytes may claim any number
_COLOURS = {"JPEG": {"L", "RGB"}, "PNG": {"1", "L", "LA", "P", "RGB", "RGBA"}}
_MEDIA_TYPES = {"JPEG": ("jpg", "image/jpeg"), "PNG": ("png", "image/png")}
_ORIENTATION = 0x0112  # the tag of Exif
_ACTIVE = frozenset({"script", "foreignobject", "iframe", "handler", "set", "animate"})
_WHERE_TO_PUT = (
    "Put the picture into book/pictures/ and write ![what it shows](pictures/name.jpg)."
)


def gather(
    documents: Sequence[ContentDocument], *, book: Path
) -> tuple[tuple[ContentDocument, ...], tuple[Picture, ...]]:
    """Return *documents* with the final address of every picture, and the pictures.

    *book* is the editor's folder. Raises every `RenderError` there is, with file and line.
    """
    made: dict[str, Picture] = {}
    errors: list[RenderError] = []
    sources = {
        image.get("src", ""): document.id for document in documents for image in _images(document)
    }
    for source, document_id in sources.items():
        try:
            made[source] = _picture(source, book=book, taken=made.values())
        except RenderError as err:
            where = _place(source, book) or document_id
            errors.append(RenderError(err.what, where=where, hint=err.hint))
    raise_all(errors)
    shown = tuple({picture.name: picture for picture in made.values()}.values())
    return tuple(_readdressed(document, made) for document in documents), shown


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


def _picture(source: str, *, book: Path, taken: Iterable[Picture]) -> Picture:
    path = _path(source, book)
    content = path.read_bytes()
    if path.suffix.lower() == ".svg" or content.lstrip()[:5] in (b"<?xml", b"<svg ", b"<svg>"):
        _inspect_drawing(content, source)
        made = Picture(_name(path, "svg"), _SVG, content, source)
    else:
        made = _pixels(path, content, source)
    others = [one for one in taken if one.name == made.name]
    if any(one.content != made.content for one in others):
        raise RenderError(
            f"two pictures would be called {made.name!r}", hint="Rename one of the two files."
        )
    return made


def _path(source: str, book: Path) -> Path:
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:|//", source):
        raise RenderError(f"the picture {source[:80]!r} is not in the book", hint=_WHERE_TO_PUT)
    name = unquote(source)
    path = (book / name).resolve()
    if PurePosixPath(name).parts[:1] != (FOLDER,) or not path.is_relative_to(
        (book / FOLDER).resolve()
    ):
        raise RenderError(f"the picture {source!r} is not in book/pictures/", hint=_WHERE_TO_PUT)
    found = path if path.is_file() else find_file(book, name)
    if found is None:
        raise RenderError(f"there is no picture {source!r}", hint=_WHERE_TO_PUT)
    return found


def _name(path: Path, suffix: str) -> str:
    """A plain ASCII file name: some shops and devices stumble over anything else."""
    plain = unicodedata.normalize("NFKD", path.stem).encode("ascii", "ignore").decode().lower()
    return f"{re.sub(r'[^a-z0-9]+', '-', plain).strip('-') or 'picture'}.{suffix}"


# -- drawings ------------------------------------------------------------------------------


def _inspect_drawing(content: bytes, source: str) -> None:
    """Refuse a drawing that can act or load: in a book it only shows."""
    hint = "Save it as a plain drawing, without scripts, animation or files from elsewhere."
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as err:
        raise RenderError(f"the picture {source!r} is no SVG: {err}", hint=hint) from err
    if b"<!ENTITY" in content or any(_acts(node) for node in root.iter()):
        raise RenderError(f"the picture {source!r} can do more than be seen", hint=hint)


def _acts(node: etree._Element) -> bool:
    if not isinstance(node.tag, str):
        return isinstance(node, etree._Entity | etree._ProcessingInstruction)  # noqa: SLF001  # lxml gives its node types no public name
    style = f"{node.get('style', '')} {node.text or ''}" if _local(node.tag) == "style" else ""
    loads = [
        str(value)
        for name, value in node.attrib.items()
        if _local(str(name)) in ("href", "src") and not re.match(r"#|data:image/", str(value))
    ]
    handlers = [name for name in node.attrib if _local(str(name)).startswith("on")]
    outside = re.search(r"@import|url\(\s*['\"]?(?!#)", style + str(node.get("style", "")))
    return _local(node.tag) in _ACTIVE or bool(loads or handlers or outside)


def _local(name: str) -> str:
    return name.rpartition("}")[2].lower()


# -- pixels --------------------------------------------------------------------------------


def _pixels(path: Path, content: bytes, source: str) -> Picture:
    image = _opened(content, source)
    kind = image.format or ""
    made: Image.Image = image
    notices: list[str] = []
    if image.getexif().get(_ORIENTATION, 1) != 1:
        made = ImageOps.exif_transpose(image)
        notices.append("turned as the camera was held")
    if made.mode not in _COLOURS.get(kind, _COLOURS["PNG"]):
        notices.append(f"converted from {made.mode} to colours for screens")
        made = _coloured(made)
    if max(made.size) > _LONGEST or len(content) > _HEAVIEST:
        before = _dimensions(made)
        made = made.copy()
        made.thumbnail((_LONGEST, _LONGEST), Image.Resampling.LANCZOS)
        notices.append(f"made smaller, from {before} to {_dimensions(made)}")
    if kind in _COLOURS and not notices:
        suffix, media_type = _MEDIA_TYPES[kind]
        return Picture(_name(path, suffix), media_type, content, source)
    if kind not in _COLOURS:
        notices.append(f"converted from {kind}")
    # A photograph saved as PNG is many times its size as JPEG.
    heavy = made.mode == "RGB" and len(content) > _HEAVIEST
    suffix, media_type = _MEDIA_TYPES["JPEG" if kind == "JPEG" or heavy else "PNG"]
    name = _name(path, suffix)
    return Picture(name, media_type, _encoded(made, suffix), source, tuple(notices))


def _opened(content: bytes, source: str) -> Image.Image:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        try:
            image = Image.open(io.BytesIO(content))
            if image.width * image.height <= _HUGEST:
                image.load()
                return image
            reason = f"it has {_dimensions(image)}"
        except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as err:
            reason = str(err)
    raise RenderError(
        f"the picture {source!r} cannot be used: {reason}",
        hint="Open it in a program for pictures and save it as a JPEG, 2400 pixels long.",
    )


def _dimensions(image: Image.Image) -> str:
    return f"{image.width} × {image.height} pixels"


def _coloured(image: Image.Image) -> Image.Image:
    """Return *image* in colours that screens show, by its own profile if it has one."""
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
