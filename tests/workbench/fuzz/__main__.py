"""``python -m workbench.fuzz SECONDS [--seed N] [--only NAME]``: fuzz every target in turn.

Input: how long. Output: a line for each target, and for each fault the input that showed it,
in ``build/fuzz/``; put it into ``tests/cases/fuzz/<target>/`` when it is mended. Where atheris
is installed, half of the time goes to inputs that are led by what they reach: a process of its
own for each target (``--guided``), since libFuzzer does not come back. Not under ``CI``, where
the same inputs are to be tried every time.
"""

import argparse
import hashlib
import importlib.util
import os
import random
import subprocess
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path

_FOUND = Path("build", "fuzz")
_ENOUGH = 20  # faults, after which more tell no more


def main() -> int:
    """Fuzz for some seconds; return 1 when there was a fault."""
    parser = argparse.ArgumentParser(prog="fuzz")
    parser.add_argument("seconds", nargs="?", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", action="append", metavar="TARGET")
    parser.add_argument("--guided", action="store_true", help="by atheris; one target")
    options = parser.parse_args()
    if options.guided:
        return _guided(options.only[0], options.seconds)
    from workbench.fuzz import making, targets  # noqa: PLC0415  # atheris must come before

    names = options.only or list(targets.TARGETS)
    if unknown := set(names) - set(targets.TARGETS):
        parser.error(f"no such target: {', '.join(unknown)} (of {', '.join(targets.TARGETS)})")
    is_led = importlib.util.find_spec("atheris") is not None and not os.environ.get("CI")
    seconds = options.seconds / 2 if is_led else options.seconds
    dice = random.Random(options.seed)  # noqa: S311  # the same every time is what is wanted
    runs, faults = Counter[str](), set[str]()
    end = time.monotonic() + seconds
    while time.monotonic() < end and len(faults) < _ENOUGH:
        for name in names:
            data = making.make(name, dice)
            runs[name] += 1
            fault = _fault(partial(targets.run, name), data)
            if fault and fault not in faults:
                faults.add(fault)
                _keep(name, data, fault)
    for name in names:
        print(f"{name:<10} {runs[name]:>8} runs")
    print(f"{sum(runs.values())} runs, {len(faults)} faults (seed {options.seed})")
    codes = [_led(name, seconds / len(names)) for name in names if is_led]
    return int(bool(faults) or any(codes))


def _led(name: str, seconds: float) -> int:
    """Let a process of its own lead inputs for the target *name*; its exit code."""
    command = [sys.executable, "-m", "workbench.fuzz", str(seconds), "--guided", "--only", name]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    told = [line for line in done.stderr.splitlines() if line.startswith("Done ")]
    print(f"{name:<10} led by what they reach: {told[-1] if told else done.stderr[-2000:]}")
    return done.returncode


def _fault(run: Callable[[bytes], None], data: bytes) -> str:
    """Where in the program the fault lies that *data* shows; nothing when it shows none."""
    try:
        run(data)
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
    import atheris  # noqa: PLC0415  # on few systems

    with atheris.instrument_imports(include=["florilegium"], enable_loader_override=False):
        from workbench.fuzz import making, targets  # noqa: PLC0415  # the same

    found = _FOUND / name
    found.mkdir(parents=True, exist_ok=True)
    corpus = found / "corpus"
    corpus.mkdir(exist_ok=True)
    dice = random.Random(1)  # noqa: S311  # the same every time
    for number in range(50):
        (corpus / f"made-{number}").write_bytes(making.make(name, dice))
    options = [f"-max_total_time={max(1, int(seconds))}", f"-artifact_prefix={found}/"]
    atheris.Setup([sys.argv[0], *options, str(corpus)], partial(targets.run, name))
    atheris.Fuzz()
    return 0


if __name__ == "__main__":
    sys.exit(main())
