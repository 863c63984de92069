"""Line ends, stray and missing spaces, and characters nobody sees."""

import re
from collections.abc import Iterator

from florilegium.model import BlockKind
from florilegium.model.edits import Edit
from florilegium.typography.languages import NARROW, NO_BREAK, Habits

_LINE_END = re.compile(
    r"(?<![ \t\u00a0\n])(?P<hyphen>(?<=[^\W\d_])-)?[ \t\u00a0]*\n[ \t\u00a0\n]*"
)
_NEXT_WORD = re.compile(r"[^\W\d_]*")
_LAST_WORD = re.compile(r"[^\W\d_]*\Z")
_REACH = 60  # no word is longer
_SUSPENDED = frozenset(
    ["and", "or", "to", "bis", "oder", "und", "sowie", "ou", "et"]
)  # pre- and post-war
# A zero-width space means something in Thai or Khmer, but not beside a Latin letter.
_INVISIBLE = re.compile(r"[\u00ad\ufeff]+|\u200b+(?=[\x00-\u024f\u2000-\u206f]|$)")
_SPACE = "[ \t\u00a0\u2000-\u200a\u202f\u205f]"
# All but the one space between a word and a small letter, at which there is nothing to do.
_RUN = re.compile(rf"{_SPACE}(?!(?<=[^\s«][ ])[a-zß-öø-ÿ]){_SPACE}*")
_NO_SPACE_BEFORE = re.compile(r"[,.;:!?](?=[\s\"'“”’»)]|$)")
_WIDE_POINT = re.compile(r"[;!?»]|:(?=\s|$)")
_MISSING_WIDE = re.compile(
    r"""
      (?<= [\w)\]….»”’] ) (?= [;!?] (?: [\s"'”’»)?!] | $ ) | : (?: \s | $ ) )
    | (?<= \S ) (?= » )
    | (?<= « ) (?= \S )
    """,
    re.VERBOSE,
)
EN, EM = "\u2002", "\u2003"
_COLUMNS = {"\t": 4, EM: 2, "\u2001": 2}  # of half an em; any other space is one
_PAUSE, _WIDEST = 3, 12  # columns: what is a pause, and the widest there is
_FIXED = frozenset((NO_BREAK, NARROW))
_SHORT = 2  # letters of a preposition that must not end a line, as in Polish or Czech


def line_breaks(text: str, *, vocabulary: frozenset[str]) -> Iterator[Edit]:
    """Yield the edits that join the hard-wrapped lines of a prose paragraph.

    A word divided by a hyphen at the line's end is made whole when *vocabulary*, the words
    of the text, has it whole; else the hyphen is taken for its own.
    """
    for match in _LINE_END.finditer(text):
        if match.start() == 0 or match.end() == len(text):
            continue  # spaces at the ends are trimmed with the others
        joint = _joint(text, match, vocabulary) if match["hyphen"] else " "
        yield Edit(match.start(), match.end(), joint, "line-breaks")


def _joint(text: str, match: re.Match[str], vocabulary: frozenset[str]) -> str:
    head = _LAST_WORD.search(text, max(0, match.start() - _REACH), match.start())
    tail = _NEXT_WORD.match(text, match.end())
    first, second = (head[0] if head else ""), (tail[0] if tail else "")
    if second in _SUSPENDED:
        return "- "
    return "" if f"{first}{second}".casefold() in vocabulary else "-"


def words(text: str) -> Iterator[str]:
    """Yield the words of *text*, case-folded, for the vocabulary of `line_breaks`."""
    for match in re.finditer(r"[^\W\d_]+", text):
        yield match[0].casefold()


def invisible(text: str) -> Iterator[Edit]:
    """Yield the edits that delete soft hyphens and zero-width spaces."""
    for match in _INVISIBLE.finditer(text):
        yield Edit(match.start(), match.end(), "", "spaces")


def spaces(text: str, habits: Habits, *, kind: BlockKind) -> Iterator[Edit]:
    """Yield the edits that leave one space, of the right width, wherever there is one."""
    found = [*_runs(text, habits, kind)]
    if habits.wide_points:
        found += _missing(text)
    yield from sorted(found)


def _runs(text: str, habits: Habits, kind: BlockKind) -> Iterator[Edit]:
    for match in _RUN.finditer(text):
        starts_line = match.start() == 0 or text[match.start() - 1] == "\n"
        ends_line = match.end() == len(text) or text[match.end()] == "\n"
        if starts_line and not ends_line and kind == "verse":
            continue  # the indents of a poem are its form
        if kind == "verse" and not ends_line and (pause := _caesura(match[0])):
            if pause != match[0]:
                yield Edit(match.start(), match.end(), pause, "spaces")
            continue
        if kind == "row" and "\t" in match[0]:
            continue  # it parts the cells of a table
        wanted = "" if starts_line or ends_line else _wanted(text, match, habits)
        if wanted != match[0]:
            yield Edit(match.start(), match.end(), wanted, "spaces")


def _caesura(run: str) -> str:
    """Return the spaces of a pause within a line of verse, such as no format runs together.

    A *run* is one from three columns on; typed as an em space, it is meant as one anyhow.
    """
    columns = sum(_COLUMNS.get(space, 1) for space in run)
    if columns < _PAUSE and EM not in run:
        return ""
    columns = min(columns, _WIDEST)
    return EM * (columns // 2) + EN * (columns % 2)


def _wanted(text: str, match: re.Match[str], habits: Habits) -> str:
    start, end = match.span()
    before, after = text[start - 1], text[end]
    if habits.wide_points and (before == "«" or _WIDE_POINT.match(text, end)):
        return NO_BREAK if after == ":" else NARROW
    if _NO_SPACE_BEFORE.match(text, end):
        return ""
    if habits.spaced_dash and after == "–":
        return NO_BREAK
    if (after.isupper() and _ends_with(text, start, habits.titles)) or (
        after.isdigit() and _ends_with(text, start, habits.counters)
    ):
        return NO_BREAK
    if match[0] in _FIXED and _is_meant(text, start, end, habits):
        return match[0]
    return " "


def _is_meant(text: str, start: int, end: int, habits: Habits) -> bool:
    """Whether a space at which no line ends was set with care: 10 000, 5 kg, w domu, слово —."""
    if text[start - 1].isdigit() or text[end].isdigit():
        return True
    if "–" not in habits.right_dashes:
        return False
    word = _LAST_WORD.search(text, max(0, start - _REACH), start)
    short = word is not None and 0 < len(word[0]) <= _SHORT
    return short or text[end] in "–—" or text[start - 1] in "–—"


def _ends_with(text: str, end: int, shortened: tuple[str, ...]) -> bool:
    """Whether one of the *shortened* words, as a word of its own, stands before *end*."""
    if not text.endswith(shortened, 0, end):
        return False
    word = max((word for word in shortened if text.endswith(word, 0, end)), key=len)
    at = end - len(word)
    return at == 0 or not text[at - 1].isalnum()


def _missing(text: str) -> Iterator[Edit]:
    for match in _MISSING_WIDE.finditer(text):
        at = match.start()
        yield Edit(at, at, NO_BREAK if text[at] == ":" else NARROW, "spaces")
