"""Loading of WeasyPrint's libraries: quick, and their versions without loading WeasyPrint.

In: nothing but the names of libraries. Out: WeasyPrint loaded, or versions. It never decides
which file is loaded: that is the system's loader's affair, as without this module.
"""

import ctypes
import ctypes.util
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stdout, suppress
from importlib import import_module

_PANGO = ("libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0.dll")
_HARFBUZZ = ("libharfbuzz.so.0", "libharfbuzz.0.dylib", "libharfbuzz-0.dll")


def load() -> None:
    """Import WeasyPrint; raise `OSError` when a library it needs is not here.

    WeasyPrint tries several names for each library. For the names of other systems Python
    runs ``ldconfig``, a compiler and a linker, on Linux some twenty times in all; the name
    that is right there needs none of them. When that name is not enough, they are run.
    """
    if "weasyprint.text.ffi" not in sys.modules and sys.platform == "linux":
        with suppress(OSError), redirect_stdout(None), _by_exact_name():
            import_module("weasyprint")
            return
        for name in [name for name in sys.modules if name.partition(".")[0] == "weasyprint"]:
            del sys.modules[name]  # half imported
    import_module("weasyprint")


@contextmanager
def _by_exact_name() -> Iterator[None]:
    """While it lasts, libraries are found by their exact name alone, as the loader does."""
    plain = ctypes.util.find_library
    ctypes.util.find_library = lambda _name: None  # type: ignore[assignment]  # no program is run
    try:
        yield
    finally:
        ctypes.util.find_library = plain


def versions() -> tuple[str, ...]:
    """Return the versions of Pango and HarfBuzz; nothing when they cannot be asked alone."""
    pango, harfbuzz = _library(_PANGO), _library(_HARFBUZZ)
    if pango is None or harfbuzz is None:
        return ()
    harfbuzz.hb_version_string.restype = ctypes.c_char_p
    shaper = harfbuzz.hb_version_string().decode()
    return (f"pango {pango.pango_version()}", f"harfbuzz {shaper}")


def _library(names: Sequence[str]) -> ctypes.CDLL | None:
    for name in names:
        with suppress(OSError):
            return ctypes.CDLL(name)
    return None
