"""``python -m florilegium``: the command line."""

import sys

from florilegium.cli import main

if __name__ == "__main__":
    sys.exit(main())
