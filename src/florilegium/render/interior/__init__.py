"""The bound book → the file a print shop takes: one kind of ink, right boxes, PDF/X.

In: the finished PDF of the press and a print job. Out: the bytes of ``interior.pdf`` (or of a
cover, which goes the same way). It reads what is in the file, not what was meant, and never
moves a letter: what it changes is colour, boxes, marks, and what a shop refuses.
Read ``convert.py`` first, then ``operators.py``.
"""
