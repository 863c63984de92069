"""The files that pages may load: those of the book's own styles and pictures, and nothing else.

In: WeasyPrint's module of addresses, the folders. Out: the loader that WeasyPrint asks. It never
lets a picture past that a book could not show, by whatever name a style sheet calls it.
"""

from pathlib import Path
from types import ModuleType
from urllib.parse import urlsplit
from urllib.request import url2pathname

from florilegium.errors import ConfigError, RenderError
from florilegium.project.fonts import ANY_FONTS
from florilegium.project.paths import below

_LONGEST = 80  # letters of an address in a message


def own_files(urls: ModuleType, roots: tuple[Path, ...]) -> object:
    """Return WeasyPrint's loader of what is inside *roots*, or in the address itself.

    ``picture:name`` is a file of the last root, where pictures are that were looked at before.
    """

    class OwnFiles(urls.URLFetcher):  # type: ignore[misc, name-defined]  # WeasyPrint has no types
        def fetch(self, url: str, headers: dict[str, str] | None = None) -> object:
            parts = urlsplit(url)
            is_ready = parts.scheme == "picture"
            if is_ready:
                url = _ready(roots[-1], parts.path).as_uri()
                parts = urlsplit(url)
            if parts.scheme != "data" and not _is_inside(url, roots):
                message = f"{url[:_LONGEST]} is outside the book: nothing is loaded from there"
                raise ValueError(message)
            found = super().fetch(url, headers)
            if is_ready:
                return found
            content = found.read()
            found.close()
            _require_seen(parts.path.rpartition("/")[2], content)
            return urls.URLFetcherResponse(found.url, content, found.headers)

    return OwnFiles(allow_redirects=False)


def _ready(folder: Path, name: str) -> Path:
    """Return the path of the picture *name* in *folder*; `ValueError` for one anywhere else."""
    try:
        return below(folder, name, where="")
    except ConfigError as err:
        raise ValueError(err.what) from err


def _is_inside(url: str, roots: tuple[Path, ...]) -> bool:
    parts = urlsplit(url)
    path = Path(url2pathname(parts.path)).resolve()
    is_here = parts.scheme == "file" and parts.netloc in ("", "localhost")
    return is_here and any(path.is_relative_to(root) for root in roots)


def _require_seen(name: str, content: bytes) -> None:
    """Raise `ValueError` for what is neither a font nor a picture that a book can show."""
    from florilegium.project import packed_fonts, pictures  # noqa: PLC0415  # few sheets name any

    if content.startswith(ANY_FONTS):
        packed_fonts.require_small(content)
        return
    try:
        pictures.of_style(name[:_LONGEST], content)
    except RenderError as err:
        raise ValueError(err.what) from err
