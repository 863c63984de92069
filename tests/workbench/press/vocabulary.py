"""Invented prose with the vocabulary of real prose: many words, few of them often (Zipf).

A bench whose texts repeat a few words flatters whoever keeps words it has seen.
"""

import random
from functools import cache
from itertools import accumulate, product

SIZE = 10_000
_ZIPF = 2.7  # Mandelbrot's shift: the commonest words are a little less common
_COMMON = [
    "the",
    "of",
    "and",
    "to",
    "a",
    "in",
    "that",
    "is",
    "was",
    "he",
    "for",
    "it",
    "with",
    "as",
    "his",
    "on",
    "be",
    "at",
    "by",
    "i",
    "this",
    "had",
    "not",
    "are",
    "but",
    "from",
    "or",
    "have",
    "an",
    "they",
    "which",
    "one",
    "you",
    "were",
    "her",
    "all",
    "she",
    "there",
    "would",
    "their",
    "we",
    "him",
    "been",
    "has",
    "when",
    "who",
    "will",
    "more",
    "no",
    "if",
    "out",
    "so",
    "said",
    "what",
    "up",
    "its",
    "about",
    "into",
    "than",
    "them",
    "can",
    "only",
    "other",
    "new",
    "some",
    "could",
    "time",
    "these",
    "two",
    "may",
    "then",
    "do",
    "first",
    "any",
    "my",
    "now",
    "such",
    "like",
    "our",
    "over",
    "man",
    "me",
    "even",
    "most",
    "made",
    "after",
    "also",
    "did",
    "many",
    "before",
    "must",
    "through",
    "back",
    "years",
    "where",
    "much",
    "your",
    "way",
    "well",
    "down",
    "should",
    "because",
]
_PREFIXES = ("", "re", "un", "con", "de", "dis", "pre", "over", "in", "inter", "sub", "pro", "com")
_STEMS = [
    "press",
    "tract",
    "form",
    "serv",
    "port",
    "scrib",
    "duct",
    "pos",
    "ven",
    "tend",
    "lect",
    "spect",
    "sist",
    "struct",
    "fer",
    "mit",
    "cur",
    "gress",
    "cred",
    "dict",
    "fact",
    "grad",
    "graph",
    "ject",
    "jud",
    "lum",
    "man",
    "mem",
    "min",
    "mort",
    "nat",
    "neg",
    "norm",
    "not",
    "nov",
    "oper",
    "par",
    "part",
    "pass",
    "path",
    "pend",
    "phon",
    "plac",
    "plic",
    "pon",
    "priv",
    "prob",
    "quest",
    "rupt",
    "sal",
    "sci",
    "sent",
    "sequ",
    "sign",
    "sol",
    "son",
    "spir",
    "stat",
    "tact",
    "temp",
    "term",
    "test",
    "tort",
    "trib",
    "turb",
    "vac",
    "val",
    "vers",
    "vid",
    "vit",
    "voc",
    "volv",
    "harb",
    "lamp",
    "ferr",
    "quay",
    "marsh",
    "thresh",
    "wint",
    "garden",
    "cottag",
    "ledger",
    "parish",
    "clerk",
    "bridg",
    "council",
    "mark",
    "till",
    "wright",
    "kettl",
]
_SUFFIXES = (
    "", "s", "ed", "ing", "er", "ers", "ion", "ions", "ive", "al", "ally", "able", "ment", "ments",
    "or", "ity", "ous", "ously", "ness", "ary", "ation", "ational", "ship", "ful", "ism", "ist",
)  # fmt: skip
_NAMES = [
    "Verhoeven",
    "Lindqvist",
    "Moreau",
    "Oosterhuis",
    "Falk",
    "Cachero",
    "Wexford",
    "Adeyemi",
    "Tanaka",
    "O’Brien",
    "Žižková",
    "Müller",
    "García",
    "Ångström",
    "Dubois",
    "Kowalczyk",
    "Petrov",
    "Nguyen",
    "MacLeod",
    "Fitzgerald",
]
_FIRST = [
    "Ada",
    "Jonas",
    "Ida",
    "Bram",
    "Lena",
    "T.",
    "J.",
    "María",
    "Chidi",
    "Yuki",
    "Anne-Marie",
    "Zoë",
    "Étienne",
    "Łucja",
]
_FOREIGN = (
    "mit großem Bedauern", "l’esprit de l’escalier", "fin de siècle", "Weltanschauung",
    "señor alcalde", "ad usum Delphini", "naïveté", "à la recherche", "Straßenbeleuchtung",
)  # fmt: skip


@cache
def words() -> tuple[str, ...]:
    """Return the vocabulary, the commonest word first, always the same."""
    dice = random.Random(0)  # noqa: S311  # the same every time
    made = ["".join(parts) for parts in product(_PREFIXES, _STEMS, _SUFFIXES)]
    # A rare word is often a long one.
    made.sort(key=lambda word: len(word) + dice.uniform(0, 6))
    rare = [word for word in dict.fromkeys(made) if word not in _COMMON]
    return (*_COMMON, *rare[: SIZE - len(_COMMON)])


@cache
def _weights() -> tuple[float, ...]:
    return tuple(accumulate(1 / (rank + _ZIPF) for rank in range(1, len(words()) + 1)))


def sentence(dice: random.Random) -> str:
    """Return a sentence: now and then with a name, emphasis, a quotation, foreign words."""
    made = dice.choices(words(), cum_weights=_weights(), k=dice.randint(6, 28))
    for place in range(4, len(made) - 2, dice.randint(5, 9)):
        made[place] += ","
    kind = dice.randrange(12)
    place = dice.randrange(2, len(made) - 2)
    if kind == 0:
        made[place] = f"{dice.choice(_FIRST)} {dice.choice(_NAMES)}"
    elif kind == 1:
        made[place] = f"*{made[place].rstrip(',')}*"
    elif kind == 2:
        made[place] = f"“{made[place].rstrip(',')} {made[place + 1].rstrip(',')}”"
    elif kind == 3:
        made[place] = f"*{dice.choice(_FOREIGN)}*"
    elif kind == 4:
        made[place] += f"—{dice.choice(words()[:60])}"
    elif kind == 5:
        made[place] = f"{dice.randint(1780, 2024)}"
    text = " ".join(made)
    return f"{text[0].upper()}{text[1:].rstrip(',')}{dice.choice('......?;')}".replace(";", ".")
