"""Characters made canonical: text that XML can hold, and what was no letter named.

Input decoded text, output the same in NFC with LF for newlines. Letters never go: what shows
nothing is counted, what cannot be is named as damage.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from html.entities import html5

from florilegium.ingest.encoding import Decoded
from florilegium.model import Damage, LeftOut

# Zero-width space, word joiner, byte-order mark, soft hyphen: no letters, and they break
# searches. Joiners (U+200C, U+200D) and direction marks are spelling and stay.
_INVISIBLE = re.compile("[\u200b\u2060\ufeff\u00ad]")
# What XML may not hold, and the characters that mean none.
_IMPOSSIBLE = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_C1 = re.compile("[\x80-\x9f]")
_ENDS = re.compile("[\v\f\x85\u2028\u2029]")
_REFERENCE = re.compile(
    r"&(?:#(?:[xX]([0-9A-Fa-f]{1,8})|([0-9]{1,8}))|([A-Za-z][A-Za-z0-9]{1,40}));?"
)
_MARKUP = frozenset("<>&\"'\t\n")
_MOST_SHOWN = 5
_END_OF_FILE = "\x1a"  # as DOS wrote it
# The bytes that windows-1252 does not define stay what they are.
WINDOWS = {
    code: bytes([code]).decode("cp1252", "ignore") or chr(code) for code in range(0x80, 0xA0)
}


@dataclass(frozen=True, slots=True)
class Canonical:
    """Text made canonical, what of it was *left out*, and the *damage* in it."""

    text: str
    left_out: tuple[LeftOut, ...]
    damage: tuple[Damage, ...]


def canonical(decoded: Decoded, *, markup: bool = False) -> Canonical:
    r"""Return the text of *decoded* in NFC with ``\n`` for every newline, and what was no letter.

    In *markup* characters written by number or name are read as the HTML standard has it.
    No-break spaces stay: whether they mean something is for typography to say.
    """
    damage = [*_lost(decoded), *_guessed(decoded)]
    text = decoded.text.replace("\r\n", "\n").replace("\r", "\n").rstrip(_END_OF_FILE)
    if markup:
        text = _REFERENCE.sub(_referred, text)
    if _C1.search(text):
        text, repaired = _of_windows(text)
        damage += repaired
    damage += _impossible(text)
    left_out = tuple(_invisible(text))
    text = visible(unicodedata.normalize("NFC", text))
    return Canonical(text, left_out, tuple(damage))


def visible(text: str) -> str:
    """Return *text* without characters that show nothing and are no letters."""
    return _IMPOSSIBLE.sub("", _INVISIBLE.sub("", text))


def on_one_line(text: str) -> str:
    """Return *text*, what ends a line without being a newline a space in it."""
    return _ENDS.sub(" ", text)


def _lost(decoded: Decoded) -> Iterator[Damage]:
    """Yield the damaged bytes with their lines; of many only the first, and how many more."""
    for one in decoded.lost[:_MOST_SHOWN]:
        line = _line(decoded.text, one.place)
        shown = " ".join(f"{byte:02X}" for byte in one.data)
        meant = one.data.decode("cp1252", "ignore") if len(one.data) == 1 else ""
        perhaps = f" (in windows-1252 it would be “{meant}”)" if meant else ""
        what = f"the byte {shown} is no letter of {decoded.encoding} and shown as \ufffd{perhaps}"
        yield Damage("T105", line, what)
    more = decoded.lost[_MOST_SHOWN:]
    if more:
        what = f"{len(more)} more bytes from here on are shown as \ufffd"
        yield Damage("T105", _line(decoded.text, more[0].place), what)


def _guessed(decoded: Decoded) -> Iterator[Damage]:
    if decoded.guessed:
        said = f"it says {decoded.declared}, which its bytes are not" if decoded.declared else ""
        what = f"{said or 'it does not say its encoding'}; it was read as {decoded.encoding}"
        yield Damage("T109", 1, what)


def _line(text: str, place: int) -> int:
    above = text[:place]
    return above.count("\n") + above.count("\r") - above.count("\r\n") + 1


def _referred(found: re.Match[str]) -> str:
    """Return what a reference stands for, where the parser would not give just that."""
    number, name = found[1] or found[2], found[3]
    if number:
        code = int(number, 16 if found[1] else 10)
        if code in WINDOWS:
            return WINDOWS[code]
        if code == 0 or code > 0x10FFFF or 0xD800 <= code <= 0xDFFF:  # noqa: PLR2004  # Unicode's
            return "\ufffd"
        letter = chr(code)
        return letter if _INVISIBLE.match(letter) or _IMPOSSIBLE.match(letter) else found[0]
    meant = html5.get(f"{name};", "") if found[0].endswith(";") else ""
    return meant if meant and not _MARKUP & set(meant) else found[0]


def _of_windows(text: str) -> tuple[str, list[Damage]]:
    """Return *text* with its C1 controls as the letters of windows-1252 they once were.

    U+0085 alone is a line end of old systems, and no ellipsis.
    """
    others = [found for found in _C1.finditer(text) if found[0] != "\x85"]
    if not others:
        return text, []
    meant = _C1.sub(lambda sign: WINDOWS[ord(sign[0])], text)
    seen = Counter(WINDOWS[ord(found[0])] for found in _C1.finditer(text))
    letters = " ".join(sorted(letter for letter in seen if not _C1.match(letter)))
    what = f"{sum(seen.values())} control characters were letters of windows-1252 ({letters})"
    rest = _C1.sub("", meant)
    damage = [Damage("T105", _line(text, others[0].start()), f"{what} and are read so")]
    if gone := len(meant) - len(rest):
        damage.append(
            Damage("T105", 1, f"{gone} control characters that mean nothing are left out")
        )
    return rest, damage


def _impossible(text: str) -> Iterator[Damage]:
    found = list(_IMPOSSIBLE.finditer(text))
    if found:
        codes = Counter(f"U+{ord(one[0]):04X}" for one in found)
        listed = ", ".join(f"{count} × {code}" for code, count in sorted(codes.items()))
        what = f"characters that no text can have are left out ({listed})"
        yield Damage("T105", _line(text, found[0].start()), what)


def _invisible(text: str) -> Iterator[LeftOut]:
    first: dict[str, int] = {}
    count: Counter[str] = Counter()
    for found in _INVISIBLE.finditer(text):
        first.setdefault(found[0], found.start())
        count[found[0]] += 1
    for sign, number in count.items():
        name = unicodedata.name(sign).lower()
        why = f"It shows nothing and is no letter (U+{ord(sign):04X}, {name})."
        yield LeftOut("invisible", why, _line(text, first[sign]), number)
