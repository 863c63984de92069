"""The metadata of documents: the properties of Word and LibreOffice, the package of an e-book.

Input the bytes of a DOCX, ODT or EPUB, output what they say of themselves; nothing of a file that
cannot be opened, since reading it as a seed tells why.
"""

from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from florilegium.errors import SeedError
from florilegium.ingest import ebook, rtf_codes
from florilegium.ingest.archives import EPUB, ODT, WORD, Archive, Kind, opened
from florilegium.ingest.concealed import parsed
from florilegium.ingest.metadata import (
    Facts,
    Metadata,
    facts,
    identifier,
    is_address,
    licence,
)
from florilegium.ingest.namespaces import local

_ROLES = {"aut": "authors", "cre": "authors", "edt": "editors", "trl": "translators"}
_HEAD_OF_RTF = 500_000  # bytes in which it says so: the fonts and styles come first
_OPF = "{http://www.idpf.org/2007/opf}"


def read_docx(data: bytes) -> Metadata:
    """Return the properties of a Word document."""
    return _of_office(data, WORD, "docProps/core.xml", ("created", "modified"))


def read_odt(data: bytes) -> Metadata:
    """Return the properties of an OpenDocument text."""
    return _of_office(data, ODT, "meta.xml", ("creation-date", "date"))


def read_rtf(data: bytes) -> Metadata:
    """Return the title and the author that an RTF says of itself."""
    said = (
        dict(rtf_codes.plain(data[:_HEAD_OF_RTF]).info) if data.lstrip().startswith(b"{") else {}
    )
    return Metadata(
        titles=facts((said.get("title", ""),), "RTF info"),
        authors=facts((said.get("author", ""),), "RTF info"),
    )


def read_epub(data: bytes) -> Metadata:
    """Return what the package of an e-book says of it (Dublin Core)."""
    try:
        archive = opened(data, EPUB)
        package = ebook.package_of(archive)
    except SeedError:
        return Metadata()
    root = parsed(archive.read(package.opf))
    made = Metadata() if root is None else _dublin_core(root, package.opf)
    return replace(made, language=package.language)


def _of_office(data: bytes, kind: Kind, member: str, days: tuple[str, ...]) -> Metadata:
    root = _root(data, kind, member)
    if root is None:
        return Metadata()
    # The one who began it is its author; the last to save it may be anybody.
    authors = _said(root, member, "initial-creator") or _said(root, member, "creator")
    dates = [fact for day in days for fact in _said(root, member, day)]
    made = _dublin_core(root, member)
    return replace(made, authors=authors, dates=tuple(dates[:1]))


def _root(data: bytes, kind: Kind, member: str) -> etree._Element | None:
    try:
        archive: Archive = opened(data, kind)
    except SeedError:
        return None
    return parsed(archive.read(member))


def _dublin_core(root: etree._Element, member: str) -> Metadata:
    people: dict[str, Facts] = {}
    for element, role in _people(root):
        source = f"{member}, {local(element)}"
        people[role] = people.get(role, ()) + facts([element.text], source)
    named = [one.value for one in _said(root, member, "identifier")]
    numbers = [identifier(value) for value in named]
    rights = [licence(one.value) for one in _said(root, member, "rights")]
    return Metadata(
        titles=_said(root, member, "title"),
        dates=_said(root, member, "date"),
        publishers=_said(root, member, "publisher"),
        addresses=facts([one for one in named if is_address(one)], f"{member}, identifier"),
        identifiers=facts(filter(None, numbers), f"{member}, identifier"),
        licences=facts(filter(None, rights), f"{member}, rights"),
        language=next((one.value for one in _said(root, member, "language")), ""),
        **people,  # type: ignore[arg-type]  # facts by the names of its fields
    )


def _people(root: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """Yield who made the work, and as what."""
    roles = {
        (one.get("refines") or "").removeprefix("#"): (one.text or "").strip()
        for one in root.iter("{*}meta")
        if one.get("property") == "role"
    }
    for element in root.iter("{*}creator", "{*}contributor"):
        usual = "aut" if local(element) == "creator" else ""
        said = roles.get(element.get("id", "-"), "") or element.get(f"{_OPF}role") or usual
        if said in _ROLES:
            yield element, _ROLES[said]


def _said(root: etree._Element, member: str, name: str) -> Facts:
    words = [element.text for element in root.iter(f"{{*}}{name}")]
    return facts(dict.fromkeys(filter(None, words)), f"{member}, {name}")
