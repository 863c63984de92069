"""The paperwork of rights: the table, a request for a clearing office, a letter to a holder.

In: the book, and the pages of its print edition. Out: plain text, CSV, a draft of a letter.
It sends nothing, and never guesses what is not on record.
"""

from florilegium.desk.rights.letter import letter
from florilegium.desk.rights.rows import Row, page_ranges, rows, to_csv, to_text

__all__ = ["Row", "letter", "page_ranges", "rows", "to_csv", "to_text"]
