"""Names for removed lines, and reasons against them: the words of the ledger."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress, islice

import numpy as np

from florilegium.clean.model.features import NAMES
from florilegium.clean.model.lines import Line
from florilegium.clean.model.shape import KINDS_AT
from florilegium.clean.model.tables import Flags, Numbers, Table
from florilegium.clean.model.wordlists import kind_words
from florilegium.model import Hints

# What regions and the names of classes say of their lines, the surest first.
_REGIONS: Mapping[str, frozenset[str]] = {
    "consent": frozenset({"cookie", "cookies", "consent", "gdpr", "privacy"}),
    "comment": frozenset({"comment", "comments", "respond", "disqus", "reply", "kommentare"}),
    "newsletter": frozenset({"newsletter", "signup", "subscribe", "mailchimp"}),
    "paywall": frozenset({"paywall", "piano", "subscription", "regwall", "abo"}),
    "share": frozenset({"share", "sharing", "social", "sharedaddy", "addthis", "socials"}),
    "related": frozenset(
        {
            "related", "recommended", "recirculation", "recirc", "readmore", "popular",
            "trending", "outbrain", "taboola", "teaser", "teasers", "latest",
        }
    ),
    "advert": frozenset({"ad", "ads", "advert", "advertisement", "sponsored", "promo", "anzeige"}),
    "author": frozenset({"author", "bio", "authors"}),
    "caption": frozenset({"figcaption", "caption", "figure", "gallery"}),
    "copyright": frozenset({"copyright", "legal", "colophon"}),
    "navigation": frozenset(
        {
            "nav", "menu", "navigation", "breadcrumb", "breadcrumbs", "navbar", "header",
            "footer", "sidebar", "masthead", "tags", "pagination", "topics",
        }
    ),
}  # fmt: skip
_RUNS_ON = frozenset({"comment", "related", "newsletter", "teaser"})
_RUN, _LABEL, _TEASER = 12, 40, 25
_INNERMOST = 8


@dataclass(frozen=True, slots=True)
class Named:
    """What a line that goes is, and why in words."""

    role: str
    why: str


def named(
    lines: Sequence[Line],
    hints: Sequence[Hints],
    table: Table,
    removed: Sequence[bool],
) -> dict[int, Named]:
    """Return what each removed line is, by its place; *table* are the features of the lines."""
    gone = [at for at, is_removed in enumerate(removed) if is_removed]
    reasons = dict(zip(gone, _reasons(table[gone]), strict=True))
    hits = dict(zip(gone, table[gone, KINDS_AT].tolist(), strict=True))
    kept = [at for at, is_removed in enumerate(removed) if not is_removed]
    first = kept[0] if kept else 0
    whole = {line.text.casefold() for at, line in enumerate(lines) if not removed[at]}
    made: dict[int, Named] = {}
    run, since = "", 0
    for at, line in enumerate(lines):
        since += 1
        if not removed[at]:
            run = ""
            continue
        role = _role(line, hints[at] if hints else Hints(), hits[at], whole)
        if role in _RUNS_ON:
            run, since = role, 0
        if not role:
            role = run if run and since <= _RUN else _by_place(line, above=at < first)
        made[at] = Named(role, reasons[at])
    return made


def _role(line: Line, hints: Hints, hits: Sequence[float], kept: set[str]) -> str:
    """Return what *line* is, by its *hits* of each kind's words; "" if that says nothing."""
    if line.text.casefold() in kept:
        return "duplicate"
    for element in reversed(hints.path[-_INNERMOST:]):
        words = {element.tag, *element.names}
        for role, names in _REGIONS.items():
            if words & names:
                return role
    most = max(hits)
    if not most or (len(line.text) > 200 and most < 2):
        return ""
    return kind_words().kinds[hits.index(most)]


def _by_place(line: Line, *, above: bool) -> str:
    if above or len(line.text) < _TEASER:
        return "navigation"
    return "teaser"


Columns = Mapping[str, Numbers]
Fact = tuple[str, Callable[[Columns], Flags]]
# What can be said against a line, the most telling first.
_FACTS: tuple[Fact, ...] = (
    ("it is a link", lambda f: f["linked"] >= 0.5),
    ("it is said more than once on the page", lambda f: f["frequency"] > 1),
    ("it repeats the first words of another line", lambda f: f["inside_other"] > 0),
    ("most of it is what buttons and labels say", lambda f: f["kinds_share"] >= 0.3),
    (
        "it uses words that pages use of themselves",
        lambda f: (f["learned"] < -0.4) | (f["kinds"] > 0),
    ),
    ("words run together as in a row of icons", lambda f: f["humps"] > 0.2),
    ("it stands among lines that use such words", lambda f: f["learned_8"] < -0.3),
    (
        "it stands far from any paragraph",
        lambda f: (f["prose_above"] > 5) & (f["prose_below"] > 5),
    ),
    (
        "it is one of a run of short lines",
        lambda f: (f["run_without_prose"] > 6) & (f["ends"] == 0),
    ),
    ("it follows the end of the main text", lambda f: f["from_main_end"] >= 0),
    ("it stands before the main text", lambda f: f["from_main_start"] < 0),
    ("it is short and ends no sentence", lambda f: (f["width"] < 4.2) & (f["ends"] == 0)),
    ("it has few words in common with the text", lambda f: f["vocabulary"] < 0.2),
)
_TOLD = 3


def _reasons(table: Table) -> list[str]:
    """Return for every line what most speaks against it, in words."""
    columns = dict(zip(NAMES, table.T, strict=False))
    # With markup the share of linked letters comes first behind the other features.
    marked = table.shape[1] > len(NAMES)
    columns["linked"] = table[:, len(NAMES)] if marked else np.zeros(len(table))
    facts = np.column_stack([holds(columns) for _, holds in _FACTS]).tolist()
    return [_why(compress((words for words, _ in _FACTS), holding)) for holding in facts]


def _why(facts: Iterable[str]) -> str:
    told = list(islice(facts, _TOLD)) or ["it stands and looks like the frame of a page"]
    return f"The model takes it for a part of the page: {', '.join(told)}."
