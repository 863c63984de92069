"""Florilegium builds anthologies and course readers, for print and e-readers.

The library's doors are `florilegium.project.Project.load` and the functions of
`florilegium.pipeline`; `florilegium.errors` is what they raise.
"""

__version__ = "0.1.0"
