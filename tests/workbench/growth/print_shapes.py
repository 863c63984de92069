"""Chapters that grow, as the press gets them: what a paragraph, a page or a table can hold.

A shape gives the XHTML below a chapter's title for a number; `laid_out_in_print` sets it.
"""

from collections.abc import Callable

from florilegium.project.styles import find_styles
from florilegium.render import press
from support.press_sample import META, PRINT, document

_SAID = "The keeper of the weir wrote it down every evening. "


def laid_out_in_print(body: str) -> press.LaidOut:
    """Return the pages of a chapter with *body*."""
    style = press.style_for(META, edition=PRINT, styles=find_styles())
    return press.lay_out(document("one", f"<h1>A</h1>{body}"), style)


def _all_in_one(part: str, between: str = " ") -> Callable[[int], str]:
    return lambda n: f"<p>{between.join(part.replace('{n}', str(i)) for i in range(n))}</p>"


def _one_after_another(part: str, around: str = "") -> Callable[[int], str]:
    start, end = (f"<{around}>", f"</{around}>") if around else ("", "")
    return lambda n: start + "".join(part.replace("{n}", str(i)) for i in range(n)) + end


def _table(number: int) -> str:
    rows = "".join(f"<tr><td>{i}</td><td>the weir</td></tr>" for i in range(number))
    return f"<table><tbody>{rows}</tbody></table>"


def _noted(number: int) -> str:
    return "".join(
        f'<p>{_SAID}<a class="note-call" role="doc-noteref" href="#n{i}" id="c{i}">{i}</a></p>'
        f'<aside class="note" role="doc-footnote" id="n{i}"><p>{_SAID}</p></aside>'
        for i in range(number)
    )


PAGES: dict[str, Callable[[int], str]] = {
    "one paragraph": _all_in_one(_SAID),
    "emphasis": _all_in_one("<em>The</em> keeper of the weir"),
    "emphasis within words": _all_in_one("<em>a</em>b", ""),
    "breaks": _all_in_one("The keeper of the weir", "<br/>"),
    "links": _all_in_one('<a href="https://example.org/{n}">keeper</a>'),
    "one link": lambda n: f'<p><a href="https://example.org/">{_SAID * n}</a></p>',
    "addresses": _all_in_one("https://example.org/a/b/c/{n}"),
    "one address": lambda n: f"<p>https://example.org/{'a/b.' * n}</p>",
    "raised": _all_in_one("keeper<sup>{n}</sup>"),
    "code": _all_in_one("<code>weir_{n}</code>"),
    "one word": lambda n: f"<p>{'a' * n * 8}</p>",
    "dashes": lambda n: f"<p>{'—' * n * 4}</p>",
    "hyphens": lambda n: f"<p>{'-a' * n * 4}</p>",
    "soft hyphens": lambda n: f"<p>{('ab' + chr(0xAD)) * n * 4}</p>",
    "bound spaces": _all_in_one("the weir", "\u00a0"),
    "from the right": _all_in_one("שומר הסכר"),
    "both ways": _all_in_one("keeper שומר"),
    "without spaces": _all_in_one("水門の番人", ""),
    "paragraphs": _one_after_another(f'<p id="p{{n}}">{_SAID}</p>'),
    "titles": _one_after_another(f'<h2 id="h{{n}}">Of the weir {{n}}</h2><p>{_SAID}</p>'),
    "one title": lambda n: f"<h2>{'weir ' * n}</h2>",
    "quotations": _one_after_another(f"<blockquote><p>{_SAID}</p></blockquote>"),
    "items": _one_after_another(f"<li>{_SAID}</li>", "ul"),
    "lists": _one_after_another(f"<ol><li>{_SAID}</li></ol>"),
    "terms": _one_after_another("<dt>weir</dt><dd>a wall in a river</dd>", "dl"),
    "verse": _one_after_another('<p class="line">The keeper of the weir</p>', "div"),
    "code lines": lambda n: f"<pre>{('keeper of the weir' + chr(10)) * n}</pre>",
    "rows": _table,
    "tables": lambda n: _table(1) * n,
    "breaks of thought": _one_after_another("<p>The keeper.</p><hr/>"),
    "references": lambda n: "".join(
        f'<p id="p{i}">See <a href="#p{n - i - 1}">there</a>.</p>' for i in range(n)
    ),
    "notes": _noted,
}
