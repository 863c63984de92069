"""The book holds: it builds in both formats, and the checks find no error in it."""

import subprocess


def test_book_builds_and_has_no_error() -> None:
    assert subprocess.run(["florilegium", "check", "--quiet"], check=False).returncode == 0
