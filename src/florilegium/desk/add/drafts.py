"""Drafts of what an editor writes for a new text: its chapter, its record of rights.

Input: what was found out about the text. Output: text for files of ``book/``. It never says of
a right more than the file itself does.
"""

import json

from florilegium.desk.add.entries import toml_string
from florilegium.desk.suggest.source import Draft

_CHAPTER = """---
seed: {seed}
source: {source}
---

<!--
Say here what a reader should know of this text. A block begins with three colons
and its kind and ends with three colons, each on a line of its own: "headnote" (who
wrote this, when, why it is here), "note" and "gloss" (on words that you quote),
"questions". Until then the text stands by itself.
-->
"""


def chapter(seed: str, source: str) -> str:
    """Return the file of a chapter that has nothing but its text."""
    return _CHAPTER.format(seed=_yaml(seed), source=source)


def right(source: str, draft: Draft) -> str:
    """Return the record of rights of *source*: a licence if its file names one, else unknown."""
    found = draft.licence
    lines = [
        "[[right]]",
        f"source = {toml_string(source)}",
        'holder = ""  # who may give leave to print it',
    ]
    if found.value:
        lines += [
            'basis = "licence"',
            f"licence = {toml_string(found.value)}",
            f'status = "The text itself names this licence."  # {found.source}',
        ]
    else:
        lines += [
            'basis = "unknown"  # public-domain, licence, permission, quotation, unknown',
            'status = ""',
        ]
    return "\n".join(lines) + "\n"


def right_of_pictures(holder: str) -> str:
    """Return the record of rights of the pictures in *holder*, a seed or a folder beside one."""
    lines = (
        "[[right]]",
        f"source = {toml_string(holder)}  # the pictures in it",
        'holder = ""',
        'basis = "unknown"',
        'status = ""',
    )
    return "\n".join(lines) + "\n"


def _yaml(text: str) -> str:
    plain = all(sign.isalnum() or sign in "._-/" for sign in text) and text[:1].isalpha()
    return text if plain else json.dumps(text, ensure_ascii=False)
