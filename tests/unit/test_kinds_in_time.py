"""A seed is read at once, however its head repeats itself; a slow pattern would never be done."""

import signal
from contextlib import suppress

import pytest

from florilegium import clean, ingest
from florilegium.errors import FlorilegiumError

SAID = "\nThe keeper of the weir wrote it down every evening.\n"
# What stands a hundred times at the head of a file, and the name of the file.
HEADS = {
    "speakers, as Windows ends lines": ("Q: What was it?\r\n", "a.txt"),
    "folded heads": ("Q: What\r\n was it?\r\n", "a.txt"),
    "comments": ("<!-- wp -->", "a.html"),
    "comments in a text": ("<!---->\n", "a.txt"),
    "comments in Markdown": ("<!-- a --> ", "a.md"),
    "declarations": ("<?xml ?><!---->", "a.html"),
    "types": ("<?xml ?><?a?><!DOCTYPE a [ ] >", "a.html"),
    "buttons of a wiki": ("[edit|a  ]", "a.txt"),
}
MANY = 300_000  # letters
# What stands so often that it fills a large file.
FILES = {
    "titles": ("<title ", "a.html"),
    "open titles": ("<title>", "a.html"),
    "facts": ("<meta name=og:title ", "a.html"),
    "contents": ("<meta name=og:title content=", "a.html"),
    "less": ("<", "a.txt"),
    "open comments of a style": ("<style>/*", "a.html"),
    "letters of a style": ("<style>" + "A" * 300, "a.html"),
    "data": ("<?xml ?><![CDATA[a", "a.html"),
    "calls": ("[^1", "a.md"),
    "styles of a list": ("list-style:", "a.html"),
    "parts of a title": ("a | ", "a.html"),
}


@pytest.fixture
def _in_time():
    """End what takes more than a minute of a processor."""
    if not hasattr(signal, "SIGPROF"):
        pytest.skip("this system has no such timer")
    before = signal.signal(signal.SIGPROF, _give_up)
    signal.setitimer(signal.ITIMER_PROF, 60)
    yield
    signal.setitimer(signal.ITIMER_PROF, 0)
    signal.signal(signal.SIGPROF, before)


def _give_up(_number, _frame):
    raise TimeoutError


def _read(text: str, name: str) -> None:
    with suppress(FlorilegiumError):
        raw = ingest.decode(text.encode(), name)
        clean.lift_headline(raw, clean.clean(raw, rules=clean.load_rules()))


@pytest.mark.usefixtures("_in_time")
@pytest.mark.parametrize("part", HEADS)
def test_a_head_that_repeats_itself_is_read_at_once(part):
    words, name = HEADS[part]
    for times in (5, 30, 100):
        _read(words * times + SAID, name)


@pytest.mark.usefixtures("_in_time")
@pytest.mark.parametrize("part", FILES)
def test_a_large_file_that_repeats_itself_is_read_in_proportion(part):
    words, name = FILES[part]
    head = {"styles of a list": "<p style='", "parts of a title": "<title>"}.get(part, "")
    end = {"styles of a list": "'>", "parts of a title": "</title>"}.get(part, "")
    _read(head + words * (MANY // len(words)) + end + SAID, name)
