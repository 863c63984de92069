"""No pattern of the program, nor of its rules, doubles its work with what a line repeats."""

import importlib
import pkgutil
import re
import signal
from collections.abc import Iterator

import pytest
from backtracking import repeated

import florilegium
from florilegium.clean import load_rules

LONGEST = 300  # letters of a string: with work that doubles with every ten, for ever
SECONDS = 20  # of a processor for one string


@pytest.fixture
def _in_time():
    """Let a timer of the processor end what takes too long."""
    if not hasattr(signal, "SIGPROF"):
        pytest.skip("this system has no such timer")
    before = signal.signal(signal.SIGPROF, _give_up)
    yield
    signal.signal(signal.SIGPROF, before)


def _give_up(_number, _frame):
    raise TimeoutError


def _patterns() -> Iterator[tuple[str, re.Pattern]]:
    """Yield the patterns that modules of the program have, with their places."""
    for found in pkgutil.walk_packages(florilegium.__path__, "florilegium."):
        if ".template" in found.name or found.name.endswith("__main__"):
            continue
        for name, value in vars(importlib.import_module(found.name)).items():
            if isinstance(value, re.Pattern):
                yield f"{found.name}.{name}", value


def _matched(place: str, pattern: re.Pattern, *, longest: int = LONGEST) -> None:
    """Ask *pattern* about strings of so many letters."""
    source, is_bytes = pattern.pattern, isinstance(pattern.pattern, bytes)
    flags = pattern.flags & ~re.UNICODE if is_bytes else pattern.flags
    for before, part, behind in repeated(source.decode("latin-1") if is_bytes else source, flags):
        text = (before + part * (longest // len(part) + 1))[:longest] + behind
        given = text.encode("latin-1", "replace") if is_bytes else text
        try:
            signal.setitimer(signal.ITIMER_PROF, SECONDS)
            pattern.match(given)
            pattern.fullmatch(given)
            signal.setitimer(signal.ITIMER_PROF, 0)
        except TimeoutError:
            pytest.fail(f"{place} is never done with {part!r} many times behind {before!r}")


@pytest.mark.usefixtures("_in_time")
def test_no_pattern_of_the_program_doubles_its_work():
    known: dict[re.Pattern, str] = {}
    for place, pattern in _patterns():
        known.setdefault(pattern, place)
    for pattern, place in known.items():
        _matched(place, pattern)


@pytest.mark.usefixtures("_in_time")
def test_no_pattern_of_a_rule_doubles_its_work():
    for rule in load_rules():
        for pattern in (*rule.patterns, rule.never):
            _matched(rule.id, pattern.compiled(), longest=rule.longest)
