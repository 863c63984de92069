"""The benches: ``press`` times the layout, ``type`` lines, ``clean`` and ``harm`` cleaning,
``growth`` how the time of each stage grows with its input, ``ingest`` how files are read."""

import sys

from workbench.cleaning import bench, harm
from workbench.growth import bench as growth
from workbench.press import press, typesetting
from workbench.reading import bench as reading

BENCHES = {
    "press": press.main,
    "type": typesetting.main,
    "clean": bench.main,
    "harm": harm.main,
    "growth": growth.main,
    "ingest": reading.main,
}

if __name__ == "__main__":
    name = sys.argv[1] if len(sys.argv) > 1 else ""
    if name not in BENCHES:
        sys.exit(f"bench: name one of {', '.join(BENCHES)} (nox -s bench -- press)")
    sys.exit(BENCHES[name](sys.argv[2:]))
