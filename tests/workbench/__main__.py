"""The benches: ``press`` times the layout, ``clean DATA`` and ``harm FOLDER`` score cleaning."""

import sys

from workbench.cleaning import bench, harm
from workbench.press import press

BENCHES = {"press": press.main, "clean": bench.main, "harm": harm.main}

if __name__ == "__main__":
    name = sys.argv[1] if len(sys.argv) > 1 else ""
    if name not in BENCHES:
        sys.exit(f"bench: name one of {', '.join(BENCHES)} (nox -s bench -- press)")
    sys.exit(BENCHES[name](sys.argv[2:]))
