"""The examples of a rule, tried: what it says it removes must go, what it keeps must stay.

An example is one line or several. It is set into a page of prose where the rule looks: at
the head, at the end, or in the middle.
"""

from collections.abc import Sequence

from florilegium.clean.engine import clean
from florilegium.clean.rules.patterns import LinePattern
from florilegium.clean.rules.rule import Rule
from florilegium.model import Block, CleanText, RawText, Seed

_PROSE = tuple(
    line.replace("\n", " ")
    for line in """\
The ferry left the island once a day, an hour before the tide turned, and nobody who
missed it had ever been known to complain about the wait until the following morning.

In the winter of that year the harbour froze for the first time since my grandmother was
a girl, and the boats lay in the ice like letters that had been written but never sent.

What we ate was fish, and what we burned was whatever the storms had left on the beach;
a good plank went to the carpenter, and a bad one went into the stove the same evening.

Nobody remembers now who was the first to walk across, only that he came back with a
newspaper under his arm and would not tell any of us what he had read in it over there.
""".strip().split("\n\n")
)


# A line of a frame and a rule for it, so that doubtful rules are asked at all.
_FRAME = Rule("frame", "line", "frame", "a line of the frame", pattern=LinePattern("to the top"))


def failures(rule: Rule, *, rules: Sequence[Rule]) -> tuple[str, ...]:
    """Return in words every example of *rule* that does not hold, alone or among all *rules*."""
    found: list[str] = []
    for example in rule.removes:
        for company in ((rule,), rules):
            kept = _texts(_tried(rule, example, (*company, _FRAME)))
            left = sorted(set(_lines(example)) & kept)
            # A duplicate stays once; among all rules, that one is lifted as the title.
            if len(left) > (1 if rule.kind == "duplicate" and len(company) == 1 else 0):
                found.append(f"does not remove {left[0]!r}")
    for example in rule.keeps:
        lines = set(_lines(example))
        for company in ((rule,), rules):
            tried = _tried(rule, example, (*company, _FRAME))
            gone = [r.text for r in tried.removals if len(company) == 1 or r.action == "removed"]
            doubts = [doubt.text for doubt in tried.doubts] if rule.doubtful else []
            found += [f"removes {text!r}" for text in (*gone, *doubts) if text in lines]
    return tuple(found)


def _tried(rule: Rule, example: str, rules: Sequence[Rule]) -> CleanText:
    above, below = {
        "head": ((), _PROSE),
        "tail": (_PROSE, ()),
        "edge": (_PROSE, ()),
        "anywhere": (_PROSE[:2], _PROSE[2:]),
    }[_place(rule)]
    lines = (*above, *_lines(example), *below, "To the top")
    blocks = tuple(Block("paragraph", line, (n, n)) for n, line in enumerate(lines, start=1))
    return clean(RawText(Seed("example", "", "text/plain", "utf-8"), blocks), rules=rules)


def _place(rule: Rule) -> str:
    return "head" if rule.kind in ("duplicate", "title", "deck") else rule.zone


def _lines(example: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in example.strip().split("\n"))


def _texts(cleaned: CleanText) -> frozenset[str]:
    doubtful = {doubt.text for doubt in cleaned.doubts}
    return frozenset(block.text for block in cleaned.blocks) - doubtful
