"""Drawings (SVG) as a stranger may make them: seen, or refused with a word."""

# ruff: noqa: E501  # tables of inputs are read by the row

import base64
import contextlib
import io

import pytest
from PIL import Image

from florilegium.errors import RenderError
from florilegium.project import drawings, pictures

XLINK = 'xmlns:xlink="http://www.w3.org/1999/xlink"'


def svg(content, more=""):
    return f'<svg xmlns="http://www.w3.org/2000/svg" {XLINK} {more}>{content}</svg>'.encode()


def fault(content):
    return drawings.fault(content, inspect=lambda data: pictures.opened(data, "a.svg"))


def pixels():
    buffer = io.BytesIO()
    Image.new("RGB", (2, 2)).save(buffer, "PNG")
    return base64.b64encode(buffer.getvalue()).decode()


USES = "".join(
    f'<g id="u{n}">' + f'<use href="#u{n - 1}"/>' * 10 + "</g>"
    if n
    else '<g id="u0"><path d="M0 0"/></g>'
    for n in range(9)
)
ENTITIES = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "lol"}">' for n in range(9))

REFUSED = [
    svg("<script>alert(1)</script>"), svg("<x:script xmlns:x='http://www.w3.org/1999/xhtml'/>"),
    svg("<script href='x'/>"), svg("<SCRIPT>x</SCRIPT>"), svg("", 'onload="x"'), svg("<g onclick='x'/>"),
    svg("<g ONCLICK='x'/>"), svg("<foreignObject><p xmlns='http://www.w3.org/1999/xhtml'>x</p></foreignObject>"),
    svg("<foreignobject/>"), svg("<animate attributeName='href' to='javascript:x'/>"),
    svg("<set attributeName='onload' to='x'/>"), svg("<animateTransform/>"), svg("<animateMotion/>"),
    svg("<discard/>"), svg("<handler/>"), svg("<listener/>"), svg("<iframe/>"), svg("<embed/>"),
    svg("<audio/>"), svg("<video/>"), svg("<canvas/>"), svg("<a href='https://e.org'><path/></a>"),
    svg("<a xlink:href='javascript:x'><path/></a>"), svg("<image href='https://e.org/a.png'/>"),
    svg("<image xlink:href='//e.org/a.png'/>"), svg("<image href='../a.png'/>"), svg("<image href='a.png'/>"),
    svg("<image href='file:///etc/passwd'/>"), svg("<image href='data:image/svg+xml;base64,PHN2Zy8+'/>"),
    svg("<image href='data:text/html,x'/>"), svg("<image href='data:image/png;base64,!!!!'/>"),
    svg("<use href='https://e.org/a.svg#x'/>"), svg("<use xlink:href='a.svg#x'/>"),
    svg("<use href='data:image/svg+xml,x#y'/>"), svg("<use href=' javascript:x'/>"), svg("<use href=''/>"),
    svg("<feImage href='https://e.org/a.png'/>"), svg("<filter><feImage/></filter>"),
    svg("<filter><feGaussianBlur/></filter>"), svg("<style>@import url(https://e.org/a.css);</style>"),
    svg("<style>@import 'a.css';</style>"), svg("<style>@font-face{src:url(a.ttf)}</style>"),
    svg("<style>p{fill:url(https://e.org/a)}</style>"), svg("<style>p{fill:u\\72l(//e.org/a)}</style>"),
    svg("<style><![CDATA[@import 'x';]]></style>"), svg("<style>p{background:url(#x)}</style>"),
    svg("<path style='fill:url(https://e.org/a)'/>"), svg("<path style='fill:url(&quot;a.svg#x&quot;)'/>"),
    svg("<path fill='url(https://e.org/a#x)'/>"), svg("<path fill='URL(a.svg#x)'/>"),
    svg("<path cursor='url(a.cur),auto'/>"), svg("<path filter='src(x)'/>"),
    svg("<path style='width:expression(alert(1))'/>"), svg("<path style='behavior:url(#x)'/>"),
    svg("<path style='-moz-binding:url(#x)'/>"), svg("<path style='fill:image-set(\"a\" 1x)'/>"),
    svg("<switch><path/></switch>"), svg("<cursor/>"), svg("<font/>"), svg("<tref xlink:href='#x'/>"),
    svg("<unknown/>"), svg("<path unknown='x'/>"), svg("<metadata><script/></metadata>"), svg("<text>&x;</text>"),
    svg("<mesh/>"), svg("<solidcolor/>"), svg("<view/>"), svg("<path xml:base='https://e.org'/>"),
    svg("<path xlink:evil='x'/>"), svg("<path xmlns:ev='http://www.w3.org/2001/xml-events' ev:event='x'/>"),
    b"<?xml-stylesheet href='https://e.org/a.css'?>" + svg(""), svg("") + b"<?php x ?>",
    svg("<?php x ?>"), b"<!DOCTYPE svg [<!ENTITY a 'b'>]>" + svg("<text>&a;</text>"),
    b"<!DOCTYPE svg [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>" + svg("<text>&a;</text>"),
    b"<!DOCTYPE svg [<!ENTITY % a SYSTEM 'http://127.0.0.1:1/x'> %a;]>" + svg(""),
    f"<!DOCTYPE svg [{ENTITIES}]>".encode() + svg("<text>&a8;</text>"),
    f"<?xml version='1.0' encoding='utf-16'?><!DOCTYPE svg [<!ENTITY a 'b'>]>{svg('').decode()}".encode("utf-16"),
    f"<!DOCTYPE svg [{ENTITIES}]>".encode() + svg("<path id='&a8;'/>"),
    b"<!DOCTYPE svg [<!ATTLIST svg onload CDATA 'x'>]>" + svg(""), svg("<script/>").decode().encode("utf-16"),
    b"<svg", b"", b"<svg/>", b"<html xmlns='http://www.w3.org/1999/xhtml'/>", b"\x1f\x8b\x08gz", svg("<g>" * 100 + "</g>" * 100),
    svg("<path/>" * 50_001), svg(USES), svg("<g id='a'><use href='#a'/></g>"),
    svg("<g id='a'><use href='#b'/></g><g id='b'><use href='#a'/></g>"),
    svg("<pattern id='a'><path fill='url(#a)'/></pattern><path fill='url(#a)'/>"),
    svg("<mask id='a' mask='url(#a)'/>"), svg("<linearGradient id='a' href='#a'/>"),
    svg("<use href='#r'/>", "id='r'"), svg("<clipPath id='a' clip-path='url(#b)'/><clipPath id='b' clip-path='url(#a)'/>"),
    svg("<marker id='m'><path marker-end='url(#m)'/></marker>"),
    b"<svg xmlns='http://www.w3.org/2000/svg'>" + b" " * 8_000_001 + b"</svg>",
]  # fmt: skip


@pytest.mark.parametrize("number", range(len(REFUSED)))
def test_a_drawing_that_acts_loads_or_grows_is_refused(number):
    with contextlib.suppress(RenderError):
        assert fault(REFUSED[number]), REFUSED[number][:300]


DRAWN = [
    svg("<path d='M0 0L1 1' fill='url(#x)'/>"), svg("<text x='1' font-family='Noto Serif'>Wehr</text>"),
    svg("<defs><linearGradient id='a'><stop offset='0' stop-color='#fff'/></linearGradient></defs>"
        "<rect fill='url(#a)' width='1' height='1'/>"),
    svg("<symbol id='s'><circle r='1'/></symbol><use xlink:href='#s'/><use href='#s' x='2'/>"),
    svg("<style>.a{fill:#000;stroke:rgb(1,2,3)} text{font:italic 3px serif}</style><g class='a'/>"),
    svg("<g transform='matrix(1 0 0 1 0 0) translate(1,2)' style='opacity:.5;clip-path:url(#c)'/>"),
    svg(f"<image href='data:image/png;base64,{pixels()}' width='2' height='2'/>"),
    svg("<title>A weir</title><desc>In spring</desc><!-- made by hand --><path d='M0 0'/>"),
    svg("<metadata><r:RDF xmlns:r='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>"
        "<c:Work xmlns:c='http://creativecommons.org/ns#' r:about=''/></r:RDF></metadata>"),
    svg("<path d='M0 0' i:label='x' style='-inkscape-stroke:none;fill:none'/>",
        "xmlns:i='http://www.inkscape.org/namespaces/inkscape' i:version='1.3'"),
    b"<?xml version='1.0' encoding='UTF-8' standalone='no'?>\n<!DOCTYPE svg PUBLIC '-//W3C//DTD SVG 1.1//EN' "
    b"'http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd'>\n" + svg("<path/>"),
    svg("<pattern id='p' width='1' height='1'><path d='M0 0'/></pattern><path fill='url(#p)' mask='url(#m)'/>"
        "<mask id='m'><path fill='url(#p)'/></mask>"),
]  # fmt: skip


@pytest.mark.parametrize("number", range(len(DRAWN)))
def test_a_drawing_that_is_only_seen_is_kept(number):
    assert "" == fault(DRAWN[number])
