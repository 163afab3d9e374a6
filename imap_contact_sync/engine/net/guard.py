# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Decides which servers may be contacted at all (requirements NET-1 to NET-4).

A name is resolved once; every address it has must be public, and the connection
is then made to these addresses and no others, so a second answer of the name
server cannot redirect it. What an administrator allow-lists as ``host:port`` may
be private and may use any port.
"""

import ipaddress
import logging
import re
import socket
from collections.abc import Collection
from concurrent.futures import Future
from dataclasses import dataclass
from functools import lru_cache
from threading import Thread

from ..errors import AdminMustAct, OwnerMustAct, RetryLater

_logger = logging.getLogger(__name__)

RESOLVE_SECONDS = 10
MAIL_PORTS = frozenset({143, 993})
HOST_NAME = re.compile(r"(?=.{1,253}\Z)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?\.)+"
                       r"[a-z][a-z0-9-]{0,61}[a-z0-9]")  # fmt: skip

# A name or an address and a port, as ``checked_addresses`` writes them.
ALLOWED_ENTRY = re.compile(r"[a-z0-9_.:-]+(?<!:):\d{1,5}")

# Networks that ipaddress.is_global of CPython 3.11 takes for public although a
# connection to them ends inside, or at no single host.
NEVER = tuple(
    ipaddress.ip_network(network)
    for network in (
        "100.64.0.0/10", "168.63.129.16/32", "192.0.0.0/24", "192.88.99.0/24",
        "224.0.0.0/4",
        "::/96", "::ffff:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48", "2001::/32",
        "2002::/16", "3fff::/20", "5f00::/16", "fec0::/10", "ff00::/8",
    )
)  # fmt: skip


UNICAST = ipaddress.IPv6Network("2000::/3")  # all that has been given to anybody


@dataclass(frozen=True)
class Server:
    """A server as its user names it; ``encryption`` is ``ssl`` or ``starttls``.

    ``authorities``: certificates as PEM that are trusted here instead of those of the
    machine; empty for the machine's.
    """

    host: str
    port: int
    encryption: str
    authorities: str = ""


def checked_addresses(
    server: Server, allowed: Collection[str], seconds: float = RESOLVE_SECONDS
) -> list[str]:
    """The addresses to connect to, in the resolver's order.

    :param allowed: ``host:port`` entries that the administrator has allowed
    :param seconds: how long the resolver may take, if less than usual
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
    addresses = resolve(server, min(seconds, RESOLVE_SECONDS))
    if not trusted and not all(map(is_public, addresses)):
        raise AdminMustAct("private_address")
    return addresses


@lru_cache(maxsize=8)
def parse_allowed(text: str) -> frozenset[str]:
    """The ``host:port`` entries of an option, without those that are none.

    :param text: the entries, separated by commas
    """
    entries = [entry.strip().lower() for entry in text.split(",") if entry.strip()]
    for entry in entries:
        if not ALLOWED_ENTRY.fullmatch(entry):  # told once, as the result is kept
            _logger.warning("Not a host:port that could be allowed: %r", entry)
    return frozenset(filter(ALLOWED_ENTRY.fullmatch, entries))


def resolve(server: Server, seconds: float) -> list[str]:
    """All addresses of the host name, without duplicates."""
    # The resolver has no timeout, and its own may be minutes: it is left behind.
    answer: Future[list[str]] = Future()
    Thread(target=look_up, args=(server, answer), daemon=True).start()
    try:
        return answer.result(seconds)
    except socket.gaierror as error:
        again = error.errno == socket.EAI_AGAIN
        raise RetryLater("name_server" if again else "unknown_host") from None
    except OSError:  # no answer in time, or the resolver has no file left to open
        raise RetryLater("name_server") from None
    except (UnicodeError, ValueError):  # a label too long, or a NUL
        raise OwnerMustAct("bad_host") from None


def look_up(server: Server, answer: "Future[list[str]]") -> None:
    try:
        found = socket.getaddrinfo(
            server.host, server.port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP
        )
        answer.set_result(list(dict.fromkeys(str(entry[4][0]) for entry in found)))
    except (OSError, ValueError) as error:  # UnicodeError is a ValueError
        answer.set_exception(error)


def is_public(address: str) -> bool:
    """Whether this address belongs to one host on the public internet."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if ip.version == 6 and ip not in UNICAST:
        return False
    return ip.is_global and not any(
        ip in network for network in NEVER if network.version == ip.version
    )
