"""The metadata of a PDF: its XMP, which publishers fill, before its Info dictionary.

Input the bytes of a PDF, output `Metadata`. The day on which the file was made is none on which
the work appeared, and the name of the file that was printed is no title: neither is taken.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from io import BytesIO

from florilegium.ingest.metadata import (
    Fact,
    Facts,
    Metadata,
    facts,
    identifier,
    is_address,
    licence,
)

_DC = "{http://purl.org/dc/elements/1.1/}"
_PRISM = tuple(
    f"{{http://prismstandard.org/namespaces/basic/{n}/}}" for n in ("2.0", "2.1", "3.0")
)
_RIGHTS = "{http://ns.adobe.com/xap/1.0/rights/}"
_XMP, _INFO = "the PDF's XMP", "the PDF's Info"
_FILE = re.compile(
    r"\.(?:docx?|html?|tex|dvi|indd|qxd|rtf|odt|pdf|ps|pages|txt|pub)\s*$"
    r"|^(?:microsoft word|untitled|about:blank|https?:)",
    re.IGNORECASE,
)
_PARTED = re.compile(r"(?:(?<!\s)\s+)?;\s*|(?<!\s)\s+and\s+")


def read(data: bytes) -> Metadata:
    """Return what the PDF *data* says of itself; nothing when it cannot be opened."""
    import pikepdf  # noqa: PLC0415  # takes time to load, and a build asks for no metadata

    try:
        with pikepdf.open(BytesIO(data)) as document:
            info = {str(key): str(value) for key, value in document.docinfo.items()}
            with document.open_metadata(set_pikepdf_as_editor=False) as xmp:
                said = {str(key): _listed(value) for key, value in xmp.items()}
            language = str(document.Root.get("/Lang", ""))
    except (
        pikepdf.PdfError,
        pikepdf.PasswordError,
        ValueError,
        TypeError,
        AttributeError,
        LookupError,
        RuntimeError,  # what qpdf stumbles over
    ):
        return Metadata()
    return _of_xmp(said) + _of_info(info) + Metadata(language=language.strip())


def _listed(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    return sorted(map(str, value)) if isinstance(value, set) else list(map(str, _items(value)))


def _items(value: object) -> Iterable[object]:
    return value if isinstance(value, list | tuple) else ()


def _of_xmp(said: dict[str, list[str]]) -> Metadata:
    def prism(name: str) -> list[str]:
        return [word for space in _PRISM for word in said.get(f"{space}{name}", [])]

    numbers = [*prism("doi"), *said.get(f"{_DC}identifier", []), *prism("isbn"), *prism("issn")]
    rights = [*said.get(f"{_RIGHTS}WebStatement", []), *said.get(f"{_DC}rights", [])]
    pages = prism("pageRange") or ["–".join([*prism("startingPage"), *prism("endingPage")])]
    journals = prism("publicationName")
    return Metadata(
        titles=_titles(said.get(f"{_DC}title", []), _XMP),
        authors=facts(said.get(f"{_DC}creator", []), _XMP),
        dates=facts([*prism("publicationDate"), *prism("coverDate")], _XMP),
        sites=facts(journals, _XMP),
        publishers=facts(said.get(f"{_DC}publisher", []), _XMP, is_body=True),
        addresses=tuple(fact for fact in facts(prism("url"), _XMP) if is_address(fact.value)),
        identifiers=_sound(numbers, identifier),
        licences=_sound(rights, licence),
        volumes=facts(prism("volume"), _XMP),
        issues=facts(prism("number"), _XMP),
        pages=facts(pages, _XMP),
        kind="article-journal" if journals else "",
    )


def _of_info(info: dict[str, str]) -> Metadata:
    doi = [info.get("/doi", ""), info.get("/DOI", ""), info.get("/WPS-ARTICLEDOI", "")]
    return Metadata(
        titles=_titles([info.get("/Title", "")], _INFO),
        authors=facts(_PARTED.split(info.get("/Author", "")), _INFO),
        identifiers=_sound([*doi, *_dois(info.get("/Subject", ""))], identifier),
    )


def _titles(words: Iterable[str], source: str) -> Facts:
    clear = (word.replace("\0", "").strip() for word in words)
    return facts((word for word in clear if word and not _FILE.search(word)), source)


def _dois(subject: str) -> Iterator[str]:
    if "doi" in subject.lower() or subject.startswith("10."):
        yield subject


def _sound(words: Iterable[str], sound: Callable[[str], str]) -> Facts:
    return tuple(Fact(made, _XMP) for word in words if word and (made := sound(word)))
