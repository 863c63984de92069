"""The pictures of ``book/pictures/`` → pictures that every format can show.

JPEG, PNG and SVG stay as they are; other kinds, colours for print (CMYK) and more pixels than
a page or a screen can show are converted. What is missing, remote or able to act is an error.
"""

import io
import re
import unicodedata
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from lxml import etree

from florilegium.errors import RenderError, raise_all
from florilegium.model import ContentDocument, Picture

FOLDER = "pictures"
_SVG = "image/svg+xml"
_XHTML_IMG = "{http://www.w3.org/1999/xhtml}img"
_LONGEST = 2400  # pixels: a whole page of A5 at 300 per inch; readers refuse more than 5.6 million
_HEAVIEST = 4_000_000  # bytes: Kindles take five million for one picture
_HUGEST = 150_000_000  # pixels: a file of few bytes may claim any number
_COLOURS = {"JPEG": {"L", "RGB"}, "PNG": {"1", "L", "LA", "P", "RGB", "RGBA"}}
_MEDIA_TYPES = {"JPEG": ("jpg", "image/jpeg"), "PNG": ("png", "image/png")}
_ACTIVE = frozenset({"script", "foreignobject", "iframe", "handler", "set", "animate"})
_WHERE_TO_PUT = "Put the picture into book/pictures/ and write ![what it shows](pictures/name.jpg)."


def gather(
    documents: Sequence[ContentDocument], *, book: Path
) -> tuple[tuple[ContentDocument, ...], tuple[Picture, ...]]:
    """Return *documents* with the final address of every picture, and the pictures.

    *book* is the editor's folder. Raises every `RenderError` there is, with file and line.
    """
    made: dict[str, Picture] = {}
    errors: list[RenderError] = []
    for document in documents:
        for image in _images(document):
            source = image.get("src", "")
            if source not in made:
                try:
                    made[source] = _picture(source, book=book, taken=made.values())
                except RenderError as err:
                    where = _place(source, book) or document.id
                    errors.append(RenderError(err.what, where=where, hint=err.hint))
    raise_all(dict.fromkeys(errors))
    shown = tuple({picture.name: picture for picture in made.values()}.values())
    return tuple(_readdressed(document, made) for document in documents), shown


def _images(document: ContentDocument) -> Iterator[etree._Element]:
    if "<img" in document.xhtml:
        yield from etree.fromstring(document.xhtml.encode()).iter(_XHTML_IMG)


def _readdressed(document: ContentDocument, made: dict[str, Picture]) -> ContentDocument:
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


def _picture(source: str, *, book: Path, taken: Iterator[Picture] | object) -> Picture:
    path = _path(source, book)
    content = path.read_bytes()
    if path.suffix.lower() == ".svg" or content.lstrip()[:5] in (b"<?xml", b"<svg ", b"<svg>"):
        _inspect_drawing(content, source)
        made = Picture(_name(path, "svg"), _SVG, content, source)
    else:
        made = _pixels(path, content, source)
    others = [one for one in taken if one.name == made.name]  # type: ignore[attr-defined]
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
    if not path.is_file():
        raise RenderError(f"there is no picture {source!r}", hint=_WHERE_TO_PUT)
    return path


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
    from PIL import Image, ImageOps  # noqa: PLC0415  # only books with pictures need it

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        try:
            image = Image.open(io.BytesIO(content))
            kind = image.format or ""
            if image.width * image.height > _HUGEST:
                raise RenderError(
                    f"the picture {source!r} has {image.width} × {image.height} pixels",
                    hint="Make it smaller: 2400 pixels fill a page.",
                )
            image.load()
        except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as err:
            raise RenderError(
                f"the picture {source!r} cannot be read: {err}",
                hint="Open it in a program for pictures and save it as JPEG or PNG.",
            ) from err
    notices: list[str] = []
    turned = ImageOps.exif_transpose(image) if image.getexif().get(0x0112, 1) != 1 else image
    made = _coloured(turned, kind, notices)
    if max(made.size) > _LONGEST or len(content) > _HEAVIEST:
        before = made.size
        made.thumbnail((_LONGEST, _LONGEST), Image.Resampling.LANCZOS)
        notices.append(f"made smaller, from {before[0]} × {before[1]} to {_dimensions(made)}")
    if made is image and kind in _COLOURS and not notices:
        suffix, media_type = _MEDIA_TYPES[kind]
        return Picture(_name(path, suffix), media_type, content, source)
    if not notices and kind not in _COLOURS:
        notices.append(f"converted from {kind}")
    return _encoded(made, path, source, kind=kind, notices=notices)


def _dimensions(image: object) -> str:
    return f"{image.width} × {image.height} pixels"  # type: ignore[attr-defined]


def _coloured(image, kind: str, notices: list[str]):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202  # Pillow is imported late
    """Return *image* in colours that screens show, the same object when it has them."""
    from PIL import ImageCms  # noqa: PLC0415  # only books with pictures need it

    if image.mode in _COLOURS.get(kind, _COLOURS["PNG"]):
        return image
    profile = image.info.get("icc_profile")
    if image.mode == "CMYK":
        notices.append("converted from CMYK to RGB")
        if profile:
            try:
                own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
                screen = ImageCms.createProfile("sRGB")
                return ImageCms.profileToProfile(image, own, screen, outputMode="RGB")
            except ImageCms.PyCMSError:
                notices.append("its colour profile cannot be read")
    return image.convert("RGBA" if "A" in image.mode or "transparency" in image.info else "RGB")


def _encoded(image, path: Path, source: str, *, kind: str, notices: list[str]) -> Picture:  # type: ignore[no-untyped-def]  # noqa: ANN001  # the same
    heavy = image.mode == "RGB" and path.stat().st_size > _HEAVIEST
    target = "JPEG" if kind == "JPEG" or heavy else "PNG"
    buffer = io.BytesIO()
    image.info.pop("icc_profile", None)
    if target == "JPEG":
        image.convert("RGB" if image.mode != "L" else "L").save(
            buffer, "JPEG", quality=90, subsampling=0, optimize=True
        )
    else:
        image.save(buffer, "PNG", optimize=True)
    suffix, media_type = _MEDIA_TYPES[target]
    return Picture(_name(path, suffix), media_type, buffer.getvalue(), source, tuple(notices))
