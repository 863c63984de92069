"""Fonts of signs: the letters and bullets that their codes mean.

Input nothing; output for each such font, by the beginning of its name, what stands for its codes
(Adobe's Symbol encoding; of Wingdings the bullets and marks that word processors set).
"""

from collections.abc import Mapping

_FIRST = (
    " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾"
    "αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼"
)
_SECOND = "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪"
_WINGDINGS = {
    0x6C: "●", 0x6E: "■", 0x71: "❑", 0x76: "❖", 0x9F: "•", 0xA7: "▪", 0xA8: "◻", 0xD8: "➢",
    0xE0: "→", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
}  # fmt: skip
# Both where the font has them and where Word writes them, in the private use area.
SIGNS: Mapping[str, Mapping[int, str]] = {
    name: {**signs, **{0xF000 + code: sign for code, sign in signs.items()}}
    for name, signs in (
        ("symbol", dict(enumerate(_FIRST, 0x20)) | dict(enumerate(_SECOND, 0xA0))),
        ("wingdings", _WINGDINGS),
    )
}
