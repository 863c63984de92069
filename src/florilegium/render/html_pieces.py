"""Pieces of HTML, as pandoc makes them: read into a tree, and written again."""

from html import escape

from lxml import html


def read(piece: str) -> html.HtmlElement:
    """Return *piece* as the content of a ``div`` that is not part of it."""
    return html.fragment_fromstring(piece, create_parent="div")


def inner(element: html.HtmlElement) -> str:
    """Return the HTML of what is in *element*, without itself."""
    parts = [html.tostring(child, encoding="unicode") for child in element]
    return "".join([escape(element.text or "", quote=False), *parts])
