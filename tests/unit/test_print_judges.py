"""The finished print files before judges from outside, each asked where it is installed.

No validator of PDF/X is packaged for every machine: veraPDF knows PDF/A and PDF/UA alone, and
Ghostscript writes PDF/X, but does not judge it. So several programs that share no line of code
with ours (nor pikepdf, where that could be) read the same files: Ghostscript separates the inks,
poppler lists fonts, pictures and boxes, qpdf checks the syntax, and proof-pdf (which needs
Python 3.15) holds them to PDF/X-4.
"""

import json
import re
import shutil
import subprocess

import pikepdf
import pytest
from pikepdf import Dictionary
from press_sample import META
from print_sample import MOMENT, POINTS, bound, image, job, pdf_of, printed, saved

from florilegium.project.styles import find_styles
from florilegium.render import coversheet, imposition

pytest.importorskip("pdfimpose")
pytest.importorskip("barcode")

SAID = {
    "k, PDF/X-4": {},
    "k, PDF/X-1a": {"standard": "pdf/x-1a"},
    "grey": {"colour": "grey"},
    "cmyk": {"colour": "cmyk"},
}


def needs(tool):
    return pytest.mark.skipif(shutil.which(tool) is None, reason=f"{tool} is not here")


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    return done.stdout + done.stderr


def lit(content):
    """The pages with a picture and a shade of colour on the first, and words over both."""
    with pikepdf.open(content) as pdf:
        page = pdf.pages[0]
        page.obj.Resources["/XObject"] = Dictionary({"/Im": image((200, 60, 20), jpeg=True)(pdf)})
        page.contents_add(
            b"q 0.2 0.4 0.9 rg 90 90 60 60 re f Q q 120 0 0 120 200 90 cm /Im Do Q "
            b"q 0 g 90 120 60 1 re f 1 g 100 100 20 20 re f Q"
        )
        return saved(pdf)


@pytest.fixture(scope="module", params=list(SAID))
def kit(request, tmp_path_factory):
    """The folder with interior, cover and booklet, and what was asked of them."""
    folder = tmp_path_factory.mktemp("kit")
    said = SAID[request.param]
    this = job(sheets="two-up", sheet="SRA3", bleed=3.0, marks=True, **said)
    source = folder / "bound.pdf"
    source.write_bytes(bound())
    interior = printed(lit(source), pages=this.filled(4), bleed=3.0, marks=True, **said)
    (folder / "interior.pdf").write_bytes(interior)
    sheets = imposition.impose(interior, this, used=4, title="Lamps", moment=MOMENT)
    (folder / "booklet.pdf").write_bytes(sheets.content)
    wrapped = job(caliper=0.12, bleed=3.0, isbn="978-3-16-148410-0", **said)
    cover = coversheet.render(META, wrapped, pages=200, styles=find_styles(), pictures=None)
    (folder / "cover.pdf").write_bytes(cover.content)
    source.unlink()
    return folder, this


def each(folder):
    return sorted(folder.glob("*.pdf"))


@needs("qpdf")
def test_qpdf_finds_no_fault_of_syntax(kit):
    for path in each(kit[0]):
        assert "No syntax or stream encoding errors found" in run("qpdf", "--check", str(path))


def inks(path):
    """For each page the share of it that each ink covers, by Ghostscript: C, M, Y, K."""
    told = run("gs", "-q", "-dNOPAUSE", "-dBATCH", "-sDEVICE=inkcov", "-o", "-", str(path))
    rows = re.findall(r"([\d.]+)\s+([\d.]+)\s+([\d.]+)\s+([\d.]+) CMYK OK", told)
    assert rows, told
    return [tuple(map(float, row)) for row in rows]


@needs("gs")
def test_ghostscript_sees_black_alone_where_black_is_printed(kit):
    folder, this = kit
    for name in ("interior.pdf", "booklet.pdf"):
        found = inks(folder / name)
        coloured = [number for number, (*colours, _) in enumerate(found) if any(colours)]
        assert ([0] if this.colour == "cmyk" else []) == coloured
        assert found[0][3] > 0


@needs("gs")
def test_ghostscript_would_see_a_rich_black(tmp_path):
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf_of(b"0.6 0.4 0.4 1 k 90 90 60 60 re f"))

    assert all(inks(path)[0])


@needs("gs")
def test_ghostscript_reads_every_file_without_a_warning(kit):
    for path in each(kit[0]):
        told = run("gs", "-dNOPAUSE", "-dBATCH", "-dPDFSTOPONWARNING", "-sDEVICE=nullpage",
                   str(path))  # fmt: skip
        assert "rror" not in told
        assert "arning" not in told


@needs("pdffonts")
def test_poppler_finds_every_font_embedded(kit):
    for path in each(kit[0]):
        rows = run("pdffonts", str(path)).splitlines()[2:]
        assert rows
        assert {"yes"} == {row.split()[-5] for row in rows}


@needs("pdfimages")
def test_poppler_finds_no_picture_of_the_screens_colours(kit):
    folder, this = kit
    for name in ("interior.pdf", "booklet.pdf"):
        rows = run("pdfimages", "-list", str(folder / name)).splitlines()[2:]
        wanted = {"cmyk"} if this.colour == "cmyk" else {"gray"}
        assert wanted == {row.split()[5] for row in rows if row.split()[2] == "image"}


@needs("pdfinfo")
def test_poppler_reads_the_boxes_as_they_were_ordered(kit):
    told = run("pdfinfo", "-box", str(kit[0] / "interior.pdf"))
    boxes = {
        name: [float(one) / POINTS for one in numbers.split()]
        for name, numbers in re.findall(r"(\w+)Box:\s+([\d. ]+)", told)
    }

    assert [10.0, 10.0, 158.0, 220.0] == pytest.approx(boxes["Trim"], abs=0.1)
    assert [7.0, 7.0, 161.0, 223.0] == pytest.approx(boxes["Bleed"], abs=0.1)
    assert [0.0, 0.0, 168.0, 230.0] == pytest.approx(boxes["Media"], abs=0.1)


def objections(path):
    """What proof-pdf calls errors, but two that it cannot read.

    It takes /OP, which is for lines, for that of fills as well, and so calls a white ground
    beside black lines one that overprints; and it looks for the claim of PDF/X-4 alone.
    """
    told = run("proof-pdf", "verify", "--no-pdfa", "--strict-cmyk", "--max-tac", "330", "--json",
               str(path))  # fmt: skip
    return [
        one for report in json.loads(told) for one in report["findings"]
        if one["severity"] == "error" and one["check"] not in ("white-overprint", "pdfx-xmp")
    ]  # fmt: skip


@needs("proof-pdf")
def test_proof_pdf_holds_them_to_be_print_files(kit):
    for path in each(kit[0]):
        assert [] == objections(path)


@needs("proof-pdf")
def test_proof_pdf_would_object(tmp_path):
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf_of(b"1 0 0 rg 90 90 60 60 re f"))

    assert objections(path)
