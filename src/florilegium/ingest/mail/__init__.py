"""Mail and saved pages in MIME: ``.eml``, ``.mhtml`` and ``.mht``.

In: the bytes of the file. Out: a `Reading` of the message or the page within, in which lines are
those of the file. What is neither is left out with its reason; nothing is fetched or opened.
Read ``parts.py`` first.
"""

from florilegium.ingest.mail.message import is_mail, read_mail
from florilegium.ingest.mail.saved_page import read_saved_page

__all__ = ["is_mail", "read_mail", "read_saved_page"]
