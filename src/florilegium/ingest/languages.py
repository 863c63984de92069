"""The language and direction that an element of a seed gives its words: ``lang`` and ``dir``."""

import re
from typing import Protocol

# A well-formed tag of BCP 47, as far as an e-book needs it.
_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
_WAYS = frozenset({"ltr", "rtl"})
_ATTRIBUTE = re.compile(r"""([\w:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))""")


class Attributes(Protocol):
    """Whatever the attributes of an element can be asked of by name."""

    def get(self, name: str, /) -> str | None:
        """Return the value of the attribute *name*, None when there is none."""
        ...


def language_of(attributes: Attributes, *, page: str = "") -> str:
    """Return the reference of a mark for an element with *attributes*, or nothing.

    It is a language, a direction behind a space, or both; the language of the whole *page*
    need not be said again.
    """
    said = (attributes.get("lang") or attributes.get("xml:lang") or "").strip()
    language = said if _TAG.fullmatch(said) and said.lower() != page.lower() else ""
    way = (attributes.get("dir") or "").strip().lower()
    return f"{language} {way}".rstrip() if way in _WAYS else language


def attributes_of(tag: str) -> dict[str, str]:
    """Return the attributes of a start *tag* as it is written in Markdown."""
    found = _ATTRIBUTE.findall(tag)
    return {name.lower(): double or single or bare for name, double, single, bare in found}
