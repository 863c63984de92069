"""Words that have markup among them, such as a title of a bibliography."""

import re

_TAG = re.compile(r"<[^>]+>")


def without_tags(text: str, tag: re.Pattern[str] = _TAG) -> str:
    """Return *text* without what is like a *tag* in it.

    A tag ends in ``>``: behind the last of these none is looked for, from however many ``<``.
    """
    marked, end, rest = text.rpartition(">")
    return tag.sub("", marked + end) + rest
