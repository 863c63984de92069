"""The checks of what stands where: each is seen to fail on a file with the fault."""

from contextlib import nullcontext
from dataclasses import replace
from itertools import pairwise

import pytest
from pdf_inspector import PdfInspector
from press_sample import META, PRINT, book, call, chapter, document, note, notes

from florilegium.check import pdf_places, pdf_print
from florilegium.check.pdf_print import PrintedPage, Run
from florilegium.project.styles import find_styles, page_format, page_of
from florilegium.render import press
from florilegium.render.press.layout import divided_notes, fitted_heads
from florilegium.store.cache import Cache

A5 = page_format(find_styles(), "A5")
LONG = (
    "A Very Long Title Indeed, Which Goes on for Several Lines of the Opening Page, and Goes "
    "on Still"
)


def printed(documents, tmp_path, *, page="A5", **options):
    edition = replace(PRINT, page=page, **options)
    layout = press.lay_out_book(documents, meta=META, edition=edition, styles=find_styles())
    made = press.bind(layout, tmp_path / "made.pdf")
    return layout, pdf_print.printed_pages(made.path)


def codes(pages, documents=(), page=A5):
    found = [*pdf_places.check_places(pages, page=page, name="made")]
    if documents:
        found += pdf_places.check_notes(pages, documents, name="made")
    return [one.code for one in found]


def run(text="words", box=(60, 300, 200, 310), **more):
    return Run(text, box, **more)


def page(*runs, label="1"):
    return PrintedPage(label, (A5.width * 72 / 25.4, A5.height * 72 / 25.4), runs)


def test_the_sample_book_has_everything_in_its_place(tmp_path):
    layout, pages = printed(book(), tmp_path)
    folios = layout.pagination.folios

    assert [] == codes(pages, book())
    found = pdf_places.check_fill(pages, book(), folios, page=A5, name="made")
    assert [] == [one for one in found if one.code == "P125"]


@pytest.mark.parametrize(
    ("runs", "expected"),
    [
        ([run(box=(60, 300, 200, 310))], []),
        ([run(box=(60, 575, 200, 585))], ["P121"]),  # above the type area
        ([run(box=(60, 300, 500, 310))], ["P121"]),  # to the right of the paper
        ([run(box=(60, 575, 200, 585), is_furniture=True)], []),  # a head has its place there
        ([run(box=(2, 575, 200, 585), is_furniture=True)], ["P121"]),  # where it is cut off
        ([run("", box=(20, 300, 200, 310))], ["P121"]),  # a picture in the margin
        ([run(), run(box=(100, 302, 180, 312))], ["P122"]),
        # The quotation mark above the tail of an italic f, in large type.
        ([run("“", (73.2, 361.4, 79.9, 366.3)), run("feminism", (76.4, 348.1, 149, 366.3))], []),
        ([run(), run(box=(60, 309, 200, 320))], []),  # the next line
        ([run(), run(box=(199, 300, 240, 310))], []),  # a sloping neighbour
    ],
)
def test_print_is_outside_of_its_place_or_over_print(runs, expected):
    assert expected == codes([page(*runs)])


def test_a_long_note_that_is_not_divided_is_seen(tmp_path, monkeypatch):
    monkeypatch.setattr(divided_notes, "divided_notes", lambda _modules: nullcontext())
    body = note("n1", "1", f"<p>{'A note of many words. ' * 200}</p>")
    made = document("one", f"<h1>One</h1><p>Text{call('n1', '1')} goes on.</p>{notes(body)}")

    assert "P121" in codes(printed([made], tmp_path)[1])


def test_a_long_head_that_is_not_fitted_is_seen(tmp_path, monkeypatch):
    monkeypatch.setattr(fitted_heads, "fitted_heads", lambda *_parts: nullcontext())
    made = replace(chapter("one", paragraphs=12), running_head=LONG)

    assert set(codes(printed([made], tmp_path)[1])) & {"P121", "P122"}


def test_a_long_head_is_fitted(tmp_path):
    made = replace(chapter("one", paragraphs=12), running_head=LONG)
    _, pages = printed([made], tmp_path)
    heads = [one.text.strip() for one in pages[2].runs if one.is_furniture]

    assert [] == codes(pages)
    assert any(head.startswith("A Very Long") and head.endswith("…") for head in heads)


def test_a_stamp_has_room_for_its_reasons(tmp_path):
    stamp = "DRAFT, NOT CLEARED: one, " + "the permission is for fewer copies than these; " * 4
    _, pages = printed([replace(chapter("one", paragraphs=12), stamp=stamp)], tmp_path)
    furniture = ["".join(one.text for one in page.runs if one.is_furniture) for page in pages[:3]]

    assert [] == codes(pages)
    assert [4, 4, 4] == [said.count("permission") for said in furniture]


def test_a_note_that_is_not_printed_is_seen():
    made = document("one", f"<p>Text{call('n1', '1')}</p>{notes(note('n1', '1', '<p>Said.</p>'))}")
    called = run("1", box=(201, 304, 205, 308), is_silent=True)
    body = (run("1", (60, 100, 64, 108), note=0), run("Said.", (70, 100, 99, 108), note=0))

    whole, lost, uncalled = page(run(), called, *body), page(run(), called), page(run(), *body)
    late = [page(run(), called), page(run(), *body, label="2")]
    assert [] == codes([whole], [made])
    assert ["P123"] == codes([lost], [made])
    assert ["P123", "P123"] == codes([uncalled], [made])
    assert ["P123"] == codes(late, [made])


def test_nearly_empty_pages_and_holes_are_told():
    made = [document("one", "<p>x</p>")]
    line = A5.leading
    full = [run(box=(60, y, 200, y + 9)) for y in range(80, 530, 13)]
    short = [run(box=(60, y, 200, y + 9)) for y in range(80 + int(8 * line), 530, 13)]
    single = [run(box=(60, 500, 200, 509))]

    def found(*pages):
        folios = {"one": "1"}
        made_pages = [page(*runs, label=str(n)) for n, runs in enumerate(pages, start=1)]
        return [
            (one.code, one.where[-1])
            for one in pdf_places.check_fill(made_pages, made, folios, page=A5, name="made")
        ]

    assert [] == found(full, full, short)
    assert [("P125", "2")] == found(full, short, full)
    assert [("P124", "3")] == found(full, full, single)
    assert [("P124", "2")] == found(full, single, full)


# -- what is made to fit --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("room", "expected"),
    [
        (99, "One title: and more"),
        (12, "One title"),
        (8, "One…"),
        (3, "On…"),
        (0, ""),
    ],
)
def test_a_head_says_as_much_as_there_is_room_for(room, expected):
    made = fitted_heads.shortened("One title: and more", lambda text: len(text) <= room)

    assert expected == made


@pytest.mark.parametrize("page_name", ["A5", "Letter"])
@pytest.mark.parametrize("title", [LONG, "Rindfleischetikettierungsüberwachungsaufgabengesetz"])
def test_a_title_page_is_one_page_whatever_the_title(title, page_name, tmp_path):
    subtitle = "With an Answer to All Objections, and an Appendix of Documents " * 2
    leaf = document(
        "title-page",
        f'<h1 class="title">{title}</h1><p class="subtitle">{subtitle}</p><p class="editors">'
        f"Edited by {'Ada Verhoeven-Castellanos, ' * 6}</p><p class='series'>Studies, 12</p>"
        '<p class="publisher">The Quay Press</p><p class="date">2024</p>',
        kind="title-page", matter="front", depth=0,
    )  # fmt: skip
    half = document(
        "half-title", f'<p class="title">{title}</p>', kind="half-title", matter="front"
    )
    layout, pages = printed([half, leaf], tmp_path, page=page_name)

    assert [1, 1] == [one.facts.pages for one in layout.documents if one.document]
    assert [] == codes(pages, page=page_format(find_styles(), page_name))


def _table(columns):
    cells = "".join(f"<td>{n}{n}0,123</td>" for n in range(10, 10 + columns))
    heads = "".join(f"<th>Column {n}</th>" for n in range(columns))
    table = (
        f"<table class='of-text'><thead><tr>{heads}</tr></thead><tbody>{f'<tr>{cells}</tr>' * 3}"
        "</tbody></table>"
    )
    return f'<div class="wide" tabindex="0">{table}</div>' if columns > 6 else table


@pytest.mark.parametrize("columns", [3, 9, 14])
def test_a_wide_table_is_set_smaller_or_turned(columns, tmp_path):
    made = document("one", f"<h1>One</h1><p>Before.</p>{_table(columns)}<p>After.</p>")
    _, pages = printed([made], tmp_path)

    assert [] == codes(pages)
    broken = [one.text for one in pages[0].runs if one.text.strip().endswith((",", "‐"))]
    assert [] == [text for text in broken if text.strip()[0].isdigit()]


@pytest.mark.parametrize("theme", ["large-print", "workbook", "economy"])
def test_in_every_theme_all_stands_in_its_place(theme, tmp_path):
    edition = replace(PRINT, theme=theme, page="A4")
    _, pages = printed(book(), tmp_path, theme=theme, page="A4")

    assert [] == codes(pages, page=page_of(find_styles(), edition))


def _first_on_their_lines(pages):
    """The calls of notes that stand where their lines begin."""
    for printed_page in pages:
        runs = [run for run in printed_page.runs if run.text.strip() and not run.is_furniture]
        left = min((run.box[0] for run in runs), default=0)
        yield from (run.text for run in runs if run.is_silent and run.box[0] < left + 3)


@pytest.mark.parametrize("theme", ["large-print", "workbook"])
def test_in_ragged_lines_a_call_stays_with_its_word(theme, tmp_path):
    numbers = range(1, 60, 2)
    text = "".join(
        f'<p style="text-indent: 0; width: {n + 90}px">Word{call(f"n{n}", str(n))} of the '
        f"town.{call(f'n{n + 1}', str(n + 1))} and more.</p>"
        for n in numbers
    )
    bodies = notes(*(note(f"n{n}", str(n), "<p>Said.</p>") for n in range(1, 61)))
    made = document("one", f"<h1>One</h1>{text}{bodies}")
    _, pages = printed([made], tmp_path, theme=theme, page="A4")

    assert [] == [*_first_on_their_lines(pages)]
    assert "P123" not in codes(pages, [made])


def test_a_turned_table_goes_on_over_pages_with_its_notes(tmp_path):
    rows = "".join(
        f"<tr>{''.join(f'<td>{word} {row}</td>' for word in ['considerable'] * 14)}</tr>"
        for row in range(40)
    )
    called = rows.replace("considerable 2<", f"considerable 2{call('n1', '1')}<", 1)
    body = note("n1", "1", f"<p>{'It is said at length. ' * 60}</p>")
    table = f"<table><thead><tr>{'<th>Head</th>' * 14}</tr></thead><tbody>{called}</tbody></table>"
    made = document("one", f"<h1>One</h1><p>Before.</p>{table}<p>After.</p>{notes(body)}")
    _, pages = printed([made], tmp_path)
    heads = [
        page for page in pages if any(run.text.strip().startswith("Head") for run in page.runs)
    ]

    assert [] == codes(pages, [made])
    assert len(heads) > 2
    # The text goes on upright, and every page is as high as before.
    last = [run.box for run in pages[-1 if pages[-1].runs else -2].runs if "After" in run.text]
    assert [True] == [box[2] - box[0] > box[3] - box[1] for box in last]
    assert 1 == len({page.size for page in pages})


def test_a_table_too_wide_for_its_column_goes_over_all_of_them(tmp_path):
    text = "<p>Words that go before and after it. </p>" * 9
    made = [
        document(f"c{count}", f'<h1>One</h1><div class="text">{text}{_table(count)}{text}</div>')
        for count in (3, 6, 8, 18)
    ]
    edition = replace(PRINT, theme="economy", page="A4")
    _, pages = printed(made, tmp_path, theme="economy", page="A4")

    assert [] == codes(pages, page=page_of(find_styles(), edition))


def test_no_leader_of_the_contents_stands_alone(tmp_path):
    entries = "".join(
        f'<li class="depth-1 kind-chapter"><a href="#one"><span class="entry-title">'
        f"{'A title of words ' * 3}{'x' * width}</span></a> "
        '<a class="locator" href="#one"></a></li>'
        for width in range(1, 24)
    )
    entries += "".join(
        '<li class="depth-1 kind-chapter"><a href="#one"><span class="entry-title">A title</span>'
        '<span class="entry-author"> By A. Very Long Name, Professor Emeritus of Names in '
        f"the University of Somewhere, and B. Other, and C. Third, and D. Fo{'i' * width}"
        "</span></a> "
        '<a class="locator" href="#one"></a></li>'
        for width in range(1, 12)
    )
    contents = document("contents", f'<h1>Contents</h1><ol class="contents">{entries}</ol>',
                        kind="contents", matter="front", depth=0)  # fmt: skip
    _, pages = printed([contents, chapter("one")], tmp_path)
    for made in pages:
        leaders = [one for one in made.runs if set(one.text.strip()) == {".", " "}]
        words = [one.box for one in made.runs if any(map(str.isalpha, one.text))]
        for leader in leaders:
            level = leader.box[1]
            assert any(abs(box[1] - level) < A5.leading / 2 and box[0] < leader.box[0]
                       for box in words)  # fmt: skip


def test_an_edition_opens_chapters_on_either_side(tmp_path):
    made = [chapter("one"), chapter("two"), document("back", "<h1>B</h1>", matter="back")]
    layout, _ = printed(made, tmp_path, opens=(("chapters", "any"),))
    firsts = [one.folios[0].number for one in layout.documents if one.document]

    assert [1, 2, 3] == firsts
    assert all(after > before for before, after in pairwise(firsts))


def test_texts_begin_on_the_page_where_the_one_before_ends(tmp_path):
    body = note("two-n1", "1", "<p>Said.</p>")
    two = document("two", f"<h1>Two</h1><p>Called{call('two-n1', '1')} here.</p>{notes(body)}")
    one, back = chapter("one", paragraphs=5), document("z", "<h1>Z</h1>", matter="back")
    made = [one, two, chapter("three"), back]
    layout, pages = printed(made, tmp_path, opens=(("chapters", "same-page"), ("back", "any")))
    folios = layout.pagination.folios
    marks = [(one.label, one.document) for one in layout.pagination.starts]

    assert ("1", "2", "2") == (folios["one"], folios["two"], folios["three"])
    assert [("1", "one"), ("2", "one"), ("3", "three"), ("4", "z")] == marks
    outline = PdfInspector(tmp_path / "made.pdf").bookmarks
    assert ["A Chapter", "Two", "A Chapter", "Z"] == [one.title for one in outline]
    assert [] == codes(pages, made)


def test_a_title_leaf_shares_its_page_with_nothing(tmp_path):
    made = [document("p", "<h1>Part</h1>", kind="part"), chapter("one"), chapter("two")]
    layout, _ = printed(made, tmp_path, opens=(("chapters", "same-page"),))

    assert ["p", "one"] == [one.document for one in layout.documents if one.document]
    assert [1, 2] == [one.folios[0].number for one in layout.documents if one.document]


def test_a_run_of_texts_is_the_same_bytes_from_the_cache(tmp_path):
    made, cache = [chapter("one"), chapter("two")], Cache(tmp_path / "cache")
    files = []
    for name in ("a", "b"):
        layout = press.lay_out_book(
            made, meta=META, edition=replace(PRINT, opens=(("chapters", "same-page"),)),
            styles=find_styles(), cache=cache,
        )  # fmt: skip
        files.append(press.bind(layout, tmp_path / f"{name}.pdf").path.read_bytes())

    assert files[0] == files[1]
