import json
import os
import stat

import pytest

from florilegium.clean import filter as cleaning
from florilegium.errors import FlorilegiumError, MachineError, SeedError, Several

BODY = (
    "She walked along the sea wall every evening of that summer until the lamps were lit, "
    "and she never told anyone what she was counting on the way."
)
PAGE = f"The Lamp\n\n{BODY}\n\nAdvertisement\n"


@pytest.fixture
def pages(tmp_path):
    paths = [tmp_path / name for name in ("one.txt", "two.txt", "three.html")]
    for path in paths:
        path.write_text(PAGE if path.suffix == ".txt" else f"<h1>The Lamp</h1><p>{BODY}")
    return paths


def test_text_of_one_file_comes_back_clean(pages):
    assert f"{BODY}\n" == cleaning.run(pages[:1])


def test_texts_of_several_files_are_parted_by_a_blank_line(pages):
    assert f"{BODY}\n\n{BODY}\n" == cleaning.run(pages[:2])


def test_each_text_goes_into_its_own_file(pages, tmp_path):
    cleaning.run(pages, out=tmp_path / "out")

    written = {path.name: path.read_text() for path in (tmp_path / "out").iterdir()}
    assert {f"{name}.txt": f"{BODY}\n" for name in ("one", "two", "three")} == written


def test_many_workers_write_the_same_as_one(pages, tmp_path):
    cleaning.run(pages, out=tmp_path / "a", ledger=tmp_path / "a.json", jobs=1)
    cleaning.run(pages, out=tmp_path / "b", ledger=tmp_path / "b.json", jobs=2)

    assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.json").read_bytes()


def test_ledger_of_one_file_is_an_object_and_of_several_an_array(pages, tmp_path):
    cleaning.run(pages[:1], ledger=tmp_path / "one.json")
    cleaning.run(pages, ledger=tmp_path / "all.json")

    assert "one.txt" == json.loads((tmp_path / "one.json").read_text())["seed"]["name"]
    assert 3 == len(json.loads((tmp_path / "all.json").read_text()))


def test_two_inputs_for_one_output_are_refused_before_anything_is_written(pages, tmp_path):
    twin = tmp_path / "other" / "one.md"
    twin.parent.mkdir()
    twin.write_text(PAGE)

    with pytest.raises(SeedError, match=r"would both become one\.txt"):
        cleaning.run([*pages, twin], out=tmp_path / "out")

    assert not (tmp_path / "out").exists()


def test_unreadable_file_does_not_keep_the_others_from_being_written(pages, tmp_path):
    (tmp_path / "bad.txt").write_bytes(b"\x00\x01")
    (tmp_path / "none.txt").write_bytes(b"")

    with pytest.raises(Several) as caught:
        cleaning.run(
            [tmp_path / "bad.txt", *pages, tmp_path / "none.txt"], out=tmp_path / "out", jobs=2
        )

    said = [str(tmp_path / "bad.txt"), str(tmp_path / "none.txt")]
    assert said == [error.where for error in caught.value.errors]
    assert 3 == len(list((tmp_path / "out").iterdir()))


def test_page_of_nothing_but_boilerplate_comes_back_whole():
    assert "Advertisement\n\nShare this article\n" == cleaning.clean_text(
        "Advertisement\n\nShare this article"
    )


def test_text_goes_in_and_comes_out_as_a_string():
    assert f"{BODY}\n" == cleaning.clean_text(PAGE)
    assert f"{BODY}\n" == cleaning.clean_html(f"<h1>The Lamp</h1><p>{BODY}")


def test_empty_text_stays_empty():
    assert "" == cleaning.clean_text(" \n")


def test_a_killed_worker_is_one_error_of_the_machine(pages, tmp_path, monkeypatch):
    monkeypatch.setattr(cleaning, "_outcome", _die)
    with pytest.raises(MachineError, match="a worker process was ended"):
        cleaning.run(pages, out=tmp_path / "out", jobs=2)

    assert [] == list(tmp_path.rglob("*.aside"))


def _die(*_args, **_options):
    os._exit(1)


def everything(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    ("out", "ledger", "why"),
    [
        (".", None, "a file that is to be cleaned"),
        ("link", None, "a file that is to be cleaned"),
        (None, "one.txt", "a file that is to be cleaned"),
        ("./other/../", None, "a file that is to be cleaned"),
        ("out", "out/one.txt", "both the ledger and a cleaned text"),
        ("b/seeds", None, "what an editor has written or saved"),
        ("b/book/chapters", None, "what an editor has written or saved"),
        (None, "b/styles/x.json", "what an editor has written or saved"),
    ],
)
def test_nothing_that_counts_is_written_over(out, ledger, why, pages, tmp_path):
    for name in ("b/book/book.toml", "b/seeds/one.txt", "other/a"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("an editor's")
    (tmp_path / "link").symlink_to(tmp_path)
    before = everything(tmp_path)

    with pytest.raises(FlorilegiumError, match=why):
        cleaning.run(pages[:1], out=out and tmp_path / out, ledger=ledger and tmp_path / ledger)

    assert before == everything(tmp_path)


def test_what_was_cleaned_before_is_cleaned_again(pages, tmp_path):
    (tmp_path / "b" / "book").mkdir(parents=True)
    (tmp_path / "b" / "book" / "book.toml").write_text("")
    for _ in range(2):
        cleaning.run(pages, out=tmp_path / "b" / "build", ledger=tmp_path / "b" / "a.json")

    assert 3 == len(list((tmp_path / "b" / "build").iterdir()))


@pytest.mark.skipif(os.name != "posix", reason="it has no pipes with names")
def test_a_pipe_is_written_to_and_not_replaced(pages, tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    link = tmp_path / "link"
    link.symlink_to(pipe)

    cleaning.run(pages[:1], ledger=link)

    assert json.loads(os.read(reader, 1_000_000))["seed"]["name"] == "one.txt"
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    os.close(reader)


@pytest.mark.skipif(os.name != "posix", reason="it has no pipes with names")
def test_what_may_never_end_is_not_read(tmp_path):
    os.mkfifo(tmp_path / "a.txt")

    with pytest.raises(SeedError, match="neither a file nor a folder") as caught:
        cleaning.run([tmp_path / "a.txt"])

    assert caught.value.where == str(tmp_path / "a.txt")
