"""The job ticket: what a printer asks on the telephone → a text to send, and JSON.

In: a print job, the numbers of its files, what the book says of itself. Out: `Ticket`, as text
and as plain data. It says what is so, and leaves out what is not known. Read ``ticket.py``.
"""

from florilegium.render.ticket.ticket import (
    Counts,
    File,
    Saving,
    Ticket,
    as_text,
    copies_allowed,
    ticket,
)  # fmt: skip

__all__ = ["Counts", "File", "Saving", "Ticket", "as_text", "copies_allowed", "ticket"]
