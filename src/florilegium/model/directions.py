"""Which way a language is written, and what a mark says of both."""

_RIGHT_TO_LEFT = frozenset({"ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})
_SCRIPTS = frozenset({"arab", "hebr", "thaa", "syrc", "nkoo"})


def direction(language: str) -> str:
    """Return ``rtl`` for a *language* (BCP 47) written from right to left, else ``ltr``."""
    tag, *rest = language.lower().split("-")
    script = next((part for part in rest if len(part) == 4 and part.isalpha()), "")  # noqa: PLR2004  # ISO 15924
    if script:
        return "rtl" if script in _SCRIPTS else "ltr"
    return "rtl" if tag in _RIGHT_TO_LEFT else "ltr"


def said(reference: str) -> tuple[str, str]:
    """Return the language and the direction that the *reference* of a mark names.

    It reads such as ``he``, ``he rtl`` or `` rtl``; what it does not name is empty.
    """
    language, _, way = reference.partition(" ")
    return language, way
