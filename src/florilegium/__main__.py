"""``python -m florilegium``: the command line."""

import sys


def main() -> int:
    """Run one command; return its exit code.

    The command line is loaded only here: worker processes load this module, too.
    """
    from florilegium.cli import main as run  # noqa: PLC0415  # see above

    return run()


if __name__ == "__main__":
    sys.exit(main())
