# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Free ports on the loopback interface, remembered from run to run."""

import errno
import socket

from . import records
from .place import Place

# What a person would try first; the next free one is taken when it is busy.
FIRST = {"http": 8069, "postgres": 54320, "imaps": 11993, "imap": 11143}
TRIES = 200


def is_free(port: int) -> bool:
    """Tell whether a server could listen on the port, over IPv4 and IPv6.

    ``localhost`` means both, so a stranger on the IPv6 side would be in the way.
    """
    return _can_bind(socket.AF_INET, "127.0.0.1", port) and _can_bind(
        socket.AF_INET6, "::1", port
    )


def _can_bind(family: socket.AddressFamily, host: str, port: int) -> bool:
    try:
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except OSError as error:
        # A machine without IPv6 has no stranger there.
        return error.errno not in (errno.EADDRINUSE, errno.EACCES)
    return True


def has_address(host: str) -> bool:
    """Tell whether this machine has the address."""
    try:
        with socket.create_server((host, 0)):
            return True
    except OSError:
        return False


def is_open(port: int) -> bool:
    """Tell whether something answers on the port."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=2):
            return True
    except OSError:
        return False


def choose(preferred: int, taken: set[int]) -> int:
    """Return the preferred port, or the next one that is free and not taken."""
    for port in range(preferred, min(preferred + TRIES, 65536)):
        if port not in taken and is_free(port):
            return port
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


def remembered(place: Place, name: str) -> int:
    """Return the port that the server of this name used last."""
    return records.read(place, "ports").get(name, FIRST[name])


def reserve(place: Place, name: str) -> int:
    """Return the port for a server about to start, and remember it."""
    known = records.read(place, "ports")
    taken = {port for other, port in known.items() if other != name}
    port = choose(known.get(name, FIRST[name]), taken)
    records.write(place, "ports", {**known, name: port})
    return port
