"""Notes over pages: none late, none lost, none outside its page, on the finished file."""

import random
import re
from dataclasses import replace

import pikepdf
import pytest
from press_sample import META, PRINT, call, document, note, notes

from florilegium.check import pdf_places, pdf_print
from florilegium.project.styles import find_styles, page_format
from florilegium.render import press

WORDS = [
    "the",
    "lamp",
    "was",
    "lit",
    "at",
    "dusk",
    "by",
    "a",
    "man",
    "who",
    "owned",
    "ladder",
    "and",
    "book",
    "of",
    "matches",
    "extraordinarily",
    "conscientious",
    "administration",
    "lamplighters",
    "quarrelled",
    "council",
    "about",
    "price",
    "oil",
    "town",
    "record",
]
COLUMNS = ".text { columns: 2; column-gap: 1.6rem; column-fill: auto }"


def prose(dice, count):
    return f"{' '.join(dice.choice(WORDS) for _ in range(count)).capitalize()}."


class Writer:
    """Writes a chapter of random paragraphs, lists and tables with notes short and endless."""

    def __init__(self, seed, *, tables=True):
        self.dice = random.Random(seed)  # noqa: S311  # the same samples every time
        self.bodies = []
        self.tables = tables
        self.density = self.dice.choice([0.2, 0.5, 1.0])

    def annotated(self, count):
        dice, words = self.dice, prose(self.dice, count).split()
        at = dice.randrange(len(words))
        calls = dice.choice([1, 1, 1, 2, 3]) if dice.random() < self.density else 0
        for _ in range(calls):
            name = f"n{len(self.bodies) + 1}"
            words[at] += call(name, str(len(self.bodies) + 1))
            self.bodies.append(note(name, str(len(self.bodies) + 1), self.body()))
            at = min(len(words) - 1, at + dice.randint(0, 3))
        return " ".join(words)

    def body(self):
        dice = self.dice
        least, most = dice.choice([(1, 12), (12, 80), (12, 80), (80, 300), (300, 700)])
        more = f"<p>{prose(dice, dice.randint(3, 50))}</p>" if dice.random() < 0.2 else ""
        return f"<p>{prose(dice, dice.randint(least, most))}</p>{more}"

    def block(self):
        dice, kind = self.dice, self.dice.random()
        if kind < 0.7:
            return f"<p>{self.annotated(dice.randint(4, 140))}</p>"
        if kind < 0.8:
            return (
                f'<p class="turn question">{self.annotated(dice.randint(8, 40))}</p>'
                f'<p class="answer">{self.annotated(dice.randint(20, 90))}</p>'
            )
        if kind < 0.9 or not self.tables:
            items = (self.annotated(dice.randint(3, 30)) for _ in range(dice.randint(1, 4)))
            return f"<ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>"
        rows = (
            f"<td>{self.annotated(dice.randint(1, 20))}</td><td>{prose(dice, 30)}</td>"
            for _ in range(dice.randint(1, 4))
        )
        return f"<table><tbody>{''.join(f'<tr>{row}</tr>' for row in rows)}</tbody></table>"

    def document(self):
        text = "".join(self.block() for _ in range(self.dice.randint(6, 16)))
        order = [int(number) for number in re.findall(r'href="#n(\d+)"', text)]
        bodies = notes(*(self.bodies[number - 1] for number in order))
        return document("many", f'<h1>Many</h1><div class="text">{text}</div>{bodies}')


def bound(made, tmp_path, *, page="A5", extra=""):
    (tmp_path / "styles").mkdir()
    sheet = find_styles().read("print.css") + extra
    (tmp_path / "styles" / "print.css").write_text(sheet, encoding="utf-8")
    edition, styles = replace(PRINT, page=page), find_styles(tmp_path)
    layout = press.lay_out_book([made], meta=META, edition=edition, styles=styles)
    return press.bind(layout, tmp_path / "made.pdf").path


def faults(made, path, *, page="A5"):
    pages = pdf_print.printed_pages(path)
    size = page_format(find_styles(), page)
    return [
        *pdf_places.check_places(pages, page=size, name="made"),
        *pdf_places.check_notes(pages, [made], name="made"),
    ]


@pytest.mark.parametrize("seed", range(12))
def test_long_notes_go_on_over_pages(seed, tmp_path):
    made = Writer(seed).document()

    assert [] == faults(made, bound(made, tmp_path))


@pytest.mark.parametrize("page", ["A4", "6x9"])
def test_notes_are_divided_on_every_page_size(page, tmp_path):
    made = Writer(3).document()

    assert [] == faults(made, bound(made, tmp_path, page=page), page=page)


@pytest.mark.parametrize("seed", [0, 1, 2, 5, 24, 27])
def test_notes_called_in_columns_stand_below_them_on_their_page(seed, tmp_path):
    made = Writer(seed, tables=False).document()

    assert [] == faults(made, bound(made, tmp_path, extra=COLUMNS))


def test_the_last_lines_of_all_wait_for_room_for_their_notes(tmp_path):
    # Where a note that goes on fills their page, they go to the next one.
    dice = random.Random(2)  # noqa: S311  # the same sample every time
    text = (
        f"<p>{prose(dice, 60)}{call('n1', '1')} {prose(dice, 20)}</p>"
        f"<p>At{call('n2', '2')} the end.{call('n3', '3')}</p>"
    )
    bodies = (f"<p>{prose(dice, words)}</p>" for words in (1500, 9, 90))
    made = document("many", f"<h1>Many</h1>{text}{notes(*_numbered(bodies))}")

    assert [] == faults(made, bound(made, tmp_path))


def _numbered(bodies):
    return (note(f"n{n}", str(n), body) for n, body in enumerate(bodies, start=1))


def _one_long_note(tmp_path, words=900):
    dice = random.Random(1)  # noqa: S311  # the same sample every time
    text = f"<p>{prose(dice, 60)}{call('n1', '1')} {prose(dice, 300)}</p>"
    body = note("n1", "1", f"<p>{prose(dice, words)}</p>")
    made = document("many", f"<h1>Many</h1>{text}{notes(body)}")
    return made, bound(made, tmp_path)


def test_a_note_longer_than_a_page_is_divided_twice(tmp_path):
    made, path = _one_long_note(tmp_path)
    pages = pdf_print.printed_pages(path)

    assert [] == faults(made, path)
    assert 2 < sum(any(run.note is not None for run in page.runs) for page in pages)


def test_a_divided_note_is_one_element_and_has_one_label(tmp_path):
    _, path = _one_long_note(tmp_path)
    labels = [
        run.text
        for page in pdf_print.printed_pages(path)
        for run in page.runs
        if run.note is not None and run.text.strip() == "1"
    ]

    with pikepdf.open(path) as file:
        kinds = [str(one.get("/S")) for one in file.objects if isinstance(one, pikepdf.Dictionary)]
    assert 1 == kinds.count("/Note")
    assert 1 == len(labels)


def test_two_lines_of_text_stand_above_notes(tmp_path):
    _, path = _one_long_note(tmp_path)
    first, *_ = pdf_print.printed_pages(path)
    baselines = {
        round(run.box[1])
        for run in first.runs
        if run.note is None and not run.is_furniture and not run.is_silent
    }

    assert len(baselines) >= 3  # the heading, and two lines


def test_a_build_with_divided_notes_gives_the_same_bytes(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    made = Writer(5).document()

    assert bound(made, tmp_path / "a").read_bytes() == bound(made, tmp_path / "b").read_bytes()
