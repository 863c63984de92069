"""Tables of a PDF: by the lines that are drawn around cells, or by columns that stand apart."""

from itertools import pairwise

import pytest

from florilegium import ingest
from support.paper import lines, pdf, word

X, Y = (50, 130, 210, 290), (500, 480, 460, 440)
WORDS = (("Year", "Herons", "Eels"), ("1901", "12", "3"), ("1902", "14", "5"))
ABOVE = lines(50, 560, ["Every morning the herons came to the flooded field", "behind the mill."])
BELOW = lines(
    50, 400, ["Nobody in the village had ever counted them, nor was", "there any reason."]
)


def read(*page):
    return ingest.decode(pdf([*ABOVE, *page, *BELOW]), "a.pdf")


def said(words=WORDS):
    return [
        word(X[column] + 4, Y[row] - 14, text, face="roman" if row else "bold")
        for row, cells in enumerate(words)
        for column, text in enumerate(cells)
        if text
    ]


def strokes(across, down):
    return [f"{a} {y} m {b} {y} l S" for a, b, y in across] + [
        f"{x} {a} m {x} {b} l S" for x, a, b in down
    ]


def thin(across, down):
    return [f"{a} {y} {b - a} 0.5 re f" for a, b, y in across] + [
        f"{x} {b} 0.5 {a - b} re f" for x, a, b in down
    ]


ACROSS = [(X[0], X[3], y) for y in Y]
DOWN = [(x, Y[0], Y[3]) for x in X]
CELLS = [(a, b, c, d) for a, c in pairwise(X) for d, b in pairwise(Y)]
BOXES = [f"{a} {b} {c - a} {d - b} re S" for a, b, c, d in CELLS]
APART = [f"{a + 1} {b + 1} {c - a - 2} {d - b - 2} re S" for a, b, c, d in CELLS]
WHOLE = [" ".join(f"{a} {y} m {b} {y} l" for a, b, y in ACROSS)
         + " " + " ".join(f"{x} {a} m {x} {b} l" for x, a, b in DOWN) + " S"]  # fmt: skip
DASHES = [(x, x + 3, y) for y in Y for x in range(X[0], X[3], 5)]
RULED = {
    "strokes": strokes(ACROSS, DOWN),
    "thin shapes": thin(ACROSS, DOWN),
    "a box for each cell": BOXES,
    "boxes that stand apart": APART,
    "one path": WHOLE,
    "dashes": strokes(DASHES, DOWN),
    "open sides": strokes(ACROSS, DOWN[1:3]),
    "in a form moved": [f"q 1 0 0 1 0 0 cm {' '.join(strokes(ACROSS, DOWN))} Q"],
    "lines between columns alone": strokes([ACROSS[0], ACROSS[1], ACROSS[3]], DOWN),
    "lines above and below": strokes([ACROSS[0], ACROSS[1], ACROSS[3]], []),
    "columns that stand apart": [],
}


@pytest.mark.parametrize("drawn", RULED.values(), ids=RULED)
def test_a_table_is_rows_of_cells_in_its_place(drawn):
    blocks = read(*drawn, *said()).blocks
    rows = [(block.text, block.level, block.label) for block in blocks if block.kind == "row"]
    assert rows == [("\t".join(cells), int(not n), "1") for n, cells in enumerate(WORDS)]
    assert [block.kind for block in blocks] == ["paragraph", "row", "row", "row", "paragraph"]


def test_cells_over_rows_and_columns_are_said():
    across = [*ACROSS[:2], (X[1], X[3], Y[2]), ACROSS[3]]
    down = [DOWN[0], DOWN[1], (X[2], Y[0], Y[2]), DOWN[3]]
    words = (("Year", "Herons", "Eels"), ("1901", "12", "3"), ("", "none", ""))
    rows = [block for block in read(*strokes(across, down), *said(words)).blocks
            if block.kind == "row"]  # fmt: skip
    assert [row.text for row in rows] == ["Year\tHerons\tEels", "1901\t12\t3", "\tnone"]
    spans = [(row.text[m.start : m.end], m.ref) for row in rows for m in row.marks
             if m.kind == "cell"]  # fmt: skip
    assert spans == [("1901", "rowspan=2"), ("none", "colspan=2")]


def test_a_cell_may_have_several_lines():
    longer = word(X[1] + 4, Y[1] - 6, "a", size=6), word(X[1] + 4, Y[1] - 14, "dozen", size=6)
    words = (WORDS[0], ("1901", "", "3"), WORDS[2])
    rows = [b.text for b in read(*strokes(ACROSS, DOWN), *said(words), *longer).blocks
            if b.kind == "row"]  # fmt: skip
    assert rows[1] == "1901\ta dozen\t3"


SIDE = ["Each heron stood in the", "reeds as still as a post", "and looked at itself for",
        "an hour or for longer."]  # fmt: skip
NONE = {
    "a box": strokes([(45, 350, 515), (45, 350, 460)], [(45, 515, 460), (350, 515, 460)])
    + lines(50, 500, ["A box around some words is no table, whatever", "is drawn around it."]),
    "two columns of prose": [*lines(50, 500, SIDE), *lines(220, 500, SIDE)],
    "two columns of prose between rules": [
        *strokes([ACROSS[0], ACROSS[3]], []), *lines(50, 485, SIDE[:3]), *lines(220, 485, SIDE[:3])
    ],
    "underlined words": [word(50, 500, "Nobody had counted."), "50 498 m 160 498 l S"],
    "empty squares": strokes(ACROSS, DOWN),
    "lines and their numbers": [
        one for n in range(4) for one in
        (word(50, 500 - 12 * n, "The heron stood so still"), word(330, 500 - 12 * n, str(5 * n)))
    ],
}  # fmt: skip


@pytest.mark.parametrize("page", NONE.values(), ids=NONE)
def test_what_is_no_table_is_none(page):
    text = read(*page)
    assert [block.text for block in text.blocks if block.kind == "row"] == []


def test_notes_that_a_table_calls_stand_behind_it():
    words = [word(X[2] + 4, Y[1] - 14, "3", call="1") if "<33>" in one else one for one in said()]
    foot = word(50, 100, "1 A guess.", size=8)
    blocks = read(*strokes(ACROSS, DOWN), *words, foot).blocks
    assert [b.kind for b in blocks] == [
        "paragraph", "row", "row", "row", "author-note", "paragraph"
    ]  # fmt: skip


def test_rows_that_may_be_a_table_are_told():
    shifts = (0, 21, 9)
    page = [word(X[column] + 2 + shifts[(row + column) % 3], Y[row] - 14, f"{row}{column}")
            for row in range(3) for column in range(3)]  # fmt: skip
    text = read(*page)
    assert not [block for block in text.blocks if block.kind == "row"]
    assert [(one.code, one.what[:16]) for one in text.damage] == [("T137", "what begins “00 ")]
