"""The review page: each seed in full, with what cleaning took out struck through and why.

In: the texts of a book and its folder of seeds. Out: one HTML file that needs nothing else: no
script, no picture, nothing from the network. Seeds are hostile: here they are only ever text.
Read ``passages.py`` first.
"""

from florilegium.desk.review.page import to_html
from florilegium.desk.review.passages import Reviewed
from florilegium.desk.review.seeds import reviewed

__all__ = ["Reviewed", "reviewed", "to_html"]
