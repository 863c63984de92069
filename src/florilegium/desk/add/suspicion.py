"""Pages that came in place of the text: a login, a wall of cookies, a page that a script fills.

Input: a fetched page and what is left of it after cleaning. Output: an error that says what
came. A page that has an article is never suspected.
"""

import re

from florilegium.errors import SeedError

_FEW_WORDS, _SOME_WORDS = 60, 200
_PASSWORD = re.compile(rb"<input[^>]{0,300}type\s*=\s*[\"']?password", re.IGNORECASE)
_CONSENT = re.compile(
    r"\b(?:cookies?|consent|einwilligung|zustimm\w+|consentement|consentimiento|consenso|"
    r"privacy (?:policy|settings)|datenschutz\w*)\b",
    re.IGNORECASE,
)
_AWAY = re.compile(
    r"(?:^|[/.])(?:login|log-in|signin|sign-in|consent|auth|anmelden|sso)\b", re.IGNORECASE
)
_SCRIPT = re.compile(
    rb"<noscript\b|enable javascript|id=[\"'](?:root|app|__next)[\"']", re.IGNORECASE
)
_SAVE_IT = "Open it in a browser, save it there (“complete page”), and add the file."


def refuse_other_page(page: bytes, words: str, whole: str, *, address: str, final: str) -> None:
    """Raise `SeedError` if *page* is another than *address* names.

    *words* is its text after cleaning, *whole* that before; *final* is where the address led.
    """
    count = len(words.split())
    if count >= _SOME_WORDS:
        return
    if _PASSWORD.search(page) or (final != address and _AWAY.search(final)):
        raise _error("a page to log in came in place of the text", address)
    said = whole if count < _FEW_WORDS else words
    if len(_CONSENT.findall(said)) >= 3:  # noqa: PLR2004  # it speaks of nothing else
        raise _error("a page that asks for consent to cookies came in place of the text", address)
    if count < _FEW_WORDS and _SCRIPT.search(page):
        raise _error(f"the page that came holds {count} words: a script fills it later", address)


def _error(what: str, address: str) -> SeedError:
    return SeedError(what, where=address[:200], hint=_SAVE_IT)
