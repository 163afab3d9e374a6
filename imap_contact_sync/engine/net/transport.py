# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The connection: checked addresses, verified TLS, and commands that only read.

This is the one file that knows imaplib's insides. They are private: IMAPClient is
pinned, and ``tests/test_engine_transport.py`` holds what is relied upon.
"""

import imaplib
import re
import socket
import ssl
from collections.abc import Iterable, Sequence
from contextlib import suppress

from imapclient import IMAPClient, SocketTimeout

from ..errors import AdminMustAct, OwnerMustAct, RetryLater
from ..folders import quote
from .guard import Server

CONNECT_SECONDS = 10
READ_SECONDS = 60

# Invariant I1: a guest in the mailbox. None of these changes a flag or a message.
READING_COMMANDS = frozenset(
    {"CAPABILITY", "STARTTLS", "AUTHENTICATE", "LOGIN", "ID", "LIST", "STATUS"}
    | {"EXAMINE", "UID FETCH", "UID SEARCH", "NOOP", "LOGOUT"}
)
# BODY[] without PEEK and the RFC822 items set the Seen flag (RFC 3501 6.4.5).
MARKS_SEEN = re.compile(r"BODY\[|RFC822(?!\.SIZE)")
UNSAFE = re.compile(r"[\r\n\0]")

# An untagged response as imaplib keeps it: a line, or a line and its literal.
Response = bytes | tuple[bytes, bytes]


class ReadingIMAP4(imaplib.IMAP4):
    """imaplib on an open socket, that refuses whatever could write."""

    def __init__(self, connection: socket.socket, server: Server) -> None:
        self._connection = connection
        super().__init__(server.host, server.port)
        if self.state != "NONAUTH":  # PREAUTH: somebody else's session, or an attack
            self.shutdown()
            raise AdminMustAct("preauth")

    def _create_socket(self, timeout: float | None) -> socket.socket:
        return self._connection

    def _command(self, name: str, *args: str | bytes | None) -> bytes:
        words = [_text(arg) for arg in args if arg is not None]
        verb = f"{name} {words[0]}" if name == "UID" else name
        if verb not in READING_COMMANDS:
            raise PermissionError(f"{verb} is not a reading command")
        if any(UNSAFE.search(word) for word in words):
            raise OwnerMustAct("unsafe_argument")
        if verb == "UID FETCH" and any(map(MARKS_SEEN.search, words)):
            raise PermissionError("this item of FETCH would mark the message as seen")
        return super()._command(name, *args)


class ReadingClient(IMAPClient):
    """IMAPClient on top of a ``ReadingIMAP4``."""

    def __init__(self, connection: socket.socket, server: Server) -> None:
        self._connection = connection
        self._server = server
        super().__init__(
            server.host,
            port=server.port,
            ssl=server.encryption == "ssl",
            timeout=SocketTimeout(CONNECT_SECONDS, READ_SECONDS),
        )
        # IMAPClient sets 5, and imaplib then formats every literal for the log.
        self._imap.debug = 0

    def _create_IMAP4(self) -> ReadingIMAP4:
        return ReadingIMAP4(self._connection, self._server)

    def log_in(self, login: str, password: str, plain: bool) -> None:
        """By AUTHENTICATE PLAIN, else by LOGIN.

        Not by IMAPClient's methods: to them a lost connection is a wrong password.

        :raises imaplib.IMAP4.error: the server said NO or BAD
        """
        if plain:
            answer = f"\0{login}\0{password}".encode()
            self._imap.authenticate("PLAIN", lambda _challenge: answer)
        else:
            self._imap.login(quote(login.encode()), password)

    def ask(self, verb: str, *arguments: str | bytes, answer: str) -> list[Response]:
        """Send one command and return its untagged responses named ``answer``.

        :raises imaplib.IMAP4.error: the server said NO or BAD
        """
        status, text = self._imap._simple_command(verb, *arguments)
        self._checkok(verb, status, text)
        return self.collect(answer)

    def ask_all(
        self, verb: str, argument_lists: Iterable[Sequence[str | bytes]], answer: str
    ) -> list[Response]:
        """The same command many times in one flight; a NO or BAD to one is left out."""
        tags = [self._imap._command(verb, *arguments) for arguments in argument_lists]
        for tag in tags:
            try:
                self._imap._command_complete(verb, tag)
            except self.AbortError:
                raise
            except self.Error:  # BAD: the server cannot read these arguments
                continue
        return self.collect(answer)

    def collect(self, answer: str) -> list[Response]:
        """Take the untagged responses of that name that have arrived so far."""
        found = self._imap.untagged_responses.pop(answer, [])
        return [response for response in found if response is not None]

    def examine(self, path: bytes) -> dict[str, int]:
        """Open a folder read-only; ``EXISTS``, ``UIDVALIDITY``, ``UIDNEXT`` if given.

        :raises imaplib.IMAP4.error: the folder cannot be opened
        """
        status, text = self._imap.select(path, readonly=True)
        self._checkok("EXAMINE", status, text)
        state = {}
        for name in ("EXISTS", "UIDVALIDITY", "UIDNEXT"):
            numbers = [line for line in self.collect(name) if isinstance(line, bytes)]
            if numbers and numbers[-1].isdigit():
                state[name] = int(numbers[-1])
        return state

    def hang_up(self) -> None:
        """Close the connection without a word; it may be gone already."""
        with suppress(OSError):
            self.shutdown()


def open_socket(server: Server, addresses: Sequence[str]) -> socket.socket:
    """A TCP connection to the first of the checked addresses that accepts one.

    :raises OSError: none did; the error is that of the last address
    """
    failure = OSError("no address")
    for address in addresses:
        try:
            return socket.create_connection((address, server.port), CONNECT_SECONDS)
        except OSError as error:
            failure = error
    raise failure


def greet(connection: socket.socket, server: Server) -> ReadingClient:
    """An encrypted IMAP connection before login.

    STARTTLS never falls back: without TLS there is no client. All that was said in
    clear text is forgotten, not only the capabilities (RFC 3501 6.2.1).

    :raises RetryLater: ``no_starttls``
    :raises AdminMustAct: ``preauth``
    """
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if server.encryption == "ssl":
        connection = context.wrap_socket(connection, server_hostname=server.host)
        return ReadingClient(connection, server)
    client = ReadingClient(connection, server)
    try:
        if not client.has_capability("STARTTLS"):
            raise RetryLater("no_starttls")
        client.starttls(context)
    except BaseException:
        client.hang_up()
        raise
    client._cached_capabilities = None
    client._imap.untagged_responses.clear()
    return client


def _text(argument: str | bytes) -> str:
    return argument if isinstance(argument, str) else argument.decode("latin-1")
