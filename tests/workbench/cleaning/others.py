"""The tools we are measured beside, each as a function from a page to its text."""

import html
import logging
from collections.abc import Callable, Mapping

import justext
import trafilatura
from resiliparse.extract.html2text import extract_plain_text

Cleaner = Callable[[str], str]


def by_trafilatura(page: str) -> str:
    """Return what trafilatura keeps of *page*."""
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    return trafilatura.extract(page, include_comments=False, include_tables=True) or ""


def by_justext(page: str) -> str:
    """Return what jusText keeps of *page*, with the stop words of English and German."""
    words = justext.get_stoplist("English") | justext.get_stoplist("German")
    paragraphs = justext.justext(page.encode(), words, encoding="utf-8")
    return "\n\n".join(one.text for one in paragraphs if not one.is_boilerplate)


def by_resiliparse(page: str) -> str:
    """Return what resiliparse keeps of *page*."""
    return str(extract_plain_text(page, main_content=True, alt_texts=False, list_bullets=False))


HTML: Mapping[str, Cleaner] = {
    "trafilatura": by_trafilatura,
    "jusText": by_justext,
    "resiliparse": by_resiliparse,
}


def on_text(cleaner: Cleaner) -> Cleaner:
    """Return *cleaner* for plain text: each line is made a paragraph of a page."""

    def clean(text: str) -> str:
        lines = (line.strip() for line in text.split("\n"))
        body = "\n".join(f"<p>{html.escape(line)}</p>" for line in lines if line)
        return cleaner(f"<!DOCTYPE html><html><body>\n{body}\n</body></html>")

    return clean
