# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""One connection to a mailbox for one run, and what it may cost."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from .cursor import Cursor
from .net.reader import OpenFolder
from .net.session import MailboxSession

LAST_STEP_SECONDS = 75


@dataclass(frozen=True)
class Limits:
    """What one run of one mailbox may take at most."""

    seconds: float = float("inf")
    messages: float = float("inf")  # whole messages fetched
    octets: float = float("inf")  # received


class Visit:
    """Counts what a run costs, and remembers what is open.

    ``steps``: how often something was committed. ``folders_read``: how many folders
    could be read; only that shows that a mailbox works, for a login alone may succeed
    at a broken one. ``counted``: the keys of the emails that a preview has counted.
    """

    def __init__(
        self, limits: Limits, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._limits = limits
        self._clock = clock
        self._start = clock()
        self._session: MailboxSession | None = None
        self._path: bytes | None = None
        self._opened = OpenFolder(0, 1, 0)
        self._present: dict[bytes, Sequence[int]] = {}
        self.steps = 0
        self.messages = 0
        self.folders_read = 0
        self.counted: set[str] = set()

    @property
    def session(self) -> MailboxSession:
        if self._session is None:
            raise RuntimeError("the mailbox is not connected yet")
        return self._session

    @session.setter
    def session(self, session: MailboxSession) -> None:
        self._session = session

    @property
    def seconds(self) -> float:
        return self._clock() - self._start

    @property
    def octets(self) -> int:
        return self._session.received if self._session else 0

    @property
    def longest(self) -> float:
        """How many seconds the conversation may take, whatever the server does: a
        last step may begin just before the limit. Odoo kills a job after 120."""
        return max(self._limits.seconds, 0) + LAST_STEP_SECONDS

    @property
    def is_over(self) -> bool:
        """Whether a limit is reached. A run takes one step at least, however slow
        the server: else nothing would ever move."""
        return self.steps > 0 and (
            self.seconds >= self._limits.seconds
            or self.messages >= self._limits.messages
            or self.octets >= self._limits.octets
        )

    def open(self, path: bytes) -> OpenFolder:
        """EXAMINE a folder unless it is the one that is open.

        :raises FolderUnavailable: see ``FolderReader.open``
        """
        if self._path != path:
            self._path = None  # a refused EXAMINE leaves none open
            self._opened = self.session.open(path)
            self._path = path
        return self._opened

    def present(self, cursor: Cursor, uidnext: int) -> Sequence[int] | None:
        """All UIDs of the open folder that are to be scanned, asked for once, if it
        has large gaps; else ``None``."""
        path, exists = self._path or b"", self._opened.exists
        if path not in self._present and cursor.is_sparse(uidnext, exists):
            window = range(min(cursor.floor, cursor.low), uidnext)
            self._present[path] = list(self.session.uids(window, exists))
        return self._present.get(path)
