"""The running engine as a wheel: for a book whose engine is on no package index.

Input: a folder. Output: ``florilegium-<version>-py3-none-any.whl`` in it, made of the files that
run now, so that the book can be handed on and made on any machine. Same files, same bytes.
"""

import base64
import hashlib
import io
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import florilegium
from florilegium.project.styles import packaged

_DAY = (1980, 1, 1, 0, 0, 0)  # the first that a ZIP can name
# What an installer writes down of an installation, which a wheel does not have.
_INSTALLED = {"INSTALLER", "RECORD", "REQUESTED", "direct_url.json", "uv_cache.json"}


def name() -> str:
    """Return the name of the file of the wheel."""
    return f"florilegium-{metadata.version('florilegium')}-py3-none-any.whl"


def pack() -> bytes:
    """Return the wheel (specification: Binary distribution format, PyPA)."""
    files = dict(sorted(_files()))
    here = metadata.distribution("florilegium")
    info = f"florilegium-{here.version}.dist-info"
    record = "".join(f"{path},{_digest(data)},{len(data)}\n" for path, data in files.items())
    files[f"{info}/RECORD"] = f"{record}{info}/RECORD,,\n".encode()
    stream = io.BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        for path, data in files.items():
            entry = ZipInfo(path, _DAY)
            entry.external_attr = 0o644 << 16
            entry.compress_type = ZIP_DEFLATED
            archive.writestr(entry, data)
    return stream.getvalue()


def _files() -> Iterator[tuple[str, bytes]]:
    """Yield the package, the styles where they stand beside it, and what says what it is."""
    package = Path(florilegium.__file__).parent
    yield from _below(package, "florilegium")
    if not (package / "styles").is_dir():
        yield from _below(packaged(), "florilegium/styles")
    for path in metadata.distribution("florilegium").files or ():
        if path.parts[0].endswith(".dist-info") and path.name not in _INSTALLED:
            yield path.as_posix(), Path(str(path.locate())).read_bytes()


def _below(folder: Path, start: str) -> Iterator[tuple[str, bytes]]:
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and "__pycache__" not in name and path.suffix != ".pyc":
            yield f"{start}/{name}", path.read_bytes()


def _digest(data: bytes) -> str:
    coded = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=")
    return f"sha256={coded.decode()}"
