"""Florilegium builds anthologies and course readers, for print and e-readers.

The library's doors are `florilegium.project.Project.load` and the functions of
`florilegium.pipeline`; `florilegium.errors` is what they raise.
"""

from importlib.metadata import version

__version__ = version("florilegium")
