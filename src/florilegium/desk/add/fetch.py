"""Pages fetched from their addresses: once, within bounds, and only from the public internet.

Input: an address. Output: `Received`, the bytes as they came. The machine that is connected to
is the one whose address was checked, at each redirect; nothing else is sent than the request.
It is the only module that imports httpx.
"""

import hashlib
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import TracebackType
from typing import Self
from urllib.robotparser import RobotFileParser

import httpx

from florilegium import __version__
from florilegium.desk.add.deadline import Deadline
from florilegium.desk.add.public_addresses import is_public
from florilegium.errors import SeedError

LARGEST_PAGE = 20_000_000
LARGEST_PICTURE = 10_000_000
_LARGEST_ROBOTS = 500_000  # RFC 9309, 2.5: at least 500 kibibytes are read
SECONDS = 60.0  # for one address, redirects and all
_SECONDS_OF_SILENCE = 15.0
_REDIRECTS = 5
_SHOWN = 200
_FIGURES = 20  # of a size: there are no larger files
AGENT = "florilegium"
_HEADERS = {
    "User-Agent": f"{AGENT}/{__version__} (a single page, for an editor)",
    "Accept": "text/html,application/xhtml+xml,text/plain;q=0.9,*/*;q=0.5",
    "Accept-Encoding": "identity",  # kept is what was sent
}
_UNPACKED = frozenset({"", "identity", "gzip", "x-gzip", "deflate"})
_SAVE_IT = "Open it in a browser, save it there (“complete page”), and add the file."
Addresses = Callable[[str, int], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Received:
    """What came from *address*: the *final* address after redirects, when, and the *content*."""

    address: str
    final: str
    date: str
    status: int
    headers: tuple[tuple[str, str], ...]
    content: bytes = field(repr=False)

    @property
    def media_type(self) -> str:
        """The media type that the server told, without its parameters."""
        told = dict(self.headers).get("content-type", "")
        return told.partition(";")[0].strip().lower()

    @property
    def digest(self) -> str:
        """The SHA-256 of the content."""
        return hashlib.sha256(self.content).hexdigest()


def addresses_of(host: str, port: int) -> tuple[str, ...]:
    """Return the IP addresses of *host*, as the system knows them; raise `OSError` for none."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(one[4][0]) for one in found))


class Fetcher:
    """A client for single pages; use as a context manager.

    *allowed* tells of an IP address whether it may be asked; *resolve* finds those of a host.
    """

    def __init__(
        self, *, allowed: Callable[[str], bool] = is_public, resolve: Addresses = addresses_of
    ) -> None:
        """Open nothing yet."""
        self._allowed = allowed
        self._resolve = resolve
        self._robots: dict[str, RobotFileParser] = {}
        self._client = httpx.Client(
            headers=_HEADERS,
            timeout=_SECONDS_OF_SILENCE,
            trust_env=False,  # a proxy would connect to where nobody has looked
            follow_redirects=False,
            limits=httpx.Limits(max_keepalive_connections=0),  # each request has its deadline
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._client.close()

    def fetch(
        self, address: str, *, largest: int = LARGEST_PAGE, seconds: float = SECONDS
    ) -> Received:
        """Return what is at *address*; raise `SeedError` for all that keeps it from coming.

        It is *largest* bytes and takes *seconds* at most, redirects and all.
        """
        with Deadline(min(seconds, SECONDS)) as deadline:
            received = self._follow(address, largest, deadline, obeys=True)
        if received.status != httpx.codes.OK:
            raise _refused(address, received.status)
        return received

    def _follow(
        self, address: str, largest: int, deadline: Deadline, *, obeys: bool, start: str = ""
    ) -> Received:
        """Return what *start* leads to, which *address* led to (else *address*)."""
        url = _parsed(start or address)
        for _ in range(_REDIRECTS + 1):
            if obeys:
                self._obey_robots(url, address, deadline)
            with self._asked(url, address, deadline) as response:
                target = response.headers.get("location", "")
                if not (response.is_redirect and target):
                    content = _content(response, address, largest, cuts=not obeys)
                    return _received(address, url, response, content)
            url = _led_on(url, target, address)
        raise SeedError(
            f"it leads on to another address more than {_REDIRECTS} times",
            where=_shown(address),
            hint=_SAVE_IT,
        )

    @contextmanager
    def _asked(self, url: httpx.URL, address: str, deadline: Deadline) -> Iterator[httpx.Response]:
        """Lend the response of *url*, asked of the very machine whose address was checked."""
        host = url.raw_host.decode("ascii")
        port = url.port or (443 if url.scheme == "https" else 80)
        machine = self._machine(host, port, address)
        there = url.copy_with(host=machine)
        headers = {"Host": url.netloc.decode("ascii")}
        known = {"sni_hostname": host, "trace": deadline.watch}
        try:
            with self._client.stream("GET", there, headers=headers, extensions=known) as response:
                yield response
        except (httpx.HTTPError, httpx.InvalidURL, ssl.SSLError, UnicodeError) as err:
            raise _not_fetched(err, address, is_late=deadline.is_over) from err
        if deadline.is_over:  # a body without a length ends with its connection
            raise _not_fetched(TimeoutError(), address, is_late=True)

    def _machine(self, host: str, port: int, address: str) -> str:
        try:
            found = self._resolve(host.strip("[]"), port)
        except (OSError, UnicodeError) as err:
            raise SeedError(
                f"nobody knows where {host!r} is",
                where=_shown(address),
                hint="See whether the address is right and this machine online.",
            ) from err
        if inner := [one for one in found if not self._allowed(one)]:
            raise SeedError(
                f"{host!r} is {inner[0]}, an address within a network and not of the internet",
                where=_shown(address),
                hint="If that is your own server, say --allow-private; else " + _save_it(),
            )
        return found[0]

    def _obey_robots(self, url: httpx.URL, address: str, deadline: Deadline) -> None:
        site = f"{url.scheme}://{url.netloc.decode('ascii')}"
        if site not in self._robots:
            self._robots[site] = self._read_robots(site, address, deadline)
        if not self._robots[site].can_fetch(AGENT, str(url)):
            raise SeedError(
                f"the site's rules for programs ({site}/robots.txt) refuse it",
                where=_shown(address),
                hint=_SAVE_IT,
            )

    def _read_robots(self, site: str, address: str, deadline: Deadline) -> RobotFileParser:
        """Return the rules of *site*: none where it has no such file (RFC 9309, 2.3.1.3)."""
        rules = RobotFileParser()
        received = self._follow(
            address, _LARGEST_ROBOTS, deadline, obeys=False, start=f"{site}/robots.txt"
        )
        if received.status >= httpx.codes.INTERNAL_SERVER_ERROR:  # 2.3.1.4: all is refused
            rules.disallow_all = True  # type: ignore[attr-defined]  # typeshed does not have it
        found = received.content if received.status == httpx.codes.OK else b""
        rules.parse(found.decode("utf-8", "replace").splitlines())
        return rules


def _led_on(url: httpx.URL, target: str, address: str) -> httpx.URL:
    """Return where *url* leads on to, by what its server says."""
    try:
        return _parsed(str(url.join(target)))
    except SeedError as err:
        raise SeedError(
            f"it leads on, and {err.what}", where=_shown(address), hint=err.hint
        ) from err
    except (httpx.InvalidURL, ValueError) as err:
        raise SeedError(
            f"it leads on to {target[:_SHOWN]!r}, which is no address",
            where=_shown(address),
            hint=_SAVE_IT,
        ) from err


def _not_fetched(err: Exception, address: str, *, is_late: bool) -> SeedError:
    if is_late:
        said, hint = f"it was not here after {SECONDS:.0f} seconds", "Try again later."
    elif isinstance(err, httpx.TimeoutException):
        said, hint = f"no answer within {_SECONDS_OF_SILENCE:.0f} seconds", "Try again later."
    else:
        said = f"it could not be fetched: {_reason(err)}"
        hint = "See whether the address is right and this machine online."
    return SeedError(said, where=_shown(address), hint=f"{hint} {_SAVE_IT}")


def _parsed(address: str) -> httpx.URL:
    try:
        url = httpx.URL(address)
        host = url.raw_host.decode("ascii")
    except (httpx.InvalidURL, UnicodeError, ValueError, TypeError) as err:
        raise SeedError(
            f"{address[:_SHOWN]!r} is no address", where="", hint="Copy it from the browser."
        ) from err
    if url.scheme not in ("http", "https") or not host:
        raise SeedError(
            f"{address[:_SHOWN]!r} is no address of the web",
            where="",
            hint="It begins with https:// or http://.",
        )
    if url.userinfo:
        raise SeedError(
            "a name or password stands in the address", where=host, hint="Take it out. " + _SAVE_IT
        )
    return url.copy_with(fragment=None)


def _content(response: httpx.Response, address: str, largest: int, *, cuts: bool) -> bytes:
    """Return the body, if it is not too large, nor packed in an unknown way.

    With *cuts* it is the beginning of one that is too large.
    """
    packed = response.headers.get("content-encoding", "").strip().lower()
    if packed not in _UNPACKED:
        raise SeedError(
            f"the server packs it as {packed[:40]!r}", where=_shown(address), hint=_SAVE_IT
        )
    told = response.headers.get("content-length", "")
    if told.isdecimal() and int(told[:_FIGURES]) > largest and not cuts:
        raise _too_large(address, largest, int(told[:_FIGURES]))
    parts: list[bytes] = []
    size = 0
    for part in response.iter_bytes(65_536):
        size += len(part)
        parts.append(part)
        if size > largest:
            if cuts:
                break
            raise _too_large(address, largest)
    return b"".join(parts)[:largest]


def _received(address: str, url: httpx.URL, response: httpx.Response, content: bytes) -> Received:
    now = datetime.now(tz=UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    headers = tuple(
        (name.lower(), value)
        for name, value in response.headers.multi_items()
        if not name.lower().startswith("set-cookie")
    )
    return Received(address, str(url), now, response.status_code, headers, content)


def _too_large(address: str, largest: int, size: int = 0) -> SeedError:
    has = f"it has {size / 1e6:.0f} MB, more" if size else "it has more"
    return SeedError(
        f"{has} than the {largest / 1e6:g} MB that are fetched",
        where=_shown(address),
        hint=_SAVE_IT,
    )


def _refused(address: str, status: int) -> SeedError:
    words = httpx.codes.get_reason_phrase(status)
    said = f"the server answers {status}" + (f" ({words})" if words else "")
    if status in (httpx.codes.NOT_FOUND, httpx.codes.GONE):
        hint = "See whether the address is right; archive.org may have an older copy."
    elif status in (httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN, httpx.codes.PAYMENT_REQUIRED):
        hint = f"The site lets no programs in, or asks for a login. {_SAVE_IT}"
    else:
        hint = f"Try again later. {_SAVE_IT}"
    return SeedError(said, where=_shown(address), hint=hint)


def _reason(err: Exception) -> str:
    words = " ".join(str(err).split()) or type(err).__name__
    return words[:_SHOWN]


def _save_it() -> str:
    return _SAVE_IT[0].lower() + _SAVE_IT[1:]


def _shown(address: str) -> str:
    return address[:_SHOWN]
