"""The claims that make a PDF a PDF/X: its standard, its condition of printing, its dates.

In: a file whose objects are right already. Out: the same with XMP, document information and
output intent. Sources: ISO 15930-7 (PDF/X-4), ISO 15930-1 (PDF/X-1a:2001). It never claims
what the file does not keep.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from xml.sax.saxutils import escape

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String

from florilegium.model import Standard
from florilegium.render.shop.tables import Profile

VERSIONS: dict[Standard, str] = {"pdf/x-4": "1.6", "pdf/x-1a": "1.3"}
_PROGRAM = "Florilegium"
_REGISTRY = "http://www.color.org"
_PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" \
xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/" \
xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfxid="http://www.npes.org/pdfx/ns/id/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<xmp:CreateDate>{date}</xmp:CreateDate><xmp:ModifyDate>{date}</xmp:ModifyDate>
<xmp:MetadataDate>{date}</xmp:MetadataDate><xmp:CreatorTool>{program}</xmp:CreatorTool>
<xmpMM:DocumentID>uuid:{key}</xmpMM:DocumentID><xmpMM:VersionID>1</xmpMM:VersionID>
<xmpMM:RenditionClass>default</xmpMM:RenditionClass>
<pdf:Producer>{program}</pdf:Producer><pdf:Trapped>False</pdf:Trapped>
<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""


@dataclass(frozen=True, slots=True)
class Claim:
    """What the file says of itself: a *title*, the book's *moment*, the standard it keeps.

    *profile* names the condition of printing, *icc* are the bytes of its profile.
    """

    title: str
    moment: datetime
    standard: Standard
    profile: Profile
    icc: bytes


def claim(pdf: pikepdf.Pdf, what: Claim) -> None:
    """Write into *pdf* that it keeps the standard, and for which condition of printing."""
    information(pdf, what.title, what.moment)
    pdf.Root.OutputIntents = Array([pdf.make_indirect(_intent(pdf, what))])
    if what.standard == "pdf/x-1a":
        # ISO 15930-1, 6.2: both keys, in these words.
        pdf.docinfo["/GTS_PDFXVersion"] = String("PDF/X-1:2001")
        pdf.docinfo["/GTS_PDFXConformance"] = String("PDF/X-1a:2001")
        return
    key = hashlib.sha256(f"{what.title}\0{what.profile.identifier}".encode()).hexdigest()
    packet = _PACKET.format(
        title=escape(what.title),
        date=what.moment.isoformat(timespec="seconds"),
        program=_PROGRAM,
        key=f"{key[:8]}-{key[8:12]}-{key[12:16]}-{key[16:20]}-{key[20:32]}",
    )
    metadata = Stream(pdf, packet.encode())
    metadata.Type, metadata.Subtype = Name.Metadata, Name.XML
    pdf.Root.Metadata = pdf.make_indirect(metadata)


def information(pdf: pikepdf.Pdf, title: str, moment: datetime) -> None:
    """Replace the document information of *pdf* by what PDF/X asks for."""
    date = String(f"D:{moment.year:04}{moment:%m%d%H%M%S}+00'00'")
    pdf.trailer.Info = pdf.make_indirect(
        Dictionary(
            Title=String(title),
            Creator=String(_PROGRAM),
            Producer=String(_PROGRAM),
            CreationDate=date,
            ModDate=date,
            Trapped=Name("/False"),
        )
    )


def _intent(pdf: pikepdf.Pdf, what: Claim) -> Dictionary:
    profile = Stream(pdf, what.icc)
    profile.N = 4
    return Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFX,
        OutputCondition=String(what.profile.info),
        OutputConditionIdentifier=String(what.profile.identifier),
        RegistryName=String(_REGISTRY),
        Info=String(what.profile.info),
        DestOutputProfile=pdf.make_indirect(profile),
    )
