"""Files that are archives of files (DOCX, ODT, EPUB): bounded before anything is unpacked.

Input bytes, output an archive that can do no harm: so many entries, so many bytes unpacked, no
member that swells beyond reason, no name that leads out. What is locked, cut off or of another
kind is a `SeedError` that says what to do.
"""

import posixpath
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from io import BytesIO

from florilegium.errors import SeedError
from florilegium.ingest.file_kinds import DAMAGED, OTHER_OPENDOCUMENT, kind_of
from florilegium.project.paths import name_fault

MOST_ENTRIES = 20_000
LARGEST_UNPACKED = 500_000_000  # bytes of all members together
# Bytes of the members that are read as text; each takes a hundred of memory meanwhile.
LARGEST_TEXT = 40_000_000
_SWELLS, _SMALL = 200, 1_000_000  # times; a member of fewer bytes may be all blanks
_LOCKED = 0x1  # the flag of a member that needs a password
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of archive: what it is called, its *suffix*, the *member* that it must have."""

    name: str
    suffix: str
    member: str


WORD = Kind("a Word document", ".docx", "[Content_Types].xml")
ODT = Kind("an OpenDocument text", ".odt", "content.xml")
EPUB = Kind("an e-book", ".epub", "META-INF/container.xml")


@dataclass(frozen=True, slots=True)
class Archive:
    """An archive that was found harmless."""

    file: zipfile.ZipFile

    def names(self) -> list[str]:
        """Return the names of all members, in their order."""
        return self.file.namelist()

    def named(self, place: str) -> str:
        """Return the member at *place*, though its name has other capitals; empty for none."""
        wanted = posixpath.normpath(place)
        if wanted in self.file.NameToInfo:
            return wanted
        folded = wanted.casefold()
        return next((name for name in self.names() if name.casefold() == folded), "")

    def parts(self, names: Iterable[str]) -> dict[str, bytes]:
        """Return the members *names* by their names; raise `SeedError` when they are too large."""
        chosen = dict.fromkeys(names)
        size = sum(self.file.getinfo(name).file_size for name in chosen)
        if size > LARGEST_TEXT:
            limit = LARGEST_TEXT // 1_000_000
            raise SeedError(
                f"it has {size / 1e6:,.0f} MB of text and markup, more than {limit} MB",
                hint="Cut it into the texts it holds.",
            )
        return {name: self.read(name) for name in chosen}

    def read(self, name: str) -> bytes:
        """Return the bytes of a member, none where there is no such member or it is damaged."""
        try:
            with self.file.open(name) as member:
                return member.read(LARGEST_UNPACKED)
        except (KeyError, OSError, RuntimeError, NotImplementedError, *DAMAGED):
            return b""


def opened(data: bytes, kind: Kind) -> Archive:
    """Return *data* as an archive of *kind*; raise `SeedError` when it cannot be read."""
    if data.startswith(_OLD_OFFICE):
        raise _of_old_office(data, kind)
    if not data.startswith(b"PK"):
        raise SeedError(
            f"the file is {kind_of(data) or 'text'} under the name of {kind.name} ({kind.suffix})",
            hint="Rename it by what it is, or open it in a word processor and save it as"
            f" {kind.suffix}.",
        )
    try:
        archive = zipfile.ZipFile(BytesIO(data))
        members = archive.infolist()
    except DAMAGED as err:
        raise _cut_off(kind) from err
    _bound(members, kind)
    if any(member.flag_bits & _LOCKED for member in members):
        raise _locked(kind)
    other = kind_of(data)
    if kind.member not in archive.namelist() or (kind is ODT and other == OTHER_OPENDOCUMENT):
        raise SeedError(
            f"the file is {other or 'another archive'}, not {kind.name} ({kind.suffix})",
            hint="Rename it by what it is, or save the text again.",
        )
    _test(archive, kind)
    return Archive(archive)


def _bound(members: list[zipfile.ZipInfo], kind: Kind) -> None:
    if len(members) > MOST_ENTRIES:
        raise _trap(f"it has {len(members):,} members, more than {MOST_ENTRIES:,}")
    size = sum(member.file_size for member in members)
    if size > LARGEST_UNPACKED:
        limit = LARGEST_UNPACKED // 1_000_000
        raise _trap(f"it would unpack to {size / 1e6:,.0f} MB, more than {limit} MB")
    for member in members:
        if member.file_size > max(_SMALL, _SWELLS * member.compress_size):
            raise _trap(f"{member.filename[:60]!r} in it swells {_SWELLS} times or more")
        name = member.filename.rstrip("/")
        wrong = name_fault(name) if name else ""
        if wrong:
            raise _trap(f"a member of it is called {name[:60]!r}: {wrong}")
    if len({member.filename for member in members}) < len(members):
        raise _trap(f"two members of it have one name, which {kind.name} never has")


def _test(archive: zipfile.ZipFile, kind: Kind) -> None:
    """Read every member once: what is damaged is told here, and not half read by pandoc."""
    try:
        broken = archive.testzip()
    except NotImplementedError as err:
        raise _trap("it is packed by a method that no such file uses") from err
    except (OSError, RuntimeError, *DAMAGED) as err:
        raise _cut_off(kind) from err
    if broken:
        raise _cut_off(kind)


def _trap(what: str) -> SeedError:
    return SeedError(
        f"the file is not unpacked: {what}",
        hint="Open it in the program it was made with and save it again; big pictures smaller.",
    )


def _cut_off(kind: Kind) -> SeedError:
    return SeedError(
        f"the file is damaged: {kind.name} was cut off or changed on its way",
        hint="Get it again from where it came from; an attachment or a download may have failed.",
    )


def _locked(kind: Kind) -> SeedError:
    return SeedError(
        f"{kind.name} with a password cannot be read",
        hint="Open it with its password, take the password away, and save it again.",
    )


def _of_old_office(data: bytes, kind: Kind) -> SeedError:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return _locked(kind)
    return SeedError(
        f"the file is of an old office program (.doc), not {kind.name} ({kind.suffix})",
        hint=f"Open it in Word or LibreOffice and save it as {kind.suffix}; a new name is not"
        " enough.",
    )


def rebuilt(archive: Archive, parts: Mapping[str, bytes]) -> bytes:
    """Return *archive* packed anew for pandoc, with the bytes of *parts*.

    What is no part keeps its name alone: pandoc looks at no picture. It is never given the file
    itself, of whose members another program may see other bytes than were looked at here.
    """
    return packed({name: parts.get(name, b"") for name in archive.names()})


def packed(members: Mapping[str, bytes]) -> bytes:
    """Return an archive of *members*, not compressed: it is for one reader, once."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, part in members.items():
            archive.writestr(zipfile.ZipInfo(name), part)
    return buffer.getvalue()
