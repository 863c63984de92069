"""Many forms that begin alike: found as if each had been tried by itself, the longest first."""

import random
import re

import pytest

from florilegium.assemble.index_forms import FormFinder
from florilegium.model import IndexHeading

WORDS = ("a", "A", "ab", "Ab", "b", "Burke", "burke", "a-b", "o'x", "x.", "字", "(a")


def found(forms, text):
    headings = [IndexHeading(f"h{n}", form, forms=(form,)) for n, form in enumerate(forms)]
    return [(one.start, one.end) for one in FormFinder(headings, "en").find(text, where="a")]


def _way(form):
    spelt = [form, form[:1].upper() + form[1:]] if form[:1].islower() else [form]
    choices = "|".join(r"\s+".join(map(re.escape, way.split())) for way in spelt)
    return re.compile(rf"(?<!\w)(?:{choices})(?!\w)")


def one_by_one(forms, text):
    """What the pattern means: at each place the longest form that stands there in whole words."""
    ways = [_way(form) for form in sorted(forms, key=lambda form: (-len(form), form))]
    at, places = 0, []
    while at < len(text):
        match = next((m for way in ways if (m := way.match(text, at))), None)
        if match:
            places.append(match.span())
        at = match.end() if match else at + 1
    return places


@pytest.mark.parametrize("seed", range(60))
def test_the_longest_of_many_forms_is_found(seed):
    rand = random.Random(seed)  # noqa: S311  # words, no secrets
    forms = sorted({
        " ".join(rand.choice(WORDS) for _ in range(rand.randrange(1, 4))) for _ in range(8)
    })  # fmt: skip
    gaps = (" ", "  ", "\n", "", ", ")
    text = "".join(rand.choice(WORDS) + rand.choice(gaps) for _ in range(60))

    assert one_by_one(forms, text) == list(dict.fromkeys(found(forms, text)))


def test_forms_within_one_another_are_found_however_many():
    forms = ["a" * length for length in range(1, 200)]

    assert [(0, 150), (151, 152), (153, 352)] == found(forms, f"{forms[149]} a {forms[198]} ")
