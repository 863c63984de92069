"""Text that its form gives away: it stands, whatever its words look like.

Lines that run on from one to the next (wrapped prose, verse, clauses), speakers who take turns,
questions with their answers, articles that are counted, lists of names. The frame of a page has
hardly any of these; so a model that learned from news may not take them.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from florilegium.clean.model.wordlists import small_words
from florilegium.clean.units import Unit, ends_sentence

# A longer line is a whole paragraph; a shorter one flows on only where its last sign says so.
_LONGEST, _SHORTEST = 100, 30
_FEWEST_WORDS = 3
# The virgule stands for the comma in old print.
_GOES_ON = (",", ";", "/")
# So many lines at least run on, of which every second flows into the next.
_LINES, _SHARE = 3, 2
# A cue: a name on a line of its own, or with a point or colon before the words.
_CUE = re.compile(r"[^\W\d][^\d.:]{0,38}(?:[.:](?= \S)|[.:]?$)")
# It comes back so often, three times in four before the words of a speech; speeches so near to
# each other, and so many, by so many speakers, are a play.
_TIMES, _SPEECHES, _SPEAKERS = 3, (6, 6), 2
_SPOKEN = tuple(",;:-)\"'")
# A speech behind a dash, a name before its first name; and the head of a numbered article.
_DASHED = re.compile(r"--? ?[¿¡\"]?[^\W\d]")
_LISTED = re.compile(r"[^\W\d][^,\d]{1,29}, [^,\d]{2,30}")
_ARTICLE = re.compile(r"(?P<name>[^\W\d]{2,9}\.? |§ ?)(?P<number>\d{1,3})(?![\d:]|[.,]\d)")
_ASKS = ("?", "？", "؟", '?"')
# So near such lines are to each other, and so many of them are no chance.
_DASHES, _LISTS, _QUESTIONS, _ARTICLES = (2, 5), (1, 6), (3, 5), (10, 4)
# A line of a list that is counted in Roman figures or in letters.
_COUNTED = re.compile(r"\W{0,2}(?:[IVXLC]{1,7}|[^\W\d])[).](?: |$)")


def told_by_form(
    units: Sequence[Unit], gaps: Sequence[int], known: Sequence[bool], *, marked_up: bool = False
) -> set[int]:
    """Return the positions of *units* that are text by their form.

    *gaps* are the lines of the seed from one to the next; *known* tells of each whether a rule
    has found it to be the page's. In a page that is *marked_up* no line need run on.
    """
    running = () if marked_up else _running_on(units, gaps, known)
    return {*running, *_speeches(units, known), *_articles(units, known), *_alike(units, known)}


def reads_on(unit: Unit) -> bool:
    """Tell whether a line ends as those of a text do, or counts as those of its contents."""
    text = unit.text
    return (
        unit.body
        or ((text.endswith((*_SPOKEN, "/")) or ends_sentence(text)) and not text.endswith("..."))
        or _COUNTED.match(text) is not None
    )


def _running_on(
    units: Sequence[Unit], gaps: Sequence[int], known: Sequence[bool]
) -> Iterator[int]:
    for run in _runs(units, gaps, known):
        joints = [_flows(units[a].text, units[b].text) for a, b in pairwise(run)]
        if len(run) >= _LINES and _SHARE * sum(joints) >= len(joints):
            yield from run


def _runs(
    units: Sequence[Unit], gaps: Sequence[int], known: Sequence[bool]
) -> Iterator[list[int]]:
    """Yield the lines that follow each other without a gap, none of them but the last long."""
    run: list[int] = []
    for at, page in enumerate(known):
        if run and (page or gaps[at] > 1 or len(units[run[-1]].text) > _LONGEST):
            yield run
            run = []
        run += [] if page else [at]
    yield run


def _flows(text: str, after: str) -> bool:
    """Tell whether the line *text* goes on in the one *after* it."""
    words = text.split()
    if len(words) < _FEWEST_WORDS or len(text) > _LONGEST:
        return False
    if text.endswith(_GOES_ON):
        return True
    parted = text.endswith("-") and words[-1] != "-"
    small = words[-1].casefold() in small_words()
    return len(text) >= _SHORTEST and (after[:1].islower() or parted or small)


def _alike(units: Sequence[Unit], known: Sequence[bool]) -> Iterator[int]:
    """Yield lines of a dialogue behind dashes, of a list of names, of questions and answers."""
    free = [at for at in range(len(units)) if not known[at]]
    ends = {at for at in free if ends_sentence(units[at].text)}
    asks = {at for at in ends if units[at].text.endswith(_ASKS)}
    dashed = [at for at in free if at in ends and _DASHED.match(units[at].text)]
    listed = [at for at in free if _LISTED.fullmatch(units[at].text)]
    for places, (near, least) in ((dashed, _DASHES), (listed, _LISTS)):
        for run in _near(places, near):
            if len(run) >= least:
                yield from range(run[0], run[-1] + 1)
    asked = [at for at in free if at in asks and at + 1 in ends - asks]
    for run in _near(asked, _QUESTIONS[0]):
        if len(run) >= _QUESTIONS[1]:
            yield from range(run[0], run[-1] + 2)


def _articles(units: Sequence[Unit], known: Sequence[bool]) -> Iterator[int]:
    """Yield the lines from the first to the last of articles that are counted one by one."""
    heads: dict[str, list[tuple[int, int]]] = {}
    for at, unit in enumerate(units):
        found = None if known[at] else _ARTICLE.match(unit.text)
        if found:
            heads.setdefault(found["name"].strip().casefold(), []).append(
                (at, int(found["number"]))
            )
    near, least = _ARTICLES
    for own in heads.values():
        start = 0
        for end in range(1, len(own) + 1):
            (last, number), after = own[end - 1], own[end : end + 1]
            if after and after[0][1] in (number, number + 1) and after[0][0] <= last + near:
                continue
            if number - own[start][1] >= least - 1:
                yield from range(own[start][0], last + 1)
            start = end


def _speeches(units: Sequence[Unit], known: Sequence[bool]) -> Iterator[int]:
    cues = [None if page else _cue(unit.text) for unit, page in zip(units, known, strict=True)]
    counted = Counter(cue for cue in cues if cue)
    spoken = {
        at: cue for at, cue in enumerate(cues) if cue and _answered(units, cues, counted, at)
    }
    often = Counter(spoken.values())
    names = {
        name for name, count in often.items() if count >= _TIMES and 4 * count >= 3 * counted[name]
    }
    for run in _near([at for at, cue in spoken.items() if cue in names], _SPEECHES[0]):
        if len(run) >= _SPEECHES[1] and len({spoken[at] for at in run}) >= _SPEAKERS:
            yield from range(run[0], min(run[-1] + 2, len(units)))


def _cue(text: str) -> str | None:
    found = _CUE.match(text)
    return found[0] if found else None


def _answered(
    units: Sequence[Unit], cues: Sequence[str | None], counted: Counter[str], at: int
) -> bool:
    """Tell whether the words of a speech follow on the cue at *at*."""
    said = units[at].text[len(cues[at] or "") :]
    if not said and at + 1 < len(units) and counted[cues[at + 1] or ""] < _TIMES:
        said = units[at + 1].text
    return said.endswith(_SPOKEN) or ends_sentence(said)


def _near(places: Iterable[int], near: int) -> Iterator[list[int]]:
    """Yield the *places* in groups: in each, one is *near* the next."""
    run: list[int] = []
    for at in places:
        if run and at > run[-1] + near:
            yield run
            run = []
        run.append(at)
    yield run
