"""The printed cover: back, spine and front on one sheet, set by the same press as the book.

In: what the book says of itself, a print job, the number of pages. Out: a document and a style
for the press, or the file it makes of them. It has the colours and flowers of the e-book's
cover (``render/cover.py``), or the editor's own picture. It never counts pages itself.
Read ``sheet.py`` first.
"""

from florilegium.render.coversheet.sheet import Cover, cover_job, render

__all__ = ["Cover", "cover_job", "render"]
