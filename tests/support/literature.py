"""Texts of many kinds made up by chance: what no cleaner may take a letter from.

Plays, poems, diaries, letters, dictionaries, laws, interviews, recipes, lists, minutes; in the
letters of several scripts, with the small words of many languages. The words between are made
up. Each is a list of pieces, which can be written as plain text, Markdown or HTML.
"""

import html
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from textwrap import fill

from florilegium.clean import model

_STOPWORDS = Path(model.__file__).parent / "stopwords.toml"


@dataclass(frozen=True)
class Piece:
    """Some lines that belong together: ``title``, ``head``, ``p``, ``verse`` or ``list``."""

    tag: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Script:
    """Letters to make words of: syllables by their beginnings and ends."""

    heads: str
    tails: Sequence[str]
    stop: str = "."
    ask: str = "?"
    space: str = " "
    cased: bool = False


_LATIN = ("a", "e", "i", "o", "u", "an", "er", "in", "on", "ell", "ast", "ert", "um", "al")
SCRIPTS: Mapping[str, Script] = {
    **dict.fromkeys(
        ("en", "de", "fr", "es", "it", "sv", "pl", "fi"),
        Script("bcdfghklmnprstvw", _LATIN, cased=True),
    ),
    "ru": Script("бвгдзклмнпрст", ("а", "ел", "ин", "ов", "ы", "ест", "я"), cased=True),
    "el": Script("βγδκλμνπρστφ", ("α", "ο", "ης", "ει", "ος", "ων"), cased=True),
    "ar": Script("بتجدرسشعقكلمن", ("ا", "ي", "ون", "ات", "ر"), stop=".", ask="؟"),
    "hi": Script("कगचजतदनपबमरल", ("ा", "ी", "े", "ो", "ना"), stop="।"),
    "ja": Script("山川人日月木花水火風空海", ("の", "は", "る", "た", "に", "い"), "。", "？", ""),
}


class Pen:
    """Writes words, sentences and names in one *language*, as *chance* has it."""

    def __init__(self, chance: Random, language: str) -> None:
        """Learn the small words of *language*, and make up the others."""
        self.chance = chance
        self.script = SCRIPTS[language]
        self._small = _small_words().get(language, "").split()
        self._made = [self._made_up() for _ in range(_VOCABULARY)]

    def word(self) -> str:
        """Return a made-up word; the same come back, some more often than others."""
        return self._made[int(_VOCABULARY * self.chance.random() ** 2)]

    def _made_up(self) -> str:
        syllables = [
            self.chance.choice(self.script.heads) + self.chance.choice(self.script.tails)
            for _ in range(self.chance.randint(1, 3))
        ]
        return "".join(syllables)

    def name(self) -> str:
        """Return a word as a name is written."""
        word = self.word() + self.chance.choice(self.script.tails)
        return word.capitalize() if self.script.cased else word

    def full_name(self) -> str:
        """Return two names."""
        return (self.script.space or "・").join((self.name(), self.name()))

    def words(self, count: int) -> str:
        """Return *count* words, half of them small ones."""
        made = [
            self.chance.choice(self._small)
            if self._small and self.chance.random() < 0.45
            else self.word()
            for _ in range(count)
        ]
        return self.script.space.join(made)

    def phrase(self, least: int, most: int) -> str:
        """Return words that begin as a sentence does."""
        text = self.words(self.chance.randint(least, most))
        return text[:1].upper() + text[1:] if self.script.cased else text

    def sentence(self, least: int = 5, most: int = 18) -> str:
        """Return a sentence."""
        ask = self.chance.random() < 0.1
        return self.phrase(least, most) + (self.script.ask if ask else self.script.stop)

    def prose(self, least: int = 2, most: int = 5) -> str:
        """Return a paragraph."""
        count = self.chance.randint(least, most)
        return (self.script.space).join(self.sentence() for _ in range(count))

    def title(self) -> str:
        """Return a title."""
        return self.phrase(2, 6)

    def date(self) -> str:
        """Return a date as a diary has it."""
        day, month = self.chance.randint(1, 28), self.chance.choice(_MONTHS)
        return self.chance.choice(
            (f"{month} {day}, {self.year()}", f"{day} {month} {self.year()}", f"{day}. {month}")
        )

    def year(self) -> int:
        """Return a year."""
        return self.chance.randint(1780, 2019)


_VOCABULARY = 160
_MARKS = ",;!.。।"
_MONTHS = ("January", "March", "May", "July", "September", "November")
Kind = Callable[[Pen], list[Piece]]


def _some(pen: Pen, least: int, most: int) -> range:
    return range(pen.chance.randint(least, most))


def _p(text: str) -> Piece:
    return Piece("p", (text,))


def play(pen: Pen) -> list[Piece]:
    """Return a scene: speakers and what they say, in one of the usual ways."""
    names = [pen.name() for _ in _some(pen, 2, 4)]
    names = [one.upper() for one in names] if pen.chance.random() < 0.5 else names
    way = pen.chance.choice(("above", "apart", "before"))
    stop = pen.chance.choice((".", "", ":")) if way != "before" else pen.chance.choice((".", ":"))
    verse = way == "above" and pen.chance.random() < 0.4
    made = [Piece("head", (pen.phrase(1, 2),)), _p(f"({pen.sentence(3, 9)})")]
    for _ in _some(pen, 8, 40):
        speaker = pen.chance.choice(names) + stop
        speech = [pen.sentence(1, 9) for _ in _some(pen, 1, 3)]
        if way == "before":
            made.append(_p(f"{speaker} {' '.join(speech)}"))
        elif way == "apart":
            made += [_p(speaker), _p(" ".join(speech))]
        else:
            lines = [_line(pen) for _ in _some(pen, 1, 6)] if verse else [" ".join(speech)]
            made.append(Piece("verse", (speaker, *lines)))
    return made


def _line(pen: Pen) -> str:
    return pen.phrase(4, 8) + pen.chance.choice((",", ",", "", "", ";", pen.script.stop, "!"))


def poem(pen: Pen) -> list[Piece]:
    """Return stanzas under a title, with hardly a mark of punctuation or with many."""
    size = pen.chance.randint(2, 8)
    bare = pen.chance.random() < 0.2
    made = [Piece("title", (pen.title(),))]
    for _ in _some(pen, 2, 12):
        lines = [pen.phrase(4, 8) if bare else _line(pen) for _ in range(size)]
        lines[-1] = lines[-1].rstrip(",;!.") + ("" if bare else pen.script.stop)
        made.append(Piece("verse", tuple(lines)))
    return made


def diary(pen: Pen) -> list[Piece]:
    """Return entries under their dates, perhaps signed and with the hour."""
    name = pen.full_name() if pen.chance.random() < 0.5 else ""
    made = [Piece("title", (pen.title(),)), _p(pen.prose(3, 5))]
    for _ in _some(pen, 2, 9):
        hour = f" at {pen.chance.randint(1, 12)}:{pen.chance.randint(10, 59)} pm" if name else ""
        made += [Piece("verse", (name, pen.date() + hour))] if name else [_p(pen.date())]
        made += [_p(pen.prose(1, 4)) for _ in _some(pen, 1, 3)]
    return made


def letter(pen: Pen) -> list[Piece]:
    """Return letters with place and date, address and signature."""
    made: list[Piece] = []
    numbered = pen.chance.random() < 0.3
    for number in _some(pen, 1, 4):
        made += [_p(f"{number + 1}."), _p(f"TO {pen.name().upper()}.")] if numbered else []
        made += [_p(f"{pen.name()}, {pen.date()}"), _p(f"{pen.phrase(1, 2)} {pen.name()},")]
        made += [_p(pen.prose()) for _ in _some(pen, 1, 5)]
        made += [_p(f"{pen.phrase(1, 3)},"), _p(pen.full_name())]
        made += [_p(f"P.S. {pen.sentence()}")] if pen.chance.random() < 0.3 else []
    return made


def dictionary(pen: Pen) -> list[Piece]:
    """Return entries: a headword, its class, what it means."""
    shape = pen.chance.choice(("{}, n. {}", "{}: {}", "{} (adj.) {}", "{} – {}"))
    entries = sorted(
        shape.format(pen.name(), pen.sentence(2, 14)) for _ in range(pen.chance.randint(8, 40))
    )
    return [Piece("title", (pen.title(),)), *(_p(entry) for entry in entries)]


def law(pen: Pen) -> list[Piece]:
    """Return articles with their numbers, headings and paragraphs."""
    head = pen.chance.choice(("Article {}", "§ {}", "Art. {}.", "Section {}"))
    made = [Piece("title", (pen.title(),))]
    for number in range(1, pen.chance.randint(4, 20)):
        made.append(Piece("head", (head.format(number),)))
        count = pen.chance.randint(1, 3)
        made += [
            _p((f"({part}) " if count > 1 else "") + pen.sentence(6, 24))
            for part in range(1, count + 1)
        ]
    return made


def interview(pen: Pen) -> list[Piece]:
    """Return questions and answers."""
    ask, answer = pen.chance.choice((("Q", "A"), (pen.name().upper(), pen.full_name())))
    made = [Piece("title", (pen.title(),)), _p(pen.prose(2, 4))]
    for _ in _some(pen, 4, 15):
        made += [
            _p(f"{ask}: {pen.phrase(3, 12)}{pen.script.ask}"),
            _p(f"{answer}: {pen.prose(1, 4)}"),
        ]
    return made


def recipe(pen: Pen) -> list[Piece]:
    """Return what is needed and what is done."""
    units = ("g", "ml", "cups", "tbsp", "")
    needed = [
        f"{pen.chance.randint(1, 500)} {pen.chance.choice(units)} {pen.words(2)}".replace(
            "  ", " "
        )
        for _ in _some(pen, 4, 12)
    ]
    steps = [f"{number}. {pen.sentence(6, 16)}" for number in range(1, pen.chance.randint(4, 9))]
    return [
        Piece("title", (pen.title(),)),
        _p(pen.prose(3, 5)),
        Piece("head", (pen.phrase(1, 2),)),
        Piece("list", tuple(needed)),
        Piece("head", (pen.phrase(1, 2),)),
        Piece("list", tuple(steps)) if pen.chance.random() < 0.5 else Piece("p", (steps[0],)),
        *(_p(step) for step in steps[1:]),
        _p(pen.prose(1, 2)),
    ]


def listed(pen: Pen) -> list[Piece]:
    """Return a report with a list under a heading inside it or at its end."""
    shapes: Sequence[Callable[[], str]] = (
        lambda: f"{pen.date()} – {pen.full_name()}, {pen.name()}",
        pen.full_name,
        lambda: ", ".join(pen.full_name() for _ in range(3)),
        lambda: pen.phrase(2, 6),
        lambda: f"{pen.title()} ({pen.year()})",
    )
    shape = pen.chance.choice(shapes)
    after = [_p(pen.prose()) for _ in _some(pen, 0, 3)]
    return [
        Piece("title", (pen.title(),)),
        *(_p(pen.prose(3, 5)) for _ in _some(pen, 2, 5)),
        Piece("head", (pen.phrase(1, 3),)),
        Piece("list", tuple(shape() for _ in _some(pen, 4, 20))),
        *after,
    ]


def book(pen: Pen) -> list[Piece]:
    """Return a title page, a table of contents and chapters with notes, as old books have them."""
    heads = [pen.title() for _ in _some(pen, 4, 16)]
    lines = [f"{at}. {head} {at * 7}" for at, head in enumerate(heads, start=1)]
    made = [Piece("title", (pen.title(),)), _p(f"{pen.full_name()}"), _p(str(pen.year()))]
    made += [Piece("head", (pen.phrase(1, 2),)), Piece("list", tuple(lines))]
    for head in heads[: pen.chance.randint(1, 3)]:
        made += [Piece("head", (head,)), *(_p(pen.prose()) for _ in _some(pen, 3, 9))]
        made += [_p(f"[1] {pen.sentence()}")] if pen.chance.random() < 0.5 else []
    return made


def novel(pen: Pen) -> list[Piece]:
    """Return prose with talk and heads of chapters."""
    made = [Piece("title", (pen.title(),))]
    for _ in _some(pen, 1, 3):
        made.append(Piece("head", (pen.phrase(1, 3),)))
        for _ in _some(pen, 4, 12):
            talk = pen.chance.random() < 0.5
            made.append(_p(f"“{pen.sentence(1, 8)}”" if talk else pen.prose()))
    return made


KINDS: Mapping[str, Kind] = {
    "play": play, "poem": poem, "diary": diary, "letter": letter, "dictionary": dictionary,
    "law": law, "interview": interview, "recipe": recipe, "list": listed, "novel": novel,
    "book": book,
}  # fmt: skip


def written(kind: str, language: str, chance: Random) -> list[Piece]:
    """Return a text of this *kind*; the same chance gives the same text."""
    return KINDS[kind](Pen(chance, language))


def paragraphs(count: int, language: str, chance: Random) -> list[Piece]:
    """Return plain prose, to stand around a text."""
    pen = Pen(chance, language)
    return [_p(pen.prose(4, 6)) for _ in range(count)]


def as_text(pieces: Sequence[Piece], *, tight: bool = False, width: int = 0) -> str:
    """Return *pieces* as plain text, a blank line between two; *tight* is without those.

    With a *width*, longer lines are wrapped to it.
    """
    between = "\n" if tight else "\n\n"
    lines = ([fill(one, width) if width else one for one in piece.lines] for piece in pieces)
    return between.join("\n".join(own) for own in lines) + "\n"


def as_markdown(pieces: Sequence[Piece]) -> str:
    """Return *pieces* as Markdown."""

    def one(piece: Piece) -> str:
        if piece.tag in ("title", "head"):
            return f"{'#' if piece.tag == 'title' else '##'} {piece.lines[0]}"
        if piece.tag == "list":
            return "\n".join(f"- {line}" for line in piece.lines)
        return "  \n".join(piece.lines)

    return "\n\n".join(map(one, pieces)) + "\n"


def as_html(pieces: Sequence[Piece]) -> str:
    """Return *pieces* as the inside of an HTML page."""

    def one(piece: Piece) -> str:
        lines = [html.escape(line) for line in piece.lines]
        if piece.tag in ("title", "head"):
            tag = "h1" if piece.tag == "title" else "h2"
            return f"<{tag}>{lines[0]}</{tag}>"
        if piece.tag == "list":
            return f"<ul>{''.join(f'<li>{line}</li>' for line in lines)}</ul>"
        return f"<p>{'<br>'.join(lines)}</p>"

    return "\n".join(map(one, pieces))


@cache
def _small_words() -> Mapping[str, str]:
    table: Mapping[str, str] = tomllib.loads(_STOPWORDS.read_text(encoding="utf-8"))["words"]
    return table
