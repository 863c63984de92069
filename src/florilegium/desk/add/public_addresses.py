"""Addresses of machines: whether one is of the public internet.

Input: an IP address as text. Output: whether a stranger's page may be fetched from there. What
leads into this machine or its network is not public, in whatever form it is written.
"""

from collections.abc import Iterator
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

# RFC 6052 and RFC 8215: IPv6 addresses whose last four bytes are an IPv4 address.
_TRANSLATED = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"))
_SITE = IPv6Network("fec0::/10")  # RFC 3879: site-local, of old


def is_public(address: str) -> bool:
    """Whether *address* and every address that is written within it is public."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    return all(_is_public(one) for one in _all(found))


def _all(found: IPv4Address | IPv6Address) -> Iterator[IPv4Address | IPv6Address]:
    """Yield *found* and the IPv4 addresses that it stands for or leads to."""
    if isinstance(found, IPv6Address):
        inner = [found.ipv4_mapped, found.sixtofour, *(found.teredo or ())]
        if any(found in network for network in _TRANSLATED):
            inner.append(IPv4Address(int(found) & 0xFFFFFFFF))
        yield from (one for one in inner if one is not None)
        if found.ipv4_mapped is not None:
            return  # it is the IPv4 address, and judged as that
    yield found


def _is_public(one: IPv4Address | IPv6Address) -> bool:
    if isinstance(one, IPv6Address) and (one in _SITE or one.is_site_local):
        return False
    return one.is_global and not (
        one.is_multicast
        or one.is_reserved
        or one.is_unspecified
        or one.is_loopback
        or one.is_link_local
        or one.is_private
    )
