"""Which addresses may be called. A name is looked up once, every answer is judged, and the call goes to the address that was judged.

What is refused (S29): everything that is not plainly public. That is private, loopback, link-local (where clouds keep their metadata),
shared (CGNAT), multicast, reserved and documentation addresses, and IPv6 addresses that carry an IPv4 address inside.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

Resolver = Callable[[str, int], Sequence[str]]
MAX_URL = 1000
_HOST = re.compile(r"(?=.{1,253}\Z)([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?", re.I)
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*", re.I)
_PUBLIC_V6 = ipaddress.ip_network("2000::/3")
# Public by their number, but a way to somewhere else: 6to4, Teredo, documentation, benchmarks, and old relays.
_NEVER = tuple(
    ipaddress.ip_network(net) for net in ("2002::/16", "2001::/23", "2001:db8::/32", "3fff::/20", "192.88.99.0/24", "192.0.0.0/24")
)


class NotAllowed(Exception):
    """The address may not be called. The message says why, in English: it is for logs and for administrators of integrations."""


@dataclass(frozen=True)
class Target:
    """Where a call goes.

    Args:
        host: The name in the address, for the certificate and the Host header.
        address: The IP address that was judged; empty when a proxy looks the name up.
    """

    scheme: str
    host: str
    port: int
    address: str


def look_up(host: str, port: int) -> Sequence[str]:
    """Every address of a name, as the system knows it."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def judge(text: str) -> None:
    """Let a public address pass.

    Raises:
        NotAllowed: for every other.
    """
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        raise NotAllowed(f"{text!r} is not an address.") from None
    public = address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)
    if isinstance(address, ipaddress.IPv6Address):
        public = public and address in _PUBLIC_V6  # mapped, compatible, NAT64 and local addresses all lie outside
    if not public or any(address in net for net in _NEVER if net.version == address.version):
        raise NotAllowed(f"{text} is not a public address.")


def parse(url: str) -> tuple[str, str, int]:
    """Scheme, host and port of an address as somebody wrote it.

    Raises:
        NotAllowed: when it is not an http(s) address, holds a user name, or writes an IP address in another way than the plain one.
    """
    if len(url) > MAX_URL or not url.isascii() or any(ord(c) <= 32 or ord(c) == 127 for c in url) or "\\" in url:
        raise NotAllowed("The address is too long, or holds characters that addresses do not have.")
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        raise NotAllowed("The address cannot be read.") from None
    if parts.scheme not in ("https", "http") or not host:
        raise NotAllowed("The address must begin with https:// and a host.")
    if parts.username is not None or parts.password is not None:
        raise NotAllowed("The address must not hold a user name or password.")
    if ":" not in host:
        if not _HOST.fullmatch(host):
            raise NotAllowed("The host of the address cannot be read.")
        # "127.1", "2130706433" and "0x7f.1" are addresses to the system's resolver. Only four plain numbers are to us.
        if _NUMBER.fullmatch(host.rpartition(".")[2]):
            try:
                ipaddress.IPv4Address(host)
            except ValueError:
                raise NotAllowed("The host is an IP address in an unusual form.") from None
    elif "%" in host:
        raise NotAllowed("The host is an IP address with a zone.")
    return parts.scheme, host, port if port is not None else (443 if parts.scheme == "https" else 80)


def target(url: str, *, allow: Collection[str] = (), proxied: bool = False, resolver: Resolver = look_up) -> Target:
    """Where a call to an address goes.

    Args:
        allow: `host:port` pairs that the operator lets through unjudged, also over plain http.
        proxied: Whether a proxy looks names up; then only addresses written as numbers are judged here.
        resolver: How names are looked up; another one in tests.

    Raises:
        NotAllowed: when it may not be called.
        OSError: when the name cannot be looked up.
    """
    scheme, host, port = parse(url)
    allowed = f"{host}:{port}" in allow
    if not allowed and scheme != "https":
        raise NotAllowed("The address must begin with https://.")
    if not allowed and port != 443 and port < 1024:
        raise NotAllowed(f"Port {port} is not one that web services answer on.")
    if proxied:
        if not allowed and (":" in host or _NUMBER.fullmatch(host.rpartition(".")[2])):
            judge(host)
        return Target(scheme, host, port, "")
    addresses = resolver(host, port)
    if not addresses:
        raise OSError("the name has no address")
    if not allowed:
        for address in addresses:  # all of them: a name with one public and one private address is a trap
            judge(address)
    return Target(scheme, host, port, addresses[0])
