"""Gradients that repeat: as often as they are printed, and no more."""

from contextlib import nullcontext

import pytest
from press_sample import META, PRINT, document

from florilegium.project.styles import find_styles
from florilegium.render.press.layout import engine
from florilegium.render.press.layout.laid_out import Job, do
from florilegium.render.press.layout.style import style_for

SHEET = (
    "repeating-linear-gradient(red 0, blue 1e-7px)",
    "repeating-linear-gradient(45deg, red 1e6px, blue 1000000.01px)",
    "repeating-radial-gradient(red 0, blue 1e-6px)",
    "repeating-radial-gradient(red 1e6px, blue 1000000.01px)",
    "repeating-radial-gradient(1px at 1e9px 1e9px, red 0, blue 1e-3px)",
)
LINEAR = '<linearGradient id="g" gradientUnits="userSpaceOnUse" {}>{}</linearGradient>'
RADIAL = '<radialGradient id="g" gradientUnits="userSpaceOnUse" {}>{}</radialGradient>'
STOPS = '<stop offset="0" stop-color="red"/><stop offset="1" stop-color="blue"/>'
CLOSE = '<stop offset="0.5" stop-color="red"/><stop offset="0.5000001" stop-color="blue"/>'
DRAWN = (
    LINEAR.format('x2="0.0000001" spreadMethod="repeat"', STOPS),
    LINEAR.format('x1="1000000" x2="1000001" spreadMethod="reflect"', STOPS),
    RADIAL.format('r="0.0000001" spreadMethod="repeat"', STOPS),
    RADIAL.format('cx="5" cy="5" r="900.0000001" fr="900" spreadMethod="repeat"', STOPS),
    RADIAL.format('cx="99999999" r="1" spreadMethod="reflect"', CLOSE),
)


def laid_out(folder, background, drawing=""):
    (folder / "styles").mkdir(exist_ok=True)
    (folder / "styles" / "extra.css").write_text(f"p {{ background: {background}; height: 9px }}")
    (folder / "styles" / "x.svg").write_text(
        "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'>"
        f"{drawing}<rect width='900' height='9' fill='url(#g)'/></svg>"
    )
    style = style_for(META, edition=PRINT, styles=find_styles(folder))
    return do(Job(document("one", "<p>A</p>"), style))


@pytest.mark.parametrize("gradient", SHEET)
def test_a_gradient_of_a_sheet_ends(gradient, tmp_path):
    made = laid_out(tmp_path, gradient)

    assert "would repeat" in repr(made.facts.warnings)
    assert len(repr(made)) < 100_000


@pytest.mark.parametrize("gradient", DRAWN)
def test_a_gradient_of_a_drawing_ends(gradient, tmp_path):
    made = laid_out(tmp_path, "url(x.svg)", gradient)

    assert "would repeat" in repr(made.facts.warnings)
    assert len(repr(made)) < 100_000


SOUND = (
    ("repeating-linear-gradient(30deg, red 0, blue 2px)", ""),
    ("repeating-radial-gradient(red 1px, blue 3px)", ""),
    ("linear-gradient(red, blue)", ""),
    ("url(x.svg)", LINEAR.format('x2="3" spreadMethod="reflect"', STOPS)),
    ("url(x.svg)", RADIAL.format('cx="4" cy="4" r="3" fr="1" spreadMethod="repeat"', STOPS)),
    ("url(x.svg)", RADIAL.format('cx="4" cy="4" r="3"', CLOSE)),
)  # fmt: skip


@pytest.mark.parametrize(("background", "drawing"), SOUND)
def test_every_other_gradient_is_as_it_was(background, drawing, tmp_path, monkeypatch):
    made = laid_out(tmp_path, background, drawing)
    assert "would repeat" not in repr(made.facts.warnings)

    monkeypatch.setattr(engine, "bounded_gradients", lambda *_: nullcontext())
    assert made == laid_out(tmp_path, background, drawing)
