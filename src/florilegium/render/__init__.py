"""A `Book` and an `Edition` become files that people read.

In: a `Book`. Out: ``xhtml/``, the markup that all formats share, and from it the printed book
(``press/``) and the e-book (``epub/``). A writer adds its container and page furniture, and
never changes a word. Read ``xhtml/__init__.py`` first.
"""
