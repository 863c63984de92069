"""The law of harm: of a text without a frame nothing goes, and nothing of the body of one in it.

Texts of many kinds in several scripts, made up by chance, as plain text, Markdown and HTML: bare;
and between paragraphs of prose, in a made-up frame. What touches the frame with no prose between
loses a title at most, if its form tells it; the others are measured, not proved: ``nox -s bench
-- harm FOLDER --frames DATA``. What is lifted into the head of a chapter is not gone.
"""

import html
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from florilegium import clean, ingest
from support.literature import KINDS, SCRIPTS, as_html, as_markdown, as_text, paragraphs, written

ABOVE = ("Skip to content", "Menu", "News", "Sport", "Weather", "Video", "Travel", "Sign in",
         "Share on Facebook", "Subscribe to our newsletter")  # fmt: skip
BELOW = ("Share on Facebook", "Related articles", "Ten bridges to see this summer",
         "Why the ferry is late again", "Leave a comment", "Privacy policy", "Terms of use",
         "We use cookies to improve your experience on our site.",
         "© 2019 The Harbour Post. All rights reserved.")  # fmt: skip
STRICTNESS = ("gentle", "normal", "strict")


def marked(lines):
    return "\n".join(f"<div>{html.escape(line)}</div>" for line in lines)


FORMS = {"txt": as_text, "md": as_markdown, "html": as_html}


def framed(text, form):
    if form == "html":
        return (
            f"<html><body><nav>{marked(ABOVE)}</nav><article>{text}</article>"
            f"<footer>{marked(BELOW)}</footer></body></html>"
        )
    between = "\n\n" if form == "md" else "\n"
    return f"{between.join(ABOVE)}\n\n{text}\n\n{between.join(BELOW)}\n"


def cleaned(source, form, strictness):
    raw = ingest.decode(source.encode(), f"seed.{form}")
    return clean.clean(raw, rules=clean.load_rules(), strictness=strictness)


def gone(source, form, strictness):
    """Return what is removed, as lines of the ledger."""
    removals = cleaned(source, form, strictness).removals
    return [(one.rule, one.text) for one in removals if one.action == "removed"]


def own(removed, pieces):
    """Return what of *removed* is a line of *pieces* and none of the frame."""
    frame = {*ABOVE, *BELOW}
    lines = {" ".join(line.split()) for piece in pieces for line in piece.lines} - frame
    return [one for one in removed if " ".join(one[1].split()) in lines]


chances = st.integers(0, 2**32).map(Random)
languages = st.sampled_from(sorted(SCRIPTS))


@pytest.mark.parametrize("kind", sorted(KINDS))
@given(chance=chances, language=languages, form=st.sampled_from(sorted(FORMS)))
@settings(deadline=None, max_examples=12)
def test_nothing_goes_of_a_text_without_a_frame(kind, chance, language, form):
    source = FORMS[form](written(kind, language, chance))

    for strictness in STRICTNESS:
        assert [] == gone(source, form, strictness)


@pytest.mark.parametrize("kind", sorted(KINDS))
@given(chance=chances, language=languages, form=st.sampled_from(sorted(FORMS)))
@settings(deadline=None, max_examples=8, derandomize=True)  # a model judges, and is not perfect
def test_nothing_of_a_body_goes_with_the_frame_around_it(kind, chance, language, form):
    pieces = written(kind, language, chance)
    before, after = (paragraphs(4, language, chance) for _ in range(2))
    source = framed(FORMS[form]([*before, *pieces, *after]), form)

    for strictness in STRICTNESS:
        removed = gone(source, form, strictness)
        assert removed
        assert [] == own(removed, pieces)


@pytest.mark.parametrize("kind", ["diary", "dictionary", "interview", "novel", "play"])
@given(chance=chances, language=languages, form=st.sampled_from(sorted(FORMS)))
@settings(deadline=None, max_examples=8, derandomize=True)  # a model judges, and is not perfect
def test_of_a_text_that_touches_the_frame_a_title_goes_at_most(kind, chance, language, form):
    pieces = written(kind, language, chance)
    source = framed(FORMS[form](pieces), form)

    for strictness in ("gentle", "normal"):
        removed = gone(source, form, strictness)
        assert [] == own(
            removed, [piece for piece in pieces if piece.tag not in ("title", "head")]
        )
