"""The questions on a text: as the editor wrote them together, or one by one with their marks."""

from florilegium.model import Question, Selection
from florilegium.project.wording import Wording
from florilegium.render.elements import XHTML, Node, add, element, prose
from florilegium.render.pandoc import Prose


def questions(selection: Selection, pieces: Prose, words: Wording) -> Node | None:
    """Return the section of questions of *selection*; None where it has none."""
    source = pieces.pieces.get(f"{selection.slug}/questions")
    if source is None and not selection.asked:
        return None
    name = f"{selection.slug}-questions"
    made = element(
        "section",
        element("h2", words["questions"], id=name),
        class_="questions",
        role="region",
        aria_labelledby=name,
    )
    if source is not None:
        add(made, prose(source, top=3))
    if selection.asked:
        items = [question(one, pieces, words) for one in selection.asked]
        add(made, [element("ol", *items, class_="asked")])
        for item in items:  # notes stand at the foot of the section
            made.extend(item.findall(f"{{{XHTML}}}section[@class='notes']"))
    return made


def question(asked: Question, pieces: Prose, words: Wording) -> Node:
    """Return one question as an item of a list, its marks behind its last words."""
    item = element("li", *prose(pieces.pieces.get(asked.id, ""), top=3), id=asked.id)
    if asked.marks:
        add_marks(item, asked.marks, words)
    return item


def add_marks(item: Node, marks: str, words: Wording) -> None:
    """Put what a question is worth behind the last words of *item*."""
    text = words["mark"] if marks == "1" else words["marks"].format(count=marks)
    shown = [one for one in item if one.get("class") != "notes"]
    last = shown[-1] if shown and shown[-1].tag == f"{{{XHTML}}}p" else item
    add(last, [" ", element("span", text.replace(" ", "\N{NO-BREAK SPACE}"), class_="marks")])
