"""Help for an editor at work: texts taken in, drafts, the review page, a new book to start from.

In: saved files, addresses, seeds, texts. Out: new seeds and entries at the end of the editor's
files, text to paste, one HTML page, the files of a new book. It never changes what an editor
wrote, and no stage of a build depends on it. Read ``add/plan.py`` or ``review/`` first.
"""
