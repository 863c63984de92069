"""What counts as hidden by a page, and what does not."""

import pytest

from florilegium import clean, ingest

BODY = "<p>Every morning the herons came down to the marsh, and the old ferryman counted them from his bench.</p>"
HIDES = (
    '<p hidden="">{}</p>', '<p hidden="hidden">{}</p>', '<p style="display : none !important">{}</p>',
    '<p style="color:red;visibility:collapse">{}</p>', '<p style="position:absolute;left:-9999px">{}</p>',
    '<p style="font-size:0">{}</p>', '<p style="clip: rect(0, 0, 0, 0)">{}</p>', '<p style="clip-path: inset(50%)">{}</p>',
    '<p class="Visually-Hidden">{}</p>', '<p class="x ia-sr-only-text">{}</p>', '<p class="show-for-sr">{}</p>',
    '<p class="screen-reader-text">{}</p>', '<style>.a{{color:red}} .gone, #x {{ display: none }}</style><p class="gone">{}</p>',
    '<style>/* .b{{}} */ #gone{{visibility:hidden}}</style><p id="gone">{}</p>', "<div hidden><table><tr><td>{}</table></div>",
)  # fmt: skip
SHOWS = (
    '<p hidden="until-found">{}</p>', '<p aria-hidden="true">{}</p>', '<p style="font-size:0.9em">{}</p>',
    '<p style="display:block">{}</p>', '<p class="not-sr-only">{}</p>', '<p class="md:sr-only">{}</p>',
    '<p class="hidden-gem">{}</p>', '<style>@media print {{ .p {{ display:none }} }}</style><p class="p">{}</p>',
    '<style media="print">.p{{display:none}}</style><p class="p">{}</p>', "<details>{}</details>",
    '<style>.t{{display:none}} .t.on{{display:block}}</style><p class="t on">{}</p>',
    '<style>.t{{display:none}}</style><p class="t" style="display: block">{}</p>', "<dialog open>{}</dialog>",
    '<style>div .p{{display:none}}</style><p class="p">{}</p>', '<p style="opacity:0">{}</p>',
)  # fmt: skip


def kept(markup):
    text = ingest.decode(f"{BODY}{markup.format('A secret heron.')}".encode(), "a.html")
    cleaned = clean.clean(text, rules=())
    assert text.blocks == clean.merge(cleaned)
    return "secret" in "".join(block.text for block in cleaned.blocks)


@pytest.mark.parametrize("markup", HIDES)
def test_hidden_words_go(markup):
    assert not kept(markup)


@pytest.mark.parametrize("markup", SHOWS)
def test_shown_words_stay(markup):
    assert kept(markup)


def test_the_editor_brings_hidden_words_back():
    text = ingest.decode(
        f"{BODY}<p hidden>A secret heron.</p><p hidden>Another.</p>".encode(), "a.html"
    )
    order = clean.Override("a.html", "secret heron", "It is the author's.")

    cleaned = clean.clean(text, rules=(), overrides=clean.Overrides(keep=(order,)))

    assert "A secret heron." == cleaned.blocks[-1].text
    assert ["Another."] == [removal.text for removal in cleaned.removals]
