"""Pages that are hardly texts: a right result or a clear word, never silence."""

import time

import pytest

from florilegium import cli, ingest
from florilegium.clean import clean, load_cleaning, load_rules, merge
from florilegium.clean.filter import to_text
from florilegium.errors import SeedError
from florilegium.ingest.damage import suspicions

PROSE = (
    "The keeper of the weir wrote it down every evening, in a hand as even as the water, "
    "and nobody ever asked her why she did."
)


def seen(text, name="a.txt"):
    raw = ingest.decode(text.encode(), name)
    cleaned = clean(raw, rules=load_rules())
    assert merge(cleaned) == raw.blocks
    return cleaned, list(suspicions(name, raw.blocks, kept=cleaned.blocks))


def codes(text, name="a.txt"):
    return [finding.code for finding in seen(text, name)[1]]


FORUM = "\n\n".join(
    f"{who}\nMarch {day}, 2011\n{PROSE.replace('keeper', what)}"
    for day, (who, what) in enumerate([("ida", "owner"), ("frank", "lock"), ("ida", "boy")], 1)
)
RECIPE = f"Weir Cake\n\n{PROSE}\n\nServes 4\n\n200 g flour\n2 eggs\n1 pinch of salt\n\n{PROSE}\n"
JAPANESE = (
    "堰の番人\n\n"
    + "彼女は毎晩それを書き留めたが、誰もその理由を尋ねなかった。" * 4
    + "\n\n"
    + ("川は今日も静かに流れている。彼女の母も、その母も、同じ帳面に同じ字で書いた。" * 3)
)
THAI = (
    "ผู้ดูแลฝาย\n\n"
    + "เธอจดมันไว้ทุกเย็น และไม่เคยมีใครถามเธอว่าทำไม " * 6
    + "\n\n"
    + ("แม่น้ำยังคงไหลอย่างเงียบ ๆ เหมือนทุกวัน " * 6)
)
LISTING = "\n".join(f"Item {number}: a rain gauge, EUR {number}.50" for number in range(1, 30))


@pytest.mark.parametrize("text", [FORUM, RECIPE, JAPANESE, THAI, LISTING])
def test_odd_pages_lose_no_words_but_their_head(text):
    cleaned, _ = seen(text)
    assert not [gone for gone in cleaned.removals if gone.action == "removed"]


@pytest.mark.parametrize("text", [RECIPE, JAPANESE, THAI, LISTING, f"T\n\n{PROSE}\n\n{PROSE}\n"])
def test_sound_pages_raise_no_suspicion(text):
    assert [] == codes(text)


def test_page_of_nothing_but_navigation_is_never_empty():
    text = "Home\nAbout\nContact\n\nShare\nTweet\nEmail\n"

    assert "Home About Contact" in " ".join(to_text(seen(text)[0]).split())


@pytest.mark.parametrize("end", ["and then she", "and then she,", "of which the"])
def test_page_cut_in_the_middle_is_named_with_its_last_words(end):
    _, (finding,) = seen(f"T\n\n{PROSE}\n\n{PROSE}\n\n{PROSE[:-1]} {end}\n")

    assert ("T106", "seeds/a.txt:7") == (finding.code, finding.where)
    assert end in finding.message


@pytest.mark.parametrize(
    "end", ["Ida Inkwell", f"{PROSE} ♦", f"{PROSE} See https://example.org/weir", f"“{PROSE}”"]
)
def test_whole_page_is_not_called_cut(end):
    assert [] == codes(f"T\n\n{PROSE}\n\n{PROSE}\n\n{end}\n")


def test_two_articles_in_one_page_are_named_with_the_second():
    half = f"<h1>{{}}</h1><p>{PROSE}</p><p>{PROSE}</p>"
    _, (finding,) = seen(half.format("One") + half.format("Two"), "a.html")

    assert "T107" == finding.code
    assert "“Two”" in finding.message


def test_two_bylines_in_one_text_are_two_articles():
    half = f"{{}}\n\nBy {{}}\n\n{PROSE}\n\n{PROSE}\n\n"

    assert ["T107"] == codes(half.format("One", "Ida Inkwell") + half.format("Two", "Frank Flood"))


def garbled(text):
    return text.encode().decode("cp1252", errors="ignore")


@pytest.mark.parametrize(
    "words", ["Größe und Länge", "l’été dernier, à Évian", "“Yes,” – she said"]
)
def test_garbled_letters_are_named_with_what_they_mean(words):
    _, (finding,) = seen(f"T\n\n{PROSE} {garbled(words)}. {garbled(words)}.\n\n{PROSE}\n")

    assert ("T105", "seeds/a.txt:3") == (finding.code, finding.where)


def test_lost_letters_are_counted():
    _, (finding,) = seen(f"T\n\n{PROSE} Gr\ufffd\ufffde.\n\n{PROSE}\n")

    assert ("T105", "2 letters are lost (\ufffd)") == (finding.code, finding.message)


@pytest.mark.parametrize(
    "words", ["Größe", "QUALITÉ : É\u00a0É", "«\u00a0Été\u00a0»", "Ærø, Åbo", "тест"]
)
def test_foreign_letters_are_not_garbled(words):
    assert [] == codes(f"T\n\n{PROSE} {words} {words}.\n\n{PROSE}\n")


def test_file_that_is_too_large_is_refused_at_once_and_says_what_to_do(tmp_path):
    path = tmp_path / "dump.html"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    begun = time.monotonic()

    with pytest.raises(SeedError, match=r"50\.0 MB, more than the 20 MB") as caught:
        ingest.read(path)

    assert time.monotonic() - begun < 1
    assert "largest_seed" in caught.value.hint


def test_the_book_may_say_how_large_a_seed_is(book, capsys):
    folder = book("minimal")
    seed = folder / "seeds" / "walk.txt"
    seed.write_text(seed.read_text() + f"{PROSE}\n\n" * 10_000)
    (folder / "book" / "cleaning.toml").write_text("largest_seed = 1\n")

    assert 4 == cli.main(["clean", "-q", "-C", str(folder)])
    assert "more than the 1 MB" in capsys.readouterr().err
    assert 20 == load_cleaning(None).largest_seed


def test_suspicions_reach_the_editor_outside_a_book_and_in_one(book, capsys):
    folder = book("minimal")
    seed = folder / "seeds" / "walk.txt"
    seed.write_text(f"{seed.read_text()}\n\n{PROSE}\n\n{PROSE[:-1]} and then she\n")

    assert 0 == cli.main(["clean", str(seed)])
    assert f"T106 warning {seed}:" in capsys.readouterr().err
    assert 0 == cli.main(["build", "-C", str(folder), "epub"])
    assert "T106 warning seeds/walk.txt:" in capsys.readouterr().err
