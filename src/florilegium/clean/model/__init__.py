"""The model of boilerplate: what rules do not know, judged by a line's looks and its place.

In: the units of a text. Out: which of them go and why, and which are kept in doubt. It knows no
site by name, never decides over a line that a rule or the editor has decided, and is never
trained here. Read ``classifier.py`` first.
"""

from florilegium.clean.model.bars import Strictness
from florilegium.clean.model.classifier import Classifier
from florilegium.clean.model.predictions import RULE, Classification, Prediction

__all__ = ["RULE", "Classification", "Classifier", "Prediction", "Strictness"]
