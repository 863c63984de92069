"""Texts taken into a book: copied into ``seeds/``, drafted into ``book/``, all or nothing.

In: paths, addresses, exports of a reference manager. Out: new seeds, new chapters, entries
appended to the editor's files. It never changes a byte that somebody wrote or saved, and leaves
nothing behind when anything is wrong. Read ``plan.py`` first.
"""

from florilegium.desk.add.plan import Plan, Planned, plan, write

__all__ = ["Plan", "Planned", "plan", "write"]
