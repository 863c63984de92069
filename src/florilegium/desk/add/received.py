"""The side file of a seed that was fetched: from where, when, and what the server said.

Input: what came. Output: ``seeds/<name>.received.toml``, which is no seed, and the pictures of
the page with the names they get.
"""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from florilegium.desk.add.entries import toml_string
from florilegium.desk.add.fetch import LARGEST_PICTURE, Fetcher, Received
from florilegium.desk.add.slugs import file_name
from florilegium.errors import FlorilegiumError
from florilegium.model.addresses import file_of, joined
from florilegium.project.file_names import RECEIVED

_MOST_PICTURES, _MOST_BYTES, _MOST_SECONDS = 60, 40_000_000, 180.0
_LONGEST = 2_000  # letters of a header


@dataclass(frozen=True, slots=True)
class Pictures:
    """Pictures of a page: *files* by name, their *addresses* as the page has them, what failed."""

    files: tuple[tuple[str, bytes], ...] = ()
    addresses: tuple[tuple[str, str], ...] = ()
    failed: tuple[str, ...] = ()


def pictures_of(
    addresses: Sequence[str], received: Received, fetcher: Fetcher, progress: Callable[[str], None]
) -> Pictures:
    """Return the pictures at *addresses*, as the page has them, fetched from where it was."""
    files: dict[str, bytes] = {}
    told: dict[str, str] = {}
    failed: list[str] = []
    room = _MOST_BYTES
    end = time.monotonic() + _MOST_SECONDS
    for address in dict.fromkeys(_of_web(addresses)):
        whole = joined(received.final, address)
        if time.monotonic() > end:
            failed.append(f"{whole[:200]}: the pictures of the page take too long")
            continue
        if len(files) >= _MOST_PICTURES or room <= 0:
            failed.append(f"{whole[:200]}: the page has too many pictures")
            continue
        progress(f"fetching {whole}")
        try:
            largest = min(LARGEST_PICTURE, room)
            came = fetcher.fetch(whole, largest=largest, seconds=end - time.monotonic())
        except FlorilegiumError as err:
            failed.append(f"{whole[:200]}: {err.what}")
            continue
        if not came.media_type.startswith("image/"):
            failed.append(f"{whole[:200]}: it is no picture, but {came.media_type or 'unknown'}")
            continue
        name = _free(_name(whole, came.media_type), files)
        files[name], told[address] = came.content, name
        room -= len(came.content)
    return Pictures(tuple(files.items()), tuple(told.items()), tuple(failed))


def _of_web(addresses: Sequence[str]) -> Iterator[str]:
    return (one for one in addresses if one and not one.startswith("data:"))


def _name(address: str, media_type: str) -> str:
    """Return the name at the end of *address*: by it the picture is known in the page."""
    name = file_of(address).name or "picture"
    plain = file_name(name)
    kind = media_type.partition("/")[2].partition("+")[0].replace("jpeg", "jpg")
    return plain if "." in plain else f"{plain}.{kind}"


def _free(name: str, taken: Mapping[str, object]) -> str:
    """Return *name*, or with a number the first that none *taken* has, in whatever capitals."""
    stem, dot, suffix = name.rpartition(".")
    same = {one.casefold() for one in taken}
    names = (f"{stem}-{number}{dot}{suffix}" for number in range(2, len(taken) + 3))
    return next(one for one in (name, *names) if one.casefold() not in same)


def side_file(seed: str, received: Received, folder: str, pictures: Pictures) -> tuple[str, str]:
    """Return the name and the text of the side file of the seed called *seed*."""
    lines = [
        "# What 'florilegium add' was given, and what came. It is no seed.",
        f"address = {toml_string(received.address)}",
        f"final = {toml_string(received.final)}",
        f"date = {received.date}",
        f"status = {received.status}",
        f"sha256 = {toml_string(received.digest)}",
        "",
        "[headers]",
    ]
    headers = {name: value[:_LONGEST] for name, value in received.headers}
    lines += [f"{toml_string(name)} = {toml_string(value)}" for name, value in headers.items()]
    if pictures.addresses:
        lines += ["", "# The pictures of the page by their addresses there.", "[pictures]"]
        lines += [
            f"{toml_string(address)} = {toml_string(f'{folder}/{name}')}"
            for address, name in pictures.addresses
        ]
    return f"{seed}{RECEIVED}", "\n".join(lines) + "\n"
