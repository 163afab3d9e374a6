# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What is said to a mail server, and only that.

One session is one connection for one run. It reads: EXAMINE and BODY.PEEK.
"""

import logging
import re
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime

from imapclient.datetime_util import parse_to_datetime

from ..cursor import UidSet
from ..folders import Folder, FolderStatus, parse_list, parse_status, quote
from .diagnosis import diagnosed
from .guard import Server, checked_addresses
from .transport import ReadingClient, Response, greet, open_socket

# The response lines that imaplib logs hold addresses and subjects.
logging.getLogger("imapclient").setLevel(logging.WARNING)

HEADER_FIELDS = (
    "FROM SENDER REPLY-TO TO CC BCC DATE SUBJECT MESSAGE-ID IN-REPLY-TO REFERENCES"
)
STATUS_ITEMS = "(UIDNEXT UIDVALIDITY MESSAGES)"
# RFC 2683 3.2.1.5: a command line should not be longer than about 1,000 octets.
SET_LENGTH = 900
UID_ITEM = re.compile(rb"\bUID (\d+)")
SIZE_ITEM = re.compile(rb"\bRFC822\.SIZE (\d+)")
DATE_ITEM = re.compile(rb'\bINTERNALDATE ("[^"]*")')
CLIENT_NAME = "imap_contact_sync"


@dataclass(frozen=True)
class OpenFolder:
    """What EXAMINE told; every message of now has a UID below ``uidnext``."""

    uidvalidity: int
    uidnext: int
    exists: int


@dataclass(frozen=True)
class RawHeader:
    """The header fields of one message, as the server sent them; size in octets."""

    uid: int
    size: int
    content: bytes


@dataclass(frozen=True)
class RawMessage:
    """One whole message; ``received`` is its INTERNALDATE in UTC, if readable."""

    uid: int
    content: bytes
    received: datetime | None


class MailboxSession:
    """A connection after login. Every method raises only ``MailboxError``."""

    def __init__(self, client: ReadingClient, server: Server) -> None:
        self._client = client
        self._server = server

    def folders(self) -> dict[bytes, tuple[Folder, FolderStatus | None]]:
        """All folders by path, with their status where one command tells it."""
        with diagnosed("talk", self._server):
            listed = self._client.ask("LIST", '""', '"*"', *self._list_options(),
                                      answer="LIST")  # fmt: skip
            statuses = self._parsed_statuses(self._client.collect("STATUS"))
        folders = [folder for folder in map(parse_list, listed) if folder]
        return {folder.path: (folder, statuses.get(folder.path)) for folder in folders}

    def _list_options(self) -> tuple[str, ...]:
        # RFC 5819: folders and their status in one command and one round trip.
        if not self._client.has_capability("LIST-STATUS"):
            return ()
        return ("RETURN", f"(SPECIAL-USE STATUS {STATUS_ITEMS})")

    def statuses(self, paths: Iterable[bytes]) -> dict[bytes, FolderStatus]:
        """STATUS of these folders, pipelined, for servers without LIST-STATUS."""
        questions = [(quote(path), STATUS_ITEMS) for path in paths]
        with diagnosed("talk", self._server):
            return self._parsed_statuses(
                self._client.ask_all("STATUS", questions, answer="STATUS")
            )

    @staticmethod
    def _parsed_statuses(responses: Iterable[Response]) -> dict[bytes, FolderStatus]:
        return dict(found for found in map(parse_status, responses) if found)

    def open(self, path: bytes) -> OpenFolder:
        """EXAMINE a folder.

        :raises FolderUnavailable: ``folder_refused``, for instance when it is gone
        """
        with diagnosed("folder", self._server):
            state = self._client.examine(quote(path))
            uidnext = state.get("UIDNEXT") or self._uidnext()
        return OpenFolder(state.get("UIDVALIDITY", 0), uidnext, state.get("EXISTS", 0))

    def _uidnext(self) -> int:
        # 163.com and Winmail Pro leave UIDNEXT out of the answer to EXAMINE.
        last = self._client.ask("UID", "FETCH", "*", "(UID)", answer="FETCH")
        return max((uid for uid in map(_uid_of, last) if uid), default=0) + 1

    def first_uid_since(self, start: date) -> int | None:
        """The lowest UID received on or after that day; ``None`` if there is none."""
        criterion = f"{start.day}-{_MONTHS[start.month - 1]}-{start.year}"
        with diagnosed("folder", self._server):
            lines = self._client.ask(
                "UID", "SEARCH", "SINCE", criterion, answer="SEARCH"
            )
        uids = [int(word) for line in lines for word in line.split() if word.isdigit()]
        return min(uids, default=None)

    def headers(self, window: range) -> list[RawHeader]:
        """Header fields of the messages whose UID is in the window, by UID."""
        items = f"(UID RFC822.SIZE BODY.PEEK[HEADER.FIELDS ({HEADER_FIELDS})])"
        wanted = f"{window.start}:{window.stop - 1}"
        found = {
            uid: RawHeader(uid, _number(SIZE_ITEM, attributes), literal)
            for uid, attributes, literal in self._fetch(wanted, items)
            # n:* and unsolicited answers name messages that nobody asked for.
            if uid in window
        }
        return [found[uid] for uid in sorted(found)]

    def messages(self, uids: Collection[int]) -> list[RawMessage]:
        """The whole messages, in the order of their UIDs; expunged ones are left out."""
        found = {
            uid: RawMessage(uid, literal, _received(attributes))
            for wanted in split_set(UidSet.of(uids))
            for uid, attributes, literal in self._fetch(
                wanted, "(UID INTERNALDATE BODY.PEEK[])"
            )
            if uid in uids
        }
        return [found[uid] for uid in sorted(found)]

    def _fetch(self, wanted: str, items: str) -> list[tuple[int, bytes, bytes]]:
        with diagnosed("folder", self._server):
            responses = self._client.ask("UID", "FETCH", wanted, items, answer="FETCH")
        return list(fetched_parts(responses))

    def close(self) -> None:
        """LOGOUT; a connection that is already gone is fine."""
        try:
            self._client.logout()
        except (OSError, self._client.Error):
            self._client.shutdown()


@contextmanager
def open_session(
    server: Server, login: str, password: str, allowed: Collection[str]
) -> Iterator[MailboxSession]:
    """Connect, log in, and log out at the end.

    :param allowed: see ``guard.checked_addresses``
    :raises MailboxError: any kind; ``reason`` tells which
    """
    addresses = checked_addresses(server, allowed)
    with diagnosed("connect", server):
        connection = open_socket(server, addresses)
    try:
        with diagnosed("greet", server):
            client = greet(connection, server)
        with diagnosed("login", server):
            log_in(client, login, password)
    except BaseException:
        connection.close()
        raise
    session = MailboxSession(client, server)
    try:
        yield session
    finally:
        session.close()


def log_in(client: ReadingClient, login: str, password: str) -> None:
    """AUTHENTICATE PLAIN (UTF-8), or LOGIN where the server does not offer it."""
    if client.has_capability("AUTH=PLAIN"):
        answer = f"\0{login}\0{password}".encode()
        client.sasl_login("PLAIN", lambda _challenge: answer)
    else:
        client.login(quote(login.encode()).decode(), password)
    if client.has_capability("ID"):
        # 163.com refuses EXAMINE to clients that do not introduce themselves.
        client.id_({"name": CLIENT_NAME})


def fetched_parts(responses: list[Response]) -> Iterator[tuple[int, bytes, bytes]]:
    """``(uid, attributes, literal)`` of each FETCH response that has a UID.

    imaplib gives ``(head, literal)`` and then the line behind the literal. Exchange
    puts UID there. An empty part may come without a literal at all.
    """
    for index, response in enumerate(responses):
        if isinstance(response, tuple):
            tail = responses[index + 1 : index + 2]
            attributes = response[0] + b" " + b"".join(
                line for line in tail if isinstance(line, bytes)
            )  # fmt: skip
            literal = response[1]
        elif b"BODY[" in response.upper():
            attributes, literal = response, b""
        else:
            continue
        uid = _number(UID_ITEM, attributes)
        if uid:
            yield uid, attributes, literal


def split_set(uids: UidSet) -> Iterator[str]:
    """A UID set as one or several texts, none too long for a command line."""
    text = str(uids)
    while len(text) > SET_LENGTH:
        cut = text.rfind(",", 0, SET_LENGTH)
        yield text[:cut]
        text = text[cut + 1 :]
    if text:
        yield text


def _uid_of(response: Response) -> int:
    line = response if isinstance(response, bytes) else response[0]
    return _number(UID_ITEM, line)


def _number(pattern: re.Pattern[bytes], attributes: bytes) -> int:
    found = pattern.search(attributes)
    return int(found[1]) if found else 0


def _received(attributes: bytes) -> datetime | None:
    found = DATE_ITEM.search(attributes)
    if not found:
        return None
    try:
        return parse_to_datetime(found[1].strip(b'"'), normalise=False).astimezone(UTC)
    except (ValueError, OverflowError):  # a year 9999 with an offset, for instance
        return None


_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
