"""Where a link may lead: one list for seeds, for the editor's words and for bibliographies.

Input: the address as it was written. Output: whether a book may hold it, and its parts. It never
asks the network, never mends an address by guessing, and what is none is no error: nothing else
takes addresses apart.
"""

import re
from pathlib import PurePosixPath
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

SCHEMES = ("http", "https", "mailto", "tel", "doi")
_HOST = re.compile(
    r"(?=.{1,253}\Z)(?:[^\W_]|[^\W_][\w-]{0,61}[^\W_])(?:\.(?:[^\W_]|[^\W_][\w-]{0,61}[^\W_]))*\.?"
)
_NUMBER = re.compile(r"\[[0-9A-Fa-f:.]+\]")  # an IPv6 address
# Neither blank nor control character, nor what turns the direction of writing around.
_PLAIN = re.compile(r"[^\s\x00-\x20\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff<>\"\\]+")
_MAIL = re.compile(r"[^@?&/\s]+@[^@?&/\s]+(?:,[^@?&/\s]+@[^@?&/\s]+)*")
_TEL = re.compile(r"\+?[(]?[0-9][0-9()./;=A-Za-z-]*")
_DOI = re.compile(r"10\.\d{4,9}/\S+")
# What a message may be opened with (RFC 6068): no attachment, no hidden copies.
_MAIL_FIELDS = frozenset({"subject", "body"})


def fault(address: str) -> str:
    """Return why a book cannot hold the link *address*, in a few words; nothing when it can."""
    if re.fullmatch(r"#\S+", address) and _PLAIN.fullmatch(address):
        return ""
    if not _PLAIN.fullmatch(address):
        return "there is a blank or a sign in it that no address has" if address else "it is empty"
    scheme, colon, rest = address.partition(":")
    if not colon or not re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*", scheme):
        return "it is not a whole address"
    return _FAULTS.get(scheme.lower(), _foreign)(rest, address)


def cleaned(address: str) -> str:
    """Return *address* as a seed may have it in a book: nothing when it cannot stand there.

    A user's name and password are left out of an address, and what a message is to be opened
    with; the rest stays as it was.
    """
    plain = re.sub(r"^(https?://)[^/?#]*@", r"\1", address.strip(), flags=re.IGNORECASE)
    if plain.lower().startswith("mailto:"):
        plain = plain.partition("?")[0]
    plain = plain.replace(" ", "%20").replace('"', "%22").replace("<", "%3C").replace(">", "%3E")
    return "" if fault(plain) or plain.startswith("#") else plain.replace("\\", "%5C")


def file_of(address: str) -> PurePosixPath:
    """Return the path of *address*, its signs decoded; an empty one where it is no address."""
    return PurePosixPath(unquote(_parts(address).path))


def page_of(address: str) -> tuple[str, str, str]:
    """Return host, path and query of *address*, as they are written; empty where it is none."""
    parts = _parts(address)
    return parts.netloc, parts.path, parts.query


def joined(page: str, address: str) -> str:
    """Return where *address* leads that stands in *page*; the same where either is none."""
    try:
        return urljoin(page, address)
    except ValueError:
        return address


def _parts(address: str) -> SplitResult:
    try:
        return urlsplit(address)
    except ValueError:  # what looks like an address may be none
        return SplitResult("", "", "", "", "")


def _foreign(_rest: str, address: str) -> str:
    return f"links to {address.partition(':')[0].lower()}: are not for books"


def _web(_rest: str, address: str) -> str:
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError:
        return "its host is malformed"
    return _web_parts(parts)


def _web_parts(parts: SplitResult) -> str:
    host = parts.hostname or ""
    if not host:
        return "it names no host"
    if "@" in parts.netloc:
        return "it holds a user's name"
    if not (_HOST.fullmatch(host) or _NUMBER.fullmatch(parts.netloc.rpartition(":")[0])
            or _NUMBER.fullmatch(parts.netloc)):  # fmt: skip
        return "its host is malformed"
    return ""


def _mail(rest: str, _address: str) -> str:
    to, _, query = rest.partition("?")
    if to and not _MAIL.fullmatch(to):
        return "it is not a whole mail address"
    if not to and "to=" not in query.lower():
        return "it is not a whole mail address"
    fields = {field.partition("=")[0].lower() for field in query.split("&") if field}
    odd = sorted(fields - _MAIL_FIELDS)
    return f"a link to mail cannot hold {odd[0]!r}" if odd else ""


def _phone(rest: str, _address: str) -> str:
    return "" if _TEL.fullmatch(rest) else "it is not a telephone number"


def _doi(rest: str, _address: str) -> str:
    return "" if _DOI.fullmatch(rest) else "it is not a DOI"


_FAULTS = {"http": _web, "https": _web, "mailto": _mail, "tel": _phone, "doi": _doi}
