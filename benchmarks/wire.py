# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What this process says over TLS, in clear: commands, octets and round trips."""

import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from unittest.mock import patch

COMMAND = re.compile(rb"^\S+ ((?:UID )?[A-Z]+)", re.MULTILINE)
LOGIN = re.compile(rb"^\S+ (?:LOGIN|AUTHENTICATE) ", re.MULTILINE)
LOGOUT = re.compile(rb"^\S+ LOGOUT\r\n", re.MULTILINE)


@dataclass
class Wire:
    """All flights of all connections, in order: what was sent, then received."""

    flights: list[tuple[bytearray, bytearray]] = field(default_factory=list)

    def sent(self, content: bytes) -> None:
        if not self.flights or self.flights[-1][1]:
            self.flights.append((bytearray(), bytearray()))
        self.flights[-1][0].extend(content)

    def received(self, content: bytes) -> None:
        if not self.flights:
            self.flights.append((bytearray(), bytearray()))
        self.flights[-1][1].extend(content)

    def round_trips(self) -> int:
        """Waits for an answer between login and LOGOUT."""
        texts = [bytes(sent) for sent, _received in self.flights]
        login = max(place for place, text in enumerate(texts) if LOGIN.search(text))
        # With a continuation, the password is a flight of its own.
        after = [text for text in texts[login + 1 :] if COMMAND.search(text)]
        return sum(1 for text in after if not LOGOUT.fullmatch(text))

    def commands(self) -> list[str]:
        """The names of the commands, in order."""
        sent = b"".join(bytes(each) for each, _received in self.flights)
        return [found.decode() for found in COMMAND.findall(sent)]

    def octets(self) -> int:
        return sum(len(received) for _sent, received in self.flights)


@contextmanager
def tapped() -> Iterator[Wire]:
    """Listen to every TLS connection of this process. Costs time: measure none."""
    wire = Wire()
    write, read = ssl.SSLSocket.send, ssl.SSLSocket.read

    def send(self, content, flags=0):
        count = write(self, content, flags)
        wire.sent(bytes(content[:count]))
        return count

    def receive(self, size=1024, buffer=None):
        found = read(self, size, buffer)
        wire.received(found if buffer is None else bytes(buffer[:found]))
        return found

    patched = patch.multiple(ssl.SSLSocket, send=send, read=receive)
    with patched:
        yield wire
