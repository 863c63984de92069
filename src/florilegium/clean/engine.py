"""Cleaning: takes lines out of a text, says why, and never changes a letter.

Input `RawText`, output `CleanText`. A rule that knows a line decides over it; the model
decides the rest; the editor stands above both. All are tried again on what is left until none
of them finds anything, so cleaning a clean text removes nothing. A page that would lose all its
text loses nothing: then there is no article in it that can be told from the rest.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from florilegium.clean.hidden import HIDDEN, hidden_spans
from florilegium.clean.model import RULE, Classification, Classifier, Strictness
from florilegium.clean.overrides import Override, Overrides, places
from florilegium.clean.rules.matching import MATCHERS
from florilegium.clean.rules.rule import LIFTING, Cleaning, Kind, Rule
from florilegium.clean.units import Known, Page, Span, Unit, units_of
from florilegium.ingest.reading import clip
from florilegium.model import Action, Block, CleanText, Doubt, Mark, RawText, Removal

# Boilerplate first; what remains before the body is then the text's own head.
_STAGES: tuple[frozenset[Kind], ...] = (
    frozenset({"line", "labels", "sequence"}),
    frozenset({"lift", "duplicate"}),
    frozenset({"title", "deck"}),
)
_NO_OVERRIDES = Overrides()
_CLOSES = re.compile(r"[,.;:!?)\]]")


@dataclass(frozen=True, slots=True)
class _Verdict:
    """In whose name a unit goes, and as what."""

    rule: str
    role: str
    action: Action
    why: str
    probability: float | None = None
    lift: bool = False


@dataclass(frozen=True, slots=True)
class _Cut:
    """A span of a block that goes, and the verdict on it."""

    start: int
    end: int
    verdict: _Verdict


_Verdicts = dict[int, _Verdict]
_DOUBT = _Verdict(RULE, "", "removed", "")


def clean(
    text: RawText,
    *,
    rules: Sequence[Rule],
    overrides: Overrides = _NO_OVERRIDES,
    strictness: Strictness | None = None,
) -> CleanText:
    """Return *text* without what rules, model and editor take out, and the list of that.

    The model is asked when a *strictness* says how far to go by it. Raises `ConfigError` for
    an override whose quotation is not in its seed.
    """
    cuts = _dropped(text, [o for o in overrides.drop if o.seed == text.seed.name])
    keeps = [o for o in overrides.keep if o.seed == text.seed.name]
    spared = [place for order in keeps for place in places(text, order)]
    unseen = _hide(text, cuts, keep=spared)
    gone = [[(cut.start, cut.end) for cut in block] for block in cuts]
    units = units_of(text.blocks, without=gone)
    kept = {
        unit.place
        for index, span in spared
        for unit in units
        if unit.index == index and _touches(unit, span)
    }
    hidden = {unit.place: unseen[unit.index] for unit in units if unit.index in unseen}
    judge = Classifier(text, units, strictness=strictness) if strictness else None
    known = Known(units, [pattern for rule in rules for pattern in rule.patterns])
    case = _Case(text, units, known, tuple(rules), frozenset(kept), judge, hidden)
    judgement = case.classify(units)
    verdicts = case.settled(judgement)
    for unit in units:
        if unit.place in verdicts:
            cuts[unit.index] += [_Cut(*span, verdicts[unit.place]) for span in unit.spans]
    cleaned = _carried_out(text, cuts)
    doubts = _doubts(text, [unit for unit in units if unit.place not in verdicts], judgement, kept)
    return replace(cleaned, doubts=doubts, article=judgement.article)


def clean_by(text: RawText, settings: Cleaning) -> CleanText:
    """Return *text* cleaned as a book's *settings* have it: rules, overrides, strictness."""
    return clean(
        text,
        rules=settings.rules,
        overrides=settings.overrides,
        strictness=settings.strictness,
    )


def merge(cleaned: CleanText) -> tuple[Block, ...]:
    """Return kept and removed blocks put together again: the blocks of the `RawText`.

    Holds for a text as `clean` gave it; typography moves the places of removed parts.
    """
    removed: dict[int, list[Removal]] = {}
    for removal in cleaned.removals:
        removed.setdefault(removal.index, []).append(removal)
    kept = list(reversed(cleaned.blocks))
    made: list[Block] = []
    while kept or removed:
        parts = sorted(removed.pop(len(made), ()), key=lambda removal: removal.start)
        whole = bool(parts) and not parts[0].partial
        made.append(_whole(parts) if whole else _joined(kept.pop(), parts))
    return tuple(made)


@dataclass(frozen=True, slots=True)
class _Case:
    """A text before its judges: its units, the rules, what the editor keeps.

    *hidden* are the verdicts on what the page does not show. The model sees it nevertheless: it
    learned from whole pages.
    """

    text: RawText
    units: tuple[Unit, ...]
    known: Known
    rules: tuple[Rule, ...]
    kept: frozenset[int]
    judge: Classifier | None
    hidden: _Verdicts

    def classify(self, units: Sequence[Unit]) -> Classification:
        """Return what the model says of *units*; nothing when it is not asked."""
        return self.judge.classify(units) if self.judge else Classification()

    def settled(self, judgement: Classification) -> _Verdicts:
        """Return the verdict on each unit that goes, by its place."""
        verdicts = self._model(judgement) | self.hidden
        if verdicts:
            # A rule says better what a line is; so rules look before the model's lines are gone.
            verdicts |= self._by_rules(self.hidden)
        while True:
            found = self._by_rules(verdicts)
            if not found:
                return {}  # the model has said nothing of these very lines
            left = self._left(found)
            if not any(letter.isalnum() for unit in left for letter in unit.text):
                return self.hidden
            more = self._model(self.classify(left))
            if not more:
                return found
            verdicts = found | more

    def _model(self, judgement: Classification) -> _Verdicts:
        return {
            place: _Verdict(RULE, one.role, "removed", one.why, one.probability)
            for place, one in judgement.removed.items()
            if place not in self.kept
        }

    def _left(self, verdicts: _Verdicts) -> tuple[Unit, ...]:
        return tuple(unit for unit in self.units if unit.place not in verdicts)

    def _by_rules(self, given: _Verdicts) -> _Verdicts:
        """Return *given* with the verdicts of the rules, tried until none finds anything."""
        verdicts = dict(given)
        headed = self.text.seed.media_type != "text/plain"
        while True:
            left = self._left(verdicts)
            lifted = frozenset(place for place, one in verdicts.items() if one.lift)
            found = _first_finds(
                Page(left, self.known, headed, lifted), self.rules, kept=self.kept
            )
            if not found:
                return verdicts
            verdicts |= {place: _verdict(rule) for place, rule in found.items()}


def _verdict(rule: Rule) -> _Verdict:
    action: Action = "lifted" if rule.kind in LIFTING else "removed"
    return _Verdict(rule.id, rule.role, action, rule.why, lift=rule.kind == "lift")


def _first_finds(page: Page, rules: Sequence[Rule], *, kept: frozenset[int]) -> dict[int, Rule]:
    """Return what the first stage that finds anything finds."""
    for kinds in _STAGES:
        taken: dict[int, Rule] = {}
        for kind in MATCHERS:
            for rule in rules:
                if rule.kind == kind and kind in kinds:
                    found = MATCHERS[kind](page, rule, taken)
                    taken |= {at: rule for at in found if page.units[at].place not in kept}
        if taken:
            return {page.units[at].place: rule for at, rule in taken.items()}
    return {}


def _doubts(
    text: RawText, left: Sequence[Unit], judgement: Classification, kept: set[int]
) -> tuple[Doubt, ...]:
    """Return the units of *left* that the model doubts and the editor has not decided on."""
    made: list[Doubt] = []
    for unit in left:
        if unit.place in judgement.doubtful and unit.place not in kept:
            one = judgement.doubtful[unit.place]
            block = text.blocks[unit.index]
            span = _Cut(unit.spans[0][0], unit.spans[-1][1], _DOUBT)
            words = block.text[span.start : span.end].strip()
            made.append(Doubt(one.role, one.probability, one.why, _lines(block, span), words))
    return tuple(made)


def _dropped(text: RawText, drops: Sequence[Override]) -> list[list[_Cut]]:
    cuts: list[list[_Cut]] = [[] for _ in text.blocks]
    for drop in drops:
        for index, (start, end) in places(text, drop):
            if not any(cut.start < end and start < cut.end for cut in cuts[index]):
                verdict = _Verdict("drop", "dropped", "removed", drop.reason)
                cuts[index].append(_Cut(start, end, verdict))
    return cuts


def _hide(
    text: RawText, cuts: list[list[_Cut]], *, keep: Sequence[tuple[int, Span]]
) -> dict[int, _Verdict]:
    """Add to *cuts* the words that the page does not show, but for what the editor keeps.

    Returns the verdicts on the blocks that it does not show at all.
    """
    whole: dict[int, _Verdict] = {}
    for index, start, end, how in hidden_spans(text.blocks):
        asked = any(at == index and a < end and start < b for at, (a, b) in keep)
        if asked or any(cut.start < end and start < cut.end for cut in cuts[index]):
            continue
        verdict = _Verdict(HIDDEN, HIDDEN, "removed", f"The page does not show it ({how}).")
        if text.blocks[index].text[start:end].strip() == text.blocks[index].text.strip():
            whole[index] = verdict
        else:
            cuts[index].append(_Cut(start, end, verdict))
    return whole


def _touches(unit: Unit, span: Span) -> bool:
    return any(start < span[1] and span[0] < end for start, end in unit.spans)


def _carried_out(text: RawText, cuts: Sequence[Sequence[_Cut]]) -> CleanText:
    blocks: list[Block] = []
    removals: list[Removal] = []
    for index, (block, own) in enumerate(zip(text.blocks, cuts, strict=True)):
        if not own:
            blocks.append(block)
            continue
        if (own[0].start, own[0].end) == (0, len(block.text)):
            removals.append(_removal(block, index, own[0], partial=False))
            continue
        ordered = _tidied(block.text, sorted(own, key=lambda cut: cut.start))
        kept = _complement(len(block.text), ordered)
        if kept:
            blocks.append(_reduced(block, kept))
        removals += [_removal(block, index, cut, partial=bool(kept)) for cut in ordered]
    return CleanText(
        text.seed,
        tuple(blocks),
        tuple(removals),
        left_out=text.left_out,
        damage=text.damage,
    )


def _tidied(text: str, cuts: Sequence[_Cut]) -> list[_Cut]:
    """Return *cuts* with the white space that would be left over at their sides."""
    made: list[_Cut] = []
    for number, cut in enumerate(cuts):
        start = made[-1].end if made else 0
        stop = cuts[number + 1].start if number + 1 < len(cuts) else len(text)
        before, after = text[start : cut.start], text[cut.end : stop]
        left, end = cut.start, cut.end
        # Of the white space around the cut, what has to part the words stays.
        if not before or before[-1].isspace() or not after.strip():
            end += len(after) - len(after.lstrip())
        if not before.strip() or _CLOSES.match(after):
            left -= len(before) - len(before.rstrip())
        made.append(replace(cut, start=left, end=end))
    return _tail_tidied(text, made)


def _tail_tidied(text: str, cuts: list[_Cut]) -> list[_Cut]:
    """Return *cuts* so that those which end the text leave no white space before them."""
    edge = len(text)
    for number in range(len(cuts) - 1, -1, -1):
        if cuts[number].end != edge:
            break
        floor = cuts[number - 1].end if number else 0
        start = floor + len(text[floor : cuts[number].start].rstrip())
        cuts[number] = replace(cuts[number], start=start)
        edge = start
    return cuts


def _complement(length: int, cuts: Sequence[_Cut]) -> list[Span]:
    edges = [0, *(edge for cut in cuts for edge in (cut.start, cut.end)), length]
    return [(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if a < b]


def _reduced(block: Block, kept: Sequence[Span]) -> Block:
    marks: list[Mark] = []
    offset = 0
    for start, end in kept:
        for mark in clip(block.marks, start, end):
            moved = replace(mark, start=mark.start + offset, end=mark.end + offset)
            same = [
                m for m in marks if (m.kind, m.ref, m.end) == (mark.kind, mark.ref, moved.start)
            ]
            # A mark that was cut through goes on behind the cut.
            if same and moved.start == offset:
                marks[marks.index(same[0])] = replace(same[0], end=moved.end)
            else:
                marks.append(moved)
        offset += end - start
    text = "".join(block.text[start:end] for start, end in kept)
    return replace(block, text=text, marks=tuple(marks))


def _removal(block: Block, index: int, cut: _Cut, *, partial: bool) -> Removal:
    verdict = cut.verdict
    return Removal(
        verdict.rule,
        verdict.role,
        verdict.action,
        verdict.why,
        _lines(block, cut),
        block.text[cut.start : cut.end],
        index,
        cut.start,
        partial,
        block.kind,
        block.level,
        block.marks,
        block.label,
        block.numbering,
        block.quoted,
        verdict.probability,
    )


def _lines(block: Block, cut: _Cut) -> tuple[int, int]:
    """Return the lines of the seed that *cut* lies on, as near as they are known."""
    first, last = block.lines
    if block.text.count("\n") != last - first:
        return block.lines
    text = block.text[cut.start : cut.end]
    lead = len(text) - len(text.lstrip()) if cut.start else 0
    above = block.text[: cut.start + lead].count("\n")
    inside = (text if cut.end == len(block.text) else text.rstrip())[lead:]
    return (first + above, first + above + inside.count("\n"))


def _whole(parts: Sequence[Removal]) -> Block:
    lines = (min(part.lines[0] for part in parts), max(part.lines[1] for part in parts))
    text = "".join(part.text for part in parts)
    first = parts[0]
    return Block(
        first.kind,
        text,
        lines,
        first.level,
        first.marks,
        label=first.label,
        numbering=first.numbering,
        quoted=first.quoted,
    )


def _joined(block: Block, parts: Sequence[Removal]) -> Block:
    if not parts:
        return block
    text, rest = "", block.text
    for part in parts:
        taken = part.start - len(text)
        text, rest = f"{text}{rest[:taken]}{part.text}", rest[taken:]
    return replace(block, text=text + rest, marks=parts[0].marks)
