import pytest

from florilegium.clean.overrides import Override, places
from florilegium.errors import ConfigError
from florilegium.model import Block, RawText, Seed

TEXT = RawText(
    Seed("walk.txt", "", "text/plain", "utf-8"),
    (
        Block("paragraph", "“Who’s there?” — the lamp\u00a0went out…", (1, 1)),
        Block("paragraph", "Wrapped by\nhand.", (3, 4)),
        Block("paragraph", "Wrapped by hand.", (6, 6)),
    ),
)


def test_quotation_is_found_whatever_the_quotes_dashes_and_spaces():
    found = places(TEXT, Override("walk.txt", '"Who\'s there?" - the  lamp went out...', "test"))

    assert ((0, (0, 35)),) == found


def test_quotation_counts_wherever_it_stands():
    assert [1, 2] == [n for n, _ in places(TEXT, Override("walk.txt", "Wrapped by hand", "test"))]


def test_quotation_may_run_over_blocks():
    assert [1, 2] == [n for n, _ in places(TEXT, Override("walk.txt", "hand. Wrapped", "test"))]


def test_quotation_that_stands_nowhere_is_an_error_with_the_nearest_line():
    with pytest.raises(ConfigError) as caught:
        places(TEXT, Override("walk.txt", "Wrapped by hands", "test", "book/cleaning.toml:7"))

    assert "book/cleaning.toml:7" == caught.value.where
    assert "line 3: 'Wrapped by hand.'" in caught.value.hint
