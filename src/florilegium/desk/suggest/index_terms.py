"""A draft of ``book/index.yaml``: the persons, places and other names that the texts say.

A name is a row of words with capitals that is not merely the first of a sentence. In languages
that write every noun so (``index_terms.toml``), it is two such words or more, or a word that never
follows an article. Nothing is looked up anywhere; what may be wrong is for the editor to take out.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from florilegium.assemble.filing import filing_key
from florilegium.assemble.index_forms import FormFinder
from florilegium.desk.suggest.names import (
    is_person,
    is_place,
    is_thing,
    names_in,
    opens_sentence,
    without_honorifics,
)
from florilegium.model import Block, Index

_WORD = re.compile(r"[#@]?\w+(?:[.&'’‑-]\w+)*(?:(?<=[.\s]\w)\.|(?<=^\w)\.)?")
_POSSESSIVE = re.compile(r"['’]s?\Z")
_ENDS = re.compile(r"[.?!:…]['\"”’»)\]]*\s|[“‘«„\n]|\s[\"'(\[–—-]+\Z")
_TITLE = re.compile(r"(?:Dr|Mr|Mrs|Ms|Prof|St|Jr|Sr)\Z")
_PLAIN = re.compile(r"[^\W\d][\w .,’&-]*")  # what YAML takes for text without quotation marks
_LONGEST = 6  # words of a name
_OFTEN = 2  # times that a single word, or a name of no person, must stand
_VERY_OFTEN = 3  # the same where every noun has a capital

Kind = str  # a key of _TITLES
_TITLES = {"person": "persons", "place": "places", "other": "other names"}


@dataclass(frozen=True, slots=True)
class Spoken:
    """The words of one text: its *slug*, its *language*, its *blocks*."""

    slug: str
    language: str
    blocks: tuple[Block, ...]


@dataclass(slots=True)
class Term:
    """A name of the texts, the *forms* they use, and how often each text has it."""

    words: str
    kind: Kind
    forms: list[str]
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def heading(self) -> str:
        """The name as an index has it: a person under the family's name."""
        found = names_in(self.words) if self.kind == "person" else ()
        if len(found) == 1 and found[0].family and found[0].given:
            dot = "." if self.words.endswith(".") else ""  # Louis C.K.
            return f"{found[0].family}{dot}, {found[0].given}"
        return self.words


def draft_index(texts: Sequence[Spoken], index: Index, *, language: str) -> str:
    """Return the draft for a book in *language* of what *texts* name and *index* does not."""
    terms = find_terms(texts, index)
    lines = [
        "# A draft for book/index.yaml: read it, take out what nobody will look up, add to",
        "# 'match' what else the texts call somebody, and tell by 'not' what is somebody else.",
        "headings:",
    ]
    for kind, title in _TITLES.items():
        own = [term for term in terms if term.kind == kind]
        if not own:
            continue
        lines += ["", f"# -- {title} --"]
        for term in sorted(own, key=lambda one: filing_key(one.heading, language)):
            told = ", ".join(f"{slug} {count}" for slug, count in term.counts.items())
            forms = ", ".join(_quoted(form, listed=True) for form in term.forms)
            lines += [f"# {told}", f"- heading: {_quoted(term.heading)}", f"  match: [{forms}]"]
    if not terms:
        lines[-1:] = ["# The texts have no names with capitals that the index lacks."]
    return "\n".join(lines) + "\n"


def find_terms(texts: Sequence[Spoken], index: Index) -> list[Term]:
    """Return the names of *texts* that *index* does not match, in the order they are met."""
    counts: dict[str, Counter[str]] = {}
    for text in texts:
        known = FormFinder(index.headings, text.language)
        for words in _names(text, known):
            counts.setdefault(words, Counter())[text.slug] += 1
    return _merged(counts)


# -- the names of one text ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Token:
    """A word: where it stands, whether it opens a sentence, and what stands before it."""

    text: str
    start: int
    end: int
    opens: bool
    before: str


def _names(text: Spoken, known: FormFinder) -> Iterator[str]:
    """Yield every name of *text* as often as it stands."""
    blocks = [block.text for block in text.blocks if block.kind not in ("code", "break")]
    tokens = [_tokens(words) for words in blocks]
    small = {one.text for row in tokens for one in row if one.text[:1].islower()}
    rules = _rules(text.language)
    nouns = bool(rules.get("nouns"))
    lone: Counter[str] = Counter()
    spoilt: set[str] = set()
    for words, row in zip(blocks, tokens, strict=True):
        taken = [(found.start, found.end) for found in known.find(words, where=text.slug)]
        for run in _runs(words, row, small, rules):
            name = _POSSESSIVE.sub("", words[run[0].start : run[-1].end])
            name = " ".join(name.split())
            if any(start < run[-1].end and run[0].start < end for start, end in taken):
                continue
            if len(run) > 1 and not (nouns and run[0].before in rules["articles"]):
                yield name
            elif len(run) == 1:
                lone[name] += 1
                if run[0].opens or (nouns and _is_noun(run[0], rules)):
                    spoilt.add(name) if nouns else lone.subtract([name])
    least = _VERY_OFTEN if nouns else _OFTEN
    for name, count in lone.items():
        if (count >= least or is_place(name)) and count > 0 and name not in spoilt:
            yield from [name] * count


def _tokens(words: str) -> list[_Token]:
    found: list[_Token] = []
    for match in _WORD.finditer(words):
        before = words[found[-1].end : match.start()] if found else words[: match.start()]
        opens = not found or bool(_ENDS.search(before))
        if found and opens and _TITLE.search(found[-1].text):
            opens = False
        last = found[-1].text if found and not before.strip() else ""
        found.append(_Token(match[0], match.start(), match.end(), opens, last))
    return found


def _runs(
    words: str, row: Sequence[_Token], small: set[str], rules: Mapping[str, Sequence[str]]
) -> Iterator[list[_Token]]:
    """Yield the rows of words with capitals that nothing but a space (or ``Dr.``) parts."""
    run: list[_Token] = []
    for token in [*row, None]:
        gap = words[run[-1].end : token.start] if run and token else ""
        is_apart = run and (run[-1].text[0] in "#@" or (token and token.text[0] in "#@"))
        joined = run and token and not (token.opens or is_apart) and re.fullmatch(r"\.?\s", gap)
        if token and joined and (_is_capital(token) or token.text in rules["inner"]):
            run.append(token)
            continue
        yield from _trimmed(run, small, rules)
        run = [token] if token and _is_capital(token) else []


def _trimmed(
    run: list[_Token], small: set[str], rules: Mapping[str, Sequence[str]]
) -> Iterator[list[_Token]]:
    """Yield *run* without the ordinary words around it, if a name is left."""
    ordinary = {*rules["stop"], *rules["articles"]}
    while run and (run[-1].text in rules["inner"] or run[-1].text.lower() in ordinary):
        run = run[:-1]
    while run and (
        run[0].text.lower() in ordinary
        or (run[0].opens and (run[0].text.lower() in small or opens_sentence(run[0].text)))
        or (rules["nouns"] and len(run) > 1 and _is_noun(run[0], rules))
        or len(run[0].text) == 1
    ):
        run = run[1:]
        while run and run[0].text in rules["inner"]:
            run = run[1:]
    if run and len(run) <= _LONGEST and not all(one.text.lower() in ordinary for one in run):
        yield run


def _is_capital(token: _Token) -> bool:
    letters = token.text.lstrip("#@")
    return letters[:1].isupper() or (token.text != letters and bool(letters))


def _is_noun(token: _Token, rules: Mapping[str, Sequence[str]]) -> bool:
    """Whether *token*, in a language of nouns with capitals, follows what stands before nouns."""
    before = token.before.lower()
    return before in rules["articles"] or before.endswith(tuple(rules["adjectives"]))


# -- one name under several forms ---------------------------------------------------------------


def _merged(counts: Mapping[str, Counter[str]]) -> list[Term]:
    """Return the names, a family name alone (or with a title) under the one whole name it fits."""
    terms: dict[str, Term] = {}
    later: list[str] = []
    for words in counts:
        bare = without_honorifics(words)
        if is_person(words) and len(bare.split()) > 1 and not is_thing(words):
            term = terms.setdefault(bare, Term(bare, "person", []))
            term.forms.append(words)
            term.counts += counts[words]
        else:
            later.append(words)
    for words in later:
        bare = without_honorifics(words)
        owners = [one for one in terms.values() if one.kind == "person" and _is_of(bare, one)]
        if len(owners) == 1:
            owners[0].forms.append(words)
            owners[0].counts += counts[words]
            continue
        kind = "place" if is_place(words) else "person" if bare != words else "other"
        term = Term(words, kind, [words], Counter(counts[words]))
        if kind != "other" or sum(term.counts.values()) >= _OFTEN or words.startswith(("#", "@")):
            terms[words] = term
    return list(terms.values())


def _is_of(words: str, person: Term) -> bool:
    """Whether *words* are the family name of *person*, in whatever case of the language."""
    return words.rstrip("s") == person.words.split()[-1].rstrip("s")


def _quoted(words: str, *, listed: bool = False) -> str:
    """Return *words* as YAML takes them for text: in a list a comma would part them."""
    if _PLAIN.fullmatch(words) and not (listed and "," in words):
        return words
    return "'" + words.replace("'", "''") + "'"


def _rules(language: str) -> Mapping[str, Sequence[str]]:
    tables = _tables()
    return {**tables["en"], **tables.get(language.partition("-")[0].lower(), {})}


@cache
def _tables() -> Mapping[str, Mapping[str, Sequence[str]]]:
    text = (files("florilegium.desk.suggest") / "index_terms.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
