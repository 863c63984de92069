"""Weights for a cross-validation: every page judged by what other hosts have taught.

Needs the dependency group ``train``.
"""

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from workbench.training import train
from workbench.training.gold import Record, fold, markup_pages, text_pages

Places = Callable[[Record], Path]


def folds(data: Path, count: int, into: Path) -> Places:
    """Train *count* times on the pages of *data*, each time without a part of the hosts.

    Returns the function that tells, for a record, the folder below *into* with the weights that
    never saw its host.
    """
    # A fork of a process whose threads LightGBM has used would wait for them for ever.
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as workers:
        list(workers.map(partial(_without, data, count, into), range(count)))
    return lambda record: _folder(into, fold(str(record["host_key"]), count))


def _without(data: Path, count: int, into: Path, left_out: int) -> None:
    told, plain = (
        tuple(page for page in pages(data) if fold(page.host, count) != left_out)
        for pages in (markup_pages, text_pages)
    )
    train.write(train.train_all(told, plain), _folder(into, left_out))


def _folder(into: Path, number: int) -> Path:
    return into / str(number)
