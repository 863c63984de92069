"""The review page: each seed in full, with what cleaning took out struck through and why.

One HTML file that needs nothing else: no script, no picture, nothing from the network. The
seeds are hostile; here they are only ever text.
"""

from florilegium.desk.review.page import to_html
from florilegium.desk.review.passages import Reviewed

__all__ = ["Reviewed", "to_html"]
