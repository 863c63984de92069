"""Parts of a page that are no text of it: noted with their words, or counted, for the ledger."""

from dataclasses import dataclass, field

from lxml import etree

from florilegium.ingest.elements import decisions
from florilegium.model import LeftOut

RULE = "element"


@dataclass(slots=True)
class Scraps:
    """The elements of a page whose words are no text."""

    _found: list[LeftOut] = field(default_factory=list)
    _counts: dict[str, int] = field(default_factory=dict)
    _lines: dict[str, int] = field(default_factory=dict)

    def take(self, element: etree._Element, why: str) -> None:
        """Note the words of *element* and all in it; programs and style sheets are counted."""
        words: list[str] = []
        for inner in element.iter():
            text = inner.text or ""
            if not isinstance(inner.tag, str):
                text = ""
            elif inner.tag in decisions().counted:
                self._count(inner, text)
                text = ""
            words.append(text)
            if inner is not element:
                words.append(inner.tail or "")
        self.say(element, why, "".join(words))

    def say(self, element: etree._Element, why: str, words: str) -> None:
        """Note that *words*, which *element* has, are no text."""
        said = " ".join(words.split())
        if said:
            self._found.append(LeftOut(RULE, why, _line(element), len(said), said))

    def found(self) -> tuple[LeftOut, ...]:
        """Return all that was noted, what was only counted last."""
        reasons = decisions().left_out
        counted = (
            LeftOut(RULE, reasons[tag], self._lines[tag], count)
            for tag, count in sorted(self._counts.items())
        )
        return (*self._found, *counted)

    def _count(self, element: etree._Element, text: str) -> None:
        tag = str(element.tag)
        self._counts[tag] = self._counts.get(tag, 0) + len(text)
        self._lines.setdefault(tag, _line(element))


def _line(element: etree._Element) -> int:
    line: int = element.sourceline or 1  # type: ignore[assignment]
    return line
