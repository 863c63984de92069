"""The message to the book trade about the e-book: one ONIX for Books 3.0 product.

The numbers are of EDItEUR's code lists; each stands beside the words that say what it means.
Prices and supply are the publisher's affair, so the message has none.
"""

import re
from collections.abc import Iterator, Sequence

from lxml import etree

from florilegium.model import BookMeta, Person
from florilegium.render.elements import Node
from florilegium.render.epub.metadata import Holdings, summary

_NAMESPACE = "http://ns.editeur.org/onix/3.0/reference"

# List 17, by MARC relator; what has no number there is "other" (Z99).
_ROLES = {
    "aut": "A01", "cre": "A01", "ill": "A12", "wpr": "A15", "aft": "A19", "win": "A24",
    "aui": "A24", "ivr": "A43", "ive": "A44", "edt": "B01", "trl": "B06", "com": "C01",
    "pht": "A13", "cmp": "A06", "nrt": "E07",
}  # fmt: skip
_OTHER_ROLE = "Z99"

# List 74 (ISO 639-2/B) for the two-letter codes of BCP 47; three letters stay as they are.
_LANGUAGES = {
    "ar": "ara", "bg": "bul", "ca": "cat", "cs": "cze", "cy": "wel", "da": "dan", "de": "ger",
    "el": "gre", "en": "eng", "es": "spa", "et": "est", "eu": "baq", "fa": "per", "fi": "fin",
    "fr": "fre", "ga": "gle", "gl": "glg", "he": "heb", "hi": "hin", "hr": "hrv", "hu": "hun",
    "hy": "arm", "id": "ind", "is": "ice", "it": "ita", "ja": "jpn", "ka": "geo", "ko": "kor",
    "la": "lat", "lt": "lit", "lv": "lav", "mk": "mac", "ms": "may", "nb": "nob", "nl": "dut",
    "nn": "nno", "no": "nor", "pl": "pol", "pt": "por", "ro": "rum", "ru": "rus", "sk": "slo",
    "sl": "slv", "sq": "alb", "sr": "srp", "sv": "swe", "th": "tha", "tr": "tur", "uk": "ukr",
    "ur": "urd", "vi": "vie", "yi": "yid", "zh": "chi",
}  # fmt: skip
_UNKNOWN_LANGUAGE = "und"

# List 196: contents, one order of reading, alternative texts, languages, structure, ARIA,
# landmarks, links that say where they lead; all but sight needed.
_ALWAYS = ("10", "11", "13", "14", "22", "29", "30", "32", "36", "52")
_WCAG = {"2.0": "80", "2.1": "81", "2.2": "82"}
_LEVELS = {"A": "84", "AA": "85", "AAA": "86"}


def message(
    meta: BookMeta, *, holdings: Holdings, authors: Sequence[Person] = (), printed: str = ""
) -> bytes:
    """Return the message as XML.

    *authors* made the texts in the book; *printed* is the identifier of its print edition.
    """
    root = etree.Element(f"{{{_NAMESPACE}}}ONIXMessage", {"release": "3.0"}, {None: _NAMESPACE})  # type: ignore[dict-item]  # lxml's stubs know no default namespace
    header = _add(root, "Header")
    _add(_add(header, "Sender"), "SenderName", meta.publisher or meta.title)
    _add(header, "SentDateTime", _day(meta.date))
    product = _add(root, "Product")
    _add(product, "RecordReference", meta.identifier)
    _add(product, "NotificationType", "03")  # list 1: confirmed on publication
    _identify(product, meta.identifier)
    _describe(_add(product, "DescriptiveDetail"), meta, holdings, authors)
    if meta.description:
        text = _add(_add(product, "CollateralDetail"), "TextContent")
        _add_all(text, TextType="03", ContentAudience="00", Text=meta.description)
    _publish(_add(product, "PublishingDetail"), meta)
    if printed:
        related = _add(_add(product, "RelatedMaterial"), "RelatedProduct")
        _add(related, "ProductRelationCode", "13")  # list 51: based on this printed book
        _identify(related, printed)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)


def _identify(product: Node, identifier: str) -> None:
    """List 5: 15 an ISBN-13, 06 a DOI, 22 a URN, 01 the publisher's own."""
    isbn = re.sub(r"[^0-9X]", "", identifier.removeprefix("urn:isbn:"))
    made = _add(product, "ProductIdentifier")
    if identifier.startswith("urn:isbn:") and len(isbn) == 13:  # noqa: PLR2004  # an ISBN-13
        _add_all(made, ProductIDType="15", IDValue=isbn)
    elif identifier.startswith("urn:"):
        _add_all(made, ProductIDType="22", IDValue=identifier)
    elif identifier.startswith("10."):
        _add_all(made, ProductIDType="06", IDValue=identifier)
    else:
        _add_all(made, ProductIDType="01", IDTypeName="identifier", IDValue=identifier)


def _describe(detail: Node, meta: BookMeta, holdings: Holdings, authors: Sequence[Person]) -> None:
    # Lists 2, 150 and 175: one item, a digital download, an EPUB.
    _add_all(detail, ProductComposition="00", ProductForm="ED", ProductFormDetail="E101")
    for code, words in _features(meta, holdings):
        feature = _add(detail, "ProductFormFeature")
        _add_all(feature, ProductFormFeatureType="09", ProductFormFeatureValue=code)
        if words:
            _add(feature, "ProductFormFeatureDescription", words)
    # Lists 81 and 144: text to be read, and nothing that keeps it from being read.
    _add_all(detail, PrimaryContentType="10", EpubTechnicalProtection="00")
    if meta.series:
        collection = _add(detail, "Collection")
        _add(collection, "CollectionType", "10")  # list 148: the publisher's own
        position = {"PartNumber": meta.series.position} if meta.series.position else {}
        _title(collection, "02", {**position, "TitleText": meta.series.name})
    subtitle = {"Subtitle": meta.subtitle} if meta.subtitle else {}
    _title(detail, "01", {"TitleText": meta.title, **subtitle})
    _contribute(detail, (*meta.people, *authors))
    _add_all(_add(detail, "Language"), LanguageRole="01", LanguageCode=_language(meta.language))
    for subject in meta.subjects:
        made = _add(detail, "Subject")
        _add_all(made, SubjectSchemeIdentifier="20", SubjectHeadingText=subject)  # keywords


def _features(meta: BookMeta, holdings: Holdings) -> Iterator[tuple[str, str]]:
    """List 196: the code of each thing that helps, and words where the code asks for them."""
    yield "00", summary(meta, holdings)
    if claim := meta.accessibility:
        found = re.search(r"WCAG (2\.\d) Level (A+)", claim.conformance)
        yield "04", ""
        if found:
            yield from ((_WCAG[found[1]], ""), (_LEVELS[found[2]], ""))
        if claim.certified_by:
            yield "90", claim.certified_by
        if claim.report:
            yield "94", claim.report
    has = {"12": holdings.index, "17": holdings.mathematics, "19": holdings.pages}
    codes = {*_ALWAYS, *(code for code, is_so in has.items() if is_so)}
    yield from ((code, "") for code in sorted(codes))


def _title(parent: Node, level: str, parts: dict[str, str]) -> None:
    detail = _add(parent, "TitleDetail")
    _add(detail, "TitleType", "01")  # list 15: as on the title page
    _add_all(_add(detail, "TitleElement"), TitleElementLevel=level, **parts)


def _contribute(detail: Node, people: Sequence[Person]) -> None:
    for number, person in enumerate(people, start=1):
        made = _add(detail, "Contributor")
        _add(made, "SequenceNumber", str(number))
        roles = person.roles or ("",)  # the schema asks for one
        for role in dict.fromkeys(_ROLES.get(role, _OTHER_ROLE) for role in roles):
            _add(made, "ContributorRole", role)
        _add_all(made, PersonName=person.name, PersonNameInverted=person.file_as or person.name)
    if not people:
        _add(detail, "NoContributor")


def _publish(detail: Node, meta: BookMeta) -> None:
    # The schema asks for one: who makes a book without a publisher publishes it.
    makers = ", ".join(person.name for person in meta.people)
    name = meta.publisher or makers or meta.title
    _add_all(_add(detail, "Publisher"), PublishingRole="01", PublisherName=name)
    _add(detail, "PublishingStatus", "04")  # list 64: active
    date = _add(detail, "PublishingDate")
    _add(date, "PublishingDateRole", "01")  # list 163: of publication
    _add(date, "Date", _day(meta.date))


def _language(code: str) -> str:
    first = code.partition("-")[0].lower()
    return first if len(first) == 3 else _LANGUAGES.get(first, _UNKNOWN_LANGUAGE)  # noqa: PLR2004  # ISO 639-2


def _day(date: str) -> str:
    """Return *date* as YYYYMMDD; a year or a month alone begins on its first day."""
    year, month, day = (*date.split("-"), "01", "01")[:3]
    return year + month + day


def _add(parent: Node, tag: str, text: str = "") -> Node:
    made = etree.SubElement(parent, f"{{{_NAMESPACE}}}{tag}")
    if text:
        made.text = text
    return made


def _add_all(parent: Node, **parts: str) -> None:
    for tag, text in parts.items():
        _add(parent, tag, text)
