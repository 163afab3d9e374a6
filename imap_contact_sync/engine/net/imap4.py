# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""imaplib, so that it only reads, within bounds, and reads answers to FETCH fast.

This file and ``transport`` know imaplib's insides. They are private: IMAPClient is
pinned, and ``tests/test_engine_transport.py`` holds what is relied upon.
"""

import imaplib
import re
import socket
import ssl

from ..errors import AdminMustAct, OwnerMustAct
from .bounds import CONNECT_SECONDS, LITERAL_SIZE, LONGEST_LINE, Bounds, buffered
from .guard import Server

# Invariant I1: a guest in the mailbox. None of these changes a flag or a message.
READING_COMMANDS = frozenset(
    {"CAPABILITY", "STARTTLS", "AUTHENTICATE", "LOGIN", "ID", "LIST", "STATUS"}
    | {"EXAMINE", "UID FETCH", "UID SEARCH", "NOOP", "LOGOUT"}
)
# BODY[] without PEEK and the RFC822 items set the Seen flag (RFC 3501 6.4.5).
MARKS_SEEN = re.compile(r"BODY\[|RFC822(?!\.SIZE)")
UNSAFE = re.compile(r"[\r\n\0]")
FETCH_LINE = re.compile(rb"\* \d+ FETCH ", re.IGNORECASE)


class NotUnderstood(imaplib.IMAP4.error):
    """The server said BAD to a login: it did not look at the password."""


class NotReading(RuntimeError):
    """A mistake of ours, stopped before it is sent (I1). No ``OSError``, which would
    pass for a lost connection."""


class ReadingIMAP4(imaplib.IMAP4):
    """imaplib on an open socket, that refuses whatever could write."""

    # Above zero imaplib writes all that is said into a log.
    debug = property(lambda self: 0, lambda self, value: None)

    def __init__(
        self, connection: socket.socket, server: Server, bounds: Bounds
    ) -> None:
        self._connection = connection
        self._next_line = b""
        self.bounds = bounds
        super().__init__(server.host, server.port)

    def open(self, host: str = "", port: int = 0, timeout: float | None = None) -> None:
        self.host, self.port, self.sock = host, port, self._connection
        self._stream = buffered(self.sock, self.bounds)

    def _get_capabilities(self) -> None:
        if self.state != "NONAUTH":  # PREAUTH: somebody else's session, or an attack
            raise AdminMustAct("preauth")
        # Most servers tell them in the greeting: one round trip less.
        told = self.untagged_responses.pop("CAPABILITY", None)
        if not told:
            _status, told = self.capability()
        self.capabilities = tuple(as_text(told[-1] or b"").upper().split())

    def encrypt(self, context: ssl.SSLContext) -> None:
        """STARTTLS. All that was said in clear text is forgotten, also what stands
        behind the server's OK (RFC 3501 6.2.1).

        :raises imaplib.IMAP4.error: the server said NO or BAD
        """
        status, _text = self._simple_command("STARTTLS")
        if status != "OK":
            raise self.error("STARTTLS was refused")
        self.sock = encrypted(self.sock, context, self.host, self.bounds)
        self._stream = buffered(self.sock, self.bounds)
        self._tls_established = True
        self.untagged_responses.clear()
        self.bounds.begin(CONNECT_SECONDS)
        self._get_capabilities()

    def authenticate_plain(self, answer: bytes, at_once: bool) -> None:
        """AUTHENTICATE PLAIN. Other than in imaplib the answer is sent once, however
        many challenges come.

        :param answer: in base64
        :param at_once: with the command, in one round trip (RFC 4959)
        :raises NotUnderstood: the server said BAD
        :raises imaplib.IMAP4.error: the server said NO
        """
        words = ("PLAIN", answer) if at_once else ("PLAIN",)
        tag = self._command("AUTHENTICATE", *words)
        while not at_once and not self.tagged_commands[tag]:
            if self._get_response() is None:
                self.send(answer + b"\r\n")
                break
        self._end_login(tag)

    def log_in(self, login: bytes, password: bytes) -> None:
        """LOGIN; both words quoted. Raises as ``authenticate_plain``."""
        self._end_login(self._command("LOGIN", login, password))

    def _end_login(self, tag: bytes) -> None:
        status, text = self._get_tagged_response(tag)
        self._check_bye()
        if status != "OK":
            raise (NotUnderstood if status == "BAD" else self.error)(text[-1])
        self.state = "AUTH"

    def send(self, data: bytes) -> None:
        self.sock.settimeout(self.bounds.seconds_left())
        return super().send(data)

    def read(self, size: int) -> bytes:  # pylint: disable=method-required-super
        # The size was accepted with the line before.
        return self._stream.read(size)

    def readline(self) -> bytes:
        line, self._next_line = self._next_line, b""
        return line or self._read_line()

    def _read_line(self) -> bytes:
        line = self._stream.readline(LONGEST_LINE + 1)
        self.bounds.count_line(line)
        return line

    def shutdown(self) -> None:
        """Close the connection, and forget what the server has said."""
        self.mo = None
        for said in (self.untagged_responses, self.tagged_commands):
            said.clear()
        self._stream.close()
        try:
            self.sock.shutdown(socket.SHUT_RDWR)
        finally:
            self.sock.close()

    def _log(self, line: str) -> None:
        """imaplib keeps the last lines, also those of a login; this does not."""

    def read_fetched(self, tag: bytes) -> list[list[bytes]]:
        """Read to the end of a command; its FETCH responses, see ``fetch``.

        What else arrives is imaplib's. Its own way with a literal takes several
        times as long, and a first import has hundreds of thousands of them.

        :raises imaplib.IMAP4.abort: the connection is lost or not in step any more
        """
        found = []
        while self.tagged_commands[tag] is None:
            line = self._read_line()
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
        while literal := LITERAL_SIZE.search(line):
            size = int(literal[1])
            content = self._stream.read(size)
            response += [line, content]
            line = self._read_line()
            # Otherwise the size of the literal was wrong, or the connection is lost.
            if len(content) < size or not line.startswith((b")", b" ")):
                raise self.abort("unexpected response: behind a literal")
        # What ends like a literal and has no size: nobody knows where it ends.
        if not line.endswith(b"\r\n") or line.endswith(b"}\r\n"):
            raise self.abort("unexpected response: unterminated line")
        response.append(line)
        return response

    def ask(
        self, verb: str, *words: str | bytes, literal: bytes = b""
    ) -> tuple[str, list[bytes]]:
        """One command; the literal, if any, is sent when the server has asked for it.

        :raises OwnerMustAct: ``unsafe_argument``
        """
        if b"\0" in literal:  # in no literal (RFC 3501 9)
            raise OwnerMustAct("unsafe_argument")
        self.literal = literal or None
        try:
            status, answer = self._simple_command(verb, *words)
        finally:
            self.literal = None
        return status, answer

    def _command(self, name: str, *args: str | bytes | None) -> bytes:
        words = [as_text(arg) for arg in args if arg is not None]
        verb = f"{name} {words[0]}" if name == "UID" else name
        if verb not in READING_COMMANDS:
            raise NotReading(f"{verb} is not a reading command")
        if any(UNSAFE.search(word) for word in words):
            raise OwnerMustAct("unsafe_argument")
        if verb == "UID FETCH" and any(map(MARKS_SEEN.search, words)):
            raise NotReading("this item of FETCH would mark the message as seen")
        return super()._command(name, *args)


def encrypted(
    connection: socket.socket, context: ssl.SSLContext, host: str, bounds: Bounds
) -> ssl.SSLSocket:
    """TLS on a connection; the certificate has to be one of that host.

    :raises ssl.SSLError: also for a certificate that is not trusted
    :raises OSError: the other side takes too long, or hangs up
    """
    bounds.begin(CONNECT_SECONDS)
    connection.settimeout(bounds.seconds_left())
    return context.wrap_socket(connection, server_hostname=host)


def as_text(argument: str | bytes) -> str:
    return argument if isinstance(argument, str) else argument.decode("latin-1")
