"""What a server or an export may try while a text is added: time, names, characters."""

# ruff: noqa: E501  # tables of inputs are read by the row

import json
import os
import re
import socket
import threading
import time
from contextlib import contextmanager, suppress

import pytest
from page_server import Answer, ask_this_machine_alone, serving
from reader_sample import BOOK, EDITIONS, PROSE, SOURCES

from florilegium import editorial, ingest
from florilegium.desk.add import deadline, fetch
from florilegium.desk.add.fetch import Fetcher
from florilegium.desk.add.library import read_export
from florilegium.desk.add.slugs import file_name
from florilegium.desk.suggest.source_item import free_id
from florilegium.errors import ConfigError, SeedError
from florilegium.project.paths import name_fault
from florilegium.project.project import Project

OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
TEXT = "".join(f"<p>{PROSE} It was the day number {n} of a long year.</p>" for n in range(9))
PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture(autouse=True)
def _no_network(monkeypatch):
    """Only this machine is asked, in place of the guard that all other tests have."""
    ask_this_machine_alone(monkeypatch)


# -- time ------------------------------------------------------------------------------------


@contextmanager
def talking(first, again):
    """Lend the address of a server that says *first*, and then *again* and again."""
    server = socket.create_server(("127.0.0.1", 0))
    ended = threading.Event()

    def answer(connection):
        with connection, suppress(OSError):
            asked = connection.recv(65_536)
            if b"GET /robots.txt" in asked:
                connection.sendall(b"HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n")
                return
            connection.sendall(first)
            while not ended.wait(0.02):
                connection.sendall(again)

    def serve():
        with suppress(OSError):
            while True:
                connection, _ = server.accept()
                threading.Thread(target=answer, args=(connection,), daemon=True).start()

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.getsockname()[1]}/a"
    finally:
        ended.set()
        server.close()


DRIPS = {
    "letters of the body": (OK + b"Content-Length: 999999\r\n\r\n", b"x"),
    "a body without a length": (OK + b"\r\n", b"x"),
    "chunks": (OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
    "a chunk's own words": (OK + b"Transfer-Encoding: chunked\r\n\r\n1;", b"a"),
    "letters of a head": (b"HTTP/1.1 200 OK\r\nX-A: ", b"a"),
    "heads": (b"HTTP/1.1 200 OK\r\n", b"X-A: b\r\n"),
    "the first line": (b"HTTP/1.1 200 ", b"O"),
    "go on": (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "a packed body": (OK + b"Content-Encoding: gzip\r\n\r\n\x1f\x8b\x08\0\0\0\0\0\0\0", b"\0\0\0\xff\xff"),
    "the body of a page that leads on": (
        b"HTTP/1.1 302 Found\r\nLocation: /b\r\nContent-Length: 9999999\r\n\r\n",
        b"x",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", DRIPS)
def test_what_drips_is_cut_off_at_its_time(name, monkeypatch):
    monkeypatch.setattr(fetch, "SECONDS", 0.6)
    begun = time.monotonic()
    with (
        talking(*DRIPS[name]) as address,
        Fetcher(allowed=lambda _: True) as fetcher,
        pytest.raises(SeedError) as raised,
    ):
        fetcher.fetch(address)

    assert "it was not here after" in raised.value.what or "leads on" in raised.value.what
    assert time.monotonic() - begun < 8


def test_a_deadline_that_has_passed_cuts_what_comes_later():
    ours, theirs = socket.socketpair()
    with ours, theirs, deadline.Deadline(0) as end:
        while not end.is_over:
            time.sleep(0.01)
        stream = type("Stream", (), {"get_extra_info": lambda *_: ours})()
        end.watch("connection.connect_tcp.complete", {"return_value": stream})

        assert theirs.recv(1) == b""


LED_ON = ["javascript:x", "http://xn--/", "http://a:b/", "http://[::1", "//[", "http://\x7f/",
          "data:text/html,x", "http://" + "a" * 300, "http:", "blob:x"]  # fmt: skip


@pytest.mark.parametrize("target", LED_ON)
def test_where_no_address_is_led_on_to_it_is_told(target):
    answers = {"/a": Answer("", status=302, Location=target)}
    with (
        serving(answers) as server,
        Fetcher(allowed=lambda one: one == "127.0.0.1") as fetcher,
        pytest.raises(SeedError) as raised,
    ):
        fetcher.fetch(f"{server.address}/a")

    assert raised.value.where == f"{server.address}/a"


# -- names -----------------------------------------------------------------------------------

NAMES = ["aux.png", "CON", "con.tar.png", "nul.", "COM¹.png", "字" * 90 + ".png", "👩" * 90, "é" * 99,
         "..", "...png", ".", "", " ", "a/b.png", "..\\x.png", "\u202egnp.exe", "a\0b.png", "a\nb",
         "C:x.png", "a:b.png", "*?.png", ".htaccess", "x." + "y" * 300, "prn .png", "e\u0301.png"]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_every_picture_gets_a_name_that_every_system_can_have(name):
    made = file_name(name)

    assert name_fault(made, makes=True) == ""
    assert file_name(made) == made


@pytest.fixture
def book(tmp_path):
    root = tmp_path / "reader"
    files = {"book.toml": BOOK.replace('"old",', ""), "sources.yaml": SOURCES}
    for name, text in {**files, "editions.toml": EDITIONS}.items():
        (root / "book" / name).parent.mkdir(parents=True, exist_ok=True)
        (root / "book" / name).write_text(text, encoding="utf-8")
    (root / "seeds").mkdir()
    return root


def test_a_page_with_pictures_of_odd_names_is_added(book):
    sources = ["aux.png", "A.png", "a.png", "http://[", "//[::1", "%00.png", "..%2f..%2fx.png",
               "%e5%ad%97" * 90 + ".png", "data:image/png;base64,!", "file:///etc/passwd"]  # fmt: skip
    shown = "".join(f'<p><img src="{one}" alt="A weir"></p>{TEXT}' for one in sources)
    page = (
        f'<html lang="en"><head><title>CON</title></head><body><article><h1>CON</h1>{TEXT}{shown}'
    )

    class Everything(dict):
        def get(self, path, default=None):
            return (
                default
                if path == "/robots.txt"
                else super().get(path) or Answer(PNG, kind="image/png")
            )

    with serving(Everything({"/%00": Answer(page)})) as server:
        editorial.add(Project.load(book), [f"{server.address}/%00"], allow_private=True)
    names = [path.name for path in (book / "seeds").rglob("*") if path.is_file()]

    assert {"con-book.html", "file-aux.png", "A.png", "a-2.png", "x.png"} <= set(names)
    assert len(names) == len({name.casefold() for name in names})


@pytest.mark.parametrize("source", ["http://[", "//[::1", "http://a]b/x.jpg", "http://[x]:y/"])
@pytest.mark.parametrize("around", ["<p>{}</p>", "<h1>{}</h1><p>Words.</p>", "<p>W{}ords</p>"])
def test_a_picture_without_an_address_ends_no_reading(source, around):
    image = f'<img src="{source}" alt="A" class="letter">'
    for name in ("a.html", "a.md"):
        raw = ingest.decode(f"<p>Words of it.</p>{around.format(image)}".encode(), name)

        assert raw.blocks


# -- links -----------------------------------------------------------------------------------


@pytest.fixture
def elsewhere(tmp_path):
    """A folder that nobody gives."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    (folder / "own.txt").write_text(f"{PROSE}\n", encoding="utf-8")
    return folder


def a_file(given, elsewhere):
    (given / "a.txt").symlink_to(elsewhere / "own.txt")


def a_file_by_way_of_a_link(given, elsewhere):
    (given / ".b").symlink_to(elsewhere / "own.txt")
    (given / "a.txt").symlink_to(given / ".b")


def the_folder_of_a_page(given, elsewhere):
    (given / "page.html").write_text(f"<p>{PROSE}</p><img src=page_files/own.txt>", "utf-8")
    (given / "page_files").symlink_to(elsewhere)


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
@pytest.mark.parametrize("link", [a_file, a_file_by_way_of_a_link, the_folder_of_a_page])
def test_no_link_of_a_given_folder_leads_out_of_it(link, book, tmp_path, elsewhere):
    given = tmp_path / "given"
    given.mkdir()
    (given / "sound.txt").write_text(f"Sound.\n\n{PROSE}\n", encoding="utf-8")
    link(given, elsewhere)
    before = sorted(book.rglob("*"))

    with pytest.raises(SeedError, match="a link that leads out of the folder"):
        editorial.add(Project.load(book), [str(given)])
    assert before == sorted(book.rglob("*"))


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_links_within_a_given_folder_are_followed(book, tmp_path):
    given = tmp_path / "given"
    (given / "texts").mkdir(parents=True)
    (given / "texts" / "one.txt").write_text(f"One.\n\n{PROSE}\n", encoding="utf-8")
    (given / "two.txt").symlink_to(given / "texts" / "one.txt")

    editorial.add(Project.load(book), [str(given)])
    assert list(book.glob("seeds/*.txt"))


# -- exports ---------------------------------------------------------------------------------


@pytest.mark.parametrize("sign", ["\x01", "\ufffe", "\ud800", "\x0b", "\x00"])
@pytest.mark.parametrize("field", ["title", "note", "key", "family"])
def test_a_character_that_no_book_holds_is_told_of_its_export(sign, field):
    item = {"id": "one", "title": "A Book", "author": [{"family": "Inkwell"}]}
    if field == "family":
        item["author"][0]["family"] = f"Ink{sign}well"
    else:
        item[f"no{sign}te" if field == "key" else field] = f"A{sign}"
    with pytest.raises(ConfigError, match="has a character that no book can hold") as raised:
        read_export(json.dumps([item]), ".json", where="library.json")

    assert raised.value.where == "library.json"


@pytest.mark.parametrize("url", ["http://[", "//[::1", "http://a]b", 5, None, {"a": 1}, ["x"]])
@pytest.mark.parametrize("people", [5, "x", None, [None, 5, "x", {"family": None}], {"a": 1}])
def test_an_export_of_odd_values_ends_in_no_defect(url, people, book, tmp_path):
    items = [{"id": n, "title": "The Title of a Work", "URL": url, "author": people} for n in "ab"]
    path = tmp_path / "library.json"
    path.write_text(json.dumps(items), encoding="utf-8")
    with suppress(ConfigError, SeedError):
        editorial.add(Project.load(book), [str(path)])


NESTED = "[" * 900 + "]" * 900
ODD = {
    "a number without end": ('"volume": ' + "9" * 5_000, "a number of 5,000 digits"),
    "no number": ('"volume": NaN', "NaN is no number"),
    "infinity": ('"issued": {"date-parts": [[-Infinity]]}', "-Infinity is no number"),
    "a title of lists": (f'"title": {NESTED}', "the source 'x': what 'title' says is neither"),
    "a title of tables": ('"title": {"a": {"b": 1}}', "the source 'x': what 'title' says"),
    "names of names": ('"author": [{"family": {"a": 1}}]', "the source 'x': what 'author' says"),
    "days of days": ('"issued": {"date-parts": [[[2026]]]}', "the source 'x': what 'issued' says"),
    "lists without end": (f'"title": {"[" * 100_000}', "not valid JSON"),
}


@pytest.mark.parametrize("name", ODD)
def test_a_value_of_an_export_that_says_nothing_is_told(name):
    said, expected = ODD[name]
    with pytest.raises(ConfigError, match=re.escape(expected)) as raised:
        read_export(f'[{{"id": "x", {said}}}]', ".json", where="library.json")

    assert "export" in raised.value.hint.casefold()
    assert raised.value.where == "library.json"


def test_numbers_of_an_export_are_as_they_are_typed_and_paths_stay_there(book, tmp_path):
    item = '{"id": "x", "type": "book", "title": "A Book", "volume": 1.50, "edition": 1e3, "ISBN": ["1", 2],'
    path = tmp_path / "library.json"
    path.write_text(
        f'[{item} "issued": {{"date-parts": [[2011, 3], ["2012"]]}}, "file": "/home/ida/a.pdf",'
        ' "attachments": [{"path": "/home/ida"}]}]',
        encoding="utf-8",
    )
    editorial.add(Project.load(book), [str(path)])

    written = (book / "book" / "sources.yaml").read_text(encoding="utf-8")
    assert "volume: 1.50" in written.replace('"', "")
    assert "edition: 1e3" in written.replace('"', "")
    assert "2011-03/2012" in written
    assert "/home/ida" not in written


def test_thousands_of_one_name_get_one_each_in_time():
    taken: set[str] = set()
    begun = time.process_time()
    for _ in range(20_000):
        taken.add(free_id("x", taken))

    assert len(taken) == 20_000
    assert {"x", "x-b", "x-z", "x-2", "x-19974"} <= taken
    assert time.process_time() - begun < 5
