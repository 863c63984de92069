"""Drafts for the editor, made from one seed: who speaks in an interview, what the source is.

A draft is text to paste into a file of ``book/`` and to mend there. Nothing is written, and
no other part of the program reads a draft.
"""

from dataclasses import replace
from pathlib import Path

from florilegium import clean, ingest
from florilegium.desk.suggest.index_terms import Spoken, draft_index
from florilegium.desk.suggest.source import find_source
from florilegium.desk.suggest.source_item import draft_to_yaml
from florilegium.desk.suggest.turns import draft_turns
from florilegium.model import CleanText, RawText
from florilegium.project import file_names
from florilegium.typography.emphasis import set_emphasis

__all__ = ["Spoken", "draft_index", "draft_turns", "find_seed", "source_of", "turns_of"]


def find_seed(seed: str, *, root: Path) -> tuple[Path, str]:
    """Return the file that *seed* names, and the part: one of ``seeds/`` at *root*, or a path."""
    found, part = file_names.find_seed(root / "seeds", seed)
    if found is None and not Path(seed).is_file() and "#" in seed:
        file, _, part = seed.partition("#")
        return Path(file), part
    return found or Path(seed), part


def turns_of(path: Path, *, root: Path, part: str = "", asks: str = "", answers: str = "") -> str:
    """Return the draft of the turns of the interview in the file *path*.

    *part* is the one of an e-book. The rules and overrides of the book at *root* count, if
    there is one.
    """
    raw = ingest.read(path, settings=ingest.SeedSettings(part=part))
    cleaned = _cleaned(raw, root)
    if raw.seed.media_type == "text/plain":
        # Not the whole of typography: how each types an apostrophe tells who speaks.
        blocks = tuple(set_emphasis(block)[0] for block in cleaned.blocks)
        cleaned = replace(cleaned, blocks=blocks)
    return draft_turns(cleaned, asks=asks, answers=answers)


def source_of(path: Path, *, root: Path, part: str = "") -> str:
    """Return the draft of the item for ``sources.yaml`` of the text in the file *path*.

    *part* is the one of an e-book.
    """
    raw = ingest.read(path, settings=ingest.SeedSettings(part=part))
    draft = find_source(_cleaned(raw, root), ingest.metadata_of(path))
    return draft_to_yaml(draft, name=path.name)


def _cleaned(raw: RawText, root: Path) -> CleanText:
    return clean.clean_by(raw, clean.load_cleaning(root / "book" / "cleaning.toml"))
