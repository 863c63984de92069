"""What a stranger's style of citations may try, and what becomes of it."""

import re
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from florilegium.errors import ConfigError
from florilegium.project.citation_style import find_style
from florilegium.render import pandoc

SOURCES = "references:\n- id: one\n  type: book\n  title: A Book\n  issued: 2001\n"
STYLE = (
    '<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">'
    "<info><title>Mine</title><id>mine</id>{info}</info>{outside}"
    '<citation><layout><text variable="title"/></layout></citation></style>'
)
OTHER = (
    '<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0"><info/>'
    '<citation><layout><text value="GOT IN"/></layout></citation></style>'
)
PARENT = 'rel="independent-parent"'


@pytest.fixture
def server():
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(OTHER.encode())

        def log_message(self, *_args):
            pass

    made = HTTPServer(("127.0.0.1", 0), Handler)
    made.asked = asked
    threading.Thread(target=made.serve_forever, daemon=True).start()
    yield made
    made.shutdown()
    made.server_close()


def cited(root, style):
    """What a citation becomes in the *style*, which is a file of the book's in *root*."""
    (root / "styles").mkdir(exist_ok=True)
    (root / "styles" / "mine.csl").write_bytes(
        style if isinstance(style, bytes) else style.encode()
    )
    sources = root / "sources.yaml"
    sources.write_text(SOURCES, encoding="utf-8")
    made = pandoc.render(
        {"a": "Words [@one]."}, bibliography=sources, language="en", known=frozenset({"one"}),
        style=find_style(root, "mine"),
    )  # fmt: skip
    return re.sub("<[^>]*>", "", made.pieces["a"])


# pandoc goes by the names of elements and attributes alone, whatever namespace they are of.
DISGUISED = {
    "of another namespace": {"info": f'<x:link xmlns:x="urn:x" {PARENT} href="ADDRESS"/>'},
    "of none": {"info": f'<link xmlns="" {PARENT} href="ADDRESS"/>'},
    "attributes of another": {
        "info": '<link xmlns:x="urn:x" x:rel="independent-parent" x:href="ADDRESS"/>'
    },
    "two of each": {
        "info": '<link xmlns:x="urn:x" rel="template" href="x" x:rel="independent-parent"'
        ' x:href="ADDRESS"/>'
    },
    "by an element of the namespace written out": {
        "info": f'<c:link xmlns:c="http://purl.org/net/xbiblio/CSL" {PARENT} href="ADDRESS"/>'
    },
    "in an info of its own": {
        "outside": f'<x:info xmlns:x="urn:x"><x:link {PARENT} href="ADDRESS"/></x:info>'
    },
    "in an info of no namespace": {
        "outside": f'<info xmlns=""><link {PARENT} href="ADDRESS"/></info>'
    },
    "by a character reference": {
        "info": '<x:link xmlns:x="urn:x" rel="independent&#45;parent" href="ADDRESS"/>'
    },
    "beside a template": {
        "info": '<link rel="template" href="http://www.zotero.org/styles/apa"/>'
        f'<y:link xmlns:y="urn:y" {PARENT} href="ADDRESS"/>'
    },
    "twice": {"info": f'<x:link xmlns:x="urn:x" {PARENT} href="ADDRESS"/>' * 2},
}  # fmt: skip


@pytest.mark.parametrize("name", DISGUISED)
@pytest.mark.parametrize("place", ["server", "path"])
def test_a_style_leads_nowhere(name, place, server, tmp_path):
    other = tmp_path / "other.csl"
    other.write_text(OTHER, encoding="utf-8")
    address = {
        "server": f"http://127.0.0.1:{server.server_port}/x.csl",
        "path": str(other),
    }[place]
    parts = {"info": "", "outside": "", **DISGUISED[name]}

    assert cited(tmp_path, STYLE.format(**parts).replace("ADDRESS", address)) == "Words A Book."
    assert server.asked == []


def test_a_style_that_stands_for_one_that_stands_for_another(tmp_path):
    """The style between is one of the package, whose parent pandoc would have fetched."""
    info = f'<link {PARENT} href="http://www.zotero.org/styles/academy-of-management-review"/>'

    assert "2001" in cited(tmp_path, STYLE.format(info=info, outside=""))


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "iso-8859-1"])
def test_a_style_is_read_in_its_own_encoding(encoding, tmp_path):
    text = f'<?xml version="1.0" encoding="{encoding}"?>' + STYLE.format(info="é", outside="")

    assert cited(tmp_path, text.encode(encoding)) == "Words A Book."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_style_with_entities_is_none(encoding, tmp_path):
    text = '<?xml version="1.0"?><!DOCTYPE style [<!ENTITY a "b">]>' + STYLE.format(
        info="", outside=""
    )
    with pytest.raises(ConfigError, match="none of CSL"):
        cited(tmp_path, text.replace("?>", f' encoding="{encoding}"?>', 1).encode(encoding))


WITHOUT_END = '<macro name="a"><text macro="a"/><text macro="a"/></macro>'
CITED = '<citation><layout><text macro="a"/></layout></citation>'


def test_a_style_that_never_ends_is_named(tmp_path):
    text = STYLE.format(info="", outside=WITHOUT_END)
    with pytest.raises(ConfigError) as raised:
        cited(tmp_path, re.sub("<citation>.*</citation>", CITED, text))

    assert raised.value.where == "styles/mine.csl"


def test_a_style_of_no_class_cites_in_notes_as_pandoc_takes_it(tmp_path):
    text = STYLE.format(info="", outside="").replace(' class="in-text"', "")
    (tmp_path / "styles").mkdir()
    (tmp_path / "styles" / "mine.csl").write_text(text, encoding="utf-8")

    assert find_style(tmp_path, "mine").in_notes
