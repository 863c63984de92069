"""Addresses that are fetched: within bounds, by the site's rules, never from within a network."""

import gzip
import tomllib

import pytest
from page_server import Answer, ask_this_machine_alone, serving
from reader_sample import BOOK, EDITIONS, PROSE, SOURCES

from florilegium import editorial, pipeline
from florilegium.desk.add.fetch import Fetcher
from florilegium.desk.add.public_addresses import is_public
from florilegium.errors import SeedError
from florilegium.project.project import Project

TEXT = "".join(f"<p>{PROSE} It was the day number {n} of a long year.</p>" for n in range(9))
PAGE = f"""<!DOCTYPE html><html lang="en"><head><title>A Year at the Weir</title>
<meta name="author" content="Ida Inkwell"></head><body><nav><img src="/logo.png" alt=""></nav>
<article><h1>A Year at the Weir</h1>{TEXT}<p><img src="pictures/weir%201.png?w=9" alt="A weir"></p>
{TEXT}</article></body></html>"""
ANY = "127.0.0.1".__eq__
PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture(autouse=True)
def _no_network(monkeypatch):
    """Only this machine is asked, in place of the guard that all other tests have."""
    ask_this_machine_alone(monkeypatch)


@pytest.fixture
def book(tmp_path):
    root = tmp_path / "reader"
    for name, text in {
        "book/book.toml": BOOK.replace('"old",', ""),
        "book/sources.yaml": SOURCES,
        "book/editions.toml": EDITIONS,
    }.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    (root / "seeds").mkdir()
    return root


def added(book, *names):
    return editorial.add(Project.load(book), names, allow_private=True)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("93.184.215.14", True),
        ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", True),
        ("0.0.0.0", False),  # noqa: S104  # nothing is bound
        ("10.1.2.3", False),
        ("100.64.0.1", False),
        ("127.0.0.1", False),
        ("127.8.8.8", False),
        ("169.254.169.254", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("192.0.2.1", False),
        ("198.18.0.1", False),
        ("224.0.0.1", False),
        ("240.0.0.1", False),
        ("255.255.255.255", False),
        ("::", False),
        ("::1", False),
        ("::127.0.0.1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:10.0.0.1", False),
        ("::ffff:93.184.215.14", True),
        ("64:ff9b::7f00:1", False),
        ("64:ff9b::a00:1", False),
        ("2002:7f00:1::", False),
        ("2002:c0a8:101::1", False),
        ("fc00::1", False),
        ("fd12:3456::1", False),
        ("fe80::1", False),
        ("fe80::1%eth0", False),
        ("fec0::1", False),
        ("ff02::1", False),
        ("2001:db8::1", False),
        ("localhost", False),
        ("", False),
    ],
)
def test_only_addresses_of_the_internet_are_public(address, expected):
    assert expected is is_public(address)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "2130706433",
        "0x7f.1",
        "0177.0.0.1",
    ],
)
def test_this_machine_is_not_asked_in_whatever_form_it_is_written(host):
    with serving({"/": Answer(PAGE)}) as server, Fetcher() as fetcher:
        with pytest.raises(SeedError) as caught:
            fetcher.fetch(f"http://{host}:{server.server_port}/")

        assert [] == server.asked
        assert "within a network" in caught.value.what or "no address" in caught.value.what


def test_each_redirect_is_looked_at_anew():
    machines = {"public.example": ("127.0.0.1",), "inner.example": ("93.184.215.14", "10.0.0.1")}
    with serving({"/": Answer("", status=302, Location="http://inner.example/x")}) as server:
        fetcher = Fetcher(
            allowed=lambda address: address != "10.0.0.1",
            resolve=lambda host, _port: machines[host],
        )
        with fetcher, pytest.raises(SeedError, match=r"'inner.example' is 10\.0\.0\.1"):
            fetcher.fetch(f"http://public.example:{server.server_port}/")


def test_it_is_the_checked_address_that_is_connected_to():
    answers = iter([("127.0.0.1",), ("127.0.0.1",), ("10.255.255.1",)])
    with serving({"/a": Answer(PAGE)}) as server:
        fetcher = Fetcher(allowed=ANY, resolve=lambda *_: next(answers))
        with fetcher:
            received = fetcher.fetch(f"http://rebinding.example:{server.server_port}/a")

        hosts = {headers["Host"] for _, headers in server.asked}
    assert PAGE.encode() == received.content
    assert {f"rebinding.example:{server.server_port}"} == hosts


@pytest.mark.parametrize(
    "address",
    [
        "ftp://example.org/a",
        "file:///etc/passwd",
        "http:///a",
        "http://ada:secret@example.org/",
        "http://[::1",
        "gopher://example.org",
    ],
)
def test_what_is_no_address_of_the_web_is_told(address):
    with Fetcher() as fetcher, pytest.raises(SeedError):
        fetcher.fetch(address)


def test_page_is_kept_as_it_came_with_its_side_file_and_its_pictures(book):
    answers = {
        "/weir/a": Answer(PAGE, Set_Cookie="secret=1"),
        "/weir/pictures/weir%201.png?w=9": Answer(PNG, kind="image/png"),
        "/logo.png": Answer(PNG, kind="image/png"),
        "/old": Answer("", status=301, Location="/weir/a"),
    }
    with serving(answers) as server:
        made = added(book, f"{server.address}/old")
        asked = [path for path, _ in server.asked]
        again = added(book, f"{server.address}/old", f"{server.address}/weir/a")
        assert len(asked) == len(server.asked)

    seeds = book / "seeds"
    side = tomllib.loads((seeds / "a-year-at-the-weir.html.received.toml").read_text())
    assert PAGE.encode() == (seeds / "a-year-at-the-weir.html").read_bytes()
    assert f"{server.address}/weir/a" == side["final"]
    assert (200, f"{server.address}/old") == (side["status"], side["address"])
    assert "set-cookie" not in side["headers"]
    assert {"pictures/weir%201.png?w=9": "a-year-at-the-weir_files/weir-1.png"} == side["pictures"]
    assert PNG == (seeds / "a-year-at-the-weir_files" / "weir-1.png").read_bytes()
    assert "/logo.png" not in asked
    assert [False, False] == [text.is_new for text in again.texts]
    assert 1 == made.texts[0].pictures
    (read,) = pipeline.read_texts(Project.load(book))
    assert "a-year-at-the-weir.html" == read.raw.seed.name
    shown = [mark.ref for block in read.selection.blocks for mark in block.marks]
    assert ["seeds/a-year-at-the-weir_files/weir-1.png"] == shown
    item = pipeline.pandoc.read_sources(Project.load(book).bibliography)[-1]
    assert f"{server.address}/weir/a" == item["URL"]
    assert "accessed" in item


LOGIN = "<html><body><h1>Welcome back</h1><p>Please sign in to go on reading.</p><form><input type=password></form></body></html>"  # noqa: E501
CONSENT = (
    "<html><body><h1>Before you continue</h1>"
    + "<p>We use cookies with your consent, see our privacy policy.</p>" * 3
    + "</body></html>"
)
SCRIPT = "<html><body><h1>The Weir Daily</h1><div id='root'></div><noscript>You need to enable JavaScript.</noscript><p>Loading this page.</p></body></html>"  # noqa: E501


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (Answer("no", status=403), "answers 403"),
        (Answer("no", status=401), "answers 401"),
        (Answer("no", status=404), "answers 404"),
        (Answer("no", status=503), "answers 503"),
        (Answer(b"x", Content_Length="80000000"), "80 MB"),
        (Answer(b"x" * 30_000_000, kind="text/plain", Content_Length=None), "MB"),
        (Answer(PNG, kind="image/png"), "image/png"),
        (Answer("", status=302, Location="/a"), "more than 5 times"),
        (Answer("", status=302, Location="file:///etc/passwd"), "no address of the web"),
        (Answer(LOGIN), "log in"),
        (Answer(CONSENT), "cookies"),
        (Answer(SCRIPT), "a script fills it"),
        (Answer(b"x", Content_Encoding="br"), "'br'"),
        (Answer(gzip.compress(b" " * 30_000_000), Content_Encoding="gzip"), "MB"),
        (Answer(b"", kind="text/html"), "empty"),
    ],
)
def test_what_is_no_page_is_one_error_with_what_to_do_and_leaves_nothing(book, answer, expected):
    before = sorted(book.rglob("*"))
    with serving({"/a": answer}) as server, pytest.raises(SeedError) as caught:
        added(book, f"{server.address}/a")

    assert expected in caught.value.what
    assert caught.value.hint
    assert f"{server.address}/a" == caught.value.where
    assert before == sorted(book.rglob("*"))


@pytest.mark.parametrize(
    ("robots", "allowed"),
    [
        (Answer("User-agent: *\nDisallow: /\n", kind="text/plain"), False),
        (Answer("User-agent: florilegium\nDisallow: /a\n", kind="text/plain"), False),
        (Answer("User-agent: *\nDisallow: /private\n", kind="text/plain"), True),
        (Answer("no", status=404), True),
        (Answer("no", status=503), False),
        (Answer(b"\xff\xfe\x00", kind="text/plain"), True),
    ],
)
def test_rules_of_the_site_are_obeyed(robots, allowed):
    with (
        serving({"/robots.txt": robots, "/a": Answer(PAGE)}) as server,
        Fetcher(allowed=ANY) as fetcher,
    ):
        if allowed:
            assert PAGE.encode() == fetcher.fetch(f"{server.address}/a").content
        else:
            with pytest.raises(SeedError, match=r"robots\.txt"):
                fetcher.fetch(f"{server.address}/a")
            assert ["/robots.txt"] == [path for path, _ in server.asked]


def test_a_picture_that_does_not_come_is_said_and_the_page_is_added(book):
    with serving({"/weir/a": Answer(PAGE)}) as server:
        (text,) = added(book, f"{server.address}/weir/a").texts

    assert text.is_new
    assert "answers 404" in text.lost_pictures[0]


def test_a_server_that_is_not_there_is_told():
    with serving({}) as server:
        address = server.address
    with Fetcher(allowed=ANY) as fetcher, pytest.raises(SeedError, match="fetched"):
        fetcher.fetch(address)
