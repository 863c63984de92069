"""The deposit: everything a library keeps of the book, in one ZIP (BagIt, RFC 8493).

In: the built books and the files beside them. Out: a ZIP of a bag: the payload under ``data/``,
each file with its SHA-256 and SHA-512. It has no seed in it: those belong to their holders. The
same files give the same ZIP.
"""

import io
import shutil
import zipfile
from collections.abc import Sequence
from pathlib import Path

from florilegium import __version__
from florilegium.errors import ToolError
from florilegium.host.aside import passing_folder
from florilegium.model import BookMeta
from florilegium.store.files import made_at

_EPOCH = (1980, 1, 1, 0, 0, 0)
_MODE = 0o100644 << 16


def deposit(meta: BookMeta, files: Sequence[Path], *, root: Path, name: str) -> bytes:
    """Return the ZIP of a bag called *name* with *files*, which lie below *root*.

    Raises `ToolError` when bagit is not installed.
    """
    try:
        import bagit  # noqa: PLC0415  # of the extra 'print'
    except ImportError as err:
        raise ToolError(
            "bagit is not installed",
            where="--deposit",
            hint="pip install 'florilegium[print]'; 'nox -s print' does it.",
        ) from err
    with passing_folder() as folder:
        bag = folder / name
        for path in sorted(set(files)):
            target = bag / path.relative_to(root)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
        bagit.make_bag(str(bag), _about(meta), checksums=["sha256", "sha512"])
        return _zipped(bag)


def _about(meta: BookMeta) -> dict[str, str]:
    """Return what ``bag-info.txt`` says (RFC 8493, 2.2.2); no clock has a part in it."""
    found = {
        "External-Description": meta.description or meta.title,
        "External-Identifier": meta.identifier,
        "Source-Organization": meta.publisher,
        "Bagging-Date": made_at(meta.date).date().isoformat(),
        "Bag-Software-Agent": f"Florilegium {__version__}",
    }
    return {key: " ".join(value.split()) for key, value in found.items() if value}


def _zipped(bag: Path) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(bag.rglob("*")):
            if path.is_file():
                row = zipfile.ZipInfo(path.relative_to(bag.parent).as_posix(), _EPOCH)
                row.compress_type = zipfile.ZIP_DEFLATED
                row.external_attr = _MODE
                archive.writestr(row, path.read_bytes())
    return target.getvalue()
