"""The names under which finished pages are kept: a hash of everything that shaped them."""

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

from florilegium.render.press.layout import engine
from florilegium.render.press.layout.laid_out import Job
from florilegium.render.press.layout.style import Style
from florilegium.store.files import folder_digest


@dataclass(frozen=True, slots=True)
class Keys:
    """Names for the pages of one style; *base* is the hash of all that they have in common."""

    base: str

    @classmethod
    def of_style(cls, style: Style) -> "Keys":
        """Return the names for the pages of *style*: its text and files, the engine, this code."""
        common = {
            "css": style.css,
            "title": style.title,
            "language": style.language,
            "line-breaking": style.line_breaking,
            "files": style.files,
            "engine": engine.surroundings(style),
            "code": folder_digest(Path(__file__).parents[2]),
        }
        return cls(_digest(common))

    def of(self, job: Job) -> str:
        """Return the name for the pages of *job*."""
        return _digest(
            {
                "base": self.base,
                "document": asdict(job.document),
                "start": job.start,
                "folios": sorted(job.folios.items()),
                "lost": job.lost,
            }
        )


def _digest(value: object) -> str:
    text = json.dumps(value, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
