"""Furniture of a page by the names that its system has for it: MediaWiki, Firefox's reader view.

Input the root of a page, output for an element the rule that its words go by. A name counts on a
page of that system alone: elsewhere an “infobox” may be a part of the text.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

_GENERATOR = re.compile(r"mediawiki", re.IGNORECASE)
_WIKI = frozenset({"mw-parser-output", "mw-body-content", "mediawiki", "mw-content-ltr"})
_READER = frozenset({"moz-reader-content", "reader-estimated-time"})
# Whole names of classes, as the style sheets of these systems and of the larger Wikipedias have
# them; the reasons are those of ``clean/furniture.py``.
_OF_WIKIS = {
    "wiki-edit": r"mw-editsection|mw-editsection-like|mw-jump-link",
    "wiki-hatnote": r"hatnote|dablink|rellink|nota-disambigua|homonymie|seealso",
    "wiki-infobox": r"infobox(?:[_-]?v\d|[_-]\w+)?|taxobox(?:_v\d)?|sinottico|infoboks|biota",
    "wiki-mark": r"Inline-Template|Template-Fact|noprint-inline",
    "wiki-contents": r"toc|toctitle|vector-toc",
    "wiki-box": (
        r"(?:[a-z]*mbox|ambox|tmbox)(?:-\w+)?|metadata|noprint|navbox(?:-\w+)?|vertical-navbox|"
        r"sidebar|sistersitebox|catlinks|printfooter|mw-authority-control|authority-control|"
        r"mw-indicators|shortdescription|stub|bandeau-portail|normdaten"
    ),
}
_OF_READERS = {"reading-time": r"reader-estimated-time", "reader-address": r"reader-domain"}


@dataclass(frozen=True, slots=True)
class PageFurniture:
    """The names of a page that are furniture, by the rules that they go by."""

    names: Mapping[str, re.Pattern[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, root: etree._Element) -> "PageFurniture":
        """Return what the page under *root* calls its furniture."""
        classes = {name for one in root.iter() for name in (one.get("class") or "").split()}
        wiki = not _WIKI.isdisjoint(classes) or any(
            (one.get("name") or "").lower() == "generator"
            and _GENERATOR.match(one.get("content") or "")
            for one in root.iter("meta")
        )
        names = {
            **(_OF_WIKIS if wiki else {}),
            **({} if _READER.isdisjoint(classes) else _OF_READERS),
        }
        return cls({rule: re.compile(pattern) for rule, pattern in names.items()})

    def rule(self, element: etree._Element) -> str:
        """Return the rule that the words of *element* go by; empty where they stay."""
        classes = (element.get("class") or "").split() if self.names else ()
        return next(
            (rule for rule, names in self.names.items() if any(map(names.fullmatch, classes))), ""
        )
