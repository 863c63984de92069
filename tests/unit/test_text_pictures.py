"""Pictures of seeds in the book: which come along, where they stand, what is told of others."""

import base64
import json

import pytest
from library import Chapter, Volume, picture
from lxml import etree

from florilegium import clean, ingest, pipeline
from florilegium.check import notices
from florilegium.check.rights import missing
from florilegium.errors import ConfigError
from florilegium.host import pandoc
from florilegium.project.project import Project

LONG = "The heron stands in the river and does not move at all, and nobody asks it why."
DATA = "data:image/png;base64," + base64.b64encode(picture("PNG")).decode()
PAGE = f"""\
<html lang="en"><body><header><img src="heron_files/logo.png" class="site-logo"></header>
<p>{LONG}</p>
<figure><img src="heron_files/heron%20one.jpg" alt="A  heron">
<figcaption>A heron, from the bridge.</figcaption></figure>
<p>{LONG} It waits.</p><p>Before <img src="heron_files/eel.jpg" alt="An eel"> behind.</p>
<img src="{DATA}" alt="Written in"><img src="https://example.org/far.jpg" alt="Far">
<img src="heron_files/gone.jpg" alt="Gone"><img src="heron_files/dot.png" width="9" height="9">
<p>{LONG} The end.</p></body></html>
"""
FILES = {
    "seeds/heron_files/heron one.jpg": picture(),
    "seeds/heron_files/eel.jpg": picture(size=(90, 40)),
    "seeds/heron_files/logo.png": picture("PNG"),
    "seeds/heron_files/dot.png": picture("PNG"),
}


def reader(tmp_path, text=PAGE, *, files=FILES, cleaning="", **chapter):
    chapter = Chapter("heron", text, **({"suffix": "html"} | chapter))
    book = Volume([chapter], files={**files, "book/cleaning.toml": cleaning})
    return pipeline.read_book(Project.load(book.put(tmp_path)))


def text_of(read):
    (document,) = (one for one in read.documents if one.id == "heron")
    return etree.fromstring(document.xhtml.encode())


def shown(read):
    return [(one.get("src"), one.get("alt")) for one in text_of(read).iter("{*}img")]


def left(read):
    kept = read.texts[0].typeset.left_out
    return {one.text: one.why for one in kept if one.rule == "picture"}


def told(read, code):
    return [(one.where, one.message) for one in notices(read, ()) if one.code == code]


def test_pictures_beside_a_page_and_within_it_are_figures_of_the_book(tmp_path):
    read = reader(tmp_path)

    assert [
        ("pictures/heron-files-heron-one.jpg", "A heron"),
        ("pictures/heron-files-eel.jpg", "An eel"),
        ("pictures/heron-picture-4.png", "Written in"),
    ] == shown(read)
    figure = next(text_of(read).iter("{*}figure"))
    assert "A heron, from the bridge." == "".join(figure.itertext()).strip()
    assert all((tmp_path / "build" / src).is_file() for src, _ in shown(read))


def test_a_picture_stands_behind_the_paragraph_it_is_in(tmp_path):
    names = [etree.QName(one).localname for one in text_of(reader(tmp_path)).find("{*}div")]

    assert ["p", "figure", "p", "p", "figure", "figure", "p"] == names


def test_what_is_the_pages_own_is_in_the_ledger_with_why(tmp_path):
    read = reader(tmp_path)
    ledger = json.loads((tmp_path / "build/ledger/heron.json").read_text())

    assert {
        "heron_files/logo.png": "It is called 'logo' in the page.",
        "heron_files/dot.png": "It is a sign of the page, no larger than 64 pixels.",
        "https://example.org/far.jpg (Far)": "It lies on the web, and nothing is fetched.",
    } == left(read)
    assert left(read).keys() <= {one["text"] for one in ledger["left_out"]}


def test_what_is_missing_or_on_the_web_is_told(tmp_path):
    messages = [message for _, message in told(reader(tmp_path), "T108")]

    assert [
        "the picture https://example.org/far.jpg (“Far”) is not in the book",
        (
            "the picture heron_files/gone.jpg (“Gone”) is not in the book: there is no file"
            " seeds/heron_files/gone.jpg"
        ),
    ] == messages


def test_no_letter_is_lost_or_won_by_pictures(tmp_path):
    assert not told(reader(tmp_path), "T101")
    assert not told(reader(tmp_path), "T102")


def test_the_editor_drops_all_pictures_with_a_line(tmp_path):
    read = reader(tmp_path, head="pictures: drop\n")

    assert [] == shown(read)
    assert {"The chapter says pictures: drop."} == set(left(read).values())
    assert not told(read, "T108")


ORDER = '[[picture]]\nseed = "heron.html"\nname = "{}"\ndo = "{}"\nreason = "So."\nwords = "{}"\n'


def test_the_editor_has_the_last_word_on_one_picture(tmp_path):
    orders = [
        ORDER.format("eel.jpg", "drop", ""),
        ORDER.format("heron_files/logo.png", "keep", "The mark of the house"),
        ORDER.format("picture-4", "drop", ""),
    ]
    read = reader(tmp_path, cleaning="\n".join(orders))

    assert ["The mark of the house", "A heron"] == [alt for _, alt in shown(read)]
    assert "So." == left(read)["heron_files/eel.jpg (An eel)"]


def test_an_order_about_no_picture_is_an_error_that_lists_them(tmp_path):
    with pytest.raises(ConfigError, match=r"has no picture 'swan\.jpg'") as raised:
        reader(tmp_path, cleaning=ORDER.format("swan.jpg", "drop", ""))

    assert "heron_files/eel.jpg" in raised.value.hint
    with pytest.raises(ConfigError, match="needs a reason"):
        reader(
            tmp_path / "b",
            cleaning='[[picture]]\nseed = "heron.html"\nname = "eel.jpg"\ndo = "drop"\n',
        )


def test_each_picture_wants_a_record_of_rights(tmp_path):
    read = reader(tmp_path)
    names = [message for _, message in told(read, "R109")]

    assert "no record for the picture 'seeds/heron_files/eel.jpg'" in names
    assert "no record for the picture 'seeds/heron.html#picture-4'" in names
    sources = ("seeds/heron_files", "seeds/heron.html")
    toml = "".join(
        f'[[right]]\nsource = "{source}"\nholder = "x"\nbasis = "unknown"\nstatus = "x"\n'
        for source in sources
    )
    covered = reader(tmp_path / "b", files={**FILES, "book/rights.toml": toml})
    found = list(missing(covered.book, {one.source for one in covered.pictures}))
    assert ["R101", "R102", "R102"] == [one.code for one in found]
    assert {one.message.partition(":")[0] for one in found[1:]} == {
        f"the pictures of {source!r}" for source in sources
    }


@pytest.mark.parametrize("form", ["docx", "odt", "epub", "rtf"])
def test_pictures_within_a_document_come_along(tmp_path, form):
    data = with_picture(form)
    read = reader(tmp_path, data, suffix=form)

    ((src, _),) = shown(read)
    assert src.startswith("pictures/heron-")
    assert (tmp_path / "build" / src).read_bytes() == picture("PNG", size=(120, 80))


def with_picture(form):
    """A document of *form* with a picture between two paragraphs."""
    if form == "rtf":
        bytes_ = picture("PNG", size=(120, 80)).hex()
        return rf"{{\rtf1 {LONG}\par{{\pict\pngblip {bytes_}}}\par{LONG}\par}}".encode()
    source = f"{LONG}\n\n![A heron](heron.png)\n\n{LONG}\n"
    bag = base64.b64encode(picture("PNG", size=(120, 80))).decode()
    given = source.replace("heron.png", f"data:image/png;base64,{bag}").encode()
    return pandoc.convert(given, "markdown", form, "--standalone", "--output=-", size=len(given))


def test_a_picture_that_nothing_describes_is_told(tmp_path):
    read = reader(tmp_path, PAGE.replace('alt="An eel"', ""))

    ((where, message),) = told(read, "T122")
    assert where.startswith("seeds/heron.html:")
    assert "seeds/heron_files/eel.jpg" in message


def test_what_a_document_shows_is_not_parted_from_its_list(tmp_path):
    page = (
        f"<p>{LONG}</p><ul><li>One.</li><li>Two. <br><img src='heron_files/eel.jpg' alt='e'></li>"
        f"<li>Three.</li></ul><p>{LONG}</p>"
    )
    text = text_of(reader(tmp_path, f"<html><body>{page}</body></html>"))

    assert 1 == len(list(text.iter("{*}ul")))
    assert 3 == len(list(text.iter("{*}li")))
    assert ["li"] == [etree.QName(one.getparent()).localname for one in text.iter("{*}figure")]


def test_nothing_outside_of_the_folder_of_seeds_is_opened(tmp_path):
    (tmp_path / "secret.jpg").write_bytes(picture())
    image = "<img src='../../secret.jpg' alt='A secret'>"
    page = f"<html><body><p>{LONG}</p>{image}<p>{LONG}</p></body></html>"
    read = reader(tmp_path / "book", page)

    assert [] == shown(read)
    assert 1 == len(told(read, "T108"))


def test_seeds_stay_as_they_are(tmp_path):
    reader(tmp_path)

    assert all((tmp_path / name).read_bytes() == content for name, content in FILES.items())


def test_cleaning_sees_no_picture():
    raw = ingest.decode(PAGE.encode(), "heron.html")
    cleaned = clean.clean(raw, rules=clean.load_rules())

    assert not any(block.kind == "picture" for block in (*raw.blocks, *cleaned.blocks))


def saved_page():
    """A page saved as a single file, with one picture in it and one that is not."""
    coded = base64.b64encode(picture("PNG", size=(120, 80))).decode()
    page = (
        f"<html><body><p>{LONG}</p><img src='https://example.org/a.png' alt='The weir'>"
        f"<img src='https://example.org/b.png' alt='The mill'><p>{LONG} The end.</p></body></html>"
    )
    return f"""From: <Saved by Blink>
Snapshot-Content-Location: https://example.org/page
MIME-Version: 1.0
Content-Type: multipart/related; type="text/html"; boundary="B"

--B
Content-Type: text/html; charset=utf-8
Content-Location: https://example.org/page

{page}
--B
Content-Type: image/png
Content-Transfer-Encoding: base64
Content-Location: https://example.org/a.png

{coded}
--B--
""".encode()


def test_pictures_within_a_saved_page_come_along(tmp_path):
    read = reader(tmp_path, saved_page(), suffix="mhtml")

    assert ["The weir"] == [alt for _, alt in shown(read)]
    ((_, message),) = told(read, "T108")
    assert "b.png (“The mill”) is not in the book: heron.mhtml does not hold it" in message
    assert not told(read, "T102")
