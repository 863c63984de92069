"""``python -m workbench.fuzz SECONDS [--seed N] [--only NAME]``: fuzz every target in turn.

Input: how long. Output: a line for each target, and for each fault the input that showed it,
in ``build/fuzz/``; put it into ``tests/cases/fuzz/<target>/`` when it is mended. With atheris
installed and ``--guided`` the inputs are led by what they reach.
"""

import argparse
import hashlib
import random
import sys
import time
import traceback
from collections import Counter
from pathlib import Path

from workbench.fuzz import making, targets

_FOUND = Path("build", "fuzz")
_ENOUGH = 20  # faults, after which more tell no more


def main() -> int:
    """Fuzz for some seconds; return 1 when there was a fault."""
    parser = argparse.ArgumentParser(prog="fuzz")
    parser.add_argument("seconds", nargs="?", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=targets.TARGETS, action="append")
    parser.add_argument("--guided", action="store_true", help="by atheris, where it is installed")
    options = parser.parse_args()
    names = options.only or list(targets.TARGETS)
    if options.guided:
        return _guided(names[0], options.seconds)
    dice = random.Random(options.seed)  # noqa: S311  # the same every time is what is wanted
    runs, faults = Counter[str](), set[str]()
    end = time.monotonic() + options.seconds
    while time.monotonic() < end and len(faults) < _ENOUGH:
        for name in names:
            data = making.make(name, dice)
            runs[name] += 1
            if (fault := _fault(name, data)) and fault not in faults:
                faults.add(fault)
                _keep(name, data, fault)
    for name in names:
        print(f"{name:<10} {runs[name]:>8} runs")
    print(f"{sum(runs.values())} runs, {len(faults)} faults (seed {options.seed})")
    return int(bool(faults))


def _fault(name: str, data: bytes) -> str:
    """Where in the program the fault lies that *data* shows; nothing when it shows none."""
    try:
        targets.run(name, data)
    except Exception as err:  # noqa: BLE001  # whatever is raised is what is looked for
        last = traceback.extract_tb(err.__traceback__)[-1]
        return (
            f"{type(err).__name__} in {Path(last.filename).name}:{last.lineno}: {str(err)[:200]}"
        )
    return ""


def _keep(name: str, data: bytes, fault: str) -> None:
    path = _FOUND / name / hashlib.sha256(data).hexdigest()[:12]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    print(f"✗ {name}: {fault}\n  {path}", flush=True)


def _guided(name: str, seconds: float) -> int:
    try:
        import atheris  # noqa: PLC0415  # on few systems
    except ImportError:
        print("atheris is not installed here: fuzzing without it")
        return 0
    atheris.instrument_all()
    atheris.Setup(
        [sys.argv[0], f"-max_total_time={int(seconds)}"], lambda data: targets.run(name, data)
    )
    atheris.Fuzz()
    return 0


if __name__ == "__main__":
    sys.exit(main())
