# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A mailbox on the real server, and the same as a dictionary."""

import imaplib
import os
import re
import ssl
import time
from dataclasses import dataclass

from .mail_server import PASSWORD

STATUS = "UIDNEXT UIDVALIDITY MESSAGES UNSEEN HIGHESTMODSEQ"
PATIENCE = 60  # seconds


@dataclass(frozen=True)
class Letter:
    """``names`` are the contacts in its header; versions of a label differ in text."""

    label: str
    version: int
    names: frozenset
    raw: bytes


class ModelledMailbox:
    """``folders`` has what lies in each folder, by UID.

    Each change is made on the server, by another client, and in the dictionary.
    """

    def __init__(self, server, login, folders):
        self.server = server
        self.login = login
        self.folders = {folder: {} for folder in folders}
        self._uidnext = dict.fromkeys(folders, 1)
        self._uidvalidity = 1_000_000_000
        self._client = self._connect()
        for folder in folders:
            self._client.create(folder)

    def _connect(self):
        context = ssl.create_default_context()
        client = imaplib.IMAP4_SSL(
            self.server.host, self.server.ssl_port, ssl_context=context
        )
        client.login(self.login, PASSWORD)
        return client

    def close(self):
        self._client.logout()

    def _ask(self, command, *words):
        kind, answer = getattr(self._client, command)(*words)
        assert kind == "OK", (command, words, answer)
        return answer

    def append(self, folder, letter):
        self._ask("append", folder, "", None, letter.raw)
        self._add(folder, letter)

    def _add(self, folder, letter):
        self.folders[folder][self._uidnext[folder]] = letter
        self._uidnext[folder] += 1

    def expunge(self, folder, uid):
        self._ask("select", folder)
        self._ask("uid", "STORE", str(uid), "+FLAGS", r"(\Deleted)")
        self._ask("expunge")
        self._ask("unselect")
        del self.folders[folder][uid]

    def move(self, folder, uid, target):
        self._ask("select", folder)
        self._ask("uid", "MOVE", str(uid), target)
        self._ask("unselect")
        self._add(target, self.folders[folder].pop(uid))

    def rename(self, folder, name):
        self._ask("rename", folder, name)
        self.folders[name] = self.folders.pop(folder)
        self._uidnext[name] = self._uidnext.pop(folder)

    def renumber(self, folder):
        """Another UIDVALIDITY, as after a restored backup."""
        self._uidvalidity += 1
        self.close()  # Dovecot ends sessions that know the old number
        self.server.renumber(self.login, self._uidvalidity, folder)
        self._client = self._connect()

    def state(self):
        """All that a guest must leave as it is: status and flags of each folder."""
        return {folder: self._state_of(folder) for folder in self.folders}

    def _state_of(self, folder):
        # Opened first: after a new UIDVALIDITY Dovecot's STATUS counts no message
        # until somebody has opened the folder.
        self._ask("select", folder, True)
        lines = self._ask("uid", "FETCH", "1:*", "(FLAGS)")
        self._ask("unselect")
        [status] = self._ask("status", folder, f"({STATUS})")
        return status, sorted(line for line in lines if line)

    def uids(self, state):
        """The UIDs of each folder in a ``state``."""
        return {
            folder: {int(re.search(rb"UID (\d+)", line)[1]) for line in lines}
            for folder, (_status, lines) in state.items()
        }

    def letters(self):
        """``(folder, uid, letter)`` of all that lies on the server."""
        for folder, content in self.folders.items():
            for uid, letter in content.items():
                yield folder, uid, letter


class SessionLog:
    """How many bodies the finished sessions of a login have fetched.

    Made before the first session. ``opened`` are those that go on.
    """

    def __init__(self, login, opened):
        self.login = re.escape(login)
        self.opened = opened
        with open(os.environ["IMAP_TEST_LOG"], "rb") as log:
            self._begin = log.seek(0, os.SEEK_END)

    def bodies(self):
        """The server writes the line of a session after it has said good-bye."""
        deadline = time.monotonic() + PATIENCE
        while True:
            counts, logins = self._read()
            if len(counts) >= logins - self.opened:
                return sum(map(int, counts))
            assert time.monotonic() < deadline, "A session is not in the log."
            time.sleep(0.005)

    def _read(self):
        with open(os.environ["IMAP_TEST_LOG"], encoding="utf-8") as log:
            log.seek(self._begin)
            lines = log.read()
        counts = re.findall(rf"imap\({self.login}\).*body_count=(\d+)", lines)
        return counts, len(re.findall(rf"Login: user=<{self.login}>", lines))
