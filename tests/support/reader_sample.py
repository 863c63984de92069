"""A small book of an editor's, with comments of hers everywhere, and a text to add to it."""

PROSE = (
    "The keeper of the weir wrote it down every evening, in a hand as even as the water, "
    "and nobody ever asked her why she did."
)
BOOK = """title = "A Reader"  # ours
language = "en"
identifier = "urn:uuid:6e8de9d2-bc63-4399-99bc-64596c0387b8"
date = "2026-11-23"

[outline]
front = ["title-page", "copyright"]
back = ["sources"]

# In the order of the course.
[[outline.part]]
chapters = [
    "old",  # week one
]
"""
SOURCES = "# Ours.\nreferences:\n  - id: old2000\n    type: book\n    title: Old\n\n# The end.\n"
EDITIONS = '[print]\nformat = "pdf"\n\n[ebook]\nformat = "epub"\n'
