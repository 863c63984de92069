"""A judge from outside is asked about a file once, until the file or the judge changes."""

import pytest

from florilegium.check import judges, verdicts
from florilegium.findings import Finding
from florilegium.store.cache import Cache


@pytest.fixture
def book(tmp_path):
    path = tmp_path / "book.epub"
    path.write_bytes(b"one")
    return path


@pytest.fixture
def cache(tmp_path):
    return Cache(tmp_path / "cache")


class Judge:
    """A judge that says *code*, and remembers about what it was asked."""

    def __init__(self, code="E301"):
        self.code, self.asked = code, []

    def __call__(self, path):
        self.asked.append(path.read_bytes())
        return [Finding(self.code, path.name, f"said {len(self.asked)} times")]


def test_a_verdict_about_the_same_file_is_kept(book, cache):
    judge = Judge()
    verdict = verdicts.kept(judge, lambda: ("1",), cache)

    first = verdict(book)

    assert list(first) == list(verdict(book))
    assert [b"one"] == judge.asked


def test_a_changed_file_is_judged_again(book, cache):
    judge = Judge()
    verdict = verdicts.kept(judge, lambda: ("1",), cache)
    verdict(book)
    book.write_bytes(b"two")
    verdict(book)

    assert [b"one", b"two"] == judge.asked


def test_another_version_of_the_judge_judges_again(book, cache):
    judge, version = Judge(), ["1"]
    verdict = verdicts.kept(judge, lambda: tuple(version), cache)
    verdict(book)
    version[0] = "2"
    verdict(book)

    assert 2 == len(judge.asked)


@pytest.mark.parametrize("code", ["E303", "E402", "E404", "E406"])
def test_a_judge_that_did_not_judge_is_asked_again(book, cache, code):
    judge = Judge(code)
    verdict = verdicts.kept(judge, lambda: (), cache)
    verdict(book)
    verdict(book)

    assert 2 == len(judge.asked)


def test_without_a_cache_a_judge_is_always_asked(book):
    judge = Judge()
    verdict = verdicts.kept(judge, lambda: (), None)
    verdict(book)
    verdict(book)

    assert 2 == len(judge.asked)


def test_a_program_put_in_the_place_of_another_is_another(tmp_path):
    path = tmp_path / "program"
    path.write_text("1")
    first = verdicts.program(path)
    path.write_text("22")

    assert first != verdicts.program(path)
    assert "missing" == verdicts.program(tmp_path / "nothing") == verdicts.program(None)


def test_every_judge_says_what_its_verdict_depends_on():
    for identity in judges.JUDGES.values():
        assert all(isinstance(part, str) and part for part in identity())


def test_judges_are_asked_through_the_cache(book, cache, monkeypatch):
    judge = Judge("E401")
    monkeypatch.setattr(judges, "JUDGES", {judge: lambda: ("1",)})

    first = judges.ask(book, cache=cache)

    assert first == judges.ask(book, cache=cache)
    assert [b"one"] == judge.asked
