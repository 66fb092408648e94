"""Which addresses on the web we may ask: none that leads inside our own network (R57). Pure: no Django."""

import ipaddress
import re
import socket
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

PORTS = {"http": 80, "https": 443}
ALWAYS_QUOTED = "/%:@!$&'()*+,;=~-._?"
_UNSAFE = re.compile(r"[\x00-\x20\x7f\\]")
_NUMERIC = re.compile(r"(?:[0-9]+|0x[0-9a-f]*)", re.I)
# What Python 3.11 still calls global, although it carries or means another address.
_NOT_ASKED = [
    ipaddress.ip_network(network)
    for network in (
        "192.0.0.0/24",
        "192.88.99.0/24",  # 6to4 relays
        "2001::/23",  # Teredo and other protocols
        "2001:db8::/32",
        "2002::/16",  # 6to4
        "3fff::/20",  # documentation
    )
]
# All that is given out of IPv6; leaves out mapped and translated addresses (NAT64) of every kind.
_IPV6_GIVEN_OUT = ipaddress.ip_network("2000::/3")


class NotAllowed(ValueError):
    """This address is not asked. Says why."""


class NoSuchHost(Exception):
    """The name of the host does not exist."""


@dataclass(frozen=True)
class Target:
    """Where a request goes. ``path`` holds the query as well; ``host`` is in ASCII."""

    scheme: str
    host: str
    port: int
    path: str


def target(url: str) -> Target:
    """What ``url`` asks for. Raises NotAllowed for anything but a plain address on the web."""
    if _UNSAFE.search(url):
        raise NotAllowed("it holds a space, a backslash or a control character")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise NotAllowed(str(error)) from error
    if parts.scheme not in PORTS or not parts.hostname:
        raise NotAllowed("it is not an address on the web")
    if "@" in parts.netloc:
        raise NotAllowed("it holds a name before an @")
    path = quote(parts.path or "/", safe=ALWAYS_QUOTED)
    query = f"?{quote(parts.query, safe=ALWAYS_QUOTED)}" if parts.query else ""
    return Target(
        parts.scheme,
        _host(parts.hostname, "[" in parts.netloc),
        PORTS[parts.scheme] if port is None else port,
        path + query,
    )


def _host(name: str, is_bracketed: bool) -> str:
    """A name in ASCII, or an IP address as it is usually written: no other spelling of a number."""
    if is_bracketed or ":" in name:
        return str(_ip(name))
    try:
        host = name.encode("idna").decode("ascii").lower()
    except UnicodeError as error:
        raise NotAllowed("its host is not a name") from error
    if not re.fullmatch(r"[a-z0-9._-]+", host):
        raise NotAllowed("its host is not a name")
    if _NUMERIC.fullmatch(host.rstrip(".").rpartition(".")[2]):
        return str(_ip(host))
    return host


def _ip(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    try:
        found = ipaddress.ip_address(text)
    except ValueError as error:
        raise NotAllowed("its host is not a name") from error
    if "%" in text:
        raise NotAllowed("its host is not a name")
    return found


def is_public(address: str) -> bool:
    """Whether an IP address belongs to one machine on the public internet."""
    ip = ipaddress.ip_address(address)
    if isinstance(ip, ipaddress.IPv6Address) and ip not in _IPV6_GIVEN_OUT:
        return False
    if ip.is_multicast or ip.is_reserved or any(ip in n for n in _NOT_ASKED if n.version == ip.version):
        return False
    return ip.is_global


Resolve = Callable[..., list[tuple[Any, ...]]]


@dataclass(frozen=True)
class Gate:
    """Looks a name up once and lets through only what may be asked. Tests put in their own network."""

    resolve: Resolve = socket.getaddrinfo
    may_ask: Callable[[str], bool] = is_public
    ports: Collection[int] = frozenset(PORTS.values())

    def machines(self, wanted: Target) -> list[tuple[Any, ...]]:
        """The socket addresses to connect to: (family, address). Raises NotAllowed or NoSuchHost."""
        if wanted.port not in self.ports:
            raise NotAllowed("it names another port than those of the web")
        try:
            found = self.resolve(wanted.host, wanted.port, type=socket.SOCK_STREAM)
        except socket.gaierror as error:
            if error.errno in (socket.EAI_NONAME, socket.EAI_NODATA):
                raise NoSuchHost(wanted.host) from error
            raise
        machines = [(family, address) for family, _, _, _, address in found if self.may_ask(address[0])]
        if not machines:
            raise NotAllowed("it does not lead to the public internet")
        return machines
