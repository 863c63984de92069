"""The words of a reference to another place, once all is numbered: ``p. 17``, ``p. 17, n. 3``.

Takes the trees of all sections; completes each reference with the form in which the writers
fill in its folio (``render/locators.py``). It adds no link and changes none.
"""

from collections.abc import Iterable, Mapping, Sequence

from florilegium.model import Section
from florilegium.project.wording import Wording
from florilegium.render.elements import XHTML, Node

_GLOSS = "gloss-call"


def complete(nodes: Sequence[tuple[Section, Node]], words: Wording) -> None:
    """Say for each reference how its page is printed, and what stands there without a page."""
    found = [link for _, node in nodes for link in node.iter(f"{{{XHTML}}}a") if _is(link)]
    if not found:
        return
    titles = {name: one.title for one, node in nodes for name in _ids(node)}
    labels = _labels(node for _, node in nodes)
    for link in found:
        link.text = None
        target = link.get("href", "")[1:]
        key, label = labels.get(target, ("page-reference", ""))
        form = words[key].replace("{label}", label).replace(" ", "\N{NO-BREAK SPACE}")
        link.set("data-form", form)
        link.set("data-else", titles.get(target, ""))


def _is(link: Node) -> bool:
    return "reference" in link.get("class", "").split()


def _ids(node: Node) -> Iterable[str]:
    return (name for one in node.iter() if (name := one.get("id", "")))


def _labels(nodes: Iterable[Node]) -> Mapping[str, tuple[str, str]]:
    """The kind of reference and the number of each note and question, by its id."""
    found: dict[str, tuple[str, str]] = {}
    for node in nodes:
        for call in node.iter(f"{{{XHTML}}}a"):
            names = call.get("class", "").split()
            if "note-call" in names and _GLOSS not in names and call.get("id"):
                found[call.get("id", "")] = ("note-reference", call.text or "")
        for listed in node.iter(f"{{{XHTML}}}ol"):
            if listed.get("class") == "asked":
                for number, item in enumerate(listed, start=1):
                    found[item.get("id", "")] = ("question-reference", str(number))
    return found
