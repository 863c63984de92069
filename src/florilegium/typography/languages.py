"""The habits of printers by language: quotes, dashes, spaces."""

from dataclasses import dataclass, replace

NO_BREAK = "\u00a0"
NARROW = "\u202f"


@dataclass(frozen=True, slots=True)
class Habits:
    """The habits of one language.

    *quotes* and *singles* are the opening and closing marks, *inner* the double marks inside
    guillemets. *spaced_dash* asks for a spaced en dash where others close up an em dash,
    *wide_points* for a narrow space before ``! ? ; : »`` and after ``«``. No line may end
    between one of the *titles* and a name, or one of the *counters* and a figure.
    """

    quotes: tuple[str, str]
    singles: tuple[str, str]
    inner: tuple[str, str]
    titles: tuple[str, ...] = ()
    counters: tuple[str, ...] = ()
    opening: str = "“„«‘‚‹"
    closing: str = "”»’›"
    spaced_dash: bool = False
    wide_points: bool = False

    def signs(self, side: int) -> tuple[str, str, str]:
        """Return the marks that open (*side* 0) or close (1) a quotation of any kind."""
        return self.quotes[side], self.singles[side], self.inner[side]


_CURLY = ("“", "”")
_ENGLISH = Habits(
    _CURLY,
    ("‘", "’"),
    _CURLY,
    titles=("Dr.", "Mr.", "Mrs.", "Ms.", "Prof.", "St.", "Sen.", "Rep.", "Gov."),
    counters=("No.", "Nos.", "p.", "pp.", "vol.", "ch."),
)
_GERMAN = Habits(
    ("„", "“"),
    ("‚", "‘"),
    ("„", "“"),
    titles=("Dr.", "Prof.", "Hr.", "Fr.", "St."),
    counters=("Nr.", "S.", "Bd.", "Abs."),
    opening="„‚",
    closing="“”‘’",
    spaced_dash=True,
)
_FRENCH = Habits(
    ("«", "»"),
    ("‘", "’"),
    _CURLY,
    titles=("M.", "MM.", "Mme", "Mlle", "Dr"),
    counters=("n°", "p.", "vol."),
    spaced_dash=True,
    wide_points=True,
)
_HABITS = {
    "en": _ENGLISH,
    "en-gb": replace(
        _ENGLISH, titles=("Dr", "Mr", "Mrs", "Ms", "Prof", *_ENGLISH.titles), spaced_dash=True
    ),
    "de": _GERMAN,
    "de-ch": replace(
        _GERMAN,
        quotes=("«", "»"),
        singles=("‹", "›"),
        inner=("«", "»"),
        opening="“„«‚‹",
        closing="”»›",
    ),
    "fr": _FRENCH,
}


def habits(language: str) -> Habits:
    """Return the habits of *language* (a BCP 47 tag), of its primary language, or of English."""
    tag = language.lower()
    return _HABITS.get(tag) or _HABITS.get(tag.split("-", 1)[0]) or _HABITS["en"]
