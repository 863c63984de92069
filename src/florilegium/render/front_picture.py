"""The editor's own front cover → the picture that the e-book shows.

In: a file of ``book/pictures/``. Out: a PNG as large as e-readers take. It never cuts it.
"""

import io
from pathlib import Path

from PIL import Image

from florilegium.errors import ConfigError

_SIZE = (1600, 2560)


def front(path: Path, *, size: tuple[int, int] = _SIZE) -> bytes:
    """Return the editor's own front at *path* as a PNG, as large as fits into *size* pixels.

    Raises `ConfigError` when it is not there, or no picture.
    """
    try:
        with Image.open(path) as picture:
            shown = picture.convert("RGB")
    except (OSError, ValueError):
        raise ConfigError(
            f"the cover's picture {path.name!r} is not in book/pictures/, or is none",
            where="book/book.toml",
            hint="Put a PNG or JPEG there, or take the key 'cover' out.",
        ) from None
    scale = min(size[0] / shown.width, size[1] / shown.height)
    fitting = (round(shown.width * scale), round(shown.height * scale))
    buffer = io.BytesIO()
    shown.resize(fitting, Image.Resampling.LANCZOS).save(buffer, "PNG", optimize=True)
    return buffer.getvalue()
