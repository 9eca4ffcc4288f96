"""Where a webhook goes: a URL read strictly, and the judgement of every address that its host has.

What others name as a target must not lead into the network of the service: only public addresses are spoken to, unless
the administrator's list allows the host or the network. The judgement is made of the address that is connected to.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from graph_service.errors import BadInput, BadValue, NotAllowed

IP = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
LONGEST = 2_048
_HOST = re.compile(r"[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*")
_ODD_NUMBER = re.compile(r"(0x[0-9a-f]*|[0-9]+)(\.(0x[0-9a-f]*|[0-9]+)){0,3}\.?")
"""What resolvers also read as an IPv4 address: decimal, octal, hexadecimal, fewer than four parts."""
_NEVER = tuple(
    ipaddress.ip_network(text)
    for text in (
        "168.63.129.16/32",  # a cloud's own service, reached from inside its machines only
        "192.0.0.0/24",  # protocol assignments; versions of Python judge parts of it differently
        "192.88.99.0/24",  # relays of 6to4
        "3fff::/20",  # documentation
        "2001::/23",  # protocol assignments, Teredo among them
    )
)
_UNICAST = ipaddress.IPv6Network("2000::/3")
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_6TO4 = ipaddress.IPv6Network("2002::/16")


@dataclass(frozen=True, slots=True)
class Allowed:
    """What the administrator allows beyond public addresses: hosts by name, and networks."""

    hosts: frozenset[str] = frozenset()
    networks: tuple[Network, ...] = ()

    @classmethod
    def of(cls, entries: Iterable[str]) -> Allowed:
        """Of texts, each a host name, an address or a network (`10.1.0.0/16`). Raises BadInput."""
        hosts, networks = set(), []
        for entry in entries:
            try:
                networks.append(ipaddress.ip_network(entry, strict=False))
            except ValueError:
                if not _HOST.fullmatch(entry.lower()) or _ODD_NUMBER.fullmatch(entry):
                    raise BadInput(
                        f"{entry!r} is no host name, address or network that could be allowed"
                    ) from None
                hosts.add(entry.lower())
        return cls(frozenset(hosts), tuple(networks))

    def address(self, ip: IP) -> bool:
        """Is this address in a network of the list?"""
        return any(ip.version == one.version and ip in one for one in self.networks)

    def target(self, target: Target) -> bool:
        """Is the target named by the list, so that plain http is its administrator's choice?"""
        if target.host in self.hosts:
            return True
        ip = _literal(target.host)
        return ip is not None and self.address(ip)


@dataclass(frozen=True, slots=True)
class Target:
    """A URL in parts. Path and query may hold a secret of the receiver and are in no repr."""

    scheme: str
    host: str
    port: int
    path: str = field(repr=False)

    @classmethod
    def of(cls, url: str) -> Target:
        """The target of a URL; raises BadValue, never repeating it."""
        if len(url) > LONGEST or not url.isascii() or any(sign <= " " or sign in "\\\x7f" for sign in url):
            raise BadValue(
                f"a webhook URL has at most {LONGEST} ASCII characters and no blanks: write other signs %-encoded,"
                " and a host name in its xn-- form"
            )
        try:
            parts = urlsplit(url)
            host, port = (parts.hostname or "").lower(), parts.port
        except ValueError:
            raise BadValue("the webhook URL cannot be read") from None
        if parts.scheme not in ("https", "http"):
            raise BadValue("a webhook URL begins with https://")
        if "@" in parts.netloc:
            raise BadValue(
                "a webhook URL carries no name and no password: what is sent is known by its signature"
            )
        if "#" in url:
            raise BadValue("a webhook URL has no fragment")
        if port == 0 or (_literal(host) is None and not _HOST.fullmatch(host)):
            raise BadValue("the webhook URL names no host")
        if _literal(host) is None and _ODD_NUMBER.fullmatch(host):
            raise BadValue("an IPv4 address is written as four decimal numbers")
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        return cls(parts.scheme, host, port or (443 if parts.scheme == "https" else 80), path)

    @property
    def origin(self) -> str:
        """Scheme, host and port: what may be shown of it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        usual = 443 if self.scheme == "https" else 80
        return f"{self.scheme}://{host}" + ("" if self.port == usual else f":{self.port}")


def is_public(ip: IP) -> bool:
    """Is this an address of the public network, also where it wraps one of IPv4?"""
    if any(ip.version == one.version and ip in one for one in _NEVER):
        return False
    if isinstance(ip, ipaddress.IPv4Address):
        return ip.is_global and not ip.is_multicast and not ip.is_reserved
    inner = _wrapped(ip)
    if inner is not None:
        return is_public(inner)
    return ip in _UNICAST and ip.is_global and not ip.is_multicast


def _wrapped(ip: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address that is reached through this one: mapped, NAT64, 6to4."""
    if ip.ipv4_mapped is not None:
        return ip.ipv4_mapped
    if ip in _NAT64:
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.sixtofour if ip in _6TO4 else None


def _literal(host: str) -> IP | None:
    try:
        return ipaddress.ip_address(host) if "%" not in host else None
    except ValueError:
        return None


def check(target: Target, allowed: Allowed) -> tuple[str, ...]:
    """The addresses of a target, resolved now, each of which may be spoken to. Raises NotAllowed where one may not be,
    or where plain http was not allowed by name; BadValue where the host has no address."""
    named = allowed.target(target)
    try:
        found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise BadValue("the host of the webhook has no address") from None
    addresses = tuple(dict.fromkeys(str(one[4][0]) for one in found))
    for text in addresses:
        ip = ipaddress.ip_address(text)
        listed = allowed.address(getattr(ip, "ipv4_mapped", None) or ip)
        if not (listed or target.host in allowed.hosts or is_public(ip)):
            raise NotAllowed(
                "the webhook leads to an address that is not public: its host or network is allowed by"
                " GRAPH_SERVICE_WEBHOOK_ALLOW only"
            )
        named = named or listed
    if target.scheme == "http" and not named:
        raise NotAllowed("a webhook is sent by https; plain http is for hosts of GRAPH_SERVICE_WEBHOOK_ALLOW")
    return addresses
