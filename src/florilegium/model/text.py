"""A text on its way: from the bytes of a seed to the author's words, cleaned."""

from dataclasses import dataclass, field
from typing import Literal

BlockKind = Literal[
    "paragraph", "heading", "quote", "item", "term", "definition", "verse", "code",
    "row", "caption", "break", "author-note", "speaker", "direction", "picture",
]  # fmt: skip
MarkKind = Literal[
    "emphasis", "strong", "code", "superscript", "subscript", "link", "author-note",
    "struck", "deleted", "inserted", "underlined", "highlighted", "small", "small-caps",
    "abbreviation", "language", "ruby", "reading", "formula", "cell", "hidden", "apart", "picture",
    "line", "note", "gloss", "emendation", "elision", "name", "anchor", "page", "furniture",
]  # fmt: skip
Action = Literal["removed", "lifted"]
# What the places of a seed are counted in.
Counted = Literal["line", "paragraph"]


@dataclass(frozen=True, slots=True)
class Seed:
    """A file in ``seeds/`` as it was saved: its name there, its digest, how it was read.

    *encoding* is empty where the format fixes it. *counted* is what the places of its blocks
    count: the lines of the file, or the paragraphs of a document that has no lines.
    """

    name: str
    sha256: str
    media_type: str
    encoding: str
    counted: Counted = "line"


@dataclass(frozen=True, slots=True)
class Mark:
    """A property of the characters ``text[start:end]`` of a block.

    *ref* is the address of a link, the number of the author's own note that is called here, what
    an abbreviation is short for, a language (BCP 47), a formula as MathML (the marked text is
    what it says), what a picture is called, the spans and the alignment of a table's cell, how
    a page hides the words or what a file tells them *apart* as (a title page, its own
    contents), the printed number of the page of the original that they stand on, the rule by
    which they are furniture of it (a running head), or the id of the note, gloss, emendation,
    elision, indexed name or named place that the mark stands for; empty for emphasis and its
    like. A *ruby* holds its base and, as a *reading*, what stands above it.
    """

    start: int
    end: int
    kind: MarkKind
    ref: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, heading or other unit of a text.

    *text* is plain: emphasis, links and notes are *marks* on it. *lines* are the first and last
    line it came from in the seed (paragraph, where `Seed.counted` says so), counted from 1.
    *level* is the rank of a heading (1 to 6), the depth of a list item, term or definition (from
    1; a paragraph or a quote with a depth goes on with the item above it), or 1 for a row that
    heads its table and 2 for one headed by its first cell. *label* is the number of an item in an
    ordered list, of the table that a row or a caption belongs to, of the poem that a stanza
    belongs to, or of an author's note. A *speaker* is the name before a speech of a play, a
    *direction* what is done on the stage. *numbering* is how the number is written: ``a``, ``A``,
    ``i`` or ``I``, empty for figures. *quoted* is how many quotations the block stands in; one of
    kind ``quote`` stands in one at least. A *picture* has no words: its *label* is what is said in
    its place. The cells of a row are parted by tabs; a break is the sign between two scenes.
    *speaker* is set by annotate on every block of an interview; *opens_turn* on the first block of
    each turn.
    """

    kind: BlockKind
    text: str
    lines: tuple[int, int]
    level: int = 0
    marks: tuple[Mark, ...] = ()
    speaker: str = ""
    opens_turn: bool = False
    label: str = ""
    numbering: str = ""
    quoted: int = 0


@dataclass(frozen=True, slots=True)
class Element:
    """An element of a page that holds a block: its *number* there, *tag*, and *names*.

    *names* are the words of its class, id and role, and each two in a row; ``hidden`` stands
    among them when the page does not show the element.
    """

    number: int
    tag: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hints:
    """Where a block stood in its page: the elements around it, outermost first.

    *linked* is the share of its letters that are links or buttons.
    """

    path: tuple[Element, ...] = ()
    linked: float = 0.0


@dataclass(frozen=True, slots=True)
class Illustration:
    """A picture that a seed names: its *address* there and the words said in its place.

    *block* is how many blocks of the text are finished before it, *line* where it stands.
    *furniture* is why it is the page's and not the text's (a logo, an icon); empty where it is
    not.
    """

    address: str
    words: str
    block: int
    line: int
    furniture: str = ""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Characters of a seed that are no words of its text: by which *rule* they went, and *why*.

    *count* is how many there are, *line* where the first stands. *text* has them where a
    person could read them; scripts and style sheets are only counted.
    """

    rule: str
    why: str
    line: int
    count: int
    text: str = ""


@dataclass(frozen=True, slots=True)
class Damage:
    """What of a seed could not be read as it was meant: *what*, on which *line*.

    *code* is that of the finding that tells it.
    """

    code: str
    line: int
    what: str


@dataclass(frozen=True, slots=True)
class RawText:
    """A seed, decoded: Unicode NFC, newlines LF, every letter still there.

    *hints* has one entry for each block where the format has some to give (HTML), else none;
    *page* is then the whole page as it was decoded. *illustrations* are the pictures it
    names, which are no part of the text. What else of the bytes is in no block was *left out*
    or is *damage*.
    """

    seed: Seed
    blocks: tuple[Block, ...]
    language: str = ""
    hints: tuple[Hints, ...] = ()
    illustrations: tuple[Illustration, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    damage: tuple[Damage, ...] = ()
    page: str = field(default="", repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Removal:
    """A block (or a part of one) that the cleaner took out of the text.

    *action* is ``removed`` for boilerplate and ``lifted`` for what became metadata (then
    *role* is ``title``, ``deck``, ``byline`` or ``date``) or the number of a note. *rule* is the
    id of the rule, *why* its reason in words. *index* is the place of the block in
    ``RawText.blocks`` and *start* the character of that block where the removed *text* began,
    so that kept and removed blocks can be merged back into the input; *partial* tells that
    another part of the block was kept, and *kind*, *level*, *marks*, *label*, *numbering* and
    *quoted* are what the whole block had; its marks are with the first of its parts alone.
    *probability* is how likely the model held the words to be the author's; a rule or the
    editor has none.
    """

    rule: str
    role: str
    action: Action
    why: str
    lines: tuple[int, int]
    text: str
    index: int
    start: int = 0
    partial: bool = False
    kind: BlockKind = "paragraph"
    level: int = 0
    marks: tuple[Mark, ...] = ()
    label: str = ""
    numbering: str = ""
    quoted: int = 0
    probability: float | None = None


@dataclass(frozen=True, slots=True)
class Doubt:
    """Lines that were kept though they may not be the author's: for the editor to look at.

    *role* is what they would be, *probability* how likely the model holds them to be the
    author's, where it was asked; *why* is what speaks against them.
    """

    role: str
    probability: float | None
    why: str
    lines: tuple[int, int]
    text: str


@dataclass(frozen=True, slots=True)
class HeldBack:
    """So many *letters* of the body would have gone, *of* so many; so none of them went."""

    letters: int
    of: int


@dataclass(frozen=True, slots=True)
class Change:
    """How often typogrify made one class of change (``quotes``, ``dashes``, ``spaces`` …)."""

    kind: str
    count: int


@dataclass(frozen=True, slots=True)
class CleanText:
    """The author's text: kept *blocks*, what was taken out, and what typography changed.

    *doubts* are kept lines worth a look. Without an *article* the page had none that could be
    told from its frame, and nothing went but what rules know; nor did it where too much of the
    body would have gone (*held_back*). *left_out* is what was no text of the seed
    in the first place, *damage* what could not be read of it.
    """

    seed: Seed
    blocks: tuple[Block, ...]
    removals: tuple[Removal, ...] = ()
    changes: tuple[Change, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    article: bool = True
    held_back: HeldBack | None = None
    left_out: tuple[LeftOut, ...] = ()
    damage: tuple[Damage, ...] = ()
