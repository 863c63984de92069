"""The cover as a picture and as the first page of the e-book."""

from florilegium.errors import RenderError
from florilegium.model import BookMeta
from florilegium.project.wording import words_of
from florilegium.render.elements import element
from florilegium.render.epub.content import page
from florilegium.render.epub.leaves import COVER
from florilegium.render.epub.package import Item

_KINDS = {b"\x89PNG": ("png", "image/png"), b"\xff\xd8\xff": ("jpg", "image/jpeg")}


def items(cover: bytes, *, meta: BookMeta) -> tuple[Item, ...]:
    """Return the page that shows the *cover* and the picture itself, a PNG or a JPEG."""
    suffix, media_type = _kind(cover)
    picture = f"images/cover.{suffix}"
    words = words_of(meta)
    image = element(
        "img", kind="cover", role="doc-cover", src=picture, alt=described(meta), class_="cover"
    )
    section = element("section", image, class_="cover", aria_label=words["cover"])
    body = element("body", section, class_="cover")
    document = page(body, title=words["cover"], language=meta.language, href=COVER)
    return (
        Item("cover", COVER, "application/xhtml+xml", document),
        Item("cover-image", picture, media_type, cover, ("cover-image",)),
    )


def described(meta: BookMeta) -> str:
    """Return in words what the cover shows."""
    words = words_of(meta)
    title = ": ".join(part for part in (meta.title, meta.subtitle) if part)
    people = ", ".join(person.name for person in meta.people)
    return ". ".join(
        part for part in (f"{words['cover']}: {title}", people, meta.publisher) if part
    )


def _kind(cover: bytes) -> tuple[str, str]:
    for magic, kind in _KINDS.items():
        if cover.startswith(magic):
            return kind
    raise RenderError("the cover is neither a PNG nor a JPEG", where="cover")
