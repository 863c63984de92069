"""PDF with a text layer: words, columns, paragraphs, notes and the pages of the original.

In: the bytes of a ``.pdf``. Out: a `Reading` whose lines are counted through the document, with
a mark for each page. Running heads and folios stay in it, marked: ``clean`` takes them out. A
scan is refused. Read ``reader.py`` first, then ``lines.py``.
"""

from florilegium.ingest.pdf.reader import read

__all__ = ["read"]
