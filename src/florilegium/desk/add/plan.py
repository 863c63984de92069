"""The order of adding: gather, read, clean, draft, name; then write all of it, or nothing.

Input: a `Project`, paths and addresses. Output: a `Plan`, the files that would be written and
what is to be said of each text; `write` carries it out. Every error of every text is raised at
once, and then nothing was written.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePath
from typing import Any

from florilegium import clean, ingest, text_stages
from florilegium.clean.notices import notices
from florilegium.clean.pictures import holder_of, with_pictures
from florilegium.desk.add import drafts, entries, received
from florilegium.desk.add.book_state import BookState, state_of
from florilegium.desk.add.entries import toml_string
from florilegium.desk.add.fetch import Fetcher
from florilegium.desk.add.given import Given, Offer, gather
from florilegium.desk.add.library import Entry, entry_of, same_item
from florilegium.desk.add.slugs import free, slug_of
from florilegium.desk.add.suspicion import refuse_other_page
from florilegium.desk.suggest.source import Draft, find_source
from florilegium.desk.suggest.source_item import (
    doubtful_of,
    free_id,
    item_of,
    missing_of,
    remarks_of,
    to_yaml,
)
from florilegium.errors import ConfigError, FlorilegiumError, SeedError, raise_all
from florilegium.findings import Finding
from florilegium.ingest.metadata import Fact
from florilegium.model import CleanText, RawText
from florilegium.project.paths import below
from florilegium.project.project import Project
from florilegium.store.all_or_none import Change, put_all

_ENTRIES = (entries.SOURCES, entries.RIGHTS, entries.BOOK)
_OF_FILE = "the name of the file: doubtful"
Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Planned:
    """One text as it will stand in the book, and what an editor should know of it.

    *is_new* tells that something is to be written for it; *matched* that its source is one that
    the editor has; *words* are those kept and those removed.
    """

    where: str
    seed: str
    slug: str
    source: str = ""
    title: str = ""
    authors: str = ""
    issued: str = ""
    is_new: bool = True
    matched: bool = False
    words: tuple[int, int] = (0, 0)
    doubts: int = 0
    pictures: int = 0
    lost_pictures: tuple[str, ...] = ()
    doubtful: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    notices: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be written below *root*: *new* files, old and new content of *changed* ones.

    *sources* is how many items of exports are added beside those of the texts; *passed_over*
    are files of folders that are no texts.
    """

    root: Path
    texts: tuple[Planned, ...]
    new: Mapping[Path, bytes] = field(repr=False)
    changed: Mapping[Path, Change] = field(repr=False)
    sources: int = 0
    passed_over: tuple[str, ...] = ()


@dataclass(slots=True)
class _Work:
    """What is found out on the way."""

    root: Path
    state: BookState
    cleaning: clean.Cleaning
    fetcher: Fetcher
    progress: Progress
    exported: Sequence[Entry] = ()
    seeds: dict[str, str] = field(default_factory=dict)
    chapters: dict[str, str] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    sections: set[str] = field(default_factory=set)
    ids: set[str] = field(default_factory=set)
    new: dict[Path, bytes] = field(default_factory=dict)
    items: list[str] = field(default_factory=list)
    rights: list[str] = field(default_factory=list)
    slugs: list[str] = field(default_factory=list)


def plan(project: Project, names: Sequence[str], fetcher: Fetcher, *, progress: Progress) -> Plan:
    """Return what adding *names* would write; raise every error of every one of them at once."""
    before = {name: _content(project.root / name) for name in _ENTRIES}
    state = state_of(project)
    cleaning = text_stages.load_cleaning(project.root)
    known = {one: state.fetched[one] for one in names if one in state.fetched}
    asked = [one for one in dict.fromkeys(names) if one not in known]
    largest = cleaning.largest_seed * 1_000_000
    given = gather(asked, fetcher, largest=largest, progress=progress)
    work = _Work(project.root, state, cleaning, fetcher, progress)
    work.seeds, work.chapters = dict(state.seeds), dict(state.chapters)
    work.names, work.sections = set(state.names), set(state.sections)
    work.ids = {str(item.get("id")) for item in state.items}
    texts = [_known(work, address, seed) for address, seed in known.items()]
    ids, added = _exported(work, given)
    work.exported = [*(Entry(item) for item in state.items), *ids]
    for offer in given.offers:
        try:
            texts.append(_planned(work, offer))
        except FlorilegiumError as err:
            given.errors.append(_placed(err, offer.where))
    given.errors += _unwritable(work)
    raise_all(given.errors)
    changed = _changed(project.root, work, before)
    return Plan(project.root, tuple(texts), work.new, changed, added, tuple(given.passed_over))


def write(plan: Plan) -> None:
    """Write all files of *plan*, or leave everything as it was and raise what went wrong."""
    put_all(plan.root, plan.new, plan.changed)


def _placed(err: FlorilegiumError, where: str) -> FlorilegiumError:
    return SeedError(err.what, where=where, hint=err.hint) if isinstance(err, SeedError) else err


def _known(work: _Work, address: str, seed: str) -> Planned:
    slug = work.chapters.get(seed, "")
    return Planned(address, seed, slug, is_new=False)


def _exported(work: _Work, given: Given) -> tuple[list[Entry], int]:
    """Take the items of exports into the sources; return them under the ids they get."""
    found: list[Entry] = []
    added = 0
    for entry in given.entries:
        if there := same_item(entry.item, work.state.items):
            found.append(replace(entry, item={**entry.item, "id": there}))
            continue
        item = {**entry.item, "id": free_id(entry.id, work.ids)}
        work.ids.add(str(item["id"]))
        work.items.append(to_yaml(item))
        found.append(replace(entry, item=item))
        added += 1
    return found, added


# -- one text ------------------------------------------------------------------------------


def _planned(work: _Work, offer: Offer) -> Planned:
    digest = hashlib.sha256(offer.data).hexdigest()
    there = work.seeds.get(digest, "")
    if there and there in work.chapters:
        return Planned(offer.where, there, work.chapters[there], is_new=False)
    work.progress(f"cleaning {offer.name}")
    raw = ingest.decode(offer.data, offer.name)
    cleaned = clean.clean_by(raw, work.cleaning)
    draft = _draft(offer, cleaned)
    found = _found(offer, raw, cleaned)
    slug = free(slug_of(draft.title.value, PurePath(offer.name).stem), work.sections)
    suffix = PurePath(offer.name).suffix.lower()
    seed, pictures = there, received.Pictures()
    if not there:
        seed, pictures = _copied(work, offer, slug + suffix, _shown(raw, cleaned))
    source, matched = _source(work, draft, offer, seed)
    holders = _holders(work, replace(raw, seed=replace(raw.seed, name=seed)), cleaned)
    if pictures.files:
        holders.add(f"seeds/{PurePath(seed).stem}_files")
    _clear(work, holders)
    chapter = below(work.root / "book" / "chapters", f"{slug}.md", where=offer.where, makes=True)
    work.new[chapter] = drafts.chapter(seed, source).encode()
    work.seeds[digest], work.chapters[seed] = seed, slug
    work.sections.add(slug)
    work.slugs.append(slug)
    return Planned(
        offer.where,
        seed,
        slug,
        source,
        draft.title.value,
        ", ".join(_said(name) for name in draft.authors),
        draft.issued.value,
        matched=matched,
        words=_words(cleaned),
        doubts=len(cleaned.doubts),
        pictures=(len(offer.beside) and len(raw.illustrations)) or len(pictures.files),
        lost_pictures=pictures.failed,
        doubtful=doubtful_of(draft) if not matched else (),
        missing=_missing(draft) if not matched else (),
        notices=found,
    )


def _found(offer: Offer, raw: RawText, cleaned: CleanText) -> tuple[Finding, ...]:
    """Return what is to be said of how the text was cleaned; raise what forbids adding it."""
    if offer.received:
        kept, whole = (" ".join(b.text for b in text.blocks) for text in (cleaned, raw))
        final = offer.received.final
        refuse_other_page(offer.data, kept, whole, address=offer.where, final=final)
    found = tuple(notices(cleaned, where=offer.where))
    if bad := next((one for one in found if one.severity == "error"), None):
        raise SeedError(bad.message, where=offer.where, hint=bad.hint)
    return found


def _missing(draft: Draft) -> tuple[str, ...]:
    """Return what was not found; a title that is the name of the file was not."""
    title = ("title",) if draft.title.source == _OF_FILE else ()
    return (*title, *missing_of(draft))


def _said(name: Any) -> str:  # noqa: ANN401  # a name of `suggest`
    return str(name.literal or f"{name.given} {name.family}".strip())


def _words(cleaned: CleanText) -> tuple[int, int]:
    kept = sum(len(block.text.split()) for block in cleaned.blocks)
    gone = (one for one in cleaned.removals if one.action == "removed")
    return kept, sum(len(one.text.split()) for one in gone)


def _draft(offer: Offer, cleaned: CleanText) -> Draft:
    """Return the draft of the source; what no file says is told by where it came from."""
    draft = find_source(cleaned, ingest.metadata_in(offer.data, offer.name))
    if offer.received and not draft.address.value:
        draft = replace(draft, address=Fact(offer.received.final, "where it was fetched"))
    if not draft.title.value:
        stem = PurePath(offer.name).stem.replace("_", " ").replace("-", " ")
        title = " ".join(stem.split()) or "Untitled"
        draft = replace(draft, title=Fact(title, _OF_FILE))
    return draft


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # no system has files of such a name
        return False


def _copied(
    work: _Work, offer: Offer, name: str, shown: Sequence[str]
) -> tuple[str, received.Pictures]:
    """Take the bytes, and what comes along, among the new files; return the seed's name.

    *shown* are the addresses of the pictures in the text, which are fetched with a page.
    """
    stem, suffix = PurePath(name).stem, PurePath(name).suffix
    taken = {PurePath(one).stem for one in work.names if PurePath(one).suffix == suffix}
    seed = f"{free(stem, taken | {one for one in work.names if '.' not in one})}{suffix}"
    folder = work.root / "seeds"
    pictures = received.Pictures()
    files = offer.beside
    beside = offer.folder
    if offer.received:
        beside = f"{PurePath(seed).stem}_files"
        pictures = received.pictures_of(shown, offer.received, work.fetcher, work.progress)
        files = pictures.files
        side, text = received.side_file(seed, offer.received, beside, pictures)
        work.new[below(folder, side, where=offer.where)] = text.encode()
    elif beside and beside.casefold() in work.names:  # another page has a folder of that name
        inner = free(PurePath(seed).stem, work.names)
        work.names.add(inner)
        seed, beside = f"{inner}/{seed}", f"{inner}/{beside}"
    work.names |= {
        PurePath(seed).parts[0].casefold(),
        PurePath(beside or seed).parts[0].casefold(),
    }
    work.new[below(folder, seed, where=offer.where)] = offer.data
    for inner_name, data in files:
        work.new[below(folder, f"{beside}/{inner_name}", where=offer.where)] = data
    return seed, pictures


def _shown(raw: RawText, cleaned: CleanText) -> list[str]:
    """Return the addresses of the pictures that stand in the text, not in the page's frame."""
    gone = {one.index for one in cleaned.removals if not one.partial}
    kept = [number for number in range(len(raw.blocks)) if number not in gone]
    return [
        one.address
        for one in raw.illustrations
        if not one.furniture
        and kept
        and kept[0] <= one.block <= kept[-1] + 1
        and {one.block - 1, one.block} - gone
    ]


def _source(work: _Work, draft: Draft, offer: Offer, seed: str) -> tuple[str, bool]:
    """Return the id of the source, and whether it is one that the editor has."""
    if found := entry_of(work.exported, draft, name=offer.name):
        source, matched = found.id, True
    else:
        item = item_of(draft, taken=work.ids)
        if offer.received:
            item["accessed"] = offer.received.date[:10]
        source, matched = str(item["id"]), False
        missing = f"; not found: {', '.join(_missing(draft))}" if _missing(draft) else ""
        head = f"# Drafted from seeds/{seed}: read it against the page{missing}.\n"
        said = to_yaml(item, remarks=_doubts(draft), doubtful=doubtful_of(draft))
        work.items.append(head + said)
        work.ids.add(source)
    if source not in work.state.cleared and all(f'"{source}"' not in one for one in work.rights):
        work.rights.append(drafts.right(source, draft))
    return source, matched


def _holders(work: _Work, raw: RawText, cleaned: CleanText) -> set[str]:
    """Return the seeds and the folders that the pictures lie in which *raw* brings along."""
    blocks = with_pictures(raw, cleaned).blocks
    shown = {mark.ref for one in blocks if one.kind == "picture" for mark in one.marks}
    there = {path.as_posix() for path in work.new}
    return {
        holder_of(one)
        for one in shown
        if "#" in one or (work.root / one).as_posix() in there or _is_file(work.root / one)
    }


def _clear(work: _Work, holders: set[str]) -> None:
    """Draft a record of rights of the pictures in each of *holders*, seeds and folders."""
    for holder in sorted(holders - work.state.cleared):
        if all(toml_string(holder) not in one for one in work.rights):
            work.rights.append(drafts.right_of_pictures(holder))


def _doubts(draft: Draft) -> dict[str, str]:
    """Return the remarks that go into the file: only those that ask for a look."""
    asks = ("author", "title") if draft.byline.source.startswith("the text") else ("title",)
    return {
        key: words
        for key, words in remarks_of(draft).items()
        if key in asks and ("by its look" in words or "doubtful" in words or key == "author")
    }


# -- the files -----------------------------------------------------------------------------


def _unwritable(work: _Work) -> list[FlorilegiumError]:
    if not work.items or work.state.bibliography.endswith(".yaml"):
        return []
    return [
        ConfigError(
            f"{len(work.items)} sources are not in it, and it is not written to",
            where=f"book/{work.state.bibliography}",
            hint="Add them in your reference manager, export the file again, then add the texts; "
            "or rename it and let 'florilegium add' write book/sources.yaml.",
        )
    ]


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _changed(root: Path, work: _Work, contents: Mapping[str, bytes | None]) -> dict[Path, Change]:
    """Return the editor's files that get entries, in the order in which they are written.

    The outline comes last: a chapter that it names is then there with all it needs. *contents*
    are theirs from before anything was looked up in them.
    """
    parts = (
        (entries.SOURCES, entries.with_sources, work.items),
        (entries.RIGHTS, entries.with_rights, work.rights),
        (entries.BOOK, entries.with_chapters, work.slugs),
    )
    changed: dict[Path, Change] = {}
    for name, change, added in parts:
        path, before = root / name, contents[name]
        after = change((before or b"").decode(), added).encode()
        if after != (before or b""):
            changed[path] = (before, after)
    return changed
