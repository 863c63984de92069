import itertools
import time
from itertools import pairwise

import pytest

from florilegium import clean, ingest
from florilegium.clean.examples import failures
from florilegium.clean.rules import patterns
from florilegium.errors import ConfigError, FlorilegiumError

RULES = clean.load_rules()
OWN = """
[[rule]]
id = "harbour-notice"
kind = "line"
role = "notice"
why = "the harbour office's notice"
pattern = ['''harbour office, {weekday}.*''']
removes = ["Harbour office, Monday"]
keeps = ["The harbour office was shut."]

[[keep]]
seed = "walk.txt"
quote = "Share"
reason = "the title of the last part"

[[drop]]
seed = "walk.txt"
quote = "Photo: A. Weld"
reason = "a credit"
"""


def load(tmp_path, text):
    path = tmp_path / "cleaning.toml"
    path.write_text(text, encoding="utf-8")
    return clean.load_cleaning(path)


@pytest.mark.parametrize("rule", RULES, ids=[rule.id for rule in RULES])
def test_examples_of_a_rule_hold_alone_and_among_all(rule):
    assert () == failures(rule, rules=RULES)


@pytest.mark.parametrize("rule", RULES, ids=[rule.id for rule in RULES])
def test_rule_says_what_it_is_and_has_examples(rule):
    assert rule.role
    assert rule.why
    assert rule.keeps
    assert rule.removes or rule.kind == "deck"  # a deck needs its title: see the engine's tests


def test_example_that_does_not_hold_is_told():
    rule = next(rule for rule in RULES if rule.id == "advert-label")
    wrong = clean.Rule("x", "line", "x", "x", pattern=rule.pattern, removes=("A man went by.",))

    assert failures(wrong, rules=RULES)


def test_no_rule_names_a_seed_or_its_site():
    for rule in RULES:
        source = " ".join(pattern.source for pattern in rule.patterns)
        for name in ("makers", "weltwoche", "milano", "burke", "metoo", "baiker"):
            assert name not in f"{rule.id} {rule.why} {source} {rule.removes}".lower()


def test_no_pattern_takes_long_over_a_line_made_to_confuse_it():
    atoms = ("Aa ", "A, ", "and ", "By Aa ", "1.", "12:30 ", "Mon - ", "news ", "de la ", "3 ago ")
    patterns = [pattern.compiled() for rule in RULES for pattern in rule.patterns]
    started = time.process_time()
    for one, other in itertools.product(atoms, atoms):
        line = ((one + other) * 300)[:300] + "\x01"
        for pattern in patterns:
            pattern.fullmatch(line)

    # Measured: 0.1 s for some 5,000 matches; a pattern that runs away takes minutes.
    assert 10 > time.process_time() - started


def test_own_rules_come_with_the_shipped_and_use_their_fragments(tmp_path):
    cleaning = load(tmp_path, OWN)

    assert (*(rule.id for rule in RULES), "harbour-notice") == tuple(r.id for r in cleaning.rules)
    assert () == failures(cleaning.rules[-1], rules=cleaning.rules)


def test_overrides_are_read_with_their_lines(tmp_path):
    overrides = load(tmp_path, OWN).overrides

    assert ("Share", "Photo: A. Weld") == (overrides.keep[0].quote, overrides.drop[0].quote)
    assert ("book/cleaning.toml:11", "book/cleaning.toml:16") == (
        overrides.keep[0].where, overrides.drop[0].where,
    )  # fmt: skip
    assert frozenset({"walk.txt"}) == overrides.seeds


def test_book_without_the_file_has_the_shipped_rules(tmp_path):
    assert RULES == clean.load_cleaning(tmp_path / "cleaning.toml").rules
    assert RULES == clean.load_cleaning(None).rules


MISTAKES = {
    "[[rules]]\nid = 'a'": ("unknown key 'rules'", "fragment, vocabulary, rule, keep, drop"),
    "[[keep]]\nseed = 'a'\nquote = 'b'\nwhy = 'c'\nreason = 'd'": ("unknown key 'why'", "reason"),
    "[[keep]]\nseed = 'a'\nquote = ' '\nreason = 'c'": ("needs a quote", "Quote"),
    "[[rule]]\nid = 'a'\nkind = 'line'\nrole = 'x'\nwhy = 'y'": ("needs 'pattern'", ""),
    "[[rule]]\nid = 'a'\nkind = 'word'\nrole = 'x'\nwhy = 'y'": ("'kind' is 'word'", "'line'"),
    "[[rule]]\nid = 'a'\nkind = 'line'\nrole = 'x'\nwhy = 'y'\npattern = ['(']": ("pattern", ""),
    "[[rule]]\nid = 'a'\nkind = 'line'\nrole = 'x'\nwhy = 'y'\npattern = ['{nil}']": (
        "no fragment {nil}", "weekday",
    ),
    "[[rule]]\nid = 'a'\nkind = 'labels'\nrole = 'x'\nwhy = 'y'\nvocabulary = ['nil']": (
        "no vocabulary 'nil'", "interface",
    ),
    "[[rule]]\nid = 'title'\nkind = 'title'\nrole = 'x'\nwhy = 'y'": ("there already", "own"),
    "[fragment]\nx = '{x}'\n[[rule]]\nid='a'\nkind='line'\nrole='x'\nwhy='y'\npattern=['{x}']": (
        "no fragment", "",
    ),
}  # fmt: skip


@pytest.mark.parametrize("text", MISTAKES, ids=[what for what, _ in MISTAKES.values()])
def test_mistake_in_the_file_is_named_with_a_remedy(tmp_path, text):
    what, hint = MISTAKES[text]

    with pytest.raises(ConfigError) as caught:
        load(tmp_path, text)

    assert what in caught.value.what
    assert hint in caught.value.hint
    assert "book/cleaning.toml" in caught.value.where


def own_rule(pattern, more=""):
    return (
        '[[rule]]\nid = "own"\nkind = "line"\nrole = "site"\nwhy = "The site\'s."\n'
        f"pattern = ['''{pattern}''']\nremoves = [\"aaa\"]\nkeeps = [\"b\"]\n{more}"
    )


@pytest.mark.parametrize("pattern", ["(a+)+", "(a|aa)+", "(?:a*)*", "(.*a){30}"])
def test_a_pattern_of_a_book_that_takes_for_ever_is_told(pattern, tmp_path, monkeypatch):
    monkeypatch.setattr(patterns, "_SECONDS", 0.3)
    path = tmp_path / "cleaning.toml"
    path.write_text(own_rule(pattern), encoding="utf-8")
    settings = clean.load_cleaning(path)
    raw = ingest.decode(f"Words.\n\n{'a' * 4000}b\n\n{'aa' * 20}b\n".encode(), "a.txt")
    try:
        made = clean.clean_by(raw, settings)
    except FlorilegiumError as error:
        assert error.where == "book/cleaning.toml"  # noqa: PT017  # that it is told is as good
        assert "is not done" in error.what  # noqa: PT017  # the same
    else:
        assert made.blocks


NINE_FOLD = "".join(f'{a} = "{9 * f"{{{b}}}"}"\n' for a, b in pairwise("abcdefghij"))


@pytest.mark.parametrize(
    ("pattern", "more", "what"),
    [
        ("((((", "", "not a valid pattern"),
        ("(" * 3000 + ")" * 3000, "", "not a valid pattern"),
        ("a{1,99999999999}", "", "not a valid pattern"),
        ("{a}", NINE_FOLD, "has more than"),
        ("{a}", 'a = "{b}"\nb = "{a}"\n', "no fragment"),
    ],
)  # fmt: skip
def test_a_pattern_of_a_book_that_is_none_is_told(pattern, more, what, tmp_path):
    path = tmp_path / "cleaning.toml"
    path.write_text(
        own_rule(pattern, f"\n[fragment]\nj = 'x'\n{more}" if more else ""), encoding="utf-8"
    )

    with pytest.raises(FlorilegiumError, match=what):
        clean.load_cleaning(path)
