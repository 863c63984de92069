"""Documents → a printed book: laid out one by one, anywhere, then bound into one PDF.

In: content documents and an edition. Out: one PDF. ``layout/`` sets one document and knows no
other (`lay_out`); ``binding/`` puts all of them in sequence (`lay_out_book`) and writes the
file (`bind`). It never lays out the whole book as one document. Read ``layout/laid_out.py``.
"""

from florilegium.render.press.binding.bind import bind
from florilegium.render.press.binding.excerpt import excerpt
from florilegium.render.press.binding.gutters import lay_out_book
from florilegium.render.press.binding.pagination import Layout, Step
from florilegium.render.press.binding.workers import expect
from florilegium.render.press.layout.engine import version
from florilegium.render.press.layout.laid_out import Job, LaidOut, lay_out
from florilegium.render.press.layout.style import Style, hash_of, style_for
from florilegium.render.press.savings import savings

__all__ = [
    "Job",
    "LaidOut",
    "Layout",
    "Step",
    "Style",
    "bind",
    "excerpt",
    "expect",
    "hash_of",
    "lay_out",
    "lay_out_book",
    "savings", "style_for",
    "version",
]  # fmt: skip
