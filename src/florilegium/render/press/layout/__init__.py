"""One document → its finished pages, in whatever process there is.

In: a content document and a style. Out: its pages as PDF objects cut loose from a file, and the
facts about them (anchors, page starts, fonts). It never knows another document of the book.
Read ``laid_out.py`` first; ``engine.py`` is the only module that knows WeasyPrint.
"""
