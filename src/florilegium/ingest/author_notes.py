"""The author's own footnotes in an HTML page: which links call them, where they stand.

A note is what a sign such as ``1``, ``[2]`` or ``†`` leads to, further down the page. The
links that lead back up from a note are machinery of the page, like its buttons.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate

from lxml import etree

_SIGN = re.compile(r"[\[(]?(?:\d{1,3}|[a-z]|[ivxl]{1,6}|[*†‡§¶]{1,3})[\])]?", re.IGNORECASE)
_BRACKETED = re.compile(r"[\[(].+[\])]")
_NAMED = re.compile(r"foot-?note|note-?ref|end-?note|fn-?ref", re.IGNORECASE)
_HOSTS = frozenset({"aside", "dd", "div", "li", "p", "td"})
_WHOLE = re.compile(r"https?://|file:", re.IGNORECASE)
_LONGEST = 5000  # letters; more is a section of the page and no note


@dataclass(slots=True)
class AuthorNotes:
    """The numbers of the notes, by the links that *call* them and by their *bodies*.

    *backs* are the links from a note to its call; they are not part of the text.
    """

    calls: dict[etree._Element, str] = field(default_factory=dict)
    bodies: dict[etree._Element, str] = field(default_factory=dict)
    backs: set[etree._Element] = field(default_factory=set)


def author_notes(root: etree._Element) -> AuthorNotes:
    """Return the author's notes under *root*, numbered in the order of their calls."""
    places = {element: number for number, element in enumerate(root.iter())}
    targets = {
        name: element
        for element in reversed(places)
        for name in (element.get("id"), element.get("name"))
        if name
    }
    found = AuthorNotes()
    for call in root.iter("a"):
        target = targets.get(_leads_to(call))
        if target is None or not _is_call(call) or places[target] < places[call]:
            continue
        body = _body(target)
        if body is None or body in call.iterancestors() or not _is_note(body, call, targets):
            continue
        found.calls[call] = found.bodies.setdefault(body, str(len(found.bodies) + 1))
    found.backs = {
        link for body in found.bodies for link in _backs(body, found.calls, targets, places)
    }
    return found


def _leads_to(link: etree._Element) -> str:
    address = link.get("href") or ""
    page, _, name = address.partition("#")
    # Browsers write the whole address of the page into the links of a page they save.
    return name if not page or _WHOLE.match(page) else ""


def _is_call(link: etree._Element) -> bool:
    sign = _words(link).strip()
    if not _SIGN.fullmatch(sign):
        return False
    parent = link.getparent()
    said = " ".join(
        str(value) for name, value in link.attrib.items() if name not in ("href", "title")
    )
    return (
        (parent is not None and parent.tag == "sup")
        or link.find(".//sup") is not None
        or _BRACKETED.fullmatch(sign) is not None
        or _NAMED.search(said) is not None
    )


def _body(target: etree._Element) -> etree._Element | None:
    lineage = (target, *target.iterancestors())
    body = next((element for element in lineage if element.tag in _HOSTS), None)
    if body is None or _is_long(body):
        return None
    return body if next(body.iter("h1", "h2", "h3", "table"), None) is None else None


def _is_long(body: etree._Element) -> bool:
    return any(total > _LONGEST for total in accumulate(map(len, body.itertext())))


def _is_note(
    body: etree._Element, call: etree._Element, targets: dict[str, etree._Element]
) -> bool:
    """Tell whether *body* shows that it is a note: by its kind or name, its sign, a way back."""
    said = f"{body.get('role', '')} {body.get('class', '')} {body.get('id', '')}"
    sign = _words(call).strip()
    if body.tag in ("aside", "li") or _NAMED.search(said):
        return True
    if _words(body).lstrip().startswith(sign):
        return True
    around = {call, *call.iter(), *call.iterancestors()}
    return any(targets.get(_leads_to(link)) in around for link in body.iter("a"))


def _backs(
    body: etree._Element,
    calls: dict[etree._Element, str],
    targets: dict[str, etree._Element],
    places: dict[etree._Element, int],
) -> Iterator[etree._Element]:
    """Yield the links of *body* that lead back: arrows, and the sign the note begins with."""
    before = ""
    for link in body.iter("a"):
        text = _words(link).strip()
        target = targets.get(_leads_to(link))
        upwards = target is not None and places[target] < places[body] and link not in calls
        before = before or _text_before(body, link)
        if upwards and (not any(map(str.isalnum, text)) or (_SIGN.fullmatch(text) and not before)):
            yield link


def _text_before(body: etree._Element, link: etree._Element) -> str:
    parts: list[str] = []
    for element in body.iter():
        if element is link:
            break
        parts.append(element.text or "")
    return "".join(parts).strip()


def _words(element: etree._Element) -> str:
    return "".join(map(str, element.itertext()))
