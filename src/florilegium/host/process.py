"""The share of the machine that this process and those it starts take."""

import gc
import os

_THREADS = ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS")


def be_frugal() -> None:
    """Let arithmetic take one thread, and cycles be looked for seldom.

    To be asked for before NumPy is loaded; what the environment says already holds. Our sums
    are short: a second thread only waits in a loop, on a processor that another worker could
    use. And sums over several threads may differ in their last digits.
    """
    for name in _THREADS:
        os.environ.setdefault(name, "1")
    # Of a page's boxes none is garbage before the document is done: 3 to 12 % of the time.
    gc.set_threshold(50_000, 20, 100)
