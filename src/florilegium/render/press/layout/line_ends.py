"""Line ends over letters: where in a text a line had better not end, and where an address may.

In: the words of a paragraph and their language. Out: how unwelcome an end is at a letter, and
the places within addresses. It never looks at widths.

Sources: The Chicago Manual of Style, 18th edition, 7.47 (addresses) and 6.90 (dashes); the
lists of ``line_ends.toml``.
"""

import re
import tomllib
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib import resources

# Penalties: a hyphen within a word has about a hundred.
ADDRESS = 60.0
_TOGETHER = 4_000.0  # what stands together is parted only where nothing else is possible

_DASHES = "—–―⸺⸻"
_ADDRESS = re.compile(r"(?:https?://|ftp://|www\.|doi:|10\.\d{4,9}/)[^\s<>“”«»]+", re.IGNORECASE)
# An initial has a letter, or two that are one in its language; a name may begin with particles.
_PARTICLES = "af|al|av|bin|da|de|del|della|den|der|des|di|dos|du|el|ibn|la|le|ten|ter|van|von|zu"
_INITIAL = re.compile(
    r"(?<!\w)(?:\w|Ch|Dz|Kh|Ph|Sh|Th|Ts|Ya|Yu|Zh)\.[ \u00a0]"
    rf"(?=\w)(?P<particles>(?:(?:{_PARTICLES})[ \u00a0](?=\w))*)"
)
_QUOTED = re.compile(r"(?<=[”’»›\"]) +(?=[(\[{])")
_BEFORE = "/~.,-_?#%"
_AROUND = "=&"


def unwelcome(text: str, language: str) -> dict[int, float]:
    """Return where in *text* a new line is unwelcome, as letters, and the penalty of each."""
    found: dict[int, float] = {}
    for start in (*_before_dashes(text), *_after_initials(text), *_after_words(text, language)):
        found[start] = _TOGETHER
    return found


def _before_dashes(text: str) -> Iterator[int]:
    """A dash ends a line; it begins none, unless it begins what somebody says."""
    for match in re.finditer(f"[{_DASHES}]", text):
        start = match.start()
        if text[:start].rstrip(" ")[-1:] not in ("", *_DASHES):
            yield start


def _after_initials(text: str) -> Iterator[int]:
    """Initials stay with each other and with the name: ``J. R. R. Tolkien``."""
    for match in _INITIAL.finditer(text):
        if match[0][0].isupper() and text[match.end()].isupper():
            yield match.start("particles")


def _after_words(text: str, language: str) -> Iterator[int]:
    words = _lists().get(language.partition("-")[0].lower())
    for match in words.finditer(text) if words else ():
        yield match.end()


@cache
def _lists() -> Mapping[str, re.Pattern[str]]:
    """The words that end no line, by language."""
    source = resources.files(__package__).joinpath("line_ends.toml")
    table = tomllib.loads(source.read_text(encoding="utf-8"))
    return {
        language: re.compile(rf"(?<!\w)(?:{'|'.join(row['words'])}) (?=\S)", re.IGNORECASE)
        for language, row in table.items()
    }


def addresses(text: str) -> Iterator[tuple[int, int]]:
    """Yield from where to where in *text* there is an address, of the web or of a DOI."""
    for match in _ADDRESS.finditer(text):
        end = match.start() + len(match[0].rstrip(".,;:!?)’'\"]"))
        if end - match.start() > 1:
            yield match.start(), end


def is_in_address(found: Sequence[tuple[int, int]], begin: int, stop: int) -> bool:
    """Whether one of the addresses *found* goes over letters from *begin* to *stop*."""
    last = bisect_left(found, (stop, 0)) - 1  # that begins before
    return last >= 0 and begin < found[last][1]


def after_quotations(text: str) -> Iterator[int]:
    """Yield where a bracket begins a line of *text*, behind a space that ends a quotation.

    Pango holds them together, by the rule LB15 that Unicode had until version 15.0 (UAX 14).
    """
    return (found.end() for found in _QUOTED.finditer(text))


def breaks(address: str) -> Iterator[int]:
    """Yield before which letters of *address* a line may begin, never after its own hyphen.

    That is after a colon or two slashes, before a slash, a point or another sign, and before or
    after ``=`` and ``&``.
    """
    for here in range(2, len(address) - 1):
        before, after = address[here - 1], address[here]
        if before == "-" or after == before == "/":
            continue
        is_after_head = after != "/" and (before == ":" or address[here - 2 : here] == "//")
        is_before_sign = after in _BEFORE and before not in ":/"
        if is_after_head or is_before_sign or after in _AROUND or before in _AROUND:
            yield here
