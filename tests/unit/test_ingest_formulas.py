"""Formulas of a page, in every form tools leave them in: once, as MathML, or a finding."""

import pytest

from florilegium import ingest
from florilegium.ingest.mathml import MATHML
from florilegium.render.xhtml.drawn import drawing, said_by

MATH = "<math><mi>N</mi><mo>=</mo><msup><mi>e</mi><mi>t</mi></msup></math>"
NOTED = MATH.replace("<math>", "<math><semantics><mrow>").replace(
    "</math>",
    '</mrow><annotation encoding="application/x-tex">N=e^t</annotation></semantics></math>',
)
SHOWN = "N = e t"
# The seed's markup, what it says.
FORMS = {
    "mathml": (MATH, SHOWN),
    "with a prefix": ('<m:math xmlns:m="x"><m:mi>N</m:mi><m:mo>=</m:mo><m:mi>t</m:mi></m:math>', "N = t"),
    "katex": (f'<span class="katex"><span class="katex-mathml">{NOTED}</span>'
              '<span class="katex-html" aria-hidden="true"><span>N=et</span></span></span>', SHOWN),
    "katex on a line": (f'<span class="katex-display"><span class="katex">{NOTED}<span>N=et</span></span></span>', SHOWN),
    "mathjax 2": ('<span class="MathJax_Preview">N=e^t</span><span class="MathJax"><span>N=et</span></span>'
                  '<script type="math/tex">N=e^t</script>', SHOWN),
    "mathjax 2 on a line": ('<div class="MathJax_Display"><span class="MathJax">Net</span></div>'
                            '<script type="math/tex; mode=display">N=e^t</script>', SHOWN),
    "mathjax 2, mathml": (f'<span class="MathJax" data-mathml=\'{MATH}\'>N=et</span>', SHOWN),
    "mathjax 2, script of mathml": (f'<script type="math/mml">{MATH}</script>', SHOWN),
    "mathjax 3": (f'<mjx-container class="MathJax"><mjx-math><mjx-c></mjx-c></mjx-math>'
                  f"<mjx-assistive-mml>{MATH}</mjx-assistive-mml></mjx-container>", SHOWN),
    "mathjax 4": ('<mjx-container><mjx-math data-latex="N=e^t"><mjx-c></mjx-c></mjx-math></mjx-container>', SHOWN),
    "wikipedia": (f'<span class="mwe-math-element"><span style="display: none">{NOTED}</span>'
                  r'<img class="mwe-math-fallback-image-inline" alt="{\displaystyle N=e^t}"></span>', SHOWN),
    "wikipedia, picture only": (r'<img class="mwe-math-fallback-image-inline" alt="{\displaystyle N=e^t}">', SHOWN),
    "latexml": ('<math class="ltx_Math" alttext="N=e^t"><semantics><mrow><mi>N</mi><mo>=</mo>'
                "<msup><mi>e</mi><mi>t</mi></msup></mrow></semantics></math>", SHOWN),
    "a picture of a server": ('<img src="https://x.org/svg.latex?N=e^t" alt="N=e^t">', SHOWN),
    "wordpress": ('<img src="//s0.wp.com/latex.php?latex=N" alt="N=e^t" class="latex">', SHOWN),
    "data-latex": ('<span data-latex="N=e^t"><i>N</i></span>', SHOWN),
    "pandoc": (r'<span class="math inline">\(N=e^t\)</span>', SHOWN),
    "typed, with a script": (r'<script src="/mathjax.js"></script>so \(N=e^t\)', f"so {SHOWN}"),
    "typed on a line": (r'<script src="/katex.min.js"></script>so $$N=e^t$$', f"so {SHOWN}"),
    "fenced": ("<math><mfenced open='['><mi>a</mi><mi>b</mi></mfenced></math>", "[ a , b )"),
    "an empty part": ("<math><mrow><msup><mi>x</mi><mn>2</mn></msup><mspace width='1em'/></mrow></math>", "x 2 "),
}  # fmt: skip


def read(markup):
    return ingest.decode(f"<html><p>He wrote {markup} down.</p></html>".encode(), "a.html")


@pytest.mark.parametrize(("markup", "said"), FORMS.values(), ids=FORMS)
def test_a_formula_is_there_once(markup, said):
    text = read(markup)

    assert f"He wrote {said} down.".split() == " ".join(b.text for b in text.blocks).split()
    marks = [m for block in text.blocks for m in block.marks if m.kind == "formula"]
    assert [True] == [said.endswith(said_by(mark.ref)) for mark in marks]
    assert f"{{{MATHML}}}math" == drawing(marks[0].ref).tag
    assert () == text.damage


def test_copies_of_a_formula_are_in_the_ledger():
    (copy,) = read(FORMS["katex"][0]).left_out

    assert ("formula-copy", "N=e^t N=et") == (copy.rule, copy.text)


UNREAD = {
    "TeX that is broken": (r'<span class="math">\(\frac{a\)</span>', r"\frac{a"),
    "no source at all": (
        "<mjx-container><mjx-math><mjx-c></mjx-c></mjx-math></mjx-container>",
        "",
    ),
    "AsciiMath": ('<script type="math/asciimath">sum_(i=1)^n</script>', "sum_(i=1)^n"),
    "content MathML": ("<math><apply><plus/><ci>a</ci></apply></math>", "a"),
    "a fraction of three": ("<math><mfrac><mi>a</mi></mfrac></math>", "a"),
}


@pytest.mark.parametrize(("markup", "said"), UNREAD.values(), ids=UNREAD)
def test_a_formula_that_cannot_be_read_is_told_and_stands_as_it_was(markup, said):
    text = read(markup)

    assert f"He wrote {said} down.".split() == text.blocks[0].text.split()
    assert ["T110"] == [one.code for one in text.damage]


HOSTILE = (
    '<math href="javascript:x"><mi onclick="x" style="color:red">a</mi></math>',
    '<math><mtext><script>x</script>a</mtext></math>',
    '<math><semantics><mi>a</mi><annotation-xml encoding="text/html"><img src=x onerror=x></annotation-xml></semantics></math>',
    '<math><mi width="expression(x)" lspace="url(x)">a</mi></math>',
)  # fmt: skip


@pytest.mark.parametrize("markup", HOSTILE)
def test_nothing_in_a_formula_acts(markup):
    marks = [m for b in read(markup).blocks for m in b.marks if m.kind == "formula"]

    assert all(
        word not in mark.ref for mark in marks for word in ("on", "href", "url", "style", "img")
    )


def test_money_is_no_formula():
    text = ingest.decode(b"It cost $5 and $10, or $ 3; $HOME and $PATH.\n\n$x$ is one.", "a.md")

    assert ["$x$", "x"] == ["$x$", text.blocks[1].text[:1]]
    assert not text.blocks[0].marks
