"""Cleaning: takes lines out of a text, says why, and never changes a letter.

Input `RawText`, output `CleanText`. Rules that know a line decide over it. Where they have found
a line of a frame, the model decides the rest, and what it may not decide alone is a doubt; the
editor stands above both. Where they have found none, the text is as its author left it, and
the model is not asked. So cleaning a clean text removes nothing.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from florilegium.clean.cutting import Cut, Taken, Verdict, carried_out, lines_of_cut
from florilegium.clean.furniture import FURNITURE, NOTE_SIGN, REASONS, furniture_spans
from florilegium.clean.hidden import APART, HIDDEN, hidden_spans
from florilegium.clean.model import RULE, Classification, Classifier, Prediction, Strictness
from florilegium.clean.overrides import Override, Overrides, places
from florilegium.clean.quoted import Place
from florilegium.clean.rules.matching import MATCHERS
from florilegium.clean.rules.rule import LIFTING, Cleaning, Kind, Rule, load_rules
from florilegium.clean.units import Known, Page, Span, Unit, units_of
from florilegium.model import Action, Block, CleanText, Doubt, RawText
from florilegium.model.edits import touched

# Boilerplate first; what remains before the body is then the text's own head.
_FRAME: tuple[frozenset[Kind], ...] = (frozenset({"line", "labels", "sequence"}),)
_STAGES = (*_FRAME, frozenset[Kind]({"lift", "duplicate"}), frozenset[Kind]({"title", "deck"}))
# A text without a frame may have these; so they tell of none.
_NO_FRAME = frozenset(
    {"credit", "caption", "duplicate", "edition", "archive", HIDDEN, APART, FURNITURE}
)
_NO_OVERRIDES = Overrides()
_ACCEPTED, _DROPPED = "accept", "drop"
_INSIDE_VERSE = "it stands inside a stanza"

_Verdicts = dict[int, Verdict]


@dataclass(frozen=True, slots=True)
class _Outcome:
    """The verdicts on the units that go, and the doubts about others, by their places."""

    verdicts: _Verdicts = field(default_factory=dict)
    doubts: Mapping[int, Prediction] = field(default_factory=dict)
    model: Classification = field(default_factory=Classification)


def clean(
    text: RawText,
    *,
    rules: Sequence[Rule],
    overrides: Overrides = _NO_OVERRIDES,
    strictness: Strictness | None = None,
) -> CleanText:
    """Return *text* without what rules, model and editor take out, and the list of that.

    The model is asked when a *strictness* says how far to go by it. Of a document, which has
    no page around it, nothing goes but what it hides or tells apart, by the book's own rules
    or by the editor's word; its title is lifted all the same. Raises `ConfigError` for an
    override whose quotation is not in its seed.
    """
    if text.seed.counted == "paragraph":
        rules, strictness = _of_documents(rules), None
    own = overrides.of(text.seed.name)
    found = places(text, (*own.keep, *own.drop))
    spared = _spared(text, found[: len(own.keep)])
    cuts = _dropped(text, own.drop, found[len(own.keep) :])
    unseen = _hide(text, cuts, keep=spared)
    _cut_spans(text, rules, spared, cuts)
    units = units_of(text.blocks, without=[[(cut.start, cut.end) for cut in one] for one in cuts])
    kept = frozenset(
        unit.place
        for unit in units
        if any(touched(spared[unit.index], *span) for span in unit.spans)
    )
    hidden = {unit.place: unseen[unit.index] for unit in units if unit.index in unseen}
    known = Known(units, [pattern for rule in rules for pattern in rule.patterns])
    classifier = Classifier(text, units, strictness) if strictness else None
    outcome = _Case(text, units, known, tuple(rules), kept, classifier, hidden).settled()
    verdicts, doubts = _decided(outcome, own)
    for unit in units:
        if unit.place in verdicts:
            cuts[unit.index] += [Cut(*span, verdicts[unit.place]) for span in unit.spans]
    return replace(
        carried_out(text, cuts),
        doubts=tuple(_doubt(text, units[place], doubts[place]) for place in sorted(doubts)),
        article=outcome.model.article,
        held_back=outcome.model.held_back,
    )


def _of_documents(rules: Sequence[Rule]) -> tuple[Rule, ...]:
    """Return those of *rules* that hold for documents: the book's own, and those that lift."""
    shipped = {rule.id for rule in load_rules()}
    return tuple(rule for rule in rules if rule.id not in shipped or rule.kind in LIFTING)


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
    classifier: Classifier | None
    hidden: _Verdicts

    def settled(self) -> _Outcome:
        """Return what goes and what is doubtful; nothing goes of a text that would lose all."""
        spared: dict[int, Rule] = {}
        frame = self._by_rules(self.hidden, _FRAME, spared)
        proven = {at for at, one in frame.items() if one.role not in _NO_FRAME}
        model = Classification()
        if self.classifier and proven:
            model = self.classifier.classify(frame=frame.keys(), head=self._head_lines())
        named = {
            place: Verdict(RULE, one.role, "removed", one.why, one.probability)
            for place, one in model.removed.items()
            if place not in self.kept
        }
        spared.clear()
        verdicts = self._by_rules(named | frame, _STAGES, spared)
        doubts = {
            **model.doubtful,
            **(self._doubted(frame) if proven else {}),
            **{at: _inside(rule) for at, rule in spared.items()},
        }
        left = self._left(verdicts)
        if not any(letter.isalnum() for unit in left for letter in unit.text):
            return _Outcome(self.hidden)
        asked = {unit.place for unit in left} - self.kept
        return _Outcome(verdicts, {at: one for at, one in doubts.items() if at in asked}, model)

    def _head_lines(self) -> frozenset[int]:
        """Return the places of the lines that would be lifted, stood they in the head."""
        lifts = [rule for rule in self.rules if rule.kind == "lift"]
        found = (self.known.matched(rule.pattern, rule.longest) for rule in lifts)
        return frozenset(place for places in found for place in places)

    def _doubted(self, verdicts: _Verdicts) -> Mapping[int, Prediction]:
        """Return what the doubtful rules find in what is left."""
        page = Page(self._left(verdicts), self.known)
        return {
            page.units[at].place: Prediction(rule.role, None, rule.why)
            for rule in self.rules
            if rule.doubtful
            for at in MATCHERS[rule.kind](page, rule, ())
        }

    def _left(self, verdicts: Mapping[int, Verdict]) -> tuple[Unit, ...]:
        return tuple(unit for unit in self.units if unit.place not in verdicts)

    def _by_rules(
        self, given: _Verdicts, stages: Iterable[frozenset[Kind]], spared: dict[int, Rule]
    ) -> _Verdicts:
        """Return *given* with the verdicts of the rules, tried until none finds anything.

        What they found and may not take goes into *spared*.
        """
        verdicts = dict(given)
        headed = self.text.seed.media_type != "text/plain"
        while True:
            left = self._left(verdicts)
            lifted = frozenset(place for place, one in verdicts.items() if one.lift)
            page = Page(left, self.known, headed, lifted)
            found = self._first_finds(page, stages, spared)
            if not found:
                return verdicts
            verdicts |= {place: _verdict(rule) for place, rule in found.items()}

    def _first_finds(
        self, page: Page, stages: Iterable[frozenset[Kind]], spared: dict[int, Rule]
    ) -> dict[int, Rule]:
        """Return what the first stage that finds anything finds."""
        for kinds in stages:
            taken: dict[int, Rule] = {}
            for kind in MATCHERS:
                for rule in self.rules:
                    if rule.kind == kind and kind in kinds and not rule.doubtful:
                        found = MATCHERS[kind](page, rule, taken)
                        taken |= {
                            at: rule for at in found if page.units[at].place not in self.kept
                        }
            inside = page.inside_verse(taken)
            spared.update({page.units[at].place: taken[at] for at in inside})
            if len(taken) > len(inside):
                return {page.units[at].place: taken[at] for at in taken if at not in inside}
        return {}


def _verdict(rule: Rule) -> Verdict:
    action: Action = "lifted" if rule.kind in LIFTING else "removed"
    return Verdict(rule.id, rule.role, action, rule.why, lift=rule.kind == "lift")


def _inside(rule: Rule) -> Prediction:
    return Prediction(rule.role, None, f"{rule.why}; but {_INSIDE_VERSE}")


def _decided(outcome: _Outcome, own: Overrides) -> tuple[_Verdicts, Mapping[int, Prediction]]:
    """Return verdicts and doubts, when the editor has accepted or refused all doubts."""
    if own.refuse or not own.accept:
        return outcome.verdicts, {} if own.refuse else outcome.doubts
    reason = own.accept[0].reason
    accepted = {
        place: Verdict(_ACCEPTED, one.role, "removed", reason, one.probability)
        for place, one in outcome.doubts.items()
    }
    return outcome.verdicts | accepted, {}


def _doubt(text: RawText, unit: Unit, one: Prediction) -> Doubt:
    block = text.blocks[unit.index]
    span = (unit.spans[0][0], unit.spans[-1][1])
    words = block.text[span[0] : span[1]].strip()
    return Doubt(one.role, one.probability, one.why, lines_of_cut(block, *span), words)


def _spared(text: RawText, found: Iterable[Sequence[Place]]) -> list[list[Span]]:
    """Return the spans of each block that the editor keeps, in order and apart."""
    spans: list[list[Span]] = [[] for _ in text.blocks]
    for index, (start, end) in sorted({place for own in found for place in own}):
        own = spans[index]
        first, last = own.pop() if own and start <= own[-1][1] else (start, end)
        own.append((first, max(last, end)))
    return spans


def _dropped(
    text: RawText, drops: Sequence[Override], found: Sequence[Sequence[Place]]
) -> list[list[Cut]]:
    cuts: list[list[Cut]] = [[] for _ in text.blocks]
    taken = Taken(cuts)
    for drop, own in zip(drops, found, strict=True):
        for index, (start, end) in own:
            if not taken.touches(index, start, end):
                taken.add(index, start, end)
                verdict = Verdict(_DROPPED, "dropped", "removed", drop.reason)
                cuts[index].append(Cut(start, end, verdict))
    return cuts


def _hide(text: RawText, cuts: list[list[Cut]], *, keep: Sequence[Sequence[Span]]) -> _Verdicts:
    """Add to *cuts* what is no text of the page, but for what the editor keeps.

    It does not show it, tells it apart, or has it as furniture around its text.

    Returns the verdicts on the blocks that go whole.
    """
    whole: _Verdicts = {}
    taken = Taken(cuts)
    for index, start, end, verdict in _unread(text.blocks):
        if touched(keep[index], start, end) or taken.touches(index, start, end):
            continue
        if text.blocks[index].text[start:end].strip() == text.blocks[index].text.strip():
            whole[index] = verdict
        else:
            taken.add(index, start, end)
            cuts[index].append(Cut(start, end, verdict))
    return whole


def _unread(blocks: Sequence[Block]) -> Iterator[tuple[int, int, int, Verdict]]:
    for one in hidden_spans(blocks):
        yield one.block, one.start, one.end, Verdict(one.rule, one.rule, "removed", one.why)
    for index, start, end, rule in furniture_spans(blocks):
        action: Action = "lifted" if rule == NOTE_SIGN else "removed"
        yield index, start, end, Verdict(rule, FURNITURE, action, REASONS[rule])


def _cut_spans(
    text: RawText,
    rules: Sequence[Rule],
    keep: Sequence[Sequence[Span]],
    cuts: list[list[Cut]],
) -> None:
    """Add to *cuts* what rules of spans find in lines that are not too long."""
    for index, block in enumerate(text.blocks):
        if keep[index] or block.kind in ("code", "verse"):
            continue
        for rule in rules:
            short = rule.kind == "span" and len(block.text) <= rule.longest
            for start, end in rule.pattern.spans(block.text) if short else ():
                apart = all(cut.end <= start or end <= cut.start for cut in cuts[index])
                if apart and block.text[:start].strip():
                    cuts[index].append(Cut(start, end, _verdict(rule)))


def clean_by(text: RawText, settings: Cleaning) -> CleanText:
    """Return *text* cleaned as a book's *settings* have it: rules, overrides, strictness."""
    return clean(
        text,
        rules=settings.rules,
        overrides=settings.overrides,
        strictness=settings.strictness,
    )
