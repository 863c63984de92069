"""Resources of a build: who lays out pages, where finished ones are kept, who is told."""

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path

from florilegium.render import press
from florilegium.store.cache import Cache

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Resources:
    """Who lays out pages, and where finished ones are kept; by default this process, nowhere."""

    executor: Executor | None = None
    cache: Cache | None = None

    def expect(self, letters: int) -> None:
        """Let the executor make itself ready to lay out so many *letters*."""
        press.expect(self.executor, letters)


DEFAULT_RESOURCES = Resources()


def resources_for(build: Path, executor: Executor, *, keep: bool) -> Resources:
    """Return the *executor* and, where results are kept, the cache in the folder *build*."""
    return Resources(executor, Cache(build / ".cache") if keep else None)


def silent(_activity: str) -> None:
    """Show no progress."""


def paced(progress: Progress) -> Callable[[press.Step], None]:
    """Return what tells of each document laid out: how many, how fast, how long still."""

    def tell(step: press.Step) -> None:
        left = step.seconds / step.done * (step.total - step.done)
        pace = step.pages / max(step.seconds, 0.001)
        progress(
            f"laid out {step.title} ({step.done} of {step.total}, {step.pages} pages, "
            f"{pace:.0f} a second, {left:.0f} s left)"
        )

    return tell
