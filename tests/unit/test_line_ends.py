"""Where lines had better not end, and where an address may be broken."""

import pytest

from florilegium.render.press.layout import line_ends


def kept(text, language="en"):
    """The *text* with a tie where a line had better not end."""
    return "".join(
        f"~{letter}" if place in line_ends.unwelcome(text, language) else letter
        for place, letter in enumerate(text)
    )


def broken(text):
    ((start, end),) = line_ends.addresses(text)
    address = text[start:end]
    places = set(line_ends.breaks(address))
    return "".join(f"|{c}" if n in places else c for n, c in enumerate(address))


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("a lamp—and oil", "en", "a lamp~—and oil"),
        ("a lamp – and oil", "en", "a lamp ~– and oil"),
        ("— So he said.", "fr", "— So he said."),
        ("oil — — and", "en", "oil ~— — and"),
        ("by J. R. R. Tolkien", "en", "by J. ~R. ~R. ~Tolkien"),
        ("by Á. Č. Žižek", "cs", "by Á. ~Č. ~Žižek"),
        ("by A. de Musset, L. van der Velde", "fr", "by A. ~de Musset, L. ~van der Velde"),
        ("Th. Mann, Yu. Gagarin, Ch. Darwin", "de", "Th. ~Mann, Yu. ~Gagarin, Ch. ~Darwin"),
        ("vitamin C. de facto", "en", "vitamin C. de facto"),
        ("a plan b. then", "en", "a plan b. then"),
        ("v lese a u vody", "cs", "v ~lese a ~u ~vody"),
        ("K lesu", "sk", "K ~lesu"),
        ("w domu z Anną", "pl-PL", "w ~domu z ~Anną"),
        ("v lese a u vody", "en", "v lese a u vody"),
    ],
)
def test_what_stands_together(text, language, expected):
    assert expected == kept(text, language)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("see https://example.org/a-b/c.", "https://|example|.org|/a|-b|/c"),
        ("(www.example.org/x?y=1&z=2)", "www|.example|.org|/x|?y|=|1|&|z|=2"),
        ("doi:10.1000/182_x", "doi:|10|.1000|/182|_x"),
        ("http://example.org/~anna#top", "http://|example|.org|/~anna|#top"),
    ],
)
def test_an_address_is_broken_as_chicago_says(text, expected):
    assert expected == broken(text)


def test_no_line_begins_after_the_hyphen_of_an_address():
    address = "https://example.org/one-two-three"

    assert not {n for n in line_ends.breaks(address) if address[n - 1] == "-"}


def test_words_are_no_address():
    assert [] == list(line_ends.addresses("a/b or c.d, e.g. 10.5 and www"))


def test_a_line_may_begin_with_the_bracket_behind_a_quotation():
    text = "“so” [sic] and «so»  (p. 4) but ”[x] or (a) [b]"

    assert ["[sic] and", "(p. 4) bu"] == [
        text[at : at + 9] for at in line_ends.after_quotations(text)
    ]
