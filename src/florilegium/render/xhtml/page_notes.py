"""The editor's footnotes on a page that is no chapter: gathered at its end, numbered through.

Takes a page of several pieces, each with its own notes at its end; changes no word of them.
"""

from collections.abc import Iterable

from florilegium.project.wording import Wording
from florilegium.render.elements import XHTML, Node, add, element


def gather_notes(made: Node, words: Wording) -> None:
    """Put all notes of *made* at its end, in the order of their calls, and number them so."""
    groups = list(made.iter(f"{{{XHTML}}}section"))
    groups = [one for one in groups if one.get("class") == "notes"]
    if not groups:
        return
    notes = element("section", kind="footnotes", class_="notes", aria_label=words["notes"])
    for group in groups:
        notes.extend(list(group))
        _drop(group)
    add(made, [notes])
    asides = {one.get("id", ""): one for one in notes}
    called = [asides[link.get("href", "")[1:]] for link in _calls(made, asides)]
    for number, (link, note) in enumerate(zip(_calls(made, asides), called, strict=True), start=1):
        link.text = str(number)
        note.set("data-label", str(number))
    notes[:] = called


def _calls(made: Node, asides: Iterable[str]) -> list[Node]:
    names = {f"#{name}" for name in asides}
    return [link for link in made.iter(f"{{{XHTML}}}a") if link.get("href") in names]


def _drop(group: Node) -> None:
    parent = group.getparent()
    if parent is not None:
        parent.remove(group)
