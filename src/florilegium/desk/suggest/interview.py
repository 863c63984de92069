"""The speaker of each paragraph, by a chain of introduction, question, answer, after-word.

Each paragraph's own signs are weighed with those of its neighbours (questions and answers take
turns), by the forward-backward method. What sets the two speakers apart in this very text, the
length of what they say and how they type an apostrophe, is learned from a first round.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from florilegium.desk.suggest.signs import Signs

Role = Literal["before", "question", "answer", "after"]
# What leads up to a question (*lead*) is the asker's too; *asked* is where the question is.
_State = Literal["before", "lead", "asked", "answer", "after"]
_STATES: tuple[_State, ...] = ("before", "lead", "asked", "answer", "after")
_ROLE: dict[_State, Role] = {
    "before": "before", "lead": "question", "asked": "question", "answer": "answer",
    "after": "after",
}  # fmt: skip
_FORBIDDEN = -60.0
_NEXT: dict[tuple[_State, _State], float] = {
    ("before", "before"): 0.80, ("before", "lead"): 0.04, ("before", "asked"): 0.16,
    ("lead", "lead"): 0.30, ("lead", "asked"): 0.64, ("lead", "answer"): 0.06,
    ("asked", "asked"): 0.07, ("asked", "lead"): 0.01, ("asked", "answer"): 0.92,
    ("answer", "asked"): 0.44, ("answer", "lead"): 0.07, ("answer", "answer"): 0.46,
    ("answer", "after"): 0.03,
    ("after", "after"): 1.0,
}  # fmt: skip
_FIRST: dict[_State, float] = {"before": 0.8, "lead": 0.02, "asked": 0.18}
_ROUNDS = 4
_OF_SELF, _TO_OTHER = -0.5, 0.3  # leans of who surely speaks of himself, or to the other
_UNSURE = 0.6


@dataclass(frozen=True, slots=True)
class Spoken:
    """The *role* of a paragraph and how sure it is (0 to 1)."""

    role: Role
    sure: float


def spoken(signs: Sequence[Signs]) -> tuple[Spoken, ...]:
    """Return the role of every paragraph of an interview."""
    if not signs:
        return ()
    habits = _Habits()
    shares: list[dict[_State, float]] = []
    for _ in range(_ROUNDS):
        weights = [_weights(sign, habits) for sign in signs]
        shares = _shares(weights)
        habits = _learned(signs, shares)
    path = _best_path([_weights(sign, habits) for sign in signs])
    return tuple(
        Spoken(_ROLE[state], sum(share[s] for s in _STATES if _ROLE[s] == _ROLE[state]))
        for state, share in zip(path, shares, strict=True)
    )


@dataclass(frozen=True, slots=True)
class _Habits:
    """What is known of the two: share of curly apostrophes, middle and spread of log length."""

    curly: tuple[float, float] = (0.5, 0.5)
    size: tuple[float, float] = (3.4, 4.1)
    spread: tuple[float, float] = (1.0, 1.0)


def _weights(sign: Signs, habits: _Habits) -> dict[_State, float]:
    hands: list[float] = []
    sizes: list[float] = []
    for number in (0, 1):
        curly = habits.curly[number]
        forms = sign.curly * math.log(curly) + sign.straight * math.log(1 - curly)
        # The marks of one paragraph are typed by one hand: many say little more than four.
        forms *= min(1.0, 4 / max(1, sign.curly + sign.straight))
        away = (math.log(max(2, sign.size)) - habits.size[number]) / habits.spread[number]
        hands.append(forms)
        sizes.append(-0.3 * away * away - 0.6 * math.log(habits.spread[number]))
    gap = 1.5 if sign.gap else 0.0
    asked = hands[0] + sizes[0] + sign.lean / 2 + gap
    asked += (1.2 if sign.asks else -0.6) if sign.questions or sign.asks else -5.0
    # What leads up to a question may have any length, and may tell of the asker himself.
    lead = hands[0] + min(sizes) + gap - (2.0 if sign.asks else 0.0)
    lead += sign.lean / (2 if sign.lean > 0 else 4)
    answer = hands[1] + sizes[1] - sign.lean / 2 - (2.0 if sign.asks else 0.0)
    # Who asks has mostly written what stands around the talk, too.
    outside = hands[0] + max(sizes) - (2.5 if sign.asks else 0.3)
    return {
        "before": outside + (2.0 if sign.opens else 0.0),
        "lead": lead,
        "asked": asked,
        "answer": answer,
        "after": outside + (5.0 if sign.closes else -1.0),
    }


def _shares(weights: Sequence[dict[_State, float]]) -> list[dict[_State, float]]:
    """Return how likely each role of each paragraph is, all the others considered."""
    ahead = [{role: _log(_FIRST.get(role, 0)) + weights[0][role] for role in _STATES}]
    for own in weights[1:]:
        ahead.append(
            {
                role: own[role] + _sum(ahead[-1][last] + _step(last, role) for last in _STATES)
                for role in _STATES
            }
        )
    behind: list[dict[_State, float]] = [dict.fromkeys(_STATES, 0.0)]
    behind[0] |= {"before": _FORBIDDEN, "lead": -4.0, "asked": -1.5}
    for own in reversed(weights[1:]):
        after = behind[0]
        behind.insert(
            0,
            {
                role: _sum(_step(role, then) + own[then] + after[then] for then in _STATES)
                for role in _STATES
            },
        )
    made: list[dict[_State, float]] = []
    for left, right in zip(ahead, behind, strict=True):
        whole = _sum(left[role] + right[role] for role in _STATES)
        made.append({role: math.exp(left[role] + right[role] - whole) for role in _STATES})
    return made


def _best_path(weights: Sequence[dict[_State, float]]) -> list[_State]:
    best = {role: _log(_FIRST.get(role, 0)) + weights[0][role] for role in _STATES}
    ways: list[dict[_State, _State]] = []
    for own in weights[1:]:
        way = {
            role: max(_STATES, key=lambda last: best[last] + _step(last, role)) for role in _STATES
        }
        best = {role: best[way[role]] + _step(way[role], role) + own[role] for role in _STATES}
        ways.append(way)
    role = max(_STATES, key=lambda last: best[last] + (_FORBIDDEN if last == "before" else 0))
    path = [role]
    for way in reversed(ways):
        role = way[role]
        path.append(role)
    return path[::-1]


def _learned(signs: Sequence[Signs], shares: Sequence[dict[_State, float]]) -> _Habits:
    curly: list[float] = []
    sizes: list[float] = []
    spreads: list[float] = []
    for number, role in enumerate(("question", "answer")):
        own = [sum(share[s] for s in _STATES if _ROLE[s] == role) for share in shares]
        # Two apostrophes of each form are assumed, so that none is ruled out; and each counts
        # for its paragraph, not for itself.
        forms = [
            (min(s.curly, 4) * w, min(s.straight, 4) * w) for s, w in zip(signs, own, strict=True)
        ]
        many, few = (sum(pair[n] for pair in forms) for n in (0, 1))
        curly.append((many + 1.5) / (many + few + 3))
        logs = [math.log(max(2, sign.size)) for sign in signs]
        start = _Habits().size[number]
        total = sum(own) + 2
        middle = (2 * start + sum(w * x for w, x in zip(own, logs, strict=True))) / total
        wide = 2.0 + sum(w * (x - middle) ** 2 for w, x in zip(own, logs, strict=True))
        sizes.append(middle)
        spreads.append(math.sqrt(wide / total))
    return _Habits((curly[0], curly[1]), (sizes[0], sizes[1]), (spreads[0], spreads[1]))


def _step(last: _State, role: _State) -> float:
    return _log(_NEXT.get((last, role), 0))


def _log(share: float) -> float:
    return math.log(share) if share else _FORBIDDEN


def _sum(logs: Iterable[float]) -> float:
    values = list(logs)
    top = max(values)
    return float(top + math.log(sum(math.exp(value - top) for value in values)))


def with_first_exchange(signs: Sequence[Signs], roles: Sequence[Spoken]) -> tuple[Spoken, ...]:
    """Return *roles* with a first question that asks nothing, when an answer follows it.

    Right before the first question found, who is told something ("You have rowed here for
    forty years.") and then speaks of himself has begun the talk; both are doubtful.
    """
    done = list(roles)
    first = next((n for n, own in enumerate(done) if own.role != "before"), len(done))
    if first == len(done) or done[first].role != "question":
        return tuple(done)
    answered = first - 1
    while answered > 0 and signs[answered].lean < _OF_SELF:
        answered -= 1
    told = answered if answered < first - 1 else -1
    if told >= 0 and signs[told].lean > _TO_OTHER and not signs[told].opens:
        done[told] = Spoken("question", _UNSURE)
        done[told + 1 : first] = [Spoken("answer", _UNSURE)] * (first - told - 1)
    elif told >= 0 or (answered >= 0 and signs[answered].lean > _TO_OTHER):
        done[first - 1] = Spoken("before", _UNSURE)
    return tuple(done)


def openings(roles: Sequence[Spoken]) -> tuple[int, ...]:
    """Return the places where a turn opens: where the speaker is another than before."""
    found = [0] if roles and roles[0].role in ("question", "answer") else []
    found += [
        number
        for number, (last, now) in enumerate(pairwise(roles), start=1)
        if now.role != last.role and now.role in ("question", "answer")
    ]
    return tuple(found)
