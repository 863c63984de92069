"""Findings of the checks, and the catalogue of all their codes.

A code never changes its meaning. The letter says what was looked at: T a text, B the book,
R its rights, P a PDF, E an EPUB, S the files for a print shop.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Kind:
    """An entry of the catalogue: how grave, what it means, what to do about it."""

    severity: Severity
    title: str
    hint: str


CATALOGUE: dict[str, Kind] = {
    "T101": Kind(
        "error",
        "Kept and removed are not the seed",
        "This is a defect of Florilegium; please report it with the seed.",
    ),
    "T102": Kind(
        "error",
        "Letters unaccounted for",
        "This is a defect of Florilegium; please report it with the seed and its chapter file.",
    ),
    "T103": Kind(
        "error", "A rule breaks its own example", "Mend the rule's pattern, or its example."
    ),
    "T104": Kind(
        "warning",
        "No article found",
        "Drop what is not the author's in book/cleaning.toml, or save the text again.",
    ),
    "T105": Kind(
        "warning",
        "Letters look garbled",
        "Save the text again as UTF-8, or mend the places by ::: emend.",
    ),
    "T106": Kind(
        "warning", "Text seems cut off", "See whether its end was saved; if it was, all is well."
    ),
    "T107": Kind(
        "warning",
        "More than one text in the seed",
        "Save each into a seed of its own, or drop what is not meant.",
    ),
    "T108": Kind(
        "note",
        "Picture of the seed left out",
        "To print it, save its file where the page names it, below seeds/, or show it from "
        "book/pictures/.",
    ),
    "T109": Kind(
        "warning",
        "Encoding guessed",
        "See whether its letters are right; if not, save the text again as UTF-8.",
    ),
    "T110": Kind(
        "warning",
        "Formula not read",
        "Mend it in the seed's own page, or mend the place by ::: emend.",
    ),
    "T111": Kind(
        "warning",
        "Cleaning held back",
        "Read its doubts in the review; accept them all, or drop what is not the author's.",
    ),
    "T112": Kind(
        "error",
        "Nothing left but a title",
        "Save the text again, as plain text if its page shows it by script only.",
    ),
    "T113": Kind(
        "note",
        "Lines in doubt",
        "Nothing need be done to keep them; 'florilegium review' has the lines to drop them.",
    ),
    "T121": Kind(
        "warning",
        "Words of the file not read",
        "The ledger has them. Save the file again with the program it was made with, or as .html.",
    ),
    "T122": Kind(
        "warning",
        "Picture of a seed without words",
        'Say what it shows, for those who do not see it: [[picture]] with do = "keep" and '
        "words in book/cleaning.toml.",
    ),
    "T130": Kind("note", "File sent with a mail not read", "To print it, save it into seeds/."),
    "T131": Kind("warning", "Letters without a name", "See the PDF, and mend them by ::: emend."),
    "T132": Kind("warning", "Page without letters", "For a scan, run 'ocrmypdf --skip-text'."),
    "T133": Kind("note", "Hyphen of a line's end kept", "If it only divides, use ::: emend."),
    "T134": Kind("note", "Foot note without its call", "Let it be, or drop it in cleaning.toml."),
    "B101": Kind("warning", "Metadata missing", "Say it in book/book.toml."),
    "B102": Kind("error", "Link to nowhere", "Mend the link, or give its target that id."),
    "B103": Kind("error", "Id used twice", "Rename one of the sections, or take the id out."),
    "B104": Kind("warning", "Name not in the texts", "Mend the form, or take it out."),
    "B105": Kind("note", "Seed not used", "Write a chapter for it, or move it elsewhere."),
    "B106": Kind("warning", "pandoc warns", "Mend the Markdown it speaks of."),
    "B107": Kind(
        "error",
        "Picture without a description",
        "Say what it shows between the square brackets before its address.",
    ),
    "B108": Kind("note", "Picture changed", "Look whether it still shows what it should."),
    "B109": Kind(
        "warning",
        "Acceptance of nothing",
        "Take the entry out of book/accepted.toml, or mend its place and words.",
    ),
    "B121": Kind(
        "warning", "Placeholder left standing", "Write what it stands for, or take it out."
    ),
    "B131": Kind(
        "warning",
        "Heading of the index found nowhere",
        "Mend the words it matches, quote a place for it, or take it out.",
    ),
    "B132": Kind("error", "See to nowhere", "Name a heading as the index has it."),
    "B133": Kind("error", "Circle in the index", "Let one of them have the pages."),
    "B134": Kind("error", "Heading twice in the index", "Make one of the two."),
    "B135": Kind(
        "note",
        "Many pages without a subheading",
        "Divide them by subheadings, so that a reader need not look at them all.",
    ),
    "B141": Kind("note", "For another audience", "An edition with that reader has it."),
    "R101": Kind("error", "No record of rights", "Add a [[right]] to book/rights.toml."),
    "R102": Kind(
        "note",
        "No permission on file",
        "The book says so. Ask the holder before you hand out copies.",
    ),
    "R103": Kind("warning", "Record of rights not used", "Take it out, or mend its source."),
    "R104": Kind(
        "warning",
        "Ground of a right without its reason",
        "Say in 'reason' why, and for the public domain in 'country' where.",
    ),
    "R105": Kind("warning", "Right has ended", "Ask the holder again, or take the text out."),
    "R106": Kind(
        "error",
        "Changed against its licence",
        "Print the text unchanged (no ::: emend, no ::: elide), or ask the holder.",
    ),
    "R107": Kind("note", "Licence allows no sale", "Give the book away, or ask the holder."),
    "R108": Kind(
        "note",
        "Licence asks the same for what is changed",
        "Say in 'rights' of book/book.toml that the changed text is under the same licence.",
    ),
    "R109": Kind("warning", "No record of a picture's rights", "Add a [[right]] for it."),
    "R110": Kind(
        "warning", "Printed stamped, not cleared", "Record the permission in book/rights.toml."
    ),
    "P101": Kind("warning", "WeasyPrint warns", "Mend the style sheet or the text it speaks of."),
    "P102": Kind("error", "Font not embedded", "Use a font of styles/fonts/."),
    "P103": Kind("error", "Character without a glyph", "Add a font that has it to styles/fonts/."),
    "P104": Kind(
        "error",
        "PDF and book differ",
        "This is a defect of Florilegium; please report it with the book.",
    ),
    "P105": Kind("error", "PDF metadata missing", "Say it in book/book.toml."),
    "P106": Kind("error", "Page of another size", "Mend the page in styles/theme.toml."),
    "P107": Kind(
        "error",
        "PDF not accessible",
        "This is a defect of Florilegium; please report it with the book.",
    ),
    "P120": Kind("note", "Sheets saved by the theme", "Nothing is to be done."),
    "P121": Kind(
        "error",
        "Print outside of its place",
        "Shorten what does not fit, or give it more room in the style sheet.",
    ),
    "P122": Kind(
        "error",
        "Print over print",
        "Shorten what does not fit, or give it more room in the style sheet.",
    ),
    "P123": Kind(
        "error",
        "Note not printed with its call",
        "This is a defect of Florilegium; please report it with the book.",
    ),
    "P124": Kind(
        "note",
        "Page nearly empty",
        "Add or cut a few words before it, or join the section to the one before.",
    ),
    "P125": Kind(
        "note",
        "Hole in a page",
        "What could not be divided went to the next page: shorten it, or move its note.",
    ),
    "E101": Kind(
        "error",
        "EPUB incomplete",
        "This is a defect of Florilegium; please report it with the book.",
    ),
    "E102": Kind("error", "Link to nowhere in the EPUB", "Mend the link in the Markdown."),
    "E103": Kind("error", "Id used twice in the EPUB", "Rename one of the sections."),
    "E104": Kind("error", "EPUB metadata missing", "Say it in book/book.toml."),
    "E105": Kind(
        "error",
        "Note without its call or its way back",
        "This is a defect of Florilegium; please report it with the book.",
    ),
    "E106": Kind("warning", "Headings do not nest", "Leave out no rank of heading."),
    "E107": Kind(
        "error",
        "Language, title or description missing",
        "Say in the Markdown what the picture shows, or which language it is.",
    ),
    "E108": Kind(
        "error",
        "List of pages is wrong",
        "This is a defect of Florilegium; please report it with the book.",
    ),
    "E109": Kind("warning", "Printed page unknown", "Build the print edition again."),
    "E110": Kind(
        "error",
        "Page marked where it does not begin",
        "This is a defect of Florilegium; please report it with the book.",
    ),
    "E201": Kind(
        "error",
        "EPUB and book differ",
        "This is a defect of Florilegium; please report it with the book.",
    ),
    "E301": Kind("error", "EPUBCheck finds an error", "Mend what it speaks of."),
    "E302": Kind("warning", "EPUBCheck warns", "Mend what it speaks of."),
    "E303": Kind("warning", "EPUBCheck did not run", "Install it and a Java, then check again."),
    "E401": Kind("error", "Ace finds a barrier", "Mend what it speaks of."),
    "E402": Kind("note", "Ace did not run", "Install what it lacks, then check again."),
    "E403": Kind("error", "A reading system stumbles", "Mend what it speaks of."),
    "E404": Kind(
        "note", "No reading system was asked", "Install what it lacks, then check again."
    ),
    "E405": Kind(
        "error",
        "Converting for Kindles loses words",
        "This is a defect of Florilegium; please report it with the book.",
    ),
    "E406": Kind("note", "calibre was not asked", "Install it, then check again."),
    "E407": Kind(
        "error",
        "A judge is missing where none may be",
        "CI is set in the environment: install the judge there, or take CI out.",
    ),
    "E501": Kind(
        "error",
        "Contents too deep for Kindles",
        "This is a defect of Florilegium; please report it with the book.",
    ),
    "E502": Kind(
        "error",
        "Cover that Kindles do not find or show",
        "Make it a JPEG or PNG of 1600 × 2560 pixels.",
    ),
    "E503": Kind(
        "error",
        "Encoding not declared",
        "This is a defect of Florilegium; please report it with the book.",
    ),
    "E504": Kind("error", "Encrypted or obfuscated", "Put the plain file into the book."),
    "E505": Kind(
        "warning", "Too large for Kindles", "Make the pictures smaller, or embed fewer fonts."
    ),
    "E506": Kind("error", "What Kindles do not show", "Take it out, or put a picture there."),
    "S101": Kind("error", "Font missing from a print file", "Use a font of styles/fonts/."),
    "S102": Kind(
        "error",
        "Colour of another kind than is printed",
        "Make the files again; if it stays, please report it with the book.",
    ),
    "S103": Kind(
        "error",
        "Black text not of black ink alone",
        "Make the files again; if it stays, please report it with the book.",
    ),
    "S104": Kind(
        "warning",
        "More ink than the paper dries",
        "Lighten the darkest parts, or name the shop's own profile with 'profile'.",
    ),
    "S105": Kind(
        "warning", "Picture will look soft", "Show it smaller, or take one with more pixels."
    ),
    "S106": Kind(
        "error", "Picture too coarse to print", "Show it smaller, or take one with more pixels."
    ),
    "S107": Kind("warning", "Line too thin to print", "Make it 0.25 points or more."),
    "S108": Kind("error", "Transparent where the standard has none", 'Take standard = "pdf/x-4".'),
    "S109": Kind(
        "error",
        "Page boxes wrong",
        "Make the files again; if it stays, please report it with the book.",
    ),
    "S110": Kind(
        "warning",
        "Colour ends at the cut",
        "Let it reach as far as the bleed, or end it well inside the page.",
    ),
    "S111": Kind(
        "warning",
        "Text too near the spine or an edge",
        "Take a page with wider margins, or say a larger 'inner'.",
    ),
    "S112": Kind(
        "error", "Pages that cannot be bound so", "Take another binding, or another printer."
    ),
    "S113": Kind(
        "error",
        "Cover does not fit its book",
        "Make it again: the number of pages or the paper has changed.",
    ),
    "S114": Kind(
        "error",
        "Print file says the wrong things of itself",
        "Make the files again; if it stays, please report it with the book.",
    ),
    "S115": Kind(
        "warning", "Words on the fold of the spine", "Shorten the title, or take thicker paper."
    ),
    "S116": Kind(
        "note", "Spine without words", "More pages or thicker paper would make room for them."
    ),
}


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing a check noticed; *where* is ``file``, ``file:line`` or a page or chapter.

    *accepted* is the editor's reason why it is all right; empty where nobody has said so.
    """

    code: str
    where: str
    message: str
    accepted: str = ""

    @property
    def counts(self) -> bool:
        """Whether it is still to be dealt with: nobody has accepted it."""
        return not self.accepted

    @property
    def severity(self) -> Severity:
        """How grave the catalogue says this kind is."""
        return CATALOGUE[self.code].severity

    @property
    def hint(self) -> str:
        """What to do about it."""
        return CATALOGUE[self.code].hint


@dataclass(frozen=True, slots=True)
class Acceptance:
    """An entry of ``book/accepted.toml``: which finding is accepted, and the *reason*.

    *place* is where it is (without the line), *about* words of its message; either may be left
    out, and then any will do.
    """

    code: str
    reason: str
    place: str = ""
    about: str = ""

    def covers(self, finding: Finding) -> bool:
        """Tell whether this acceptance is of *finding*."""
        at = finding.where == self.place or finding.where.rpartition(":")[0] == self.place
        return (
            finding.code == self.code
            and (at or not self.place)
            and self.about.casefold() in finding.message.casefold()
        )


def accept(findings: Iterable[Finding], accepted: Sequence[Acceptance]) -> tuple[Finding, ...]:
    """Return *findings*, those that one of *accepted* covers with its reason."""

    def reason(finding: Finding) -> str:
        return next((one.reason for one in accepted if one.covers(finding)), "")

    return tuple(replace(finding, accepted=reason(finding)) for finding in findings)


def worst(findings: Iterable[Finding]) -> Severity | None:
    """The gravest severity among *findings* that count, or None when there are none."""
    order: tuple[Severity, ...] = ("error", "warning", "note")
    present = {finding.severity for finding in findings if finding.counts}
    return next((severity for severity in order if severity in present), None)
