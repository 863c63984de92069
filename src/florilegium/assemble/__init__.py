"""The only join: all selections and the editor's pages become one `Book`.

In: what the book says of itself, its selections, its sources. Out: a `Book`, and the Markdown
pieces in it by key. It never changes a word of a text: it numbers, orders and marks.
Read ``book.py`` first.
"""
