"""Signs in a paragraph of who speaks it: one who asks, or one who answers."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from florilegium.model import Block

# Words by which a speaker means the other, and those by which he means himself.
_OTHER = re.compile(
    r"\b(?:you|your|yours|yourself|du|dich|dir|dein\w{0,2}|euch|euer|vous|votre|vos|tu|te|ton|"
    r"usted|ustedes|voi|vostr[oaie])\b",
    re.IGNORECASE,
)
_POLITE = re.compile(r"(?<=[^.!?:\s“„\"»] )(?:Sie|Ihnen|Ihr(?:e[mnrs]?)?|Lei|Le|Suo)\b")
_SELF = re.compile(
    r"\b(?:I|me|my|mine|myself|ich|mich|mir|mein\w{0,2}|je|moi|mon|ma|mes|yo|mí|mi|io|mio|mia)\b"
    r"|\b[jJm]['’](?=\w)"
)
_ANSWERS = re.compile(
    r"[\"“„«]?(?:yes|yeah|yep|no|nope|not at all|well|sure|absolutely|definitely|exactly|honestly|"
    r"listen|look|oh|because|thank|ja|nein|doch|nun|na|natürlich|genau|klar|weil|stimmt|danke|"
    r"oui|non|bien sûr|parce que|eh bien|merci|sí|claro|pues|porque|gracias|certo|perché no)\b",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"[\"“„«]?(?:and |but |so |und |aber |et |y )?(?:what|how|why|who|whom|where|when|which|whose|"
    r"do|does|did|are|is|was|were|have|has|had|can|could|would|will|should|isn['’]t|don['’]t|"
    r"was|wie|warum|wieso|weshalb|wer|wen|wem|wo|wann|welche\w?|haben|hat|sind|ist|können|"
    r"qu['’]|que|quel\w*|comment|pourquoi|où|quand|qui|est-ce|avez|êtes|"
    r"qué|cómo|por qué|quién|dónde|cuándo|cuál|cosa|come|perché|chi|dove|quando)\b",
    re.IGNORECASE,
)
_QUESTION = re.compile(r"[?？؟;](?=[\s\"'”’»)\]]*(?:$|\s))")
_CURLY = re.compile(r"\w’\w|[“„]")
_STRAIGHT = re.compile(r"\w'\w|\"(?=\w)")
_QUOTED = re.compile(r"[“„«][^“”«»]{1,400}[”“»]|(?<!\w)\"[^\"]{1,400}\"(?!\w)")
_ENDS_ASKING = re.compile(r"[?？؟][\"'”’»)\]\s]*$")
# A request asks without a question mark.
_REQUESTS = re.compile(
    r"[\"“„«]?(?:please |bitte |s’il vous plaît,? )?(?:(?:tell|give|walk|take|remind) (?:us|me)|"
    r"(?:talk|speak) (?:to us )?about|describe|explain|"
    r"(?:erzählen|beschreiben|erklären|schildern|nennen|verraten|sagen) sie|"
    r"(?:racontez|parlez|décrivez|expliquez|dites)(?:-(?:nous|moi))?|"
    r"(?:cuéntenos|cuéntame|háblenos|hábleme|describa|explique)|"
    r"(?:ci )?(?:racconti|parli|spieghi))\b",
    re.IGNORECASE,
)
_OPENS_TALK = re.compile(
    r"(?:follows|below|here) is (?:our|an?|the|their)|edited (?:for|and)|(?:our|this) "
    r"(?:conversation|interview|exchange)|spoke (?:with|to)|talked (?:with|to)|"
    r"im gespräch|das gespräch|interview|entretien|entrevista|intervista",
    re.IGNORECASE,
)
_CLOSES_TALK = re.compile(
    r"(?:interview(?:ed)?|questions|fragen|das (?:gespräch|interview)|propos|entrevista)"
    r".{0,40}\b(?:by|von|führte|recueillis|por)\b|^(?:this interview|dieses interview)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Signs:
    """The signs of one paragraph.

    *lean* is how much its words lean to one who asks (above 0) or answers (below 0); *asks*
    tells that it ends with a question, *questions* how many it has; *curly* and *straight*
    count the apostrophes and quotation marks of each form; *size* its words; *gap* tells that
    it stands farther from the one above than paragraphs do; *opens* and *closes* that it says
    the talk begins after it, or is over.
    """

    lean: float
    asks: bool
    questions: int
    curly: int
    straight: int
    size: int
    gap: bool = False
    opens: bool = False
    closes: bool = False


def signs_of(blocks: Sequence[Block]) -> tuple[Signs, ...]:
    """Return the signs of each of *blocks*."""
    gaps = [block.lines[0] - above.lines[1] for above, block in pairwise(blocks)]
    usual = sorted(gaps)[len(gaps) // 2] if gaps else 0
    return tuple(
        _signs(block, gap=bool(number) and gaps[number - 1] > usual + 1)
        for number, block in enumerate(blocks)
    )


def _signs(block: Block, *, gap: bool) -> Signs:
    text = block.text
    # What is quoted was said by somebody else.
    own = _QUOTED.sub(" ", text)
    requests = _REQUESTS.match(text) is not None
    return Signs(
        lean=_lean(own),
        asks=_ENDS_ASKING.search(text) is not None or requests,
        questions=len(_QUESTION.findall(own)) + requests,
        curly=len(_CURLY.findall(text)),
        straight=len(_STRAIGHT.findall(text)),
        size=len(text.split()),
        gap=gap,
        opens=_OPENS_TALK.search(text) is not None,
        closes=_CLOSES_TALK.search(text) is not None,
    )


def _lean(own: str) -> float:
    words = max(8, len(own.split()))
    to_other = len(_OTHER.findall(own)) + len(_POLITE.findall(own))
    to_self = len(_SELF.findall(own))
    lean = max(-1.8, min(1.8, 14 * (to_other - to_self) / words))
    lean += 0.7 if _ASKS.match(own.strip()) else 0.0
    return lean - (2.2 if _ANSWERS.match(own.strip()) else 0.0)
