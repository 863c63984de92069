"""Books made for a test: a folder with everything `florilegium build` wants, from a few words."""

import io
import json
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image


@dataclass
class Chapter:
    """A text and what its editor says of it; *apparatus* is Markdown, *head* further keys."""

    slug: str
    text: str | bytes
    apparatus: str = ""
    title: str = ""
    language: str = ""
    suffix: str = "txt"
    head: str = ""
    part: str = ""


@dataclass
class Volume:
    """A book in a few words; *files* are further ones by their path in its folder."""

    chapters: list[Chapter]
    title: str = "A Made-up Book"
    language: str = "en"
    settings: str = ""
    front: tuple[str, ...] = ("half-title", "title-page", "copyright", "contents")
    files: dict[str, bytes | str] = field(default_factory=dict)

    def put(self, folder: Path) -> Path:
        """Write the book into *folder* and return it."""
        slugs = ", ".join(f'"{chapter.slug}"' for chapter in self.chapters)
        front = ", ".join(f'"{name}"' for name in self.front)
        sources = "".join(
            f"- id: {chapter.slug}\n  type: webpage\n  title: {chapter.slug.title()}\n"
            "  author:\n  - family: Quill\n    given: Ada\n  issued: 2001\n"
            for chapter in self.chapters
        )
        files: dict[str, bytes | str] = {
            "book/book.toml": f"""
title = '''{self.title}'''
language = "{self.language}"
identifier = "urn:uuid:22222222-3333-4444-8555-666666666666"
date = "2026-01-02"
{self.settings}
[outline]
front = [{front}]
[[outline.part]]
chapters = [{slugs}]
""",
            "book/sources.yaml": f"references:\n{sources}",
        }
        for chapter in self.chapters:
            name = f"{chapter.slug}.{chapter.suffix}"
            files[f"seeds/{name}"] = chapter.text
            files[f"book/chapters/{chapter.slug}.md"] = (
                f"---\nseed: {name}{chapter.part}\nsource: {chapter.slug}\n{chapter.head}"
                f"title: {json.dumps(chapter.title or chapter.slug.title())}\n"
                f"language: {chapter.language or self.language}\n---\n\n"
                f"{chapter.apparatus}\n"
            )
        for name, content in (files | self.files).items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        return folder


def picture(kind: str = "JPEG", *, mode: str = "RGB", size: tuple[int, int] = (60, 40)) -> bytes:
    """Return a picture of two colours."""
    made = Image.new("RGB", size, "#1d4b36")
    made.paste("#e8d9b0", (0, 0, size[0] // 2, size[1]))
    buffer = io.BytesIO()
    made.convert(mode).save(buffer, kind)
    return buffer.getvalue()
