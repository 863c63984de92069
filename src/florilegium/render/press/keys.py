"""The names under which finished sheets are kept: a hash of everything that shaped them."""

import hashlib
import json
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path

from florilegium.render.press import engine
from florilegium.render.press.sheets import Job
from florilegium.render.press.style import Style


@dataclass(frozen=True, slots=True)
class Keys:
    """Names for the sheets of one style; *base* is the hash of all that they have in common."""

    base: str

    @classmethod
    def of_style(cls, style: Style) -> "Keys":
        """Return the names for sheets of *style*: its text and files, the engine, this code."""
        common = {
            "css": style.css,
            "title": style.title,
            "language": style.language,
            "files": [_folder(root) for root in style.roots],
            "engine": engine.surroundings(style),
            "code": _folder(Path(__file__).parents[1]),
        }
        return cls(_digest(common))

    def of(self, job: Job) -> str:
        """Return the name for the sheets of *job*."""
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


@lru_cache(maxsize=16)
def _folder(root: Path) -> str:
    """The hash of the files below *root*, by name: fonts, style sheets, pictures, modules."""
    total = hashlib.sha256()
    for path in sorted(root.rglob("*")):
        if path.is_file() and path.suffix != ".pyc":
            total.update(path.relative_to(root).as_posix().encode() + b"\0")
            total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()
