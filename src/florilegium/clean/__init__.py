"""Cleaning: what of a saved page is not the author's text, and why.

In: `RawText` and rules. Out: `CleanText`: kept blocks and `Removal`s. It only removes; it never
changes a character, and what it removed can be put back: ``merge(clean(text)) == text.blocks``.
Read ``engine.py`` first; the rules are in ``rules/``, the model of boilerplate in ``model/``.
"""

from florilegium.clean.cutting import merge
from florilegium.clean.engine import clean, clean_by
from florilegium.clean.headline import lift_headline
from florilegium.clean.overrides import Override, Overrides, PictureOrder
from florilegium.clean.pictures import with_pictures
from florilegium.clean.rules.patterns import LinePattern
from florilegium.clean.rules.rule import Cleaning, Rule, load_cleaning, load_rules

__all__ = [
    "Cleaning",
    "LinePattern",
    "Override",
    "Overrides",
    "PictureOrder",
    "Rule",
    "clean",
    "clean_by",
    "lift_headline",
    "load_cleaning",
    "load_rules",
    "merge",
    "with_pictures",
]
