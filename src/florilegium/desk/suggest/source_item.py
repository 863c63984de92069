"""A draft of a source as an item of CSL, and items of CSL as text for ``book/sources.yaml``.

Input: a `Draft`, or an item of a bibliography. Output: the item; its YAML, in which remarks
stand on lines of their own above what they are about. Every value is such that it is read back
as the text it is.
"""

import json
import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence

from florilegium.desk.suggest.names import Name
from florilegium.desk.suggest.source import Draft

Item = Mapping[str, object]
_WORDS = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})
_PLAIN = re.compile(r"[^\W\d_][\w ]*(?:[\w’.-]*[\w])?")
_KEY = re.compile(r"[A-Za-z][A-Za-z-]*")
_ISO = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")
_ALONE = ("book", "document", "post")  # what has neither a site nor an address of its own
_LONGEST_REMARK = 80
DOUBTFUL = "doubtful: is this a name, and so divided?"


def item_of(draft: Draft, *, taken: Collection[str] = ()) -> dict[str, object]:
    """Return *draft* as an item of CSL-JSON, with an id that is not among those *taken*."""
    item: dict[str, object] = {"id": new_id(draft, taken), "type": draft.kind}
    for key, names in (
        ("author", draft.authors),
        ("editor", draft.editors),
        ("translator", draft.translators),
    ):
        if names:
            item[key] = [_person(name) for name in names]
    values = {
        "title": draft.title.value,
        "container-title": draft.site.value,
        "publisher": draft.publisher.value,
        "issued": draft.issued.value,
        **{key: fact.value for key, fact in draft.numbers},
        "URL": draft.address.value,
        "language": _language(draft),
    }
    return item | {key: value for key, value in values.items() if value}


def remarks_of(draft: Draft) -> dict[str, str]:
    """Return what is to be said of each key of the item: where it was found, what is doubtful."""
    found = {
        "author": draft.byline,
        "title": draft.title,
        "container-title": draft.site,
        "publisher": draft.publisher,
        "issued": draft.issued,
        "URL": draft.address,
        **dict(draft.numbers),
    }
    said = {key: f"from {fact.source}" for key, fact in found.items() if fact.value}
    if draft.authors:
        said["author"] += f": {_comment(draft.byline.value)}"
    if draft.language:
        declared = f"; the file says {_comment(draft.declared)}" if draft.declared else ""
        said["language"] = f"{draft.sure:.0%} sure by its words{declared}"
    return said


def missing_of(draft: Draft) -> tuple[str, ...]:
    """Return the keys that a reader looks for first and that were not found."""
    not_of_web = draft.kind in _ALONE
    looked_for = {
        "author": draft.authors,
        "title": draft.title.value,
        "container-title": draft.site.value or not_of_web,
        "issued": draft.issued.value,
        "URL": draft.address.value or not_of_web,
    }
    return tuple(key for key, value in looked_for.items() if not value)


def doubtful_of(draft: Draft) -> tuple[str, ...]:
    """Return the names in *draft* that may be none, or be divided otherwise."""
    people = (*draft.authors, *draft.editors, *draft.translators)
    return tuple(
        name.literal or f"{name.given} {name.family}".strip() for name in people if name.doubtful
    )


def draft_to_yaml(draft: Draft, *, name: str) -> str:
    """Return *draft* as an item of a CSL-YAML list, with where each fact was found."""
    last = f"  # not found: {', '.join(missing_of(draft))}\n" if missing_of(draft) else ""
    made = to_yaml(item_of(draft), remarks=remarks_of(draft), doubtful=doubtful_of(draft))
    return f"# A draft from {_comment(name)}: read it against the page.\n{made}{last}"


def to_yaml(
    item: Item, *, remarks: Mapping[str, str] | None = None, doubtful: Collection[str] = ()
) -> str:
    """Return *item* as an entry of a YAML list, not indented; *remarks* are about its keys."""
    lines: list[str] = []
    for key, value in item.items():
        if not _KEY.fullmatch(key):
            continue
        if remark := (remarks or {}).get(key, ""):
            lines.append(f"  # {remark}")
        lines += _entry(key, value, doubtful)
    return "\n".join(["- " + lines[0].lstrip(), *lines[1:]]) + "\n"


def new_id(draft: Draft, taken: Collection[str]) -> str:
    """Return an id such as editors choose: the first author's name, or a word of the title."""
    first = draft.authors[0] if draft.authors else None
    said = (first.family or first.literal) if first else draft.title.value
    plain = unicodedata.normalize("NFKD", said).encode("ascii", "ignore").decode().casefold()
    words = re.findall(r"[a-z]+", plain)
    own = words[-1:] if first else [word for word in words if len(word) > 3]  # noqa: PLR2004  # no article
    name = f"{(own or words or ['source'])[0]}{draft.issued.value[:4]}"
    return free_id(name, taken)


def free_id(name: str, taken: Collection[str]) -> str:
    """Return *name*, or *name* with a letter behind it that makes it none of those *taken*."""
    if name not in taken:
        return name
    link = "-" if name[-1:].isalpha() else ""
    letters = (f"{name}{link}{letter}" for letter in "bcdefghijklmnopqrstuvwxyz")
    if found := next((one for one in letters if one not in taken), ""):
        return found
    low, high = 1, 2  # of thousands with one name, most numbers are taken
    while f"{name}-{high}" in taken:
        low, high = high, high * 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if f"{name}-{middle}" in taken else (low, middle)
    return f"{name}-{high}"


def _language(draft: Draft) -> str:
    """Return what the file says of its language where its words bear that out, else theirs."""
    same = draft.declared.lower().split("-")[0] == draft.language
    sound = re.fullmatch(r"[A-Za-z-]{2,12}", draft.declared)
    return draft.declared if same and sound else draft.language


def _person(name: Name) -> dict[str, str]:
    parts = (
        {"literal": name.literal} if name.literal else {"family": name.family, "given": name.given}
    )
    return {key: value for key, value in (*parts.items(), ("suffix", name.suffix)) if value}


def _entry(key: str, value: object, doubtful: Collection[str]) -> Iterator[str]:
    if isinstance(value, Mapping) and "date-parts" in value:
        value = _date(value)
    if isinstance(value, Sequence) and not isinstance(value, str):
        yield f"  {key}:"
        for one in value:
            yield from _listed(one, doubtful)
    elif isinstance(value, Mapping):
        yield f"  {key}:"
        yield from (f"    {name}: {_string(str(part))}" for name, part in value.items())
    else:
        yield f"  {key}: {_string(str(value))}"


def _listed(one: object, doubtful: Collection[str]) -> Iterator[str]:
    if not isinstance(one, Mapping):
        yield f"  - {_string(str(one))}"
        return
    name = one.get("literal") or f"{one.get('given', '')} {one.get('family', '')}".strip()
    if name in doubtful:
        yield f"  # {DOUBTFUL}"
    for number, (key, part) in enumerate(one.items()):
        yield f"  {'  ' if number else '- '}{key}: {_string(str(part))}"


def _date(value: Mapping[str, object]) -> object:
    """Return the parts of a CSL date as ISO 8601, a span with a slash as EDTF has it."""
    parts = value.get("date-parts")
    if not isinstance(parts, list) or not all(isinstance(one, list) for one in parts):
        return {key: part for key, part in value.items() if key != "date-parts"}
    return "/".join("-".join(str(n).zfill(2) for n in one) for one in parts)


def _string(text: str) -> str:
    plain = _PLAIN.fullmatch(text) and text.casefold() not in _WORDS
    return text if plain or _ISO.fullmatch(text) else json.dumps(text, ensure_ascii=False)


def _comment(text: str) -> str:
    return " ".join(text.split())[:_LONGEST_REMARK]
