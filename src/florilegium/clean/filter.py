"""``florilegium clean FILE…`` outside a book: files in, the author's text out.

Writes only what it is told to (``--out``, ``--ledger``), each file whole or not at all.
"""

from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import BrokenExecutor
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path

from florilegium import ingest
from florilegium.clean import ledger as ledgers
from florilegium.clean import outputs
from florilegium.clean.cutting import merge
from florilegium.clean.engine import clean
from florilegium.clean.model import Strictness
from florilegium.clean.notices import doubtful, notices
from florilegium.clean.rules.rule import Rule, load_rules
from florilegium.errors import FlorilegiumError, MachineError, SeedError, raise_all
from florilegium.findings import Finding
from florilegium.host.pool import shared
from florilegium.ingest.damage import suspicions
from florilegium.model import CleanText
from florilegium.store.files import sweep_beside

_Outcome = CleanText | FlorilegiumError


def run(  # noqa: PLR0913  # each an option of the command
    paths: Sequence[Path | str],
    *,
    rules: Sequence[Rule] | None = None,
    ledger: Path | None = None,
    out: Path | None = None,
    jobs: int = 1,
    strictness: Strictness = "normal",
    report: Callable[[Finding], None] | None = None,
) -> str:
    """Return the cleaned text of *paths*, paragraphs and files parted by blank lines.

    With *out*, each goes to ``out/<stem>.txt`` as well; *ledger* gets the removals as JSON (an
    array when there are several files). Every file that can be read is written before the
    errors of the others are raised together. *rules* are the shipped ones if none are given;
    *report* hears of what is doubtful and suspicious in a file.
    """
    files = tuple(Path(path) for path in paths)
    targets = outputs.targets(files, out=out, ledger=ledger)
    if out is not None:
        sweep_beside(out)
    one = partial(_outcome, rules=None if rules is None else tuple(rules), strictness=strictness)
    cleaned: list[CleanText] = []
    errors: list[FlorilegiumError] = []
    with closing(_outcomes(files, one, jobs)) as outcomes:  # whatever comes, no process stays
        for path, outcome in zip(files, outcomes, strict=True):
            if isinstance(outcome, FlorilegiumError):
                errors.append(outcome)
                continue
            cleaned.append(outcome)
            if report is not None:
                for finding in _suspicions(path, outcome):
                    report(finding)
            if path in targets:
                outputs.write(targets[path], to_text(outcome))
    if ledger is not None and cleaned:
        outputs.write(ledger, _ledger(cleaned, several=len(files) > 1))
    raise_all(errors)
    return "\n".join(map(to_text, cleaned))


def _suspicions(path: Path, cleaned: CleanText) -> Iterator[Finding]:
    name = cleaned.seed.name
    yield from doubtful(cleaned, where=str(path))
    yield from notices(cleaned, where=str(path))
    blocks, damage = merge(cleaned), cleaned.damage
    for finding in suspicions(
        name, blocks, kept=cleaned.blocks, damage=damage, counted=cleaned.seed.counted
    ):
        yield replace(finding, where=finding.where.replace(f"seeds/{name}", str(path), 1))


def clean_text(text: str) -> str:
    """Return plain *text* cleaned by rules and model; an empty text stays empty."""
    return _cleaned_text(text, "text.txt")


def clean_html(text: str) -> str:
    """Return the text of an HTML page, cleaned by rules and model; empty if it has none."""
    # Without a tag it is no page, and read as the plain text it is.
    return _cleaned_text(text, "page.html" if "<" in text else "page.txt")


def to_text(cleaned: CleanText) -> str:
    """Return the kept blocks as plain text, a blank line between two of them."""
    return "\n\n".join(block.text for block in cleaned.blocks) + "\n"


def _cleaned_text(text: str, name: str) -> str:
    if not any(letter.isalnum() for letter in text):
        return ""
    raw = ingest.decode(text.encode(errors="surrogatepass"), name)
    return to_text(clean(raw, rules=load_rules(), strictness="normal"))


def _outcomes(
    files: Sequence[Path], one: Callable[[Path], _Outcome], jobs: int
) -> Generator[_Outcome]:
    try:
        yield from shared(one, files, jobs=min(jobs, len(files)))
    except BrokenExecutor as err:
        raise MachineError(
            "a worker process was ended from outside while it cleaned a file",
            hint="Often memory ran out. Clean again with fewer workers: --jobs 1.",
        ) from err


def _outcome(path: Path, *, rules: tuple[Rule, ...] | None, strictness: Strictness) -> _Outcome:
    """Return the cleaned file, or what is wrong with it, so that the other files go on."""
    try:
        known = load_rules() if rules is None else rules
        return clean(ingest.read(path), rules=known, strictness=strictness)
    except SeedError as err:
        # Of files from anywhere the names alone do not say which.
        where = err.where.replace(path.name, str(path), 1)
        return SeedError(err.what, where=where, hint=err.hint)
    except FlorilegiumError as err:
        return err


def _ledger(cleaned: Sequence[CleanText], *, several: bool) -> str:
    return ledgers.to_json_array(cleaned) if several else ledgers.to_json(cleaned[0])
