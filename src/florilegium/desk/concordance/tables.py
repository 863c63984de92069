"""A concordance for a class: one HTML page to read or print, and the pages as CSV."""

from collections.abc import Iterable
from html import escape

from florilegium.desk import spreadsheet
from florilegium.desk.concordance.compare import Concordance, TextChange

_STYLE = """
body { font: 1rem/1.5 serif; max-width: 42rem; margin: 2rem auto; padding: 0 1rem }
table { border-collapse: collapse; width: 100% }
th, td { text-align: left; padding: .2rem .6rem .2rem 0; border-bottom: 1px solid #ccc;
  vertical-align: top }
td.page { font-variant-numeric: tabular-nums; white-space: nowrap }
"""
_FATES = {
    "same": "the same words", "changed": "the words changed",
    "added": "added", "dropped": "dropped",
}  # fmt: skip
_GONE = "not in the new edition"


def to_html(found: Concordance) -> str:
    """Return the concordance as one HTML page without scripts; every word in it is escaped."""
    old, new = found.old.name, found.new.name
    texts = "".join(
        f"<tr><td>{escape(one.title)}</td><td>{_FATES[one.fate]}</td>"
        f"<td>{escape(_notes(one))}</td></tr>\n"
        for one in found.texts
    )
    pages = "".join(
        f'<tr><td>{escape(one.title)}</td><td class="page">{escape(one.old)}</td>'
        f'<td class="page">{escape(one.new or _GONE)}</td></tr>\n'
        for one in found.pages
    )
    title = f"{found.new.title}: pages of {old} and {new}"
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>
<meta name="viewport" content="width=device-width"><style>{_STYLE}</style></head>
<body><h1>{escape(title)}</h1>
<p>For a class with copies of both: where the first words of each old page stand now.</p>
<h2>Texts</h2>
<table><thead><tr><th scope="col">Text</th><th scope="col">In {escape(new)}</th>
<th scope="col">Notes</th></tr></thead><tbody>
{texts}</tbody></table>
<h2>Pages</h2>
<table><thead><tr><th scope="col">Text</th><th scope="col">{escape(old)}</th>
<th scope="col">{escape(new)}</th></tr></thead><tbody>
{pages}</tbody></table></body></html>
"""


def to_csv(found: Concordance) -> str:
    """Return the pages as CSV (RFC 4180): text, old page, new page."""
    head = ["text", f"page in {found.old.name}", f"page in {found.new.name}"]
    return spreadsheet.to_csv([head, *([one.document, one.old, one.new] for one in found.pages)])


def _notes(one: TextChange) -> str:
    parts = (
        _listed("new", one.notes_added),
        _listed("gone", one.notes_dropped),
        _listed("rewritten", one.notes_changed),
    )
    return "; ".join(part for part in parts if part)


def _listed(word: str, lemmas: Iterable[str]) -> str:
    quoted = ", ".join(f"“{lemma}”" for lemma in lemmas)
    return f"{word}: {quoted}" if quoted else ""
