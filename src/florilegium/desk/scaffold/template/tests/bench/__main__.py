"""How long this book takes: made from nothing, then again. Writes ``build/bench.json``."""

import json
import subprocess
import sys
import time
from pathlib import Path


def timed(*options: str) -> float:
    """Return the seconds that one build takes."""
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-m", "florilegium", "build", "-q", *options], check=True)
    return round(time.perf_counter() - begun, 2)


if __name__ == "__main__":
    report = {"cold": timed("--no-cache"), "warm": timed(), "nothing changed": timed()}
    Path("build/bench.json").write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    print(report)
