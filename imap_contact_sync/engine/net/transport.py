# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The connection: checked addresses, verified TLS, and commands that only read.

Like ``imap4`` it knows insides of imaplib, see there.
"""

import imaplib
import os
import socket
import ssl
from base64 import b64encode
from collections.abc import Iterable, Sequence
from contextlib import suppress
from functools import lru_cache

from imapclient import IMAPClient, SocketTimeout

from ..errors import RetryLater
from ..folders import INT8_MASK, NUMBER, quote
from .guard import Server
from .imap4 import ReadingIMAP4, as_text

CONNECT_SECONDS = 10
READ_SECONDS = 60

# An untagged response as imaplib keeps it: a line, or a line and its literal.
Response = bytes | tuple[bytes, bytes]


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

    @property
    def received(self) -> int:
        """How many octets the server has sent so far."""
        return int(self._imap.received)

    def log_in(self, login: str, password: str, plain: bool) -> None:
        """By AUTHENTICATE PLAIN, else by LOGIN.

        Not by IMAPClient's methods: to them a lost connection is a wrong password.

        :raises imaplib.IMAP4.error: the server said NO or BAD
        """
        if not plain:
            self._imap.login(quote(login.encode()), password)
            return
        answer = f"\0{login}\0{password}".encode()
        if not self.has_capability("SASL-IR"):
            self._imap.authenticate("PLAIN", lambda _challenge: answer)
            return
        # RFC 4959: the answer comes with the command, in one round trip.
        words = "PLAIN", b64encode(answer)
        status, text = self._imap._simple_command("AUTHENTICATE", *words)
        if status != "OK":
            raise self.Error(as_text(text[-1]))
        self._imap.state = "AUTH"

    def say(self, verb: str, *arguments: str | bytes) -> None:
        """Send a command whose answer nobody needs; the next one reads past it."""
        self._imap._command(verb, *arguments)

    def fetch(
        self, wanted: str, items: str
    ) -> tuple[list[list[bytes]], imaplib.IMAP4.error | None]:
        """UID FETCH: the FETCH responses, and the server's NO or BAD if it said so.

        Each response is a line, then a literal and the line behind it, as often as
        there are literals. A refusal does not undo what has been sent before it.

        :raises imaplib.IMAP4.abort: the connection is lost
        """
        tag = self._imap._command("UID", "FETCH", wanted, items)
        found = self._imap.read_fetched(tag)
        try:
            status, text = self._imap._command_complete("UID", tag)
            self._checkok("FETCH", status, text)
        except self.AbortError:
            raise
        except self.Error as refusal:
            return found, refusal
        return found, None

    def ask(self, verb: str, *arguments: str | bytes, answer: str) -> list[Response]:
        """Send one command and return its untagged responses named ``answer``.

        :raises imaplib.IMAP4.error: the server said NO or BAD
        """
        self.collect(answer)  # what a command that failed has left
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
            if numbers and NUMBER.fullmatch(numbers[-1]):
                state[name] = int(numbers[-1]) & INT8_MASK
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
            found = socket.create_connection((address, server.port), CONNECT_SECONDS)
        except OSError as error:
            failure = error
            continue
        # Short commands are not to wait for the answer to the one before.
        found.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return found
    raise failure


def tls_context() -> ssl.SSLContext:
    """Verified certificates and TLS 1.2 or newer."""
    paths = ssl.get_default_verify_paths()
    return cached_context(*(stamp(path) for path in (paths.cafile, paths.capath)))


@lru_cache(maxsize=4)
def cached_context(*_authorities: tuple[str, float]) -> ssl.SSLContext:
    """Reading the authorities takes longer than everything else of a login, so they
    are read again only when they change."""
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def stamp(path: str | None) -> tuple[str, float]:
    """A file or folder and when it was changed."""
    try:
        return (path, os.stat(path).st_mtime) if path else ("", 0)
    except OSError:
        return path or "", 0


def greet(connection: socket.socket, server: Server) -> ReadingClient:
    """An encrypted IMAP connection before login.

    STARTTLS never falls back: without TLS there is no client. All that was said in
    clear text is forgotten, not only the capabilities (RFC 3501 6.2.1).

    :raises RetryLater: ``no_starttls``
    :raises AdminMustAct: ``preauth``
    """
    context = tls_context()
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
