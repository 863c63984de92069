"""The message to the book trade says what the book says, in the numbers of the trade."""

from dataclasses import replace

import pytest
from epub_samples import META
from lxml import etree

from florilegium.model import Accessibility, Person, Series
from florilegium.render.epub import onix
from florilegium.render.epub.metadata import Holdings

NS = {"o": "http://ns.editeur.org/onix/3.0/reference"}
# The order of ONIX 3.0's schema, for the elements that are written.
ORDER = [
    "ProductComposition", "ProductForm", "ProductFormDetail", "ProductFormFeature",
    "PrimaryContentType", "EpubTechnicalProtection", "Collection", "TitleDetail",
    "Contributor", "NoContributor", "Language", "Subject",
]  # fmt: skip


def read(meta=META, *, authors=(), **holdings):
    return etree.fromstring(onix.message(meta, holdings=Holdings(**holdings), authors=authors))


def said(tree, path):
    return [node.text for node in tree.xpath(f"//o:{path.replace('/', '/o:')}", namespaces=NS)]


def features(tree):
    return said(tree, "ProductFormFeature/ProductFormFeatureValue")


def test_it_is_one_product_of_onix_3():
    tree = read()

    assert tree.tag == f"{{{NS['o']}}}ONIXMessage"
    assert tree.get("release") == "3.0"
    assert [etree.QName(child).localname for child in tree] == ["Header", "Product"]
    assert said(tree, "Header/SentDateTime") == ["20260302"]
    assert said(tree, "Product/NotificationType") == ["03"]
    assert said(tree, "ProductFormDetail") == ["E101"]


def test_its_parts_stand_in_the_order_of_the_schema():
    meta = replace(META, series=Series("Quay", "3"))
    (detail,) = read(meta).xpath("//o:DescriptiveDetail", namespaces=NS)
    order = [ORDER.index(etree.QName(child).localname) for child in detail]

    assert order == sorted(order)


@pytest.mark.parametrize(
    ("parent", "order"),
    [
        (
            "Product",
            (
                "RecordReference NotificationType ProductIdentifier DescriptiveDetail "
                "CollateralDetail PublishingDetail RelatedMaterial"
            ),
        ),
        ("PublishingDetail", "Publisher PublishingStatus PublishingDate"),
        ("Contributor", "SequenceNumber ContributorRole PersonName PersonNameInverted"),
        ("TextContent", "TextType ContentAudience Text"),
        ("RelatedProduct", "ProductRelationCode ProductIdentifier"),
        ("Collection", "CollectionType TitleDetail"),
    ],
)
def test_what_the_schema_asks_of_a_part_is_there_in_its_order(parent, order):
    # As the schema of ONIX 3.0 and 3.1 has it; messages of every kind were held against both.
    tree = etree.fromstring(
        onix.message(
            replace(META, series=Series("Quay")), holdings=Holdings(), printed="urn:isbn:9"
        )
    )

    for found in tree.xpath(f"//o:{parent}", namespaces=NS):
        names = dict.fromkeys(etree.QName(child).localname for child in found)
        assert order.split() == list(names)


def test_a_book_without_a_publisher_is_published_by_its_makers():
    by_hand = replace(META, publisher="")

    assert said(read(by_hand), "Publisher/PublisherName") == ["Ada Quill, Jonas Wehr"]
    assert said(read(replace(by_hand, people=())), "Publisher/PublisherName") == [META.title]


def test_a_person_without_a_role_has_the_role_of_others():
    tree = read(replace(META, people=(Person("Ann", "", ()),)))

    assert said(tree, "Contributor/ContributorRole") == ["Z99"]


@pytest.mark.parametrize(
    ("identifier", "kind", "value"),
    [
        ("urn:isbn:978-3-16-148410-0", "15", "9783161484100"),
        ("urn:uuid:6b2f", "22", "urn:uuid:6b2f"),
        ("10.1000/182", "06", "10.1000/182"),
        ("shelf 12", "01", "shelf 12"),
    ],
)
def test_the_identifier_says_its_kind(identifier, kind, value):
    tree = read(replace(META, identifier=identifier))

    assert said(tree, "ProductIdentifier/ProductIDType") == [kind]
    assert said(tree, "ProductIdentifier/IDValue") == [value]


def test_who_made_the_book_comes_before_who_made_its_texts():
    tree = read(authors=(Person("Tamsin Orr", "Orr, Tamsin", ("aut", "xyz")),))

    assert said(tree, "Contributor/PersonNameInverted") == [
        "Quill, Ada",
        "Wehr, Jonas",
        "Orr, Tamsin",
    ]
    assert said(tree, "Contributor/ContributorRole") == ["B01", "B06", "A24", "A01", "Z99"]
    assert said(tree, "Contributor/SequenceNumber") == ["1", "2", "3"]


def test_a_book_by_nobody_says_so():
    assert len(read(replace(META, people=())).xpath("//o:NoContributor", namespaces=NS)) == 1


def test_accessibility_is_what_the_book_has():
    plain, rich = read(), read(pages=True, index=True, mathematics=True)

    assert set(features(rich)) - set(features(plain)) == {"12", "17", "19"}
    assert features(plain)[0] == "00"
    assert not {"04", "80", "81", "82", "84", "85", "86"} & set(features(rich))


def test_conformance_is_the_editors_claim():
    claim = Accessibility(
        "EPUB Accessibility 1.1 - WCAG 2.2 Level AA", "Lamp Lab", "https://example.org/r"
    )
    tree = read(replace(META, accessibility=claim))

    assert features(tree)[1:6] == ["04", "82", "85", "90", "94"]
    assert said(tree, "ProductFormFeature/ProductFormFeatureDescription")[1:] == [
        "Lamp Lab",
        "https://example.org/r",
    ]


@pytest.mark.parametrize(
    ("language", "code"), [("en-US", "eng"), ("de", "ger"), ("grc", "grc"), ("xx", "und")]
)
def test_the_language_is_one_of_the_trades(language, code):
    assert said(read(replace(META, language=language)), "Language/LanguageCode") == [code]


@pytest.mark.parametrize(
    ("date", "day"), [("2026-03-02", "20260302"), ("2026-03", "20260301"), ("2026", "20260101")]
)
def test_the_day_of_publication_is_whole(date, day):
    assert said(read(replace(META, date=date)), "PublishingDate/Date") == [day]


def test_series_title_subjects_and_description_are_the_books():
    tree = read(replace(META, series=Series("Quay & Co", "3")))

    assert said(tree, "Collection/TitleDetail/TitleElement/PartNumber") == ["3"]
    assert said(tree, "TitleElement/TitleText") == ["Quay & Co", "The Lamp & the Ledger"]
    assert said(tree, "Subject/SubjectHeadingText") == ["Harbours", "Lamps"]
    assert said(tree, "TextContent/Text") == [META.description]


def test_the_printed_book_is_named_where_it_has_an_identifier():
    printed = "urn:isbn:9780000000002"
    tree = etree.fromstring(onix.message(META, holdings=Holdings(), printed=printed))

    assert said(read(), "RelatedProduct/ProductRelationCode") == []
    assert said(tree, "RelatedProduct/ProductRelationCode") == ["13"]
    assert said(tree, "RelatedProduct/ProductIdentifier/IDValue") == ["9780000000002"]


def test_the_same_book_is_the_same_message():
    first, second = (onix.message(META, holdings=Holdings()) for _ in range(2))

    assert first == second
