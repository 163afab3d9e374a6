# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The connection: checked addresses, verified TLS, and commands that only read.

Like ``imap4`` it knows insides of imaplib, see there.
"""

import imaplib
import socket
import ssl
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress

from imapclient import IMAPClient

from ..errors import RetryLater
from ..folders import INT8_MASK, NUMBER
from .authorities import tls_context
from .bounds import (
    CLOSE_SECONDS,
    CONNECT_SECONDS,
    OPERATION_SECONDS,
    Bounds,
)
from .guard import Server
from .imap4 import ReadingIMAP4, encrypted

SHORTEST_TRY = 2  # seconds for one of several addresses

# An untagged response as imaplib keeps it: a line, or a line and its literal.
Response = bytes | tuple[bytes, bytes]


class ReadingClient(IMAPClient):
    """IMAPClient on top of a ``ReadingIMAP4``."""

    def __init__(
        self, connection: socket.socket, server: Server, bounds: Bounds
    ) -> None:
        self._connection = connection
        self._server = server
        self._bounds = bounds
        super().__init__(
            server.host, port=server.port, ssl=isinstance(connection, ssl.SSLSocket)
        )

    def _create_IMAP4(self) -> ReadingIMAP4:
        return ReadingIMAP4(self._connection, self._server, self._bounds)

    def _set_read_timeout(self) -> None:
        """Every read has its own, see ``bounds``."""

    @property
    def received(self) -> int:
        """How many octets the server has sent so far."""
        return self._bounds.received

    @contextmanager
    def operation(self, seconds: float = 0) -> Iterator[None]:
        """One command, or some in one flight, within bounds.

        After anything but a NO or BAD the connection is closed: nobody knows what the
        next line from it would be (SRV-12).

        :param seconds: if it is to end sooner than usual
        """
        self._bounds.begin(seconds or OPERATION_SECONDS)
        try:
            yield
        except BaseException as error:
            refused = isinstance(error, imaplib.IMAP4.error)
            if not refused or isinstance(error, imaplib.IMAP4.abort):
                self.hang_up()
            raise

    def encrypt(self, context: ssl.SSLContext) -> None:
        """STARTTLS, see ``imap4``."""
        self._imap.encrypt(context)
        self._cached_capabilities = None

    def authenticate_plain(self, answer: bytes) -> None:
        """See ``imap4``. Not by IMAPClient: to it a lost connection is a wrong
        password."""
        self._imap.authenticate_plain(answer, bool(self.has_capability("SASL-IR")))
        self._cached_capabilities = None

    def log_in(self, login: bytes, password: bytes) -> None:
        self._imap.log_in(login, password)
        self._cached_capabilities = None

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
        with self.operation():
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

    def ask(
        self, verb: str, *arguments: str | bytes, answer: str, literal: bytes = b""
    ) -> list[Response]:
        """Send one command and return its untagged responses named ``answer``.

        :param literal: the last argument, as a literal (RFC 3501 4.3)
        :raises imaplib.IMAP4.error: the server said NO or BAD
        """
        self.collect(answer)  # what a command that failed has left
        with self.operation():
            status, text = self._imap.ask(verb, *arguments, literal=literal)
            self._checkok(verb, status, text)
        return self.collect(answer)

    def ask_all(
        self, verb: str, argument_lists: Iterable[Sequence[str | bytes]], answer: str
    ) -> list[Response]:
        """The same command many times in one flight; a NO or BAD to one is left out."""
        with self.operation():
            tags = [self._imap._command(verb, *words) for words in argument_lists]
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
        with self.operation():
            status, text = self._imap.select(path, readonly=True)
            self._checkok("EXAMINE", status, text)
        state = {}
        for name in ("EXISTS", "UIDVALIDITY", "UIDNEXT"):
            numbers = [line for line in self.collect(name) if isinstance(line, bytes)]
            if numbers and NUMBER.fullmatch(numbers[-1]):
                state[name] = int(numbers[-1]) & INT8_MASK
        return state

    def close(self) -> None:
        """LOGOUT; a connection that is already gone is fine."""
        try:
            with self.operation(CLOSE_SECONDS):
                self.logout()
        except (OSError, self.Error, RetryLater):
            self.hang_up()

    def hang_up(self) -> None:
        """Close the connection without a word; it may be gone already."""
        with suppress(OSError):
            self.shutdown()


def open_socket(
    server: Server, addresses: Sequence[str], bounds: Bounds
) -> socket.socket:
    """A TCP connection to the first of the checked addresses that accepts one.

    :raises OSError: none did; the error is that of the last address
    """
    bounds.begin(CONNECT_SECONDS)
    failure = OSError("no address")
    for number, address in enumerate(addresses):
        try:
            # One that never answers leaves time for the others.
            share = bounds.seconds_left() / (len(addresses) - number)
            seconds = min(max(share, SHORTEST_TRY), bounds.seconds_left())
            found = socket.create_connection((address, server.port), seconds)
        except OSError as error:
            failure = error
            continue
        # Short commands are not to wait for the answer to the one before.
        found.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return found
    raise failure


def greet(connection: socket.socket, server: Server, bounds: Bounds) -> ReadingClient:
    """An encrypted IMAP connection before login. Nothing is said before the greeting.

    STARTTLS never falls back: without TLS there is no client.

    :raises RetryLater: ``no_starttls``
    :raises AdminMustAct: ``preauth``
    """
    context = tls_context(server.authorities)
    if server.encryption == "ssl":
        connection = encrypted(connection, context, server.host, bounds)
    bounds.begin(CONNECT_SECONDS)
    client = ReadingClient(connection, server, bounds)
    if server.encryption == "ssl":
        return client
    try:
        if not client.has_capability("STARTTLS"):
            raise RetryLater("no_starttls")
        client.encrypt(context)
    except BaseException:
        client.hang_up()
        raise
    return client
