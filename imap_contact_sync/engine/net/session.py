# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What is said to a mail server, and only that.

One session is one connection for one run. It reads: EXAMINE and BODY.PEEK.
"""

import logging
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager

from ..errors import AdminMustAct
from ..folders import Folder, FolderStatus, parse_list, parse_statuses, quote
from .bounds import Bounds, out_of_bounds
from .diagnosis import diagnosed
from .guard import Server, checked_addresses
from .login import Secret, log_in
from .search import FolderSearcher
from .transport import ReadingClient, greet, open_socket

# The response lines that imaplib logs hold addresses and subjects.
logging.getLogger("imapclient").setLevel(logging.WARNING)

STATUS_ITEMS = "(UIDNEXT UIDVALIDITY MESSAGES)"
CLIENT_NAME = "imap_contact_sync"
FOLDERS = 2_000
LONGEST_NAME = 1_024  # octets of a folder's path


class MailboxSession(FolderSearcher):
    """A connection after login. Every method raises only ``MailboxError``."""

    def folders(self) -> dict[bytes, tuple[Folder, FolderStatus | None]]:
        """All folders by path, with their status where one command tells it.

        :raises AdminMustAct: ``too_many_folders``; to leave some out would lose mail
        """
        with diagnosed("talk", self._server):
            listed = self._client.ask("LIST", '""', '"*"', *self._list_options(),
                                      answer="LIST")  # fmt: skip
            statuses = parse_statuses(self._client.collect("STATUS"))
        if len(listed) > FOLDERS:
            raise AdminMustAct("too_many_folders")
        folders = [folder for folder in map(parse_list, listed) if folder]
        if any(len(folder.path) > LONGEST_NAME for folder in folders):
            raise out_of_bounds()
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


@contextmanager
def open_session(
    server: Server,
    login: str,
    secret: Secret,
    allowed: Collection[str],
    seconds: float = float("inf"),
) -> Iterator[MailboxSession]:
    """Connect, log in, and log out at the end.

    :param secret: the password; forgotten as soon as it was sent
    :param allowed: see ``guard.checked_addresses``
    :param seconds: for the whole conversation
    :raises MailboxError: any kind; ``reason`` tells which
    """
    bounds = Bounds(seconds)
    try:
        client = connected(server, allowed, bounds)
        if error := log_in(client, server, login, secret):
            client.hang_up()
            raise error
    finally:
        secret.forget()
    try:
        with diagnosed("talk", server), client.operation():
            if client.has_capability("ID"):
                # 163.com refuses EXAMINE to clients that do not introduce themselves.
                client.say("ID", f'("name" "{CLIENT_NAME}")')
        yield MailboxSession(client, server)
    finally:
        client.close()


def connected(
    server: Server, allowed: Collection[str], bounds: Bounds
) -> ReadingClient:
    """A connection before login.

    :raises MailboxError: ``reason`` tells which
    """
    with diagnosed("connect", server):
        addresses = checked_addresses(server, allowed, bounds.seconds_left())
        connection = open_socket(server, addresses, bounds)
    try:
        with diagnosed("greet", server):
            return greet(connection, server, bounds)
    except BaseException:
        connection.close()
        raise
