"""Editions that agree: what one edition had on which page, kept, and compared with another.

In: a book and the pages of its print edition. Out: a file below ``book/kept/``, and the
concordance of two of them as HTML and CSV. It never changes a file that it has kept.
Read ``kept.py`` first.
"""

from florilegium.desk.concordance.compare import Concordance, compare
from florilegium.desk.concordance.kept import KeptEdition, from_json, kept_edition, to_json
from florilegium.desk.concordance.tables import to_csv, to_html

__all__ = [
    "Concordance", "KeptEdition",
    "compare", "from_json", "kept_edition", "to_csv", "to_html", "to_json",
]  # fmt: skip
