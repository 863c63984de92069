"""Signals held back: what one does is done at the end of the block, once."""

import os
import signal

import pytest

from florilegium.host.signals import held

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals are POSIX's")


class Told(Exception):  # noqa: N818  # it stands for any
    """Raised by the handler."""


@pytest.fixture
def _telling():
    def tell(number, _frame):
        raise Told(number)

    before = signal.signal(signal.SIGTERM, tell)
    yield
    signal.signal(signal.SIGTERM, before)


@pytest.mark.usefixtures("_telling")
def test_a_signal_waits_for_the_end_of_the_block():
    done = []

    def load():
        with held():
            os.kill(os.getpid(), signal.SIGTERM)
            done.append("loaded")

    with pytest.raises(Told):
        load()
    assert ["loaded"] == done


@pytest.mark.usefixtures("_telling")
def test_a_block_without_a_signal_changes_nothing():
    handler = signal.getsignal(signal.SIGTERM)
    with held():
        pass

    assert handler is signal.getsignal(signal.SIGTERM)
