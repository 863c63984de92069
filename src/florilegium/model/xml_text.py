"""Characters that no book can hold: every format is XML, and XML has no form for them.

Source: XML 1.0 (Fifth Edition), 2.2, production Char. Input: any text. Output: where such a
character stands, or the text with a sign of damage in its place. It never changes a letter.
"""

import re

# All but tab, line feed, carriage return and what Char allows.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_BLANKS = "\x0b\x0c"  # vertical tab, form feed: white space, and shown as such
DAMAGE = "\ufffd"


def forbidden(text: str) -> int:
    """Return the place of the first character that no book can hold; -1 when there is none."""
    found = _FORBIDDEN.search(text)
    return found.start() if found else -1


def name(character: str) -> str:
    """Return how a message calls a *character* that cannot be shown: ``U+000C``."""
    return f"U+{ord(character):04X}"


def shown(text: str) -> str:
    """Return *text* with the same number of characters, all of them such that a book can hold.

    White space becomes a space; anything else the sign of damage, which a finding counts.
    """
    return _FORBIDDEN.sub(lambda found: " " if found[0] in _BLANKS else DAMAGE, text)
