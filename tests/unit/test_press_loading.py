"""WeasyPrint is loaded without running programs, and its libraries say their versions alone."""

import subprocess
import sys

import pytest

from florilegium.render.press.layout import loading


def run(program):
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)  # noqa: PLW1510  # the code is printed
    return done.stdout.strip(), done.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="only there are programs run")
def test_loading_runs_no_program():
    said, errors = run(
        "import subprocess; from florilegium.render.press.layout import loading\n"
        "def run(*args, **more): raise SystemExit('a program is run')\n"
        "subprocess.Popen.__init__ = run; loading.load()\n"
        "from weasyprint.text import ffi; print(bool(ffi.pango))"
    )

    assert "True" == said, errors


@pytest.mark.skipif(sys.platform != "linux", reason="only there are programs run")
def test_where_exact_names_do_not_do_programs_are_asked():
    said, errors = run(
        "import ctypes.util, cffi; from florilegium.render.press.layout import loading\n"
        "plain, find = cffi.FFI.dlopen, ctypes.util.find_library\n"
        "def dlopen(ffi, name, flags=0):\n"
        "    if ctypes.util.find_library is not find: raise OSError(name)\n"
        "    return plain(ffi, name, flags)\n"
        "cffi.FFI.dlopen = dlopen; loading.load()\n"
        "from weasyprint.text import ffi; print(bool(ffi.pango))"
    )

    assert "True" == said, errors


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere they may need more")
def test_the_versions_are_those_of_the_libraries_that_weasyprint_loads():
    said, errors = run(
        "from florilegium.render.press.layout import loading; alone = loading.versions()\n"
        "import sys; assert 'weasyprint' not in sys.modules; loading.load()\n"
        "from weasyprint.text.ffi import pango\n"
        "print(alone[0] == f'pango {pango.pango_version()}')"
    )

    assert "True" == said, errors


def test_libraries_that_are_not_there_have_no_version(monkeypatch):
    monkeypatch.setattr(loading, "_PANGO", ("no-such-library.so.0",))

    assert () == loading.versions()
