"""Small PDFs, written by hand: words at places, in three faces of Courier, and no more.

At 10 points each letter is 6 points wide.
"""

import textwrap

FACES = {"roman": "Courier", "italic": "Courier-Oblique", "bold": "Courier-Bold"}
LEADING = 12.0


def wrapped(text, width=50):
    """The lines of *text* where none is longer than *width* letters."""
    return textwrap.wrap(text, width, break_on_hyphens=False)


def word(x, y, text, **look):
    """An instruction that sets *text* at (*x*, *y*) points from the lower left corner.

    *look* has a ``size``, a ``face``, and a ``call`` that stands raised behind it all; words
    between asterisks are italic.
    """
    size, face, call = look.get("size", 10), look.get("face", "roman"), look.get("call")
    parts = []
    for number, part in enumerate(text.split("*")):
        parts.append(f"/{'italic' if number % 2 else face} {size} Tf <{_codes(part)}> Tj")
    if call:
        parts.append(f"/roman {0.6 * size} Tf {0.4 * size} Ts <{_codes(call)}> Tj 0 Ts")
    return f"BT 1 0 0 1 {x} {y} Tm {' '.join(parts)} ET"


def _codes(text):
    return "".join(f"{byte:02x}" for byte in text.encode("cp1252"))


def lines(x, top, texts, **look):
    """Instructions for *texts* as lines below one another; the first at *top*."""
    leading = look.pop("leading", LEADING)
    return [word(x, top - n * leading, text, **look) for n, text in enumerate(texts)]


def pdf(*pages, width=400, height=600, info="", catalog="", picture=False):
    """The bytes of a PDF whose *pages* are lists of instructions."""
    fonts = " ".join(
        f"/{face} << /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding >>"
        for face, name in FACES.items()
    )
    image = b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray"
    image += b" /BitsPerComponent 8 /Length 1 >>\nstream\n\x80\nendstream"
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {catalog} >>".encode(),
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        image,
    ]
    for number, page in enumerate(pages):
        drawn = ["q 300 0 0 300 50 200 cm /I Do Q"] if picture else []
        stream = "\n".join([*drawn, *page]).encode("latin-1")
        objects += [
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {width} {height}] /Contents "
            f"{5 + 2 * number} 0 R /Resources << /Font << {fonts} >> "
            f"/XObject << /I 3 0 R >> >> >>".encode(),
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        ]
    objects.append(f"<< {info} >>".encode())
    return _file(objects)


def _file(objects):
    parts = [b"%PDF-1.7\n"]
    for number, one in enumerate(objects, start=1):
        parts.append(b"%d 0 obj\n%s\nendobj\n" % (number, one))
    ends = [0]
    for part in parts:
        ends.append(ends[-1] + len(part))
    table = b"".join(b"%010d 00000 n \n" % ends[n] for n in range(1, len(parts)))
    trailer = (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R /Info %d 0 R >>"
    )
    end = trailer % (len(objects) + 1, table, len(objects) + 1, len(objects))
    return b"".join(parts) + end + b"\nstartxref\n%d\n%%%%EOF\n" % ends[-1]
