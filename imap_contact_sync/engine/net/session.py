# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What is said to a mail server, and only that.

One session is one connection for one run. It reads: EXAMINE and BODY.PEEK.
"""

import logging
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager

from ..errors import OwnerMustAct
from ..folders import Folder, FolderStatus, parse_list, parse_statuses, quote
from .diagnosis import diagnosed
from .guard import Server, checked_addresses
from .reader import FolderReader
from .transport import ReadingClient, greet, open_socket

# The response lines that imaplib logs hold addresses and subjects.
logging.getLogger("imapclient").setLevel(logging.WARNING)

STATUS_ITEMS = "(UIDNEXT UIDVALIDITY MESSAGES)"
CLIENT_NAME = "imap_contact_sync"


class MailboxSession(FolderReader):
    """A connection after login. Every method raises only ``MailboxError``."""

    def folders(self) -> dict[bytes, tuple[Folder, FolderStatus | None]]:
        """All folders by path, with their status where one command tells it."""
        with diagnosed("talk", self._server):
            listed = self._client.ask("LIST", '""', '"*"', *self._list_options(),
                                      answer="LIST")  # fmt: skip
            statuses = parse_statuses(self._client.collect("STATUS"))
        folders = [folder for folder in map(parse_list, listed) if folder]
        return {folder.path: (folder, statuses.get(folder.path)) for folder in folders}

    def folders_with_status(self) -> dict[bytes, tuple[Folder, FolderStatus | None]]:
        """All folders with their status, however the server tells it."""
        listed = self.folders()
        unknown = [
            path
            for path, (folder, status) in listed.items()
            if folder.selectable and not status
        ]
        asked = self.statuses(unknown) if unknown else {}
        return {
            path: (folder, status or asked.get(path))
            for path, (folder, status) in listed.items()
        }

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
        client.say("ID", f'("name" "{CLIENT_NAME}")')
