"""``python -m florilegium``: the command line."""

import signal
import sys


def main() -> int:
    """Run one command; return its exit code.

    The command line is loaded only here: worker processes load this module, too. Before it is
    loaded, and when it is done, Ctrl-C just ends the process: without a traceback.
    """
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from florilegium.cli import main as run  # noqa: PLC0415  # see above

    return run()


if __name__ == "__main__":
    sys.exit(main())
