"""Work that is stopped, or killed, at its first step, at its second, and so on to its end."""

import gc
import os
import sys
import warnings

DOING = frozenset(
    ["open", "mkdir", "replace", "rename", "chmod", "write", "close", "unlink", "rmdir", "link"]
)
_DONE = 7


class Stop(BaseException):
    """What a signal raises: between any two steps."""


def _stop():
    raise Stop


def _at(moment, act, work, modules=()):
    """Do *work* and *act* after so many steps: lines of *modules*, calls of the system."""
    left = moment
    files = {module.__file__ for module in modules}

    def count():
        nonlocal left
        left -= 1
        if left == 0:
            act()

    def step(frame, event, _argument):
        if frame.f_code.co_filename not in files:
            return None
        if event == "line":
            count()
        return step

    def returned(_frame, event, function):
        if event == "c_return" and function.__name__ in DOING:
            count()

    try:
        sys.setprofile(returned)
        sys.settrace(step if files else None)
        work()
    finally:
        sys.settrace(None)
        sys.setprofile(None)


def in_any_moment(work, *modules):
    """Yield after *work* was stopped at its first step, its second, and so on to its end."""
    moment = 1
    gc.freeze()  # only what comes now is looked for
    try:
        while _is_stopped(moment, work, modules):
            gc.collect()
            yield moment
            moment += 1
    finally:
        gc.unfreeze()
    assert moment > 10


def _is_stopped(moment, work, modules):
    try:
        _at(moment, _stop, work, modules)
    except (Stop, OSError):  # what is closed twice says so in place of it
        return True
    return False


def killed_in_any_moment(work):
    """Yield after a child of this process was killed at each call of the system in *work*."""
    moment = 1
    while True:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # the child has no threads
            child = os.fork()
        if not child:
            try:
                _at(moment, lambda: os._exit(1), work)
            finally:
                os._exit(_DONE)
        _, status = os.waitpid(child, 0)
        if os.waitstatus_to_exitcode(status) == _DONE:
            break
        yield moment
        moment += 1
    assert moment > 3


def everything(folder):
    """Return the content of every file below *folder*, and nothing for every folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else b""
        for path in folder.rglob("*")
    }
