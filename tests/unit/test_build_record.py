"""Nothing changed: nothing is made, and little is loaded."""

import subprocess
import sys

import pytest

from florilegium import cli, pipeline
from florilegium.store.cache import Cache


@pytest.fixture
def built(book):
    folder = book("minimal")
    assert cli.main(["build", "pdf", "-q", "-C", str(folder)]) == 0
    return folder


@pytest.fixture
def counted(monkeypatch):
    """Return the list of builds that are really done."""
    plain, done = pipeline.build, []

    def build(*args, **options):
        done.append(args)
        return plain(*args, **options)

    monkeypatch.setattr(pipeline, "build", build)
    return done


def again(folder, *options):
    return cli.main(["build", "pdf", "-q", "-C", str(folder), *options])


def stamps(folder):
    return {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}


def test_a_second_build_writes_nothing_and_says_so(built, counted, capsys):
    before = {k: v for k, v in stamps(built).items() if ".cache" not in k.parts}

    assert cli.main(["build", "pdf", "-C", str(built)]) == 0

    assert [] == counted
    assert before == {k: v for k, v in stamps(built).items() if ".cache" not in k.parts}
    assert "nothing changed: build/pdf/a-small-reader.pdf" in capsys.readouterr().err


def test_a_second_build_loads_no_engine(built):
    program = (
        "import sys; from florilegium import cli; "
        f"code = cli.main(['build', 'pdf', '-q', '-C', {str(built)!r}]); "
        "print(code, *({'weasyprint', 'pypandoc', 'lxml', 'ebooklib', 'PIL', 'pikepdf', "
        "'fontTools', 'pydyf'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)  # noqa: PLW1510  # the code is printed

    assert "0\n" == done.stdout


@pytest.mark.parametrize(
    "name", ["seeds/walk.txt", "book/book.toml", "book/chapters/walk.md", "book/sources.yaml"]
)
def test_an_edit_makes_the_book_anew(built, counted, name):
    path = built / name
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")

    assert again(built) == 0
    assert 1 == len(counted)


@pytest.mark.parametrize("name", ["pdf/a-small-reader.pdf", "book.json", "text/walk.md"])
def test_an_output_that_is_not_as_it_was_made_is_made_anew(built, counted, name):
    path = built / "build" / name
    whole = path.read_bytes()
    path.write_bytes(b"damaged")

    assert again(built) == 0
    assert 1 == len(counted)
    assert whole == path.read_bytes()


def test_the_book_is_made_anew_for_another_moment(built, counted, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")

    assert again(built) == 0
    assert 1 == len(counted)


def test_without_the_cache_everything_is_made_and_nothing_kept(book, counted):
    folder = book("minimal")

    assert again(folder, "--no-cache") == again(folder, "--no-cache") == 0
    assert 2 == len(counted)
    assert not (folder / "build" / ".cache").exists()


def test_findings_are_shown_again(book, capsys):
    folder = book("minimal")
    rights = folder / "book" / "rights.toml"
    rights.write_text(
        rights.read_text(encoding="utf-8").replace("public-domain", "unknown"), encoding="utf-8"
    )
    shown = []
    for _ in range(2):
        assert cli.main(["build", "pdf", "-C", str(folder)]) == 0
        shown.append([line for line in capsys.readouterr().err.splitlines() if "R102" in line])

    assert shown[0]
    assert shown[0] == shown[1]


# -- the cache --------------------------------------------------------------------------------


def test_pruning_leaves_the_newest(tmp_path):
    cache = Cache(tmp_path)
    for name in ("aa1", "bb2", "cc3"):
        cache.put(name, b"x" * 100)
    cache.put("aa1", b"y" * 100)

    files, _freed = cache.prune(limit=200, in_use=0)

    assert 2 == files
    assert 1 == cache.size()[0]
    assert b"y" * 100 == cache.get("aa1")


def test_pruning_spares_what_may_be_in_use(tmp_path):
    cache = Cache(tmp_path)
    cache.put("aa1", b"x")

    assert (0, 0) == cache.prune(limit=0)


def test_the_cache_command_shows_and_shrinks(built, capsys):
    assert cli.main(["cache", "-C", str(built)]) == 0
    assert "build/.cache: " in capsys.readouterr().err
    assert cli.main(["cache", "--prune", "--limit", "0", "-C", str(built)]) == 0
    assert "files deleted" in capsys.readouterr().err


def test_a_passing_cache_is_gone_with_its_last_user():
    cache = Cache.passing()
    folder = cache.folder
    cache.put("aa1", b"x")

    assert folder.is_dir()
    del cache
    assert not folder.exists()


def test_a_failed_build_leaves_no_receipt(book, monkeypatch):
    folder = book("minimal")

    def fail(*_args, **_options):
        raise ZeroDivisionError

    with monkeypatch.context() as patch:
        patch.setattr(pipeline, "build", fail)
        assert again(folder) == 70

    assert again(folder) == 0
    assert (folder / "build" / "pdf" / "a-small-reader.pdf").is_file()


def test_two_builds_at_once_share_a_cache(book):
    folder = book("minimal")
    command = [sys.executable, "-m", "florilegium", "build", "pdf", "-q", "-C", str(folder)]
    builds = [subprocess.Popen(command) for _ in range(2)]

    assert [0, 0] == [build.wait() for build in builds]
    first = (folder / "build" / "pdf" / "a-small-reader.pdf").read_bytes()
    assert again(folder, "--no-cache") == 0
    assert first == (folder / "build" / "pdf" / "a-small-reader.pdf").read_bytes()
    assert [] == [path.name for path in folder.rglob(".*.pdf.*")]


@pytest.mark.parametrize("number", ["0", "-1", "two"])
def test_a_number_of_workers_that_is_none_is_a_mistake(number, capsys):
    with pytest.raises(SystemExit) as caught:
        cli.main(["build", f"--jobs={number}"])

    assert caught.value.code == 2
    assert "1 to 256" in capsys.readouterr().err
