"""Letters that no font of the book has: told once for each script, with the font that has them.

Takes what the engine complained of; says which Noto family to put into ``styles/fonts/`` and
which package it comes in. It never looks for a font itself.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files

_COMPLAINT = re.compile(
    r"(?:(?P<where>[^:\n]+): )?\.notdef glyph .*\"(?P<letter>.+)\" \(U\+(?P<code>[0-9A-F]{4,6})\)",
    re.DOTALL,
)
_SHOWN = 12  # letters named before "and 3 more"
_NO_SCRIPT = frozenset({"Zyyy", "Zinh", "Zzzz", "Zsym"})
_WIDE = range(0xFF00, 0xFFF0)  # the signs of Latin, as wide as Chinese letters
_EMOJI, _MUSIC = range(0x1F000, 0x1FB00), range(0x1D100, 0x1D250)


def is_complaint(message: str) -> bool:
    """Tell whether *message* of the engine's is about a letter without a glyph."""
    return _COMPLAINT.match(message) is not None


def told(messages: Iterable[str]) -> Iterator[str]:
    """Yield a sentence for each document and font that *messages* ask for."""
    missing: dict[tuple[str, str], dict[str, None]] = {}
    for message in messages:
        if found := _COMPLAINT.match(message):
            letter = chr(int(found["code"], 16))
            key = (found["where"] or "", _script(letter))
            missing.setdefault(key, {})[letter] = None
    for (where, script), letters in sorted(missing.items()):
        named = ", ".join(f"“{one}” (U+{ord(one):04X})" for one in sorted(letters)[:_SHOWN])
        more = f" and {len(letters) - _SHOWN} more" if len(letters) > _SHOWN else ""
        yield f"{where}: no font has {named}{more}; {_remedy(script)}"


def _script(letter: str) -> str:
    # Imported here: a book that lacks no letter need not have it.
    from fontTools import unicodedata  # noqa: PLC0415  # see above

    script = unicodedata.script(letter)
    if script not in _NO_SCRIPT:
        return str(script)
    shared = sorted(unicodedata.script_extension(letter) & _table().keys())
    if shared or ord(letter) in _WIDE:
        return str(shared[0]) if shared else "Hani"
    return "emoji" if ord(letter) in _EMOJI else "music" if ord(letter) in _MUSIC else "symbols"


def _remedy(script: str) -> str:
    found = _table().get(script)
    if found is None:
        return f"a Noto family for the script {script} has it, if there is one"
    packages = [f"Debian's {found['debian']}"]
    packages += [f"PyPI's {found['pypi']}"] if "pypi" in found else []
    return f"{found['family']} has it ({', '.join(packages)})"


@cache
def _table() -> dict[str, dict[str, str]]:
    text = (files("florilegium.check") / "noto.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
