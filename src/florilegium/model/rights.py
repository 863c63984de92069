"""The record of rights of one source, and the audiences it may be given to."""

from dataclasses import dataclass, field
from typing import Literal

# From the narrowest to the widest.
Audience = Literal["private", "class", "public"]
AUDIENCES: tuple[Audience, ...] = ("private", "class", "public")
FILE = "book/rights.toml"
Basis = Literal["public-domain", "licence", "permission", "quotation", "unknown"]


@dataclass(frozen=True, slots=True)
class Right:
    """What may be done with one source: a text, or a picture by its address in ``book/``.

    *status* is a sentence for the copyright page. *reason* says why a work is in the public
    domain of *country*, or why a quotation is fair. Dates are ISO 8601: permission was *asked*
    for, *granted*, and *expires* at the end of that day. *formats*, *copies*, *audience* and
    *territory* are its limits, where it has any. *letter* is the file of the permission, below
    ``book/``. *share* is the share of the work that is printed, *pages* those of the original.
    *lines* says for each key in which line of the file it stands.
    """

    source: str
    holder: str
    basis: Basis
    status: str
    reason: str = ""
    country: str = ""
    licence: str = ""
    asked: str = ""
    granted: str = ""
    expires: str = ""
    term: str = ""
    territory: str = ""
    audience: Audience | None = None
    copies: int | None = None
    formats: tuple[Literal["pdf", "epub"], ...] = ()
    fee: str = ""
    currency: str = ""
    credit: str = ""
    credit_at_text: bool = False
    letter: str = ""
    pages: str = ""
    share: str = ""
    lines: tuple[tuple[str, int], ...] = field(
        default=(), compare=False, repr=False, metadata={"made": True}
    )

    def where(self, key: str = "source") -> str:
        """Return ``file:line`` of *key* in the record; of its source, if it does not say that."""
        lines = dict(self.lines)
        line = lines.get(key) or lines.get("source")
        return f"{FILE}:{line}" if line else FILE
