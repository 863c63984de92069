"""Finding the lines of each kind of rule: functions of a page, one per kind.

Each returns the positions (in ``page.units``) that the rule takes. None may take a line that
is in *taken* already.
"""

import re
from collections.abc import Callable, Container, Iterable, Sequence
from itertools import islice, pairwise, takewhile

from florilegium.clean.rules.rule import Kind, Rule, Step
from florilegium.clean.units import Page, Unit, ends_sentence

Matcher = Callable[[Page, Rule, Container[int]], Iterable[int]]
_LETTERS = re.compile(r"[^\W_]+")
_QUOTED = re.compile(r"[\"'].*[\"'.!?,]")
_OPENS_QUOTED = re.compile(r"[\"'-]")
_UNFINISHED = (".", ",", ";", ":", "。", "，", "；", "：", "、")
_TITLE_LETTERS, _TITLE_WORDS = 2, 4
_TWICE = 2
_DECK_LETTERS = range(30, 251)
# So many letters of a word are in its other forms too.
_STEM = 4
# A shorter word that title and deck share says nothing: this, with, über …
_TELLING = 5


def line(page: Page, rule: Rule, taken: Container[int]) -> Iterable[int]:
    """Return the lines that the pattern matches whole."""
    return [at for at in _matched(page, rule) if at not in taken and at in page.zone(rule.zone)]


def labels(page: Page, rule: Rule, taken: Container[int]) -> Iterable[int]:
    """Return the lines made of labels only, where enough of them stand together.

    Together is in one line, or with ``across`` in lines that follow each other.
    """
    counts = page.known.labels(rule.vocabulary)
    found: list[int] = []
    run: list[int] = []
    total = 0
    for at in page.positions(counts):
        if at in taken or at not in page.zone(rule.zone):
            continue
        if not (rule.across and run and at == run[-1] + 1):
            found += run if total >= rule.least else []
            run, total = [], 0
        run.append(at)
        total += counts[page.units[at].place]
    return [*found, *(run if total >= rule.least else [])]


def sequence(page: Page, rule: Rule, taken: Container[int]) -> Iterable[int]:
    """Return the lines of every run that goes through the steps of the rule."""
    found: list[int] = []
    free = 0
    for start in _starts(page, rule):
        run = _walk(page, rule, taken, start) if start >= free else []
        found += [at for at in run if at not in taken]
        free = run[-1] + 1 if run else free
    return found


def lift(page: Page, rule: Rule, taken: Container[int]) -> Iterable[int]:
    """Return the lines of the head that the pattern matches whole."""
    if rule.unless_repeated and any(at not in page.head for at in _matched(page, rule)):
        return []
    return line(page, rule, taken)


def duplicate(page: Page, _rule: Rule, taken: Container[int]) -> Iterable[int]:
    """Return the lines of the head that say again what its first line says.

    A line that stands there more than twice, or apart and short, may be a speaker's name.
    """
    free = [position for position in page.head if position not in taken]
    first = _key(page.units[free[0]]) if free else ""
    same = [position for position in free if first and _key(page.units[position]) == first]
    if len(same) != _TWICE:
        return []
    short = len(_LETTERS.findall(page.units[same[0]].text)) < _TITLE_WORDS
    return [] if short and same[1] != same[0] + 1 else same[1:]


def title(page: Page, rule: Rule, taken: Container[int]) -> Iterable[int]:
    """Return the one line that can only be the title, or nothing.

    Where the format marks headings: its only heading of the first rank, before the body.
    In plain text: the first line of the head, if no other line there could be a title. (A
    second could as well be the title of a part; and taken later, it would be a second title.)
    """
    free = [position for position in page.head if position not in taken]
    if page.headed:
        ranked = [unit.place for unit in page.units if unit.kind == "heading" and unit.level == 1]
        return [at for at in free if len(ranked) == 1 and page.units[at].place == ranked[0]]
    if not free or not _could_be_title(page.units[free[0]], rule) or not _told(page, free[0]):
        return []
    others = (at for at in free[1:] if _could_be_title(page.units[at], rule))
    return free[:1] if list(islice(others, 2)) in ([], _decks(page, free[0], free)) else []


def deck(page: Page, _rule: Rule, taken: Container[int]) -> Iterable[int]:
    """Return the one line between title and body that sums the text up, or nothing.

    It must stand above a byline or date; or it shares a telling word with the title, and the
    body after it says again, in full, whose name it has said. The first sentence of a report
    would not.
    """
    titles = [position for position in page.head if position in taken]
    free = [position for position in page.head if position not in taken]
    return _decks(page, titles[0], free) if len(titles) == 1 else []


# How each kind of rule works, in the order of trial; a new kind is one more line here.
MATCHERS: dict[Kind, Matcher] = {
    "labels": labels,
    "line": line,
    "sequence": sequence,
    "lift": lift,
    "duplicate": duplicate,
    "title": title,
    "deck": deck,
}


def _matched(page: Page, rule: Rule) -> list[int]:
    return page.positions(page.known.matched(rule.pattern, rule.longest))


def _starts(page: Page, rule: Rule) -> Sequence[int]:
    """Return where a run of the steps of *rule* might start."""
    needed = [step for step in rule.steps if step.least and not step.rest]
    # The last ones first: a date is rarer than the name above it.
    there = [page.positions(_places(page, step)) for step in reversed(needed)]
    if not all(there):
        return []
    first = bool(needed) and needed[0] is rule.steps[0]
    zone = page.zone(rule.zone)
    return [at for at in (there[-1] if first else range(len(page.units))) if at in zone]


def _places(page: Page, step: Step) -> frozenset[int]:
    return page.known.matched(step.pattern, step.longest)


def _walk(page: Page, rule: Rule, taken: Container[int], start: int) -> list[int]:
    """Return the positions of the run that starts at *start*, or nothing."""
    run: list[int] = []
    place = start
    for step in rule.steps:
        found = _rest(page, rule, taken, place) if step.rest else _matching(page, step, place)
        if not step.least <= len(found) <= step.most:
            return []
        run += found
        place += len(found)
    return run


def _matching(page: Page, step: Step, place: int) -> list[int]:
    # A line may be taken already, say the heading of a list by the rule for headings.
    reach = range(place, min(place + step.most, len(page.units)))
    places = _places(page, step)
    return list(takewhile(lambda at: page.units[at].place in places, reach))


def _rest(page: Page, rule: Rule, taken: Container[int], place: int) -> list[int]:
    opening = [step for step in rule.steps if not step.rest]
    return list(
        takewhile(
            lambda at: (
                at not in taken
                and page.units[at].kind != "heading"
                and not _opens(page, opening, at)
            ),
            range(place, len(page.units)),
        )
    )


def _opens(page: Page, opening: list[Step], place: int) -> bool:
    for step in opening:
        found = _matching(page, step, place)
        if len(found) < step.least:
            return False
        place += len(found)
    return True


def _could_be_title(unit: Unit, rule: Rule) -> bool:
    return (
        unit.kind in ("paragraph", "heading")
        and len(_key(unit)) >= _TITLE_LETTERS
        and len(unit.text) <= rule.longest
        and not unit.text.endswith(_UNFINISHED)
        and not _QUOTED.fullmatch(unit.text)
        and not rule.never.matches(unit.text)
    )


def _told(page: Page, at: int) -> bool:
    """Tell whether the line at *at* is more than a word that the text knows nothing of."""
    unit, body = page.units[at], page.units[page.body[0]]
    words = _LETTERS.findall(unit.text.casefold())
    if len(words) > 1 or _credited(page, unit, body):
        return True
    stem = words[0][:_STEM]
    return any(stem in page.units[place].text.casefold() for place in page.body)


def _credited(page: Page, unit: Unit, body: Unit) -> bool:
    """Tell whether a byline or date stood between *unit* and *body*."""
    return any(unit.place < place < body.place for place in page.lifted)


def _decks(page: Page, head: int, free: list[int]) -> list[int]:
    """Return the position of the deck of the title at *head*, if there is one."""
    after = [at for at in free if at > head]
    if len(after) != 1:
        return []
    unit, body = page.units[after[0]], page.units[page.body[0]]
    if len(unit.text) not in _DECK_LETTERS or _OPENS_QUOTED.match(unit.text):
        return []
    common = _telling_words(page.units[head]) & _telling_words(unit)
    anew = common and ends_sentence(unit.text) and _names(unit) & _names(body)
    prose = body.kind == "paragraph"
    return after if prose and (anew or _credited(page, unit, body)) else []


def _names(unit: Unit) -> set[tuple[str, str]]:
    """Return the names in full: two words in a row with capitals."""
    pairs = pairwise(_LETTERS.findall(unit.text))
    return {
        (one, two)
        for one, two in pairs
        if one[0].isupper() and two[0].isupper() and min(len(one), len(two)) >= _STEM
    }


def _telling_words(unit: Unit) -> set[str]:
    words = (word.casefold() for word in _LETTERS.findall(unit.text))
    return {word for word in words if len(word) >= _TELLING}


def _key(unit: Unit) -> str:
    return "".join(_LETTERS.findall(unit.text)).casefold()
