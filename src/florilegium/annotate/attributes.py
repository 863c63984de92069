"""The label that opens a div: its kind, its name, its attributes.

Takes ``{.note #hashtag audience=instructor}`` as pandoc writes attributes; gives back what each
kind of div may say, or what is wrong with it. It never passes anything over.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from florilegium.errors import did_you_mean
from florilegium.project.book import slugify

# What each kind of div may say of itself.
ALLOWED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "headnote": ("audience",),
        "note": ("audience", "on"),
        "gloss": ("audience", "heading"),
        "emend": (),
        "elide": (),
        "turns": (),
        "verse": (),
        "prose": (),
        "questions": ("audience",),
        "question": ("audience", "marks"),
        "answer": ("audience",),
        "event": ("date", "shown", "audience"),
        "anchor": (),
    }
)
_NOTHING_MORE = "It says nothing but its kind: every reader gets the same text."
_NAMELESS = frozenset({"emend", "elide", "turns", "verse", "prose", "answer"})

_PART = re.compile(
    r"\s*(?:\.(?P<kind>[\w-]+)|\#(?P<name>[^\s{}=\"'.#]+)"
    r"|(?P<key>[\w-]+)=(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>[^\s\"'{}]+)))(?=\s|$)"
)
_NAME = re.compile(r"[^\W\d_][\w-]*")
_BARE = re.compile(r"[\w-]+")


@dataclass(frozen=True, slots=True)
class Label:
    """What opens a div: its *kind*, the *name* (id) that the editor gave it, its *values*."""

    kind: str
    name: str = ""
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def audiences(self) -> tuple[str, ...]:
        """Those who alone get it; none where everybody does."""
        return tuple(self.values.get("audience", "").split())


@dataclass(frozen=True, slots=True)
class LabelFault:
    """*what* is wrong with a label, and a *hint*."""

    what: str
    hint: str


def read_label(text: str) -> Label | None:
    """Return the label *text* (``note``, ``{.note #x key=value}``); None when it is no label."""
    if not text.startswith("{"):
        return Label(text) if _BARE.fullmatch(text) else None
    inside, at = text.strip("{}").strip(), 0
    kinds: list[str] = []
    names: list[str] = []
    values: dict[str, str] = {}
    while at < len(inside):
        part = _PART.match(inside, at)
        if part is None:
            return None
        at = part.end()
        if part["kind"]:
            kinds.append(part["kind"])
        elif part["name"]:
            names.append(part["name"])
        elif part["key"] in values:
            return None
        else:
            found = (part[one] for one in ("double", "single", "bare"))
            values[part["key"]] = next(one for one in found if one is not None)
    if len(kinds) != 1 or len(names) > 1:
        return None
    return Label(kinds[0], "".join(names), values)


def label_faults(label: Label) -> Iterator[LabelFault]:
    """Yield what is wrong with what a *label* says; its kind is one of `ALLOWED`."""
    allowed = ALLOWED[label.kind]
    for key in label.values:
        if key not in allowed:
            guess = did_you_mean(key, allowed)
            can = f"It can say {', '.join(allowed)}." if allowed else _NOTHING_MORE
            yield LabelFault(f"'{label.kind}' cannot say {key!r}", f"{guess}{can}")
    if label.name and label.kind in _NAMELESS:
        yield LabelFault(f"'{label.kind}' cannot have a name", f"Take #{label.name} out.")
    elif label.name and not _NAME.fullmatch(label.name):
        yield LabelFault(
            f"{label.name!r} cannot be a name", "Use letters, digits and hyphens, a letter first."
        )
    if "audience" in label.values:
        wrong = [one for one in label.audiences if slugify(one) != one]
        if wrong or not label.audiences:
            hint = (
                f"Use small letters, digits and hyphens: {slugify(wrong[0])!r}." if wrong else ""
            )
            yield LabelFault(
                f"the audience is {label.values['audience']!r}",
                hint or "Name one: audience=instructor.",
            )
    if "heading" in label.values:
        yield from _heading_faults(label)


def _heading_faults(label: Label) -> Iterator[LabelFault]:
    if not label.values["heading"].strip():
        yield LabelFault("the heading is empty", 'Say how it is filed: heading="gauge".')
    if label.audiences:
        yield LabelFault(
            f"a {label.kind} for some alone has a heading",
            "It is in no glossary but in their own pages, under the words it quotes: "
            "take 'heading' out.",
        )
