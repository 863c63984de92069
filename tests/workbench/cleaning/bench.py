"""``nox -s bench -- clean DATA``: our cleaner and three others on the same pages.

Fails (exit 1) below the floors of ``floors.toml``, or when a law of cleaning is broken on any
page: kept and removed are the input, and a clean text is clean.
"""

import argparse
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import cast

from florilegium import ingest
from florilegium.clean import clean, load_rules, merge
from florilegium.clean.filter import clean_html, clean_text
from florilegium.clean.model.weights import HERE, taken_from
from florilegium.model import CleanText, RawText
from workbench.cleaning import rules, scoring
from workbench.cleaning.drafts import Drafts
from workbench.cleaning.scoring import Score
from workbench.training.gold import Record, is_locked, key_of, records, source

Cleaner = Callable[[str], str]
_FORMS = ("text", "near", "html")
_FLOORS = Path(__file__).parent / "floors.toml"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the scores of every cleaner; return 1 below a floor or against a law."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="a folder with records.jsonl and html/")
    parser.add_argument("--alone", action="store_true", help="without the other cleaners")
    parser.add_argument(
        "--folds",
        type=int,
        default=0,
        help="train anew so often, without a part of the hosts",
    )
    parser.add_argument("--rules", action="store_true", help="what each rule takes, no scores")
    options = parser.parse_args(arguments)
    if options.rules:
        sys.stdout.write(rules.told(options.data))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        places: Callable[[Record], Path] = _shipped
        if options.folds:
            from workbench.cleaning.folds import folds  # noqa: PLC0415  # of the group train

            places = folds(options.data, options.folds, Path(folder))
        return _run(options.data, places, alone=options.alone)


def _shipped(_record: Record) -> Path:
    return HERE


def _run(data: Path, places: Callable[[Record], Path], *, alone: bool) -> int:
    failures: list[str] = []
    for form in _FORMS:
        for name, cleaner in _cleaners(form, alone=alone).items():
            scores: list[Score] = []
            for record in records(data):
                with taken_from(places(record)):
                    scores.append(_score(record, form, cleaner, data))
            _tell(form, name, scores)
            if name == "florilegium":
                failures += _below(form, scores)
        drafts = Drafts()
        failures += _lawless(form, data, drafts)
        sys.stdout.write(drafts.told(form))
    sys.stdout.write("".join(f"FAILED {failure}\n" for failure in failures))
    return int(bool(failures))


def _cleaners(form: str, *, alone: bool) -> dict[str, Cleaner]:
    ours: dict[str, Cleaner] = {"florilegium": clean_html if form == "html" else clean_text}
    if alone:
        return ours
    from workbench.cleaning import others  # noqa: PLC0415  # of the dependency group bench

    if form == "html":
        return {**ours, **others.HTML}
    return {**ours, **{name: others.on_text(one) for name, one in others.HTML.items()}}


def _score(record: Record, form: str, cleaner: Cleaner, data: Path) -> Score:
    page = source(record, form, data)
    start = time.process_time()
    text = cleaner(page)
    seconds = time.process_time() - start
    return score(record, text, seconds)


def score(record: Record, text: str, seconds: float = 0.0) -> Score:
    """Return how near *text* comes to the gold of *record*; its title counts neither way."""
    optional = cast("Sequence[str]", record.get("optional", ()))
    titles = cast("Sequence[str]", record.get("titles", ()))
    text = scoring.without(text, optional, once=False)
    gold = str(record["gold_text"])
    top = "\n".join([line for line in gold.split("\n") if line.strip()][:3])
    if scoring.without(top, titles, once=True) != top:
        gold = scoring.without(gold, titles, once=True)
    # A title that is said again within the gold stays.
    inside = {key_of(line) for line in gold.split("\n")}
    text = scoring.without(text, [one for one in titles if key_of(one) not in inside], once=True)
    return Score(
        str(record["host_key"]), str(record["lang"]),
        scoring.f1(text, gold), scoring.lost(text, gold), seconds,
    )  # fmt: skip


def _tell(form: str, name: str, scores: Sequence[Score]) -> None:
    parts: Mapping[str, Callable[[Score], bool]] = {
        "all": lambda _: True,
        "german": lambda one: one.language == "de",
        "learned": lambda one: not is_locked(one.host),
        "locked": lambda one: is_locked(one.host),
    }
    for part, belongs in parts.items():
        some = [one for one in scores if belongs(one)]
        if not some:
            continue
        took = 1000 * sum(one.seconds for one in some) / len(some)
        sys.stdout.write(
            f"{form:5} {part:8} {name:12} F1 {scoring.mean(some, 'f1')}  "
            f"lost {scoring.mean(some, 'lost')}  {took:6.1f} ms  {len(some)} pages\n"
        )
    sys.stdout.flush()


def _below(form: str, scores: Sequence[Score]) -> Iterator[str]:
    floor = tomllib.loads(_FLOORS.read_text(encoding="utf-8"))[form]
    f1, lost = (scoring.mean(scores, what).value for what in ("f1", "lost"))
    if f1 < floor["f1"]:
        yield f"{form}: F1 {f1:.3f} is below {floor['f1']}"
    if lost > floor["lost"]:
        yield f"{form}: lost {lost:.3f} is above {floor['lost']}"


def _lawless(form: str, data: Path, drafts: Drafts) -> Iterator[str]:
    """Yield where a law is broken by the shipped weights; count the *drafts* on the way."""
    name = "page.html" if form == "html" else "page.txt"
    for record in records(data):
        page = source(record, form, data)
        raw = ingest.decode(page.encode(), name)
        once = clean(raw, rules=load_rules(), strictness="normal")
        drafts.add(record, once, page if form == "html" else "")
        if merge(once) != raw.blocks:
            yield f"{form} {record['id']}: kept and removed are not the input"
        if clean(_left(raw, once), rules=load_rules(), strictness="normal").removals:
            yield f"{form} {record['id']}: a clean text is not clean"


def _left(raw: RawText, once: CleanText) -> RawText:
    """Return the cleaned text as if it had been read so."""
    whole = {one.index for one in once.removals if not one.partial}
    hints = tuple(hint for at, hint in enumerate(raw.hints) if at not in whole)
    return replace(raw, blocks=once.blocks, hints=hints)
