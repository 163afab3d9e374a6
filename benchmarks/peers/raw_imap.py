# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""IMAP on a bare TLS socket: what any client must at least send and receive."""

import re
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

CHUNK = 1 << 20
LITERAL = re.compile(rb"\{(\d+)\}\r\n")


class RawClient:
    """Sends lines and reads until the tagged answer; understands nothing else."""

    def __init__(self, connection: ssl.SSLSocket) -> None:
        self._connection = connection
        self.received = 0
        self.sent = 0
        self._until(b"\r\n")

    def ask(self, *commands: str) -> bytes:
        """Send all commands in one flight; everything answered until the last one."""
        lines = [f"t{number} {text}\r\n" for number, text in enumerate(commands)]
        sent = "".join(lines).encode()
        self.sent += len(sent)
        self._connection.sendall(sent)
        return self._until(b"\r\n", f"t{len(commands) - 1} ".encode())

    def _until(self, end: bytes, tag: bytes = b"") -> bytes:
        """What arrives until a line that begins with the tag is complete."""
        found = bytearray()
        while not _is_complete(found, end, tag):
            chunk = self._connection.recv(CHUNK)
            if not chunk:
                raise ConnectionError("the server has hung up")
            found += chunk
        self.received += len(found)
        return bytes(found)


def _is_complete(found: bytearray, end: bytes, tag: bytes) -> bool:
    if not found.endswith(end):
        return False
    # The last line: all before it ends where the line before it does.
    start = found.rfind(end, 0, len(found) - len(end))
    start = 0 if start < 0 else start + len(end)
    return found.startswith(tag, start)


@cache
def _context() -> ssl.SSLContext:
    """Made once: to read the authorities takes as long as a poll of a near server."""
    return ssl.create_default_context()


@contextmanager
def raw_client(
    port: int, login: str, password: str, host: str = "localhost"
) -> Iterator[RawClient]:
    """A connection after login; it says LOGOUT at the end and waits for the answer."""
    with socket.create_connection((host, port)) as plain:
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with _context().wrap_socket(plain, server_hostname="localhost") as connection:
            client = RawClient(connection)
            client.ask(f'LOGIN "{login}" "{password}"')
            yield client
            client.ask("LOGOUT")


def literals(answer: bytes) -> Iterator[bytes]:
    """The literals of an answer, in order."""
    position = 0
    while found := LITERAL.search(answer, position):
        position = found.end() + int(found[1])
        yield answer[found.end() : position]
