# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Decides which servers may be contacted at all (requirements NET-1 to NET-4).

A name is resolved once; every address it has must be public, and the connection
is then made to these addresses and no others, so a second answer of the name
server cannot redirect it. What an administrator allow-lists as ``host:port`` may
be private and may use any port.
"""

import ipaddress
import re
import socket
from collections.abc import Collection
from dataclasses import dataclass

from ..errors import AdminMustAct, OwnerMustAct, RetryLater

MAIL_PORTS = frozenset({143, 993})
HOST_NAME = re.compile(r"(?=.{1,253}\Z)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?\.)+"
                       r"[a-z][a-z0-9-]{0,61}[a-z0-9]")  # fmt: skip

# Networks that ipaddress.is_global of CPython 3.11 takes for public although a
# connection to them ends inside, or at no single host.
NEVER = tuple(
    ipaddress.ip_network(network)
    for network in (
        "100.64.0.0/10", "168.63.129.16/32", "192.88.99.0/24", "224.0.0.0/4",
        "::/96", "::ffff:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48", "2001::/32",
        "2002::/16", "3fff::/20", "5f00::/16", "fec0::/10", "ff00::/8",
    )
)  # fmt: skip


@dataclass(frozen=True)
class Server:
    """A server as its user names it; ``encryption`` is ``ssl`` or ``starttls``."""

    host: str
    port: int
    encryption: str


def checked_addresses(server: Server, allowed: Collection[str]) -> list[str]:
    """The addresses to connect to, in the resolver's order.

    :param allowed: ``host:port`` entries that the administrator has allowed
    :raises OwnerMustAct: ``bad_host``, ``bad_port``
    :raises RetryLater: ``unknown_host``, ``name_server``
    :raises AdminMustAct: ``private_address``
    """
    trusted = f"{server.host}:{server.port}" in allowed
    if not trusted:
        if not HOST_NAME.fullmatch(server.host):
            raise OwnerMustAct("bad_host")
        if server.port not in MAIL_PORTS:
            raise OwnerMustAct("bad_port")
    addresses = resolve(server)
    if not trusted and not all(map(is_public, addresses)):
        raise AdminMustAct("private_address")
    return addresses


def resolve(server: Server) -> list[str]:
    """All addresses of the host name, without duplicates."""
    try:
        found = socket.getaddrinfo(
            server.host, server.port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP
        )
    except socket.gaierror as error:
        if error.errno == socket.EAI_AGAIN:
            raise RetryLater("name_server") from None
        raise RetryLater("unknown_host") from None
    except (UnicodeError, ValueError):  # a label too long, or a NUL
        raise OwnerMustAct("bad_host") from None
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def is_public(address: str) -> bool:
    """Whether this address belongs to one host on the public internet."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    return ip.is_global and not any(
        ip in network for network in NEVER if network.version == ip.version
    )
