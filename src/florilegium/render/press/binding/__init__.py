"""Documents laid out → one PDF: their order, folios, outline, structure tree, fonts.

In: the content documents of a book in reading order. Out: the file, and the folio of every
anchor. It never lays out a page itself, and never changes one that is laid out.
Read ``pagination.py`` first, then ``bind.py``.
"""
