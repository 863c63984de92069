"""Laws of cleaning: nothing is lost or invented, and a clean text is clean."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from florilegium import clean
from florilegium.clean.overrides import Override, Overrides
from florilegium.clean.rules.labels import Vocabulary
from florilegium.clean.rules.patterns import LinePattern
from florilegium.clean.rules.rule import Rule, Step
from florilegium.model import Block, Mark, RawText, Seed

# Lines as pages have them, so that the rules find something to do in most examples.
LINES = (
    "Share", "Menu", "Facebook", "Twitter", "Print", "Search", "Advertisement", "Anzeige",
    "The Lamp on the Wall", "The lamp, a summer of counting on the wall.", "By Ada Lark",
    "Mar 4, 2011", "4.3.2011, 09:15 Uhr", "vor 3 Stunden", "Ada Lark", "jw77", "Related articles",
    "3 Comments", "Reply", "The news of the day", "Montag bis Freitag", "ab 16 Uhr 30",
    "Jetzt kostenlos testen", "Already a subscriber? Log in", "Watch the full interview here.",
    "It was late.", "“Who is there?”", "* * *", "MenuSearchClose XFacebookTwitterPrint",
    f"She walked along the sea wall {'every evening of that summer ' * 3}until dusk.",
    f"He had been a subscriber {'for forty years, ' * 5}and the paper still misspelled his name.",
)  # fmt: skip
line_texts = st.sampled_from(LINES) | st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=30
)
SEEDS = st.sampled_from(
    [Seed("a.txt", "", "text/plain", "x"), Seed("a.html", "", "text/html", "x")]
)


@st.composite
def blocks(draw):
    kind = draw(st.sampled_from(["paragraph"] * 6 + ["verse", "heading", "quote", "item", "code"]))
    lines = draw(st.lists(line_texts, min_size=1, max_size=4 if kind == "verse" else 1))
    text = "\n".join(lines)
    first = draw(st.integers(1, 500))
    last = first + (text.count("\n") if draw(st.booleans()) else draw(st.integers(0, 5)))
    spans = st.tuples(st.integers(0, len(text)), st.integers(0, len(text)))
    marks = draw(st.lists(st.tuples(spans, st.sampled_from(["emphasis", "strong"])), max_size=3))
    level = draw(st.integers(1, 3)) if kind in ("heading", "item") else 0
    marked = tuple(Mark(min(span), max(span), mark) for span, mark in marks)
    return Block(kind, text, (first, last), level, marked)


@st.composite
def raw_texts(draw):
    return RawText(draw(SEEDS), tuple(draw(st.lists(blocks(), max_size=12))))


@st.composite
def made_up_rules(draw):
    words = st.lists(st.sampled_from(LINES), min_size=1, max_size=3)
    pattern = st.builds(lambda found: LinePattern("|".join(map(re.escape, found))), words)
    anything = st.just(LinePattern(".*"))
    kind = draw(
        st.sampled_from(["line", "labels", "sequence", "lift", "duplicate", "title", "deck"])
    )
    steps = st.builds(Step, pattern | anything, st.integers(0, 1), st.integers(1, 3), st.just(200))
    return Rule(
        draw(st.text("abc", min_size=1, max_size=3)),
        kind,
        "role",
        "why",
        pattern=draw(pattern | anything),
        vocabulary=Vocabulary.of(draw(words)),
        steps=tuple(draw(st.lists(steps, min_size=1, max_size=3))),
        zone=draw(st.sampled_from(["anywhere", "head", "tail", "edge"])),
        least=draw(st.integers(1, 3)),
        across=draw(st.booleans()),
        unless_repeated=draw(st.booleans()),
    )


shipped = st.just(clean.load_rules())
rule_sets = shipped | st.lists(made_up_rules(), max_size=4).map(tuple)


@st.composite
def overridden(draw):
    """Return a text with overrides that quote it."""
    text = draw(raw_texts())
    quotable = [block.text for block in text.blocks if any(map(str.isalnum, block.text))]
    overrides = []
    for _ in range(2 if quotable else 0):
        words = draw(st.sampled_from(quotable)).split()
        start = draw(st.integers(0, len(words) - 1))
        quote = " ".join(words[start : draw(st.integers(start + 1, len(words)))])
        overrides.append(Override(text.seed.name, quote, "because"))
    return text, Overrides(keep=tuple(overrides[:1]), drop=tuple(overrides[1:]))


@given(raw_texts(), rule_sets)
@settings(deadline=None)
def test_kept_and_removed_together_are_the_input(text, rules):
    assert text.blocks == clean.merge(clean.clean(text, rules=rules))


@given(overridden(), rule_sets)
@settings(deadline=None)
def test_kept_and_removed_together_are_the_input_with_overrides_too(case, rules):
    text, overrides = case

    assert text.blocks == clean.merge(clean.clean(text, rules=rules, overrides=overrides))


@given(raw_texts(), rule_sets)
@settings(deadline=None)
def test_cleaning_a_clean_text_removes_nothing(text, rules):
    once = clean.clean(text, rules=rules)

    again = clean.clean(RawText(text.seed, once.blocks, text.language), rules=rules)

    assert (once.blocks, ()) == (again.blocks, again.removals)


@given(raw_texts(), rule_sets)
@settings(deadline=None)
def test_text_is_never_left_without_a_letter(text, rules):
    def letters(blocks):
        return any(letter.isalnum() for block in blocks for letter in block.text)

    assert letters(text.blocks) == letters(clean.clean(text, rules=rules).blocks)


@given(raw_texts())
@settings(deadline=None)
def test_no_rules_are_the_identity(text):
    assert text.blocks == clean.clean(text, rules=()).blocks


@given(overridden(), rule_sets)
@settings(deadline=None)
def test_marks_of_kept_blocks_lie_in_their_text(case, rules):
    text, overrides = case

    for block in clean.clean(text, rules=rules, overrides=overrides).blocks:
        assert all(0 <= mark.start <= mark.end <= len(block.text) for mark in block.marks)


STRICTNESS = st.sampled_from(["gentle", "normal", "strict"])


@given(raw_texts(), STRICTNESS)
@settings(deadline=None, max_examples=50)
def test_kept_and_removed_are_the_input_with_the_model_too(text, strictness):
    cleaned = clean.clean(text, rules=clean.load_rules(), strictness=strictness)

    assert text.blocks == clean.merge(cleaned)


@given(raw_texts(), STRICTNESS)
@settings(deadline=None, max_examples=50)
def test_cleaning_a_clean_text_removes_nothing_with_the_model_too(text, strictness):
    once = clean.clean(text, rules=clean.load_rules(), strictness=strictness)
    left = RawText(text.seed, once.blocks, text.language)

    again = clean.clean(left, rules=clean.load_rules(), strictness=strictness)

    assert (once.blocks, ()) == (again.blocks, again.removals)
