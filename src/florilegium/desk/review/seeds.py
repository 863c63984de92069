"""Every seed of a book as the review page shows it: those in use, and those not used yet."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from florilegium import clean, ingest, typography
from florilegium.assemble.reader import Text
from florilegium.desk.review.passages import Reviewed
from florilegium.errors import SeedError
from florilegium.project.file_names import is_seed, shown_name
from florilegium.text_stages import spoken


def reviewed(
    folder: Path, texts: Iterable[Text], *, cleaning: clean.Cleaning, language: str
) -> Iterator[Reviewed]:
    """Yield every seed in *folder*, sorted by name; *texts* are those that chapters use.

    *language* is the book's, for a seed that does not say its own.
    """
    used: dict[str, list[Text]] = {}
    for text in texts:  # an e-book may be several, a chapter each
        name = text.raw.seed.name
        whole = name if (folder / name).is_file() else name.partition("#")[0]
        used.setdefault(whole, []).append(text)
    for path in sorted(path for path in folder.iterdir() if is_seed(path)):
        of_it = {text.raw.seed.name: text for text in used.get(shown_name(path.name), ())}
        yield from map(_used, of_it.values())
        if not of_it:
            yield _unused(path, cleaning, language)


def _used(text: Text) -> Reviewed:
    return Reviewed(
        text.raw.seed.name,
        text.apparatus.slug,
        text.selection.language,
        text.raw,
        text.cleaned,
        text.typeset.changes,
    )


def _unused(path: Path, cleaning: clean.Cleaning, language: str) -> Reviewed:
    """Return a seed that no chapter uses yet, for its editor has to see it first."""
    try:
        raw = ingest.read(path, largest=cleaning.largest_seed * 1_000_000)
        raw = replace(raw, seed=replace(raw.seed, name=shown_name(path.name)))
        cleaned = clean.clean_by(raw, cleaning)
    except SeedError as err:
        return Reviewed(shown_name(path.name), error=f"{err.what}. {err.hint}")
    own = raw.language or spoken(cleaned, language)
    changes = typography.typogrify(cleaned, language=own).changes
    return Reviewed(shown_name(path.name), "", own, raw, cleaned, changes)
