"""``nox -s bench -- harm FOLDER``: what cleaning takes from texts that have nothing to take.

Each text of the folder is cleaned bare, as plain text and as HTML; with ``--frames DATA`` also
in the frames of saved pages, which tells what a frame around it costs a text. Fails (exit 1)
above the ceilings of ``floors.toml``.
"""

import argparse
import html
import random
import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from florilegium import ingest
from florilegium.clean import clean, load_rules
from workbench.training.gold import records

_FLOORS = Path(__file__).parent / "floors.toml"
_SEED = 5
# So much of a text goes into each frame, and each text into so many frames.
_LINES, _FRAMES = 250, 3


@dataclass(slots=True)
class Harm:
    """Words of texts: all, and those *removed*, *lifted* and in *doubt*; how many were touched."""

    texts: int = 0
    touched: int = 0
    words: int = 0
    removed: int = 0
    lifted: int = 0
    doubt: int = 0
    by_rule: Counter[str] = field(default_factory=Counter)

    def __str__(self) -> str:
        """Return the counts as a line of a table."""
        shares = (self.removed, self.doubt, self.lifted)
        removed, doubt, lifted = (one / (self.words or 1) for one in shares)
        rules = ", ".join(f"{rule} {count}" for rule, count in self.by_rule.most_common(3))
        return (
            f"{self.texts:4} texts {self.words:8,} words  removed {removed:8.3%}  "
            f"doubts {doubt:8.3%}  lifted {lifted:7.3%}  touched {self.touched:3}  {rules}"
        )


@dataclass(frozen=True, slots=True)
class Case:
    """A text to clean: its *kind*, the *source* and the first and last line that are its own."""

    kind: str
    name: str
    source: str
    lines: tuple[int, int]


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the harm by kind for every form; return 1 above a ceiling."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="clean texts, <kind>-<name>.txt")
    parser.add_argument("--frames", type=Path, help="a folder with records.jsonl")
    parser.add_argument("--files", action="store_true", help="tell every text that is touched")
    options = parser.parse_args(arguments)
    texts = _texts(options.folder)
    forms: dict[str, Iterable[Case]] = {"text": _bare(texts), "html": _as_html(texts)}
    if options.frames:
        forms["framed"] = _framed(texts, options.frames)
    failures = []
    for form, cases in forms.items():
        tell = _telling(form) if options.files else None
        kinds = measured(cases, tell)
        for kind, one in sorted(kinds.items()):
            sys.stdout.write(f"{form:7} {kind:10} {one}\n")
        total = kinds["all"]
        ceiling = tomllib.loads(_FLOORS.read_text(encoding="utf-8"))["harm"][form]
        for what, share in (("removed", total.removed), ("doubts", total.doubt)):
            if share > ceiling[what] * total.words:
                failures.append(f"{form}: {what} {share / total.words:.3%}")
    sys.stdout.write("".join(f"FAILED {failure}\n" for failure in failures))
    return int(bool(failures))


def measured(
    cases: Iterable[Case], tell: Callable[[Case, Harm], None] | None = None
) -> Mapping[str, Harm]:
    """Return the harm done to *cases* by kind, and to ``all``; *tell* hears of each touched."""
    kinds: dict[str, Harm] = defaultdict(Harm)
    for case in cases:
        one = _harm(case)
        for total in (kinds[case.kind], kinds["all"]):
            for name in ("texts", "touched", "words", "removed", "lifted", "doubt"):
                setattr(total, name, getattr(total, name) + getattr(one, name))
            total.by_rule.update(one.by_rule)
        if tell and (one.removed or one.doubt):
            tell(case, one)
    return kinds


def _harm(case: Case) -> Harm:
    raw = ingest.decode(case.source.encode(), case.name)
    cleaned = clean(raw, rules=load_rules(), strictness="normal")

    def own(lines: tuple[int, int]) -> bool:
        return case.lines[0] <= lines[0] <= case.lines[1]

    made = Harm(texts=1, words=sum(_words(one.text) for one in raw.blocks if own(one.lines)))
    for gone in cleaned.removals:
        if own(gone.lines):
            size = _words(gone.text)
            made.removed += size if gone.action == "removed" else 0
            made.lifted += size if gone.action == "lifted" else 0
            made.by_rule[gone.rule] += size if gone.action == "removed" else 0
    made.doubt = sum(_words(one.text) for one in cleaned.doubts if own(one.lines))
    made.touched = int(made.removed > 0)
    return made


def _words(text: str) -> int:
    return len(text.split())


def _telling(form: str) -> Callable[[Case, Harm], None]:
    return lambda case, harm: print(f"{form:7} {case.name:40} {harm}")


def _texts(folder: Path) -> Sequence[tuple[str, str]]:
    return [(path.stem, path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.txt"))]


def _kind(stem: str) -> str:
    return stem.split("-", maxsplit=1)[0]


def _bare(texts: Iterable[tuple[str, str]]) -> Iterator[Case]:
    for stem, text in texts:
        yield Case(_kind(stem), f"{stem}.txt", text, (1, text.count("\n") + 1))


def _as_html(texts: Iterable[tuple[str, str]]) -> Iterator[Case]:
    for stem, text in texts:
        lines = "\n".join(
            f"<p>{html.escape(line)}</p>" for line in text.split("\n") if line.strip()
        )
        page = f"<!DOCTYPE html><html><body>\n{lines}\n</body></html>"
        yield Case(_kind(stem), f"{stem}.html", page, (1, page.count("\n") + 1))


def _framed(texts: Iterable[tuple[str, str]], data: Path) -> Iterator[Case]:
    chance = random.Random(_SEED)  # noqa: S311  # a choice of frames, not secrets
    pages = records(data)
    for stem, text in texts:
        own = text.split("\n")[:_LINES]
        for _ in range(_FRAMES):
            record = chance.choice(pages)
            lines = str(record["text_dump"]).split("\n")
            first, last = cast("Sequence[int]", record["near"])
            above, below = [*lines[:first], ""], ["", *lines[last:]]
            source = "\n".join([*above, *own, *below])
            yield Case(_kind(stem), f"{stem}.txt", source, (len(above) + 1, len(above) + len(own)))
