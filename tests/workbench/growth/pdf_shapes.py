"""PDFs that grow: what is drawn on their pages, each a function of how many times.

A shape gives the drawing of each page, a form feed between two; `pdf` makes the file of them.
"""

# ruff: noqa: E501  # tables of inputs are read by the row

from collections.abc import Callable

LINE = "The keeper of the weir wrote it down"
_HIGH = 740.0  # points of a page that are written on


def _words(x: float, y: float, words: str, size: float = 10) -> str:
    return f"BT /F1 {size} Tf {x:.2f} {y:.2f} Td ({words}) Tj ET\n"


_TITLE = _words(40, 770, LINE)


def _scattered(number: int, words: str = "wd{}") -> str:
    return "".join(
        _words(40 + i * 7919 % 5000 / 10, 40 + i * 104729 % 7000 / 10, words.format(i))
        for i in range(number)
    )


def _rows(number: int, row: Callable[[int, float], str]) -> str:
    return "".join(row(i, 780 - i * _HIGH / number) for i in range(number))


def _cell(at: int, number: int) -> str:
    high = _HIGH * 10 / number
    x, y = 40 + at % 10 * 50, 40 + at // 10 * high
    return f"{x} {y:.2f} 50 {high:.2f} re S\n" + _words(x + 2, y + high / 3, "a", 4)


# Drawings of one page.
_ON_A_PAGE: dict[str, Callable[[int], str]] = {
    "scattered words": _scattered,
    "words at one height": lambda n: "".join(_words(40 + i * 7919 % 5000 / 10, 400, f"w{i}") for i in range(n)),
    "lines": lambda n: _rows(n, lambda i, y: _words(40, y, LINE[: 20 + i % 9])),
    "columns of short words": lambda n: "".join(
        _words(40 + i % 8 * 60, 780 - i // 8 * _HIGH * 8 / n, f"w{i}", 6) for i in range(n)
    ),
    "cells between lines": lambda n: "".join(_cell(i, n) for i in range(n)),
    "raised figures": lambda n: _rows(n, lambda i, y: _words(40, y, "Word") + _words(65, y + 4, str(i), 5)),
    "notes": lambda n: _rows(n, lambda i, y: _words(40, y, f"Word.{i}"))
    + "".join(_words(40, 39 - i * 30 / n, f"{i} A note", 6) for i in range(n)),
    "large letters": lambda n: _scattered(4 * n) + "".join(_words(40 + i * 7919 % 5000 / 10, 40 + i * 31 % 700, "A", 30) for i in range(n)),
    "letters of one word": lambda n: _TITLE + _words(40, 700, "a" * n, 1),
    "spaces": lambda n: _TITLE + _words(40, 700, "a " * n, 1),
    "rules": lambda n: _TITLE + _rows(n, lambda _, y: f"40 {y:.3f} m 500 {y:.3f} l S\n"),
    "shapes": lambda n: _TITLE + "0 0 1 1 re f " * n,
    "states": lambda n: _TITLE + "q " * n,
}  # fmt: skip
# Drawings of as many pages.
_PAGES: dict[str, Callable[[int], str]] = {
    "pages": lambda i: "".join(_words(40, 760 - y * 14, LINE) for y in range(10)) + _words(300, 20, str(i)),
    "pages with heads": lambda i: _words(40, 780, f"Chapter {i // 9}") + "".join(_words(40, 740 - y * 14, f"{LINE} {i}") for y in range(6)),
    "words cut at line ends": lambda i: "".join(_words(40, 760 - y * 14, f"{LINE} wr{'iot'[y % 3] * (i % 7)}-") for y in range(10)),
    "a note on each page": lambda i: _words(40, 760, f"{LINE}.{i % 99}") * 2 + _words(40, 40, f"{i % 99} A note.", 6),
}  # fmt: skip


def pdf_shapes() -> dict[str, Callable[[int], str]]:
    """Return every shape by its name: the drawings of the pages for a number."""
    return {**_ON_A_PAGE, **{name: _paged(page) for name, page in _PAGES.items()}}


def _paged(page: Callable[[int], str]) -> Callable[[int], str]:
    return lambda n: "\f".join(page(i) for i in range(max(1, n // 4)))


def pdf(drawings: str) -> bytes:
    """Return a PDF of the pages that *drawings* are, a form feed between two."""
    pages = drawings.split("\f")
    numbers = range(4, 4 + 2 * len(pages), 2)
    kids = " ".join(f"{number} 0 R" for number in numbers)
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for number, drawing in zip(numbers, pages, strict=True):
        objects += (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {number + 1} 0 R /Resources << /Font << /F1 3 0 R >> >> >>",
            f"<< /Length {len(drawing)} >> stream\n{drawing}\nendstream",
        )
    made, places, at = ["%PDF-1.7\n"], [], 9
    for number, one in enumerate(objects, start=1):
        made.append(f"{number} 0 obj\n{one}\nendobj\n")
        places.append(at)
        at += len(made[-1])
    made.append(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n")
    made += (f"{place:010d} 00000 n \n" for place in places)
    made.append(f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{at}\n%%EOF\n")
    return "".join(made).encode("latin-1")
