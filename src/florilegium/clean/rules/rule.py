"""Rules of cleaning as data: what goes, why, and the examples that prove it.

The shipped rules are ``clean/rules/*.toml``; an editor's own stand in ``book/cleaning.toml``
in the same form, with the overrides. Patterns match a whole line, folded (straight quotes,
``-`` for every dash), without regard to case; ``{name}`` in a pattern is a ``[fragment]``.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import count
from pathlib import Path
from typing import Literal

from florilegium.clean.model import Strictness
from florilegium.clean.overrides import Override, Overrides, PictureOrder, SeedOrder
from florilegium.clean.rules.labels import Vocabulary
from florilegium.clean.rules.patterns import NEVER, LinePattern
from florilegium.errors import ConfigError
from florilegium.project.config import SettingsFile, read_toml, record

Kind = Literal["span", "line", "labels", "sequence", "lift", "duplicate", "title", "deck"]
Zone = Literal["anywhere", "head", "tail", "edge"]
LIFTING: frozenset[Kind] = frozenset({"lift", "title", "deck"})
_SHIPPED = Path(__file__).parent
_LONGEST_PATTERN = 50_000  # letters
_FRAGMENT = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True, slots=True)
class Step:
    """A part of a sequence: *least* to *most* lines in a row that match.

    A step with *rest* takes whatever lines follow, up to the next start of the sequence, a
    heading, or the end; if more than *most* follow, there is no sequence. Only a doubtful rule
    may have one.
    """

    pattern: LinePattern
    least: int = 1
    most: int = 1
    longest: int = 80
    rest: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """One reason to take lines out: how they look (*kind*, *pattern* …), what they are (*role*).

    A rule of kind ``span`` takes out what its pattern finds in a line, as it is written.

    *languages* says whose words the rule knows; it is tried on every text, since the frame of
    a page is often in another language than the text. *never* says what is no title. With
    *unless_repeated* a lift leaves a line that has its like in the body: the date of a diary's
    first entry. What a *doubtful* rule finds, where others have found a frame, stays and is
    listed as a doubt. *removes* and *keeps* are examples.
    """

    id: str
    kind: Kind
    role: str
    why: str
    languages: tuple[str, ...] = ()
    pattern: LinePattern = NEVER
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    steps: tuple[Step, ...] = ()
    never: LinePattern = NEVER
    zone: Zone = "anywhere"
    least: int = 1
    longest: int = 300
    across: bool = False
    unless_repeated: bool = False
    doubtful: bool = False
    removes: tuple[str, ...] = ()
    keeps: tuple[str, ...] = ()

    @property
    def patterns(self) -> tuple[LinePattern, ...]:
        """All patterns that lines are asked about, but for what is never a title."""
        steps = (step.pattern for step in self.steps)
        asked = (self.pattern if self.kind != "span" else NEVER, *steps)
        return tuple(pattern for pattern in asked if pattern != NEVER)


@dataclass(frozen=True, slots=True)
class Cleaning:
    """All a book's cleaning goes by: the shipped *rules* and its own, and its overrides.

    *strictness* is how far the model may go where no rule knows a line; *largest_seed* is how
    many megabytes a seed may have.
    """

    rules: tuple[Rule, ...]
    overrides: Overrides = field(default_factory=Overrides)
    strictness: Strictness = "normal"
    largest_seed: int = 20


@dataclass(frozen=True, slots=True)
class _StepTable:
    pattern: tuple[str, ...] = ()
    least: int = 1
    most: int = 1
    longest: int = 80
    rest: bool = False


@dataclass(frozen=True, slots=True)
class _RuleTable:
    id: str
    kind: Kind
    role: str
    why: str
    languages: tuple[str, ...] = ()
    pattern: tuple[str, ...] = ()
    vocabulary: tuple[str, ...] = ()
    step: tuple[_StepTable, ...] = ()
    never: tuple[str, ...] = ()
    zone: Zone = "anywhere"
    least: int = 1
    longest: int = 300
    across: bool = False
    unless_repeated: bool = False
    doubtful: bool = False
    removes: tuple[str, ...] = ()
    keeps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _OverrideTable:
    seed: str
    quote: str
    reason: str


@dataclass(frozen=True, slots=True)
class _SeedOrderTable:
    seed: str
    reason: str


@dataclass(frozen=True, slots=True)
class _PictureTable:
    seed: str
    name: str
    do: Literal["keep", "drop"]
    reason: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class _RulesFile:
    strictness: Strictness = "normal"
    largest_seed: int = 20
    fragment: dict[str, str] = field(default_factory=dict)
    vocabulary: dict[str, tuple[str, ...]] = field(default_factory=dict)
    rule: tuple[_RuleTable, ...] = ()
    keep: tuple[_OverrideTable, ...] = ()
    drop: tuple[_OverrideTable, ...] = ()
    accept: tuple[_SeedOrderTable, ...] = ()
    refuse: tuple[_SeedOrderTable, ...] = ()
    picture: tuple[_PictureTable, ...] = ()


@dataclass(frozen=True, slots=True)
class _Words:
    """The fragments of patterns and the vocabularies that rules call by name."""

    fragments: Mapping[str, str]
    vocabularies: Mapping[str, Sequence[str]]


@cache
def load_rules() -> tuple[Rule, ...]:
    """Return the shipped rules, in the order of their files."""
    return _rules(_files(), _words(_files()))


def load_cleaning(path: Path | None) -> Cleaning:
    """Return the shipped rules and those of the file at *path*, with its overrides.

    A book need not have the file. Raises `ConfigError` for a key, a pattern or a name in it
    that is not known, and for a rule id that is taken.
    """
    if path is None or not path.exists():
        return Cleaning(load_rules())
    file = read_toml(path, name=f"book/{path.name}")
    own = _rules((file,), _words((*_files(), file)))
    shipped = {rule.id for rule in load_rules()}
    for number, rule in enumerate(own):
        if rule.id in shipped:
            raise ConfigError(
                f"rule {rule.id!r} is there already",
                where=file.where("rule", number, "id"),
                hint="Give your rule an id of its own.",
            )
        _check(rule, where=file.where("rule", number, "pattern"))
    tables = record(_RulesFile, file.table, file=file)
    overrides = Overrides(
        keep=_overrides(tables.keep, "keep", file),
        drop=_overrides(tables.drop, "drop", file),
        accept=_seed_orders(tables.accept, "accept", file),
        refuse=_seed_orders(tables.refuse, "refuse", file),
        pictures=_picture_orders(tables.picture, file),
    )
    return Cleaning(
        (*load_rules(), *own),
        overrides,
        strictness=tables.strictness,
        largest_seed=tables.largest_seed,
    )


@cache
def _files() -> tuple[SettingsFile, ...]:
    return tuple(
        read_toml(path, name=f"rules/{path.name}") for path in sorted(_SHIPPED.glob("*.toml"))
    )


def _words(files: Iterable[SettingsFile]) -> _Words:
    tables = [record(_RulesFile, file.table, file=file) for file in files]
    return _Words(
        {name: text for table in tables for name, text in table.fragment.items()},
        {name: words for table in tables for name, words in table.vocabulary.items()},
    )


def _rules(files: Iterable[SettingsFile], words: _Words) -> tuple[Rule, ...]:
    made: dict[str, Rule] = {}
    for file in files:
        for number, table in enumerate(record(_RulesFile, file.table, file=file).rule):
            if table.id in made:
                raise ConfigError(
                    f"two rules have the id {table.id!r}",
                    where=file.where("rule", number, "id"),
                    hint="Give one of them another.",
                )
            made[table.id] = _rule(table, words, file.inside("rule", number))
    return tuple(made.values())


def _rule(table: _RuleTable, words: _Words, file: SettingsFile) -> Rule:
    where = file.where() if file.name.startswith("book/") else file.name
    needed = {
        "span": "pattern",
        "line": "pattern",
        "lift": "pattern",
        "labels": "vocabulary",
        "sequence": "step",
    }
    if table.kind in needed and not getattr(table, needed[table.kind]):
        raise ConfigError(
            f"a rule of kind {table.kind!r} needs {needed[table.kind]!r}",
            where=where,
            hint="Add it to the rule; docs/editing.md has one of each kind.",
        )
    if any(step.rest for step in table.step) and not table.doubtful:
        raise ConfigError(
            "a step with 'rest' takes lines that nothing has looked at",
            where=where,
            hint="Add 'doubtful = true': what the rule finds is then a doubt.",
        )
    labels = [label for name in table.vocabulary for label in _vocabulary(name, words, where)]
    return Rule(
        id=table.id,
        kind=table.kind,
        role=table.role,
        why=table.why,
        languages=table.languages,
        pattern=_pattern(table.pattern, words, where),
        vocabulary=Vocabulary.of(labels),
        steps=tuple(
            Step(_pattern(s.pattern, words, where), s.least, s.most, s.longest, s.rest)
            for s in table.step
        ),
        never=_pattern(table.never, words, where),
        zone=table.zone,
        least=table.least,
        longest=table.longest,
        across=table.across,
        unless_repeated=table.unless_repeated,
        doubtful=table.doubtful,
        removes=table.removes,
        keeps=table.keeps,
    )


def _vocabulary(name: str, words: _Words, where: str) -> Sequence[str]:
    if name not in words.vocabularies:
        raise ConfigError(
            f"no vocabulary {name!r}", where=where, hint=_choice("are", words.vocabularies)
        )
    return words.vocabularies[name]


def _check(rule: Rule, *, where: str) -> None:
    """Raise `ConfigError` if a pattern of *rule* is none; the shipped ones are tested."""
    try:
        for pattern in (*rule.patterns, rule.never):
            pattern.check()
    except re.error as err:
        raise ConfigError(
            f"not a valid pattern: {err}", where=where, hint="See Python's 're' for the syntax."
        ) from err


def _pattern(patterns: Sequence[str], words: _Words, where: str) -> LinePattern:
    sources = (f"(?:{_expanded(pattern, words, where)})" for pattern in patterns)
    of_the_book = where.startswith("book/")
    return LinePattern("|".join(sources), of_the_book) if patterns else NEVER


def _expanded(pattern: str, words: _Words, where: str, depth: int = 0) -> str:
    def fragment(match: re.Match[str]) -> str:
        if match[1] not in words.fragments or depth > len(words.fragments):
            raise ConfigError(
                f"no fragment {match[0]}", where=where, hint=_choice("are", words.fragments)
            )
        return f"(?:{_expanded(words.fragments[match[1]], words, where, depth + 1)})"

    whole = _FRAGMENT.sub(fragment, pattern)
    if len(whole) > _LONGEST_PATTERN:
        raise ConfigError(
            f"a pattern with all its fragments has more than {_LONGEST_PATTERN:,} letters",
            where=where,
            hint="Fragments may stand within each other; take some out.",
        )
    return whole


def _overrides(
    tables: Iterable[_OverrideTable], key: str, file: SettingsFile
) -> tuple[Override, ...]:
    made: list[Override] = []
    for table, where in zip(tables, _places(key, file), strict=False):
        if not table.quote.strip() or not table.reason.strip():
            raise ConfigError(
                "an override needs a quote and a reason",
                where=where,
                hint="Quote the words it is about, and say why.",
            )
        made.append(Override(table.seed, table.quote, table.reason, where))
    return tuple(made)


def _seed_orders(
    tables: Iterable[_SeedOrderTable], key: str, file: SettingsFile
) -> tuple[SeedOrder, ...]:
    made: list[SeedOrder] = []
    for table, where in zip(tables, _places(key, file), strict=False):
        if not table.reason.strip():
            raise ConfigError("it needs a reason", where=where, hint="Say why.")
        made.append(SeedOrder(table.seed, table.reason, where))
    return tuple(made)


def _picture_orders(
    tables: Iterable[_PictureTable], file: SettingsFile
) -> tuple[PictureOrder, ...]:
    made: list[PictureOrder] = []
    for table, where in zip(tables, _places("picture", file), strict=False):
        if table.do == "drop" and not table.reason.strip():
            raise ConfigError("dropping a picture needs a reason", where=where, hint="Say why.")
        made.append(
            PictureOrder(table.seed, table.name, table.do, table.reason, table.words, where)
        )
    return tuple(made)


def _places(key: str, file: SettingsFile) -> Iterator[str]:
    """Yield where each table of the list *key* of *file* stands."""
    return (file.where(key, number) for number in count())


def _choice(verb: str, names: Iterable[str]) -> str:
    return f"Known {verb} {', '.join(sorted(names))}."
