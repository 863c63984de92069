"""The metadata of mails, MHTML files and web archives, and of the page within.

Input the bytes of the file, output `Metadata`. The day on which a page was saved is none on
which it appeared, and is not taken.
"""

from florilegium.errors import SeedError
from florilegium.ingest import page_metadata, webarchive
from florilegium.ingest.characters import canonical
from florilegium.ingest.encoding import decode_bytes
from florilegium.ingest.mail.parts import parts_of
from florilegium.ingest.mail.saved_page import main_page
from florilegium.ingest.metadata import Metadata, facts, is_address
from florilegium.ingest.text_metadata import of_head

_SAVED = "the archive of the page"


def of_mail_file(data: bytes) -> Metadata:
    """Return what the heads of a mail say: who wrote it, when, on what."""
    head, _, _ = data.replace(b"\r\n", b"\n").lstrip(b"\n").partition(b"\n\n")
    return of_head(head)


def of_saved_page(data: bytes) -> Metadata:
    """Return what the page in an MHTML file says, and where the browser had it from."""
    try:
        root = parts_of(data)
    except SeedError:
        return Metadata()
    page = main_page(root)
    if page is None:
        return Metadata()
    address = root.heads.get("snapshot-content-location") or page.heads.get("content-location", "")
    own = _of_page(page.body, page.parameters.get("charset", ""))
    title = [] if own.titles else [root.heads.get("subject", "")]
    return own + _saved(address) + Metadata(titles=facts(title, _SAVED))


def of_web_archive(data: bytes) -> Metadata:
    """Return what the page in a web archive of Safari says, and where it was."""
    try:
        page = webarchive.resources(data)[0]
    except SeedError:
        return Metadata()
    return _of_page(page.data, page.label) + _saved(page.address)


def _saved(address: str) -> Metadata:
    return Metadata(addresses=facts([address] if is_address(address) else [], _SAVED))


def _of_page(data: bytes, label: str) -> Metadata:
    try:
        decoded = decode_bytes(data, "", markup=True, label=label)
    except SeedError:
        return Metadata()
    return page_metadata.read_page(canonical(decoded, markup=True).text)
