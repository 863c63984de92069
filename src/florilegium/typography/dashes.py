"""Typed hyphens and dots become the dashes and ellipses that were meant."""

import re
from collections.abc import Iterator

from florilegium.model.edits import Edit
from florilegium.typography.languages import NO_BREAK, Habits

_SPACES = " \u00a0\u2009\u202f"
_DASH = re.compile(
    rf"""
    (?<! [{_SPACES}] ) (?P<left> [{_SPACES}]* )
    (?P<dash> (?<![-<!])-{{2,3}}(?![->]) | [–—] | (?<=[{_SPACES}])-(?=[{_SPACES}]) )
    (?P<right> [{_SPACES}]* )
    """,
    re.VERBOSE,
)
_RANGE = re.compile(
    r"(?<![\w\-–—/.,:#])(?P<low>[0-9]{1,4})-(?P<high>[0-9]{1,4})(?![\w\-–—/]|[.,:]\d)"
)
_DOTS = re.compile(r"(?<!\.)(?<!\. )\.(?:[ \u00a0]?\.){2,3}(?![ \u00a0]?\.)")
_OPENING = frozenset("([{\n")
_CLOSING = frozenset(",.;:!?)]}\n")
_ANY_DASH = frozenset("-–—")
_ABBREVIABLE = 3  # 1914-18, 123-5; but 24-7 is no range
_TELEPHONE = (3, 4)
_FIGURES = re.compile(r"[0-9]+")
_LAST_FIGURES = re.compile(r"[0-9]+\Z")
_REACH = 20  # no figure is longer
_OPTION = re.compile(r"--[a-z][\w-]*")  # … of a program; a dash that stands so has a fellow:
_FELLOW = re.compile(r"\w--(?:[\s.,;:]|$)")
_DIGITS = frozenset("0123456789")


def ellipses(text: str, _habits: Habits) -> Iterator[Edit]:
    """Yield the edits that make three dots, spaced or not, one ellipsis."""
    for match in _DOTS.finditer(text):
        full_stop_too = match[0].count(".") > len("...")
        spaced = text[match.start() - 1 : match.start()].isspace()
        dots = ("….", ".…")[not spaced] if full_stop_too else "…"
        yield Edit(match.start(), match.end(), dots, "ellipses")


def dashes(text: str, habits: Habits) -> Iterator[Edit]:
    """Yield the edits that set the language's dash between words and en dashes in ranges."""
    if not any(map(str.isalnum, text)):
        return  # a line of dashes or stars is an ornament
    found = [*_ranges(text), *_breaks(text, habits)]
    yield from sorted(edit for edit in found if text[edit.start : edit.end] != edit.text)


def _ranges(text: str) -> Iterator[Edit]:
    for match in _RANGE.finditer(text):
        if _is_range(match["low"], match["high"]):
            yield Edit(match.end("low"), match.start("high"), "–", "dashes")


def _is_range(low: str, high: str) -> bool:
    if (len(low), len(high)) == _TELEPHONE:
        return False
    if len(high) < len(low):
        return len(low) >= _ABBREVIABLE and int(low[-len(high) :]) < int(high)
    return int(low) < int(high)


def _breaks(text: str, habits: Habits) -> Iterator[Edit]:
    for match in _DASH.finditer(text):
        wanted = _wanted(text, match, habits)
        if wanted is not None:
            yield Edit(match.start(), match.end(), wanted, "dashes")


def _wanted(text: str, match: re.Match[str], habits: Habits) -> str | None:
    before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
    dash = match["dash"]
    if before in _ANY_DASH or after in _ANY_DASH or dash in habits.right_dashes:
        return None
    if before in ("", "\n") and not _is_option(text, match, habits):
        return match["left"] + _plain_sign(dash, habits) + match["right"]
    if before in _DIGITS and after in _DIGITS:
        return _between_figures(text, match, habits)
    if _is_no_break(match, after) or _is_option(text, match, habits):
        return None
    if habits.right_dashes and _is_lopsided(match, before, after):
        return match["left"] + _plain_sign(dash, habits) + match["right"]
    return _sign(text, match, habits)


def _is_no_break(match: re.Match[str], after: str) -> bool:
    """Whether the sign parts no phrases."""
    if match["dash"] == "–" and not match["left"] and not match["right"]:
        return True  # the Paris–Brest race
    return match["dash"] == "-" and after in ("", ")", "]", "\n")  # (1990 - )


def _is_lopsided(match: re.Match[str], before: str, after: str) -> bool:
    """Whether a dash stands closer to one side, as in ``--preguntó él--.``."""
    if match["left"] or match["right"]:
        return bool(match["left"]) != bool(match["right"])
    return not before.isalnum() or not after.isalnum()


def _plain_sign(dash: str, habits: Habits) -> str:
    if dash in _ANY_DASH:
        return dash
    return "—" if "—" in habits.right_dashes else habits.dash.strip()


def _is_option(text: str, match: re.Match[str], habits: Habits) -> bool:
    """Whether the hyphens begin an option of a program, as ``--verbose`` does."""
    at = match.start("dash")
    found = _OPTION.match(text, at)
    before = text[at - 1 : at] if at else ""
    if match["right"] or found is None:
        return False
    if before and before in (*habits.signs(0), "`"):  # all that is quoted
        return text[found.end() : found.end() + 1] in (*habits.signs(1), "`")
    if not match["left"] and before not in ("", "\n", "(", "["):
        return False
    return not _FELLOW.search(text, match.end())


def _between_figures(text: str, match: re.Match[str], habits: Habits) -> str | None:
    spaced = bool(match["left"] or match["right"])
    if not spaced:
        return "–" if match["dash"] not in _ANY_DASH else None
    low = _LAST_FIGURES.search(text, max(0, match.start() - _REACH), match.start())
    high = _FIGURES.match(text, match.end(), match.end() + _REACH)
    if low and high and (len(low[0]) == len(high[0]) or _is_range(low[0], high[0])):
        return "–"
    return _sign(text, match, habits)


def _sign(text: str, match: re.Match[str], habits: Habits) -> str:
    sign = habits.dash.strip()
    if habits.dash == sign:
        return sign
    before, after = text[match.start() - 1], text[match.end() : match.end() + 1]
    opened = before in _OPENING or before in habits.signs(0)
    closed = not after or after in _CLOSING or after in habits.signs(1)
    if after == "’" and text[match.end() + 1 : match.end() + 2].isalnum():
        closed = False  # – ’90s music
    left, right = "" if opened else NO_BREAK, "" if closed else " "
    if habits.wide_points:  # whose spaces are another pass's business
        left = match["left"] if before == "«" else left
        right = match["right"] if after and after in "!?;:»" else right
    return f"{left}{sign}{right}"
