"""What the program takes of the machine."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

CLEANED = """
import os, sys
from pathlib import Path
from florilegium import cli
assert "numpy" not in sys.modules
cli.main(["clean"])
import numpy
numpy.ones((500, 500)) @ numpy.ones((500, 500))
status = Path("/proc/self/status").read_text()
print("Threads", next(line.split()[1] for line in status.splitlines() if "Threads" in line))
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="counts threads as Linux does")
@pytest.mark.skipif((os.cpu_count() or 1) < 2, reason="one processor has one thread anyway")
@pytest.mark.parametrize(("said", "threads"), [(None, "1"), ("2", "2")])
def test_arithmetic_takes_one_thread_unless_told(book, said, threads):
    surroundings = {name: word for name, word in os.environ.items() if "_NUM_THREADS" not in name}
    if said:
        surroundings["OPENBLAS_NUM_THREADS"] = said
    done = subprocess.run(
        [sys.executable, "-c", CLEANED],
        cwd=book("minimal"), env=surroundings, capture_output=True, text=True, check=True,
    )  # fmt: skip

    assert done.stdout.split()[-2:] == ["Threads", threads]
