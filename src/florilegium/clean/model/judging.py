"""The door of the model: which texts it is asked about."""

from collections.abc import Sequence

from florilegium.clean.model.decide import Strictness, shows_frame
from florilegium.clean.model.lines import lines_of
from florilegium.clean.model.verdicts import Judgement
from florilegium.clean.units import Unit
from florilegium.model import RawText

_MARKUP = "text/html"


def judge(text: RawText, units: Sequence[Unit], *, strictness: Strictness) -> Judgement:
    """Return the model's judgement of *units*, which are all or some of those of *text*.

    A page whose markup is not known any more is left as it is.
    """
    if text.seed.media_type == _MARKUP and not text.hints:
        return Judgement()
    lines = lines_of(text, units)
    if not shows_frame(lines):
        return Judgement()
    # Imported here: NumPy takes long to load, and a text without a frame needs none.
    from florilegium.clean.model.weighing import weighed  # noqa: PLC0415

    return weighed(text, units, lines, strictness=strictness)
