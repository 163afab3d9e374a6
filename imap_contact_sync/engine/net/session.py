# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What is said to a mail server, and only that.

One session is one connection for one run. It reads: EXAMINE and BODY.PEEK.
"""

import logging
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from ..cursor import UidSet
from ..errors import OwnerMustAct
from ..folders import Folder, FolderStatus, parse_list, parse_statuses, quote
from .diagnosis import diagnosed
from .fetch import FetchedPart, RawHeader, RawMessage, fetched_parts, split_set, uid_of
from .guard import Server, checked_addresses
from .transport import ReadingClient, greet, open_socket

# The response lines that imaplib logs hold addresses and subjects.
logging.getLogger("imapclient").setLevel(logging.WARNING)

HEADER_FIELDS = (
    "FROM SENDER REPLY-TO TO CC BCC DATE SUBJECT MESSAGE-ID IN-REPLY-TO REFERENCES"
)
STATUS_ITEMS = "(UIDNEXT UIDVALIDITY MESSAGES)"
CLIENT_NAME = "imap_contact_sync"


@dataclass(frozen=True)
class OpenFolder:
    """What EXAMINE told; every message of now has a UID below ``uidnext``."""

    uidvalidity: int
    uidnext: int
    exists: int


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
            statuses = parse_statuses(self._client.collect("STATUS"))
        folders = [folder for folder in map(parse_list, listed) if folder]
        return {folder.path: (folder, statuses.get(folder.path)) for folder in folders}

    def _list_options(self) -> tuple[str, ...]:
        # RFC 5819: folders and their status in one command and one round trip.
        if not self._client.has_capability("LIST-STATUS"):
            return ()
        special_use = self._client.has_capability("SPECIAL-USE")
        wanted = "SPECIAL-USE STATUS" if special_use else "STATUS"
        return ("RETURN", f"({wanted} {STATUS_ITEMS})")

    def statuses(self, paths: Iterable[bytes]) -> dict[bytes, FolderStatus]:
        """STATUS of these folders, pipelined, for servers without LIST-STATUS."""
        questions = [(quote(path), STATUS_ITEMS) for path in paths]
        with diagnosed("talk", self._server):
            answers = self._client.ask_all("STATUS", questions, answer="STATUS")
        return parse_statuses(answers)

    def open(self, path: bytes) -> OpenFolder:
        """EXAMINE a folder.

        :raises FolderUnavailable: ``folder_refused``, for instance when it is gone
        """
        with diagnosed("folder", self._server):
            state = self._client.examine(quote(path))
            exists = state.get("EXISTS", 0)
            uidnext = state.get("UIDNEXT") or self._uidnext(exists)
        return OpenFolder(state.get("UIDVALIDITY", 0), uidnext, exists)

    def _uidnext(self, exists: int) -> int:
        # 163.com and Winmail Pro leave UIDNEXT out of the answer to EXAMINE.
        if not exists:
            return 1  # some servers refuse "*" when there is no message
        last = self._client.ask("UID", "FETCH", "*", "(UID)", answer="FETCH")
        return max(map(uid_of, last), default=0) + 1

    def first_uid_since(self, start: date) -> int | None:
        """The lowest UID received on or after that day; ``None`` if there is none."""
        criterion = f"{start.day}-{_MONTHS[start.month - 1]}-{start.year}"
        with diagnosed("folder", self._server):
            lines = self._client.ask(
                "UID", "SEARCH", "SINCE", criterion, answer="SEARCH"
            )
        words = b" ".join(line for line in lines if isinstance(line, bytes)).split()
        return min((int(word) for word in words if word.isdigit()), default=None)

    def headers(self, window: range) -> list[RawHeader]:
        """Header fields of the messages whose UID is in the window, by UID."""
        items = f"(UID RFC822.SIZE BODY.PEEK[HEADER.FIELDS ({HEADER_FIELDS})])"
        wanted = f"{window.start}:{window.stop - 1}"
        found = {
            part.uid: part.as_header()
            for part in self._fetch(wanted, items)
            # n:* and unsolicited answers name messages that nobody asked for.
            if part.uid in window
        }
        return [found[uid] for uid in sorted(found)]

    def messages(self, uids: Collection[int]) -> list[RawMessage]:
        """The whole messages, by UID; expunged ones are left out."""
        found = {
            part.uid: part.as_message()
            for wanted in split_set(UidSet.of(uids))
            for part in self._fetch(wanted, "(UID INTERNALDATE BODY.PEEK[])")
            if part.uid in uids
        }
        return [found[uid] for uid in sorted(found)]

    def _fetch(self, wanted: str, items: str) -> list[FetchedPart]:
        with diagnosed("folder", self._server):
            responses = self._client.ask("UID", "FETCH", wanted, items, answer="FETCH")
        return list(fetched_parts(responses))

    def close(self) -> None:
        """LOGOUT; a connection that is already gone is fine."""
        try:
            self._client.logout()
        except (OSError, self._client.Error):
            self._client.hang_up()


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
    except BaseException:
        connection.close()
        raise
    try:
        with diagnosed("login", server):
            log_in(client, login, password)
    except BaseException:
        client.hang_up()
        raise
    session = MailboxSession(client, server)
    try:
        yield session
    finally:
        session.close()


def log_in(client: ReadingClient, login: str, password: str) -> None:
    """AUTHENTICATE PLAIN (UTF-8), or LOGIN where the server does not offer it.

    :raises OwnerMustAct: ``unsafe_argument``, before anything of it is sent
    """
    plain = client.has_capability("AUTH=PLAIN")
    words = login + password
    if "\0" in words or not (plain or words.isascii()):  # RFC 4616 2, RFC 3501 9
        raise OwnerMustAct("unsafe_argument")
    client.log_in(login, password, plain)
    if client.has_capability("ID"):
        # 163.com refuses EXAMINE to clients that do not introduce themselves.
        client.id_({"name": CLIENT_NAME})


_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
