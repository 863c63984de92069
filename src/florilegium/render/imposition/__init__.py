"""Finished pages → the sheets they are printed on: booklet, signatures, 2-up, cut-and-stack.

In: the bytes of an interior. Out: the bytes of the imposed file, and the numbers of sheets,
sides and blanks. Which page stands where is pdfimpose's; it never changes a page.
Read ``sheets.py`` first; ``order.py`` is the door to pdfimpose.
"""

from florilegium.render.imposition.sheets import Imposed, impose, sheet_for

__all__ = ["Imposed", "impose", "sheet_for"]
