"""Help for an editor at work: drafts, the review page, a new book to start from.

In: seeds and texts. Out: text to paste, one HTML page, the files of a new book.
It never changes what an editor wrote, and no stage of a build depends on it.
Read ``review/`` first.
"""
