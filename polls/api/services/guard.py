"""Where a webhook may lead: to the public internet, and to networks that the administrator of the server names.

A name is resolved once, all that it resolves to is looked at, and the connection goes to that very address: a name that
answers something else a moment later leads nowhere else.
"""

import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

from django.conf import settings

Address = IPv4Address | IPv6Address
TUNNELS = [ip_network(each) for each in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")]
"""IPv6 networks that lead on to an IPv4 address, which may be any."""

PORTS = {"https": 443, "http": 80}


class RefusedError(Exception):
    """The address may not be called. ``code`` says why, as in ``services.posting.PROBLEMS``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Target:
    """Where a message goes: the host that is asked for, and the address that is called."""

    is_secure: bool
    host: str
    port: int
    address: str
    path: str


def target_of(url: str) -> Target:
    """Resolve an address once. Raises RefusedError."""
    scheme, host, port, path = parts_of(url)
    found = _resolved(host, port)
    if not found:
        raise RefusedError("no_host")
    own = [is_own(each) for each in found]
    if not all(mine or is_public(each) for mine, each in zip(own, found, strict=True)):
        raise RefusedError("private")
    if scheme != "https" and not all(own):
        raise RefusedError("not_secure")
    return Target(scheme == "https", host, port, str(found[0]), path)


def parts_of(url: str) -> tuple[str, str, int, str]:
    """Take an address apart into scheme, host, port and path. Raises RefusedError for one that is none."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise RefusedError("no_address") from error
    if parts.scheme not in PORTS or not parts.hostname or parts.username or parts.password or parts.fragment:
        raise RefusedError("no_address")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    if not path.isascii() or any(letter <= " " for letter in path):
        raise RefusedError("no_address")
    return parts.scheme, parts.hostname, port or PORTS[parts.scheme], path


def is_public(address: Address) -> bool:
    """Whether an address is one of the public internet."""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped:
            return is_public(address.ipv4_mapped)
        if any(address in network for network in TUNNELS):
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def is_own(address: Address) -> bool:
    """Whether an address is in a network that the administrator of the server has named."""
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        return is_own(address.ipv4_mapped)
    networks = [ip_network(each) for each in settings.WEBHOOK_NETWORKS]
    return any(address in network for network in networks if network.version == address.version)


def _resolved(host: str, port: int) -> list[Address]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return []
    return list(dict.fromkeys(ip_address(str(each[4][0]).partition("%")[0]) for each in found))
