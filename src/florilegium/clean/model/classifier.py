"""The door of the model: which texts it is asked about."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from florilegium.clean.model.decide import Strictness, shows_frame
from florilegium.clean.model.lines import lines_of
from florilegium.clean.model.predictions import Classification
from florilegium.clean.units import Unit
from florilegium.model import RawText

if TYPE_CHECKING:
    from florilegium.clean.model.scoring import PageScorer

_MARKUP = "text/html"


class Classifier:
    """The model, asked about the units of one text: first about all, then about what is left."""

    def __init__(self, text: RawText, units: Sequence[Unit], *, strictness: Strictness) -> None:
        """Take all the *units* of *text*; *strictness* is how far to go."""
        self._text = text
        self._units = units
        self._lines = lines_of(text, units)
        self._strictness: Strictness = strictness
        self._scorer: PageScorer | None = None

    def classify(self, units: Sequence[Unit]) -> Classification:
        """Return the judgement of *units*, which are all or some of those of the text.

        A page whose markup is not known any more is left as it is.
        """
        if self._text.seed.media_type == _MARKUP and not self._text.hints:
            return Classification()
        whole = len(units) == len(self._lines)
        lines = self._lines if whole else lines_of(self._text, units)
        if not shows_frame(lines):
            return Classification()
        if self._scorer is None:
            # Imported here: NumPy takes long to load, and a text without a frame needs none.
            from florilegium.clean.model.scoring import scorer_for  # noqa: PLC0415

            self._scorer = scorer_for(self._text, self._units, self._lines)
        return self._scorer.classify(units, lines, strictness=self._strictness)
