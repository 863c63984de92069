"""What fuzzing once found stays found; a few more inputs of the kind at every run."""

import random
from pathlib import Path

import pytest

from workbench.fuzz import making, targets

CASES = Path(__file__).parent / "cases" / "fuzz"


@pytest.mark.parametrize(
    "path",
    [path for path in sorted(CASES.glob("*/*")) if path.is_file()],
    ids=lambda path: f"{path.parent.name}/{path.name}",
)
def test_what_was_found_is_mended(path):
    targets.run(path.parent.name, path.read_bytes())


@pytest.mark.parametrize("name", targets.TARGETS)
def test_inputs_made_at_random_keep_the_laws(name):
    dice = random.Random(2026)  # noqa: S311  # the same every time
    for _ in range(25):
        targets.run(name, making.make(name, dice))


@pytest.mark.parametrize("name", targets.TARGETS)
def test_each_target_is_reached_by_sound_inputs(name):
    dice = random.Random(3)  # noqa: S311  # the same every time
    sound = 0
    for _ in range(60):
        try:
            targets.TARGETS[name](making.make(name, dice))
        except targets.FlorilegiumError:
            continue
        sound += 1

    assert sound > 0
