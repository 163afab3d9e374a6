# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""imaplib, so that it only reads, and reads the answers to FETCH fast.

This file and ``transport`` know imaplib's insides. They are private: IMAPClient is
pinned, and ``tests/test_engine_transport.py`` holds what is relied upon.
"""

import imaplib
import re
import socket

from ..errors import AdminMustAct, OwnerMustAct
from .guard import Server

# Invariant I1: a guest in the mailbox. None of these changes a flag or a message.
READING_COMMANDS = frozenset(
    {"CAPABILITY", "STARTTLS", "AUTHENTICATE", "LOGIN", "ID", "LIST", "STATUS"}
    | {"EXAMINE", "UID FETCH", "UID SEARCH", "NOOP", "LOGOUT"}
)
# BODY[] without PEEK and the RFC822 items set the Seen flag (RFC 3501 6.4.5).
MARKS_SEEN = re.compile(r"BODY\[|RFC822(?!\.SIZE)")
BUFFER = 2**16  # octets; a TLS record has up to 2**14
UNSAFE = re.compile(r"[\r\n\0]")

FETCH_LINE = re.compile(rb"\* \d+ FETCH ", re.IGNORECASE)
LITERAL_SIZE = re.compile(rb"\{(\d{1,10})\}\r\n$")


class ReadingIMAP4(imaplib.IMAP4):
    """imaplib on an open socket, that refuses whatever could write."""

    def __init__(self, connection: socket.socket, server: Server) -> None:
        self._connection = connection
        self._next_line = b""
        self.received = 0  # octets
        super().__init__(server.host, server.port)
        if self.state != "NONAUTH":  # PREAUTH: somebody else's session, or an attack
            self.shutdown()
            raise AdminMustAct("preauth")

    def _create_socket(self, timeout: float | None) -> socket.socket:
        return self._connection

    def open(self, *args: object, **kwargs: object) -> None:
        opened = super().open(*args, **kwargs)
        self.file = self.sock.makefile("rb", BUFFER)
        return opened

    def _get_capabilities(self) -> None:
        # Most servers tell them in the greeting: one round trip less.
        told = self.untagged_responses.pop("CAPABILITY", None)
        if not told:
            super()._get_capabilities()
            return
        self.capabilities = tuple(as_text(told[-1]).upper().split())

    def readline(self) -> bytes:
        line, self._next_line = self._next_line, b""
        if not line:
            line = super().readline()
        self.received += len(line)
        return line

    def read_fetched(self, tag: bytes) -> list[list[bytes]]:
        """Read to the end of a command; its FETCH responses, see ``fetch``.

        What else arrives is imaplib's. Its own way with a literal takes several
        times as long, and a first import has hundreds of thousands of them.

        :raises imaplib.IMAP4.abort: the connection is lost or not in step any more
        """
        found = []
        while self.tagged_commands[tag] is None:
            line = imaplib.IMAP4.readline(self)
            if FETCH_LINE.match(line):
                found.append(self._read_response(line))
                continue
            self._next_line = line
            self._get_response()
            self._check_bye()
        return found

    def _read_response(self, line: bytes) -> list[bytes]:
        """The lines and literals of one response."""
        response = []
        received = len(line)
        while literal := LITERAL_SIZE.search(line):
            size = int(literal[1])
            content = imaplib.IMAP4.read(self, size)
            response += [line, content]
            line = imaplib.IMAP4.readline(self)
            received += size + len(line)
            # Otherwise the size of the literal was wrong, or the connection is lost.
            if len(content) < size or not line.startswith((b")", b" ")):
                raise self.abort("unexpected response: behind a literal")
        if not line.endswith(b"\r\n"):
            raise self.abort("socket error: unterminated line")
        self.received += received
        response.append(line)
        return response

    def _command(self, name: str, *args: str | bytes | None) -> bytes:
        words = [as_text(arg) for arg in args if arg is not None]
        verb = f"{name} {words[0]}" if name == "UID" else name
        if verb not in READING_COMMANDS:
            raise PermissionError(f"{verb} is not a reading command")
        if any(UNSAFE.search(word) for word in words):
            raise OwnerMustAct("unsafe_argument")
        if verb == "UID FETCH" and any(map(MARKS_SEEN.search, words)):
            raise PermissionError("this item of FETCH would mark the message as seen")
        return super()._command(name, *args)


def as_text(argument: str | bytes) -> str:
    return argument if isinstance(argument, str) else argument.decode("latin-1")
