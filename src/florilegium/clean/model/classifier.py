"""The door of the model: the units of one text in, what it says of them out."""

from collections.abc import Container, Sequence
from dataclasses import dataclass

from florilegium.clean.model.bars import Strictness
from florilegium.clean.model.predictions import Classification
from florilegium.clean.units import Unit
from florilegium.model import RawText

_MARKUP = "text/html"


@dataclass(frozen=True, slots=True)
class Classifier:
    """The model, to be asked about the *units* of *text*; *strictness* is how far to go."""

    text: RawText
    units: Sequence[Unit]
    strictness: Strictness

    def classify(self, *, frame: Container[int], head: Container[int]) -> Classification:
        """Return what goes and what is doubtful.

        *frame* are the places of the units that rules have told to be the page's, *head* those
        that look like bylines and dates. A page whose markup is not known any more is left as
        it is.
        """
        if self.text.seed.media_type == _MARKUP and not self.text.hints:
            return Classification()
        # Imported here: NumPy takes long to load, and a text without a frame needs none.
        from florilegium.clean.model.scoring import classified  # noqa: PLC0415

        return classified(self.text, self.units, self.strictness, frame=frame, head=head)
