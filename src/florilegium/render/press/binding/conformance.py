"""Claims of conformance that WeasyPrint leaves out: PDF/UA beside PDF/A, and page labels.

WeasyPrint writes one claim of conformance into a file. The book keeps both, so the second
goes into the same XMP block, with the description of its schema that PDF/A asks for.
"""

from collections.abc import Sequence

import pydyf

from florilegium.render.press.layout.folios import LabelRange

_END = b"</rdf:RDF>"
_UA = b"""<rdf:Description xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" rdf:about="">\
<pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" \
xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#" rdf:about="">\
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">\
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>\
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">\
<pdfaProperty:name>part</pdfaProperty:name>\
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>\
<pdfaProperty:category>internal</pdfaProperty:category>\
<pdfaProperty:description>The part of ISO 14289 that is met</pdfaProperty:description>\
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas>\
</rdf:Description>
"""


def claim_accessible(pdf: pydyf.PDF) -> None:
    """Say in the metadata of *pdf* that it meets PDF/UA-1, beside what it says already."""
    number = int(pdf.catalog["Metadata"].split()[0])
    metadata = pdf.objects[number]
    packet = b"".join(metadata.stream)
    if packet.count(_END) != 1:
        message = "the XMP packet has no single end: did WeasyPrint change?"
        raise AssertionError(message)
    metadata.stream = [packet.replace(_END, _UA + _END)]


def label_pages(pdf: pydyf.PDF, ranges: Sequence[LabelRange]) -> None:
    """Give the pages of *pdf* their folios as labels."""
    numbers = pydyf.Array()
    for one in ranges:
        label = pydyf.Dictionary({"S": f"/{one.style}", "St": one.first})
        numbers.extend([one.index, label])
    pdf.catalog["PageLabels"] = pydyf.Dictionary({"Nums": numbers})
