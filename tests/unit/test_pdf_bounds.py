"""PDFs that draw themselves, or swell without end: refused before a page of them is drawn."""

import base64
import zlib

import pytest

from florilegium import ingest
from florilegium.errors import SeedError
from florilegium.ingest.pdf import bounds

WORDS = b"BT /F1 11 Tf 72 700 Td (A text of some words that is long enough to be one.) Tj ET "
MORE = b"BT /F1 11 Tf 72 600 Td (And words that a form of its own has, as it may.) Tj ET "
SWOLLEN = WORDS + b" " * 100_000_000


def stream(content, extra=b""):
    return b"<< %s /Length %d >> stream\n%s\nendstream" % (extra, len(content), content)


def form(content, forms=b"", extra=b""):
    resources = b"/Resources << /Font << /F1 5 0 R >> /XObject << %s >> >>" % forms
    kind = b"/Type /XObject /Subtype /Form /BBox [0 0 612 792] "
    return stream(content, kind + resources + extra)


def inherited(content):
    """A form that has no resources of its own: it uses those of its page."""
    return stream(content, b"/Type /XObject /Subtype /Form /BBox [0 0 612 792]")


def packed(content, *, times=1, extra=b""):
    for _ in range(times):
        content = zlib.compress(content, 9)
    code = b"/FlateDecode " * times
    return stream(content, b"/Filter [ %s] " % code + extra)


def pdf(content, *forms, pages=1, kids=None):
    """A PDF with *content* on each of its *pages*, and *forms* called X6, X7 and so on."""
    names = b" ".join(b"/X%d %d 0 R" % (n, n) for n, _ in enumerate(forms, start=6))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids or b"3 0 R " * pages, pages),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources <<"
        + b"/Font << /F1 5 0 R >> /XObject << %s >> >> >>" % names,
        content,
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        *forms,
    ]  # fmt: skip
    made = b"%PDF-1.7\n"
    places = []
    for number, one in enumerate(objects, start=1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    return made + head + rows + end % (len(objects) + 1, len(made))


def doubling(count, *, times=10):
    """Forms, each of which draws the next several times."""
    made = [
        form(b"/X%d Do " % (n + 7) * times, b"/X%d %d 0 R" % (n + 7, n + 7)) for n in range(count)
    ]
    return [*made, form(MORE)]


EIGHTY_FIVE = base64.a85encode(zlib.compress(SWOLLEN, 9)) + b"~>"
TRAPS = {
    "itself": pdf(stream(WORDS + b"/X6 Do"), form(MORE + b"/X6 Do /X6 Do", b"/X6 6 0 R")),
    "itself, by the page's resources": pdf(stream(b"/X6 Do"), inherited(MORE + b"/X6 Do /X6 Do")),
    "each other": pdf(
        stream(WORDS + b"/X6 Do"),
        form(b"/X7 Do /X7 Do", b"/X7 7 0 R"),
        form(b"/X6 Do /X6 Do", b"/X6 6 0 R"),
    ),
    "by a written name": pdf(stream(b"/#586 Do"), form(MORE + b"/X#36 Do /X6 Do", b"/X6 6 0 R")),
    "tenfold": pdf(stream(b"/X6 Do"), *doubling(16)),
    "twofold": pdf(stream(b"/X6 Do"), *doubling(50, times=2)),
    "twofold, from a page further on": pdf(stream(b"/X6 Do"), *doubling(50, times=2), pages=3),
    "without end of depth": pdf(stream(b"/X6 Do"), *doubling(90, times=1)),
    "one form a million times": pdf(stream(b"/X6 Do " * 1_000_000), form(MORE)),
    "swollen": pdf(packed(SWOLLEN)),
    "swollen twice": pdf(packed(SWOLLEN, times=2)),
    "swollen, within a form": pdf(
        stream(WORDS + b"/X6 Do"),
        packed(SWOLLEN, extra=b"/Type /XObject /Subtype /Form /BBox [0 0 612 792]"),
    ),
    "swollen, in letters": pdf(stream(EIGHTY_FIVE, b"/Filter [/ASCII85Decode /FlateDecode]")),
    "swollen by runs": pdf(
        stream(bytes([129, 32]) * 2_000_000 + b"\x80", b"/Filter /RunLengthDecode")
    ),
    "all remembered, nothing restored": pdf(packed(WORDS + b"q " * 2_500_000)),
    "shapes": pdf(packed(WORDS + b"0 0 m f " * 1_600_000)),
    "letters": pdf(packed(WORDS + b"BT /F1 11 Tf " + b"(aaaaaaaa) Tj " * 150_000 + b"ET")),
    "letters by their codes": pdf(packed(b"BT /F1 11 Tf [" + b"<6161> 1 " * 800_000 + b"] TJ ET")),
    "letters of a form": pdf(
        stream(WORDS + b"/X6 Do " * 50), form(b"BT /F1 11 Tf " + b"(a)Tj " * 30_000 + b"ET")
    ),
    "in many parts": pdf(b"[%s]" % (b"6 0 R " * 100), packed(WORDS + b" " * 9_000_000)),
}  # fmt: skip
SOUND = {
    "plain": pdf(stream(WORDS)),
    "packed": pdf(packed(WORDS)),
    "packed twice": pdf(packed(WORDS, times=2)),
    "in letters": pdf(
        stream(
            base64.a85encode(zlib.compress(WORDS)) + b"~>",
            b"/Filter [/ASCII85Decode /FlateDecode]",
        )
    ),
    "a form on every page": pdf(stream(WORDS + b"/X6 Do"), form(MORE), pages=300),
    "a form twice": pdf(stream(WORDS + b"/X6 Do /X6 Do"), form(MORE)),
    "forms within forms": pdf(stream(WORDS + b"/X6 Do"), *doubling(5, times=1)),
    "a form that is not there": pdf(stream(WORDS + b"/X9 Do")),
    "in parts": pdf(b"[6 0 R 7 0 R]", stream(WORDS[:23]), stream(WORDS[23:])),
    "a picture within the drawing": pdf(
        packed(WORDS + b"BI /W 1000 /H 1500 /BPC 8 /CS /G ID " + b"(q f)" * 300_000 + b" EI Q")
    ),
    "a picture that does not end": pdf(packed(WORDS + b"BI /W 9 /H 9 ID x " + b"ID " * 100_000)),
    "a loop that nobody draws": pdf(stream(WORDS), form(b"/X6 Do", b"/X6 6 0 R")),
}


@pytest.mark.parametrize("name", TRAPS)
def test_a_page_without_end_is_refused(name):
    with pytest.raises(SeedError, match="the PDF is not read") as raised:
        ingest.decode(TRAPS[name], "a.pdf")

    assert "Print it to a new PDF" in raised.value.hint


def test_pages_are_bounded_together(monkeypatch):
    monkeypatch.setattr(bounds, "MOST_IN_ALL", 10 * bounds.weight(WORDS))
    assert ingest.decode(pdf(stream(WORDS), pages=10), "a.pdf")
    with pytest.raises(SeedError, match="draw more than those of any text"):
        ingest.decode(pdf(stream(WORDS), pages=11), "a.pdf")


def test_a_detailed_map_is_within_bounds():
    coast = b"q 1 0 0 1 0 0 cm 12.34 56.78 m " + b"123.45 678.90 l " * 4 + b"f Q "

    bounds.refuse_without_end(pdf(packed(WORDS + coast * 200_000)))


@pytest.mark.parametrize("name", SOUND)
def test_what_is_sound_is_read(name):
    raw = ingest.decode(SOUND[name], "a.pdf")

    assert any("A text of some words" in block.text for block in raw.blocks)
