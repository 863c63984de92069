"""Formulas of an HTML page: found in the forms that tools leave them in, each kept once.

Input the tree of a page, which is changed: a formula with all its copies becomes one ``math``
element. Output what each of these says, what was a copy, and which could not be read. MathML
is taken before TeX, TeX before a picture's words.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from florilegium.ingest import tex
from florilegium.ingest.mathml import Formula, formula_of
from florilegium.ingest.namespaces import local
from florilegium.model import Damage, LeftOut

# Elements that hold a formula in several copies, by their class or name.
_HOLDERS = re.compile(
    r"(?:^|\s)(?:katex-display|katex|MathJax(?:_Display|_SVG|_SVG_Display|_CHTML|_Preview)?|mjx-chtml"
    r"|MJXc-display|mwe-math-element|ltx_Math)(?=\s|$)"
)
_CONTAINERS = frozenset({"mjx-container", "math-renderer", "tex-math", "math-field"})
_TEX_SCRIPT = re.compile(r"math/(tex|latex|mml|asciimath)", re.IGNORECASE)
_TEX_CLASS = re.compile(r"(?:^|\s)(?:math|tex|latex|arithmatex|equation)(?=\s|$)", re.IGNORECASE)
_TEX_PICTURE = re.compile(
    r"(?:^|[\s/_.-])(?:la)?tex(?:$|[\s/_.?-])|mathtex|mimetex|codecogs|mwe-math|/math/render",
    re.IGNORECASE,
)
_TEX_DATA = ("data-latex", "data-tex", "data-math", "data-katex", "data-formula", "data-expr")
_DISPLAYED = re.compile(r"display|\bblock\b", re.IGNORECASE)
# No formula begins within another, so that a page of nothing but openings is quickly read.
_DELIMITED = re.compile(
    r"\\\((?P<a>(?:[^\\]|\\[^()\[\]])+?)\\\)|\\\[(?P<b>(?:[^\\]|\\[^()\[\]])+?)\\\]"
    r"|\$\$(?P<c>[^$]+?)\$\$"
)
_LOADED = re.compile(r"mathjax|katex|texmath", re.IGNORECASE)
_SPOKEN_OF = re.compile(
    r"math|katex|mjx|arithmatex|data-(?:formula|expr)|(?<![a-z])(?:la)?tex(?![a-z])"
    r"|alt\s*=\s*(?:[\"']\s*)?(?:\$|\\[(\[]|\\begin)",
    re.IGNORECASE,
)
_VERBATIM = frozenset({"code", "pre", "script", "style", "textarea", "kbd", "samp", "xmp"})
_MAY_BE_TEX = re.compile(r"[\\^_{}=]|^\s*\S\s*$")


@dataclass(slots=True)
class Formulas:
    """The formulas of a page by their elements; the copies of them; those not to be read.

    *raw* has the words in which a formula that could not be read is shown.
    """

    read: dict[etree._Element, Formula] = field(default_factory=dict)
    raw: dict[etree._Element, str] = field(default_factory=dict)
    left_out: list[LeftOut] = field(default_factory=list)
    damage: list[Damage] = field(default_factory=list)


@dataclass(slots=True)
class _Found:
    """A formula in the tree: the *place* it has, its MathML or its TeX."""

    place: etree._Element
    math: etree._Element | None
    source: str
    display: bool
    line: int
    words: str = ""  # of all copies


def formulas_of(root: etree._Element, page: str) -> Formulas:
    """Return the formulas under *root*, each now a ``math`` element without content.

    *page* is the whole page as text: one that speaks of no formula is not searched.
    """
    if not _SPOKEN_OF.search(page):
        return Formulas()
    found = [*_held(root), *_scripts(root), *_bare(root), *_pictures(root), *_typed(root)]
    made = Formulas()
    unread: list[_Found] = []
    for one in found:
        formula = (
            formula_of(one.math, said=one.source, display=one.display)
            if (one.math is not None)
            else None
        )
        if formula:
            _keep(made, one, formula)
        else:
            unread.append(one)
    asked = [(one.source, one.display) for one in unread if one.source]
    answers = iter(tex.formulas(asked) if asked else ())
    for one in unread:
        formula = next(answers) if one.source else None
        if formula:
            _keep(made, one, formula)
        else:
            _give_up(made, one)
    return made


def _keep(made: Formulas, one: _Found, formula: Formula) -> None:
    made.read[one.place] = formula
    _note_copies(made, one, formula.text if one.math is not None else "")


def _note_copies(made: Formulas, one: _Found, kept: str) -> None:
    """Put the words of *one* that are not *kept* down as copies."""
    copies = " ".join(one.words.split())
    if kept:
        # What was kept stood once among the words, perhaps with spaces between.
        pattern = r"\s*".join(map(re.escape, "".join(kept.split())))
        copies = re.sub(pattern, "", copies, count=1).strip()
    if copies:
        why = "Another copy of a formula, for programs that cannot draw it."
        made.left_out.append(LeftOut("formula-copy", why, one.line, len(copies), copies))


def _give_up(made: Formulas, one: _Found) -> None:
    shown = one.source or " ".join(one.words.split())
    made.raw[one.place] = shown
    words = f"“{shown[:60]}” stands as it was typed" if shown else "nothing of it can be had"
    made.damage.append(Damage("T110", one.line, words))
    _note_copies(made, one, shown)


# -- where they are ---------------------------------------------------------------------------


def _held(root: etree._Element) -> Iterator[_Found]:
    """Yield the formulas in elements that hold several copies."""
    for holder in list(root.iter()):
        if not isinstance(holder.tag, str) or holder.getparent() is None:
            continue
        named = _HOLDERS.search(holder.get("class") or "")
        if not (named or holder.tag in _CONTAINERS) or not _is_in(holder, root):
            continue
        if any(map(_is_drawn, holder.iterancestors())) or _has_script(holder):
            continue  # what is around it, or the TeX behind it, says more
        yield _taken(holder, _math_in(holder), _source_in(holder), _is_displayed(holder))


def _scripts(root: etree._Element) -> Iterator[_Found]:
    """Yield the formulas that MathJax 2 keeps in scripts, behind what it drew of them."""
    for script in list(root.iter("script")):
        kind = _TEX_SCRIPT.match(script.get("type") or "")
        if kind is None or script.getparent() is None:
            continue
        drawn = []
        before = script.getprevious()
        while before is not None and not (before.tail or "").strip() and _is_drawn(before):
            drawn.append(before)
            before = before.getprevious()
        said = "".join(map(str, script.itertext())).strip()
        math = _parsed(said) if kind[1].lower() == "mml" else None
        source = said if kind[1].lower() in ("tex", "latex") else ""
        display = "display" in (script.get("type") or "")
        words = " ".join("".join(map(str, one.itertext())) for one in reversed(drawn))
        for one in drawn:
            _drop(one)
        found = _taken(script, math, source, display)
        found.words = words if source or math is not None else f"{words} {said}"
        yield found


def _bare(root: etree._Element) -> Iterator[_Found]:
    for math in [one for one in root.iter() if _is_math(one)]:
        if len(math) or (math.text or "").strip():
            yield _taken(math, math, _source_in(math), math.get("display") == "block")


def _pictures(root: etree._Element) -> Iterator[_Found]:
    """Yield the formulas that are pictures with their TeX, and elements that name their TeX."""
    for element in list(root.iter()):
        if not isinstance(element.tag, str) or element.getparent() is None:
            continue
        said = next((element.get(name) or "" for name in _TEX_DATA if element.get(name)), "")
        if element.tag == "img" and not said:
            named = f"{element.get('class') or ''} {element.get('src') or ''}"
            alt = (element.get("alt") or "").strip()
            said = alt if _TEX_PICTURE.search(named) and _MAY_BE_TEX.search(alt) else ""
            framed = tex.bare(alt)[0] != alt
            said = alt if framed else said
        else:
            framed = False
        if said.strip() and _is_in(element, root) and (framed or _MAY_BE_TEX.search(said)):
            source, display = tex.bare(said)
            yield _taken(element, None, source, display or _is_displayed(element))


def _typed(root: etree._Element) -> Iterator[_Found]:
    """Yield the formulas that stand as TeX in the text, for a script to set."""
    for element in list(root.iter("span", "div")):
        if _TEX_CLASS.search(element.get("class") or "") and not len(element):
            said = (element.text or "").strip()
            source, display = tex.bare(said)
            if source != said and _is_in(element, root):
                yield _taken(element, None, source, display)
    loads = any(
        _LOADED.search(f"{s.get('src') or ''} {(s.text or '')[:2000]}")
        for s in root.iter("script")
    )
    if loads:
        for element in list(root.iter()):
            if isinstance(element.tag, str) and element.tag not in _VERBATIM:
                yield from _in_text(element)


def _in_text(element: etree._Element) -> Iterator[_Found]:
    """Yield the formulas typed between signs in the text of *element* and behind its children."""
    if any(around.tag in _VERBATIM for around in element.iterancestors()):
        return
    for child in [None, *element]:
        text = (element.text if child is None else child.tail) or ""
        matches = list(_DELIMITED.finditer(text))
        if not matches:
            continue
        at = 0 if child is None else element.index(child) + 1
        _set_text(element, child, text[: matches[0].start()])
        for number, match in enumerate(matches):
            after = matches[number + 1].start() if number + 1 < len(matches) else len(text)
            place = etree.Element("math")
            place.tail = text[match.end() : after]
            element.insert(at + number, place)
            source = match["a"] or match["b"] or match["c"]
            line: int = element.sourceline or 1  # type: ignore[assignment]
            yield _Found(
                place,
                None,
                source.strip(),
                match["a"] is None,
                line + text[: match.start()].count("\n"),
            )


# -- tools ------------------------------------------------------------------------------------


def _taken(
    holder: etree._Element, math: etree._Element | None, source: str, display: bool
) -> _Found:
    """Return the formula of *holder*, with an empty ``math`` element in its place."""
    words = " ".join(map(str, holder.itertext())) if holder.tag != "script" else ""
    line = int(holder.sourceline or 1)  # type: ignore[call-overload]  # an int
    place = etree.Element("math")
    place.tail, holder.tail = holder.tail, None
    parent = holder.getparent()
    if parent is not None:
        parent.replace(holder, place)
    return _Found(place, math, source, display, line, words)


def _drop(element: etree._Element) -> None:
    """Take *element* out of the tree; nothing stands behind it."""
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _set_text(element: etree._Element, child: etree._Element | None, text: str) -> None:
    if child is None:
        element.text = text
    else:
        child.tail = text


def _is_in(element: etree._Element, root: etree._Element) -> bool:
    """Tell whether *element* is still under *root*, and in no element kept verbatim."""
    last = element
    for around in element.iterancestors():
        if around.tag in _VERBATIM:
            return False
        last = around
    return last is root


def _math_in(holder: etree._Element) -> etree._Element | None:
    math = next(filter(_is_math, holder.iter()), None)
    if math is not None:
        return math
    for element in holder.iter():
        if source := element.get("data-mathml"):
            return _parsed(source)
    return None


def _source_in(holder: etree._Element) -> str:
    """Return the TeX that stands in *holder*: an annotation, an attribute, a picture's words."""
    for note in holder.iter("annotation", "{*}annotation"):
        if "tex" in (note.get("encoding") or "").lower():
            return "".join(map(str, note.itertext())).strip()
    for element in holder.iter():
        for name in (*_TEX_DATA, "alttext"):
            if said := element.get(name):
                return tex.bare(said)[0]
    picture = next(holder.iter("img"), None)
    return tex.bare(picture.get("alt") or "")[0] if picture is not None else ""


def _parsed(source: str) -> etree._Element | None:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    try:
        found = etree.fromstring(source.encode(), parser)
    except etree.XMLSyntaxError:
        return None
    return found if found is not None and local(found) == "math" else None


def _is_math(element: etree._Element) -> bool:
    """Tell whether *element* is a ``math``, perhaps with the prefix of a name space."""
    return isinstance(element.tag, str) and re.split("[:}]", element.tag)[-1] == "math"


def _is_displayed(holder: etree._Element) -> bool:
    said = f"{holder.get('class') or ''} {holder.get('display') or ''} {holder.get('mode') or ''}"
    if holder.get("display") == "true" or _DISPLAYED.search(said):
        return True
    math = next(holder.iter("math", "{*}math"), None)
    return math is not None and math.get("display") == "block"


def _is_drawn(element: etree._Element) -> bool:
    return isinstance(element.tag, str) and (
        _HOLDERS.search(element.get("class") or "") is not None or element.tag in _CONTAINERS
    )


def _has_script(holder: etree._Element) -> bool:
    last, after = holder, holder.getnext()
    while after is not None and _is_drawn(after) and not (last.tail or "").strip():
        last, after = after, after.getnext()
    return (
        after is not None
        and not (last.tail or "").strip()
        and after.tag == "script"
        and _TEX_SCRIPT.match(after.get("type") or "") is not None
    )
