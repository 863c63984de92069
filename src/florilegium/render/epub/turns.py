"""The turns of an interview as groups that a screen reader names by their speaker.

The name stands at the head of a turn; of its further paragraphs only the look tells who
speaks. A group says it to those who do not see the look.
"""

from florilegium.render.elements import XHTML, Node, element

_PARAGRAPH = f"{{{XHTML}}}p"


def group(tree: Node) -> None:
    """Put every turn in *tree* that has more than one paragraph into a group named after it."""
    for opening in list(tree.iter(_PARAGRAPH)):
        speaker = opening.find(f"{{{XHTML}}}span[@class='speaker']")
        if "turn" not in _classes(opening) or speaker is None:
            continue
        rest = _rest(opening)
        if not rest:
            continue
        name = "".join(map(str, speaker.itertext())).strip()
        turn = element("div", role="group", class_="exchange", aria_label=name)
        opening.addprevious(turn)
        for paragraph in (opening, *rest):
            turn.append(paragraph)


def _rest(opening: Node) -> list[Node]:
    """The paragraphs behind *opening* that belong to its turn."""
    found: list[Node] = []
    following = opening.getnext()
    while following is not None and {"question", "answer"} & set(_classes(following)):
        if "turn" in _classes(following):
            break
        found.append(following)
        following = following.getnext()
    return found


def _classes(node: Node) -> list[str]:
    return node.get("class", "").split()
