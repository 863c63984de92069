"""The accuracy of drafts of sources: title, language, and the page's address."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import cast

from florilegium.desk.suggest.source import Draft, find_source
from florilegium.ingest.metadata import Metadata
from florilegium.ingest.page_metadata import read_page
from florilegium.model import CleanText
from workbench.training.gold import Record, key_of


class Drafts:
    """Counts of what drafts say, beside what the records know."""

    def __init__(self) -> None:
        """Begin with nothing counted."""
        self._counts: Counter[tuple[str, str]] = Counter()

    def add(self, record: Record, text: CleanText, page: str) -> None:
        """Count the draft of *text*, whose HTML *page* may be empty."""
        draft = find_source(text, read_page(page) if page else Metadata())
        for what, outcome in _outcomes(record, draft, marked=bool(page)):
            self._counts[what, outcome] += 1

    def told(self, form: str) -> str:
        """Return a line for each thing: right, wrong, none."""
        things = dict.fromkeys(what for what, _ in sorted(self._counts))
        return "".join(f"{form:9} {what:12} {self._line(what)}\n" for what in things)

    def _line(self, what: str) -> str:
        outcomes = ("right", "wrong", "none")
        return ", ".join(f"{self._counts[what, one]} {one}" for one in outcomes)


def _outcomes(record: Record, draft: Draft, *, marked: bool) -> Iterable[tuple[str, str]]:
    titles = cast("Sequence[str]", record.get("titles", ()))
    if titles:
        known = {key_of(title) for title in titles}
        yield "title", _outcome(draft.title.value, right=key_of(draft.title.value) in known)
    same = draft.language.split("-")[0] == str(record["lang"]).split("-")[0]
    yield "language", _outcome(draft.language, right=same)
    host = str(record.get("url_host", "")).removeprefix("www.")
    if marked and host:
        yield "address", _outcome(draft.address.value, right=host in draft.address.value)


def _outcome(value: str, *, right: bool) -> str:
    return ("right" if right else "wrong") if value else "none"
