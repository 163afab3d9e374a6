# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Reading in one folder: EXAMINE, SEARCH and FETCH."""

import time
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, TypeVar

from ..cursor import UidSet
from ..errors import FolderUnavailable, MailboxError
from ..folders import NUMBER, quote
from .bounds import LONGEST_LINE, OPERATION_SECONDS, out_of_bounds
from .diagnosis import diagnosed, from_imap
from .fetch import (
    FetchedPart,
    FetchResponse,
    RawHeader,
    RawMessage,
    fetched_parts,
    received,
    split_set,
    uid_of,
)
from .guard import Server
from .transport import ReadingClient

HEADER_FIELDS = (
    "FROM SENDER REPLY-TO TO CC BCC DATE SUBJECT MESSAGE-ID IN-REPLY-TO REFERENCES"
)
SENDER_FIELDS = "FROM AUTHENTICATION-RESULTS"
SEARCH_MESSAGES = 50_000  # in one SEARCH: imaplib reads lines of 1,000,000 octets
CHUNK = 2**20  # octets of a large message in one FETCH
# Refused one by one with none given: then it is the folder, not the messages.
REFUSALS = 8


Item = TypeVar("Item")


@dataclass(frozen=True)
class OpenFolder:
    """What EXAMINE told; every message of now has a UID below ``uidnext``.

    ``exact``: the server told UIDNEXT; else it is one more than the highest UID.
    """

    uidvalidity: int
    uidnext: int
    exists: int
    exact: bool = True


@dataclass(frozen=True)
class Fetched(Generic[Item]):
    """What came of a FETCH, by UID, and the UIDs that the server refuses to give."""

    found: tuple[Item, ...]
    refused: UidSet = UidSet()


class FolderReader:
    """What can be asked about the folder that is open. Only reads, see ``imap4``."""

    def __init__(self, client: ReadingClient, server: Server) -> None:
        self._client = client
        self._server = server

    def open(self, path: bytes) -> OpenFolder:
        """EXAMINE a folder.

        :raises FolderUnavailable: ``folder_refused``, for instance when it is gone
        """
        with diagnosed("folder", self._server):
            state = self._client.examine(quote(path))
            exists = state.get("EXISTS", 0)
            exact = bool(state.get("UIDNEXT"))
            uidnext = state["UIDNEXT"] if exact else self._uidnext(exists)
        return OpenFolder(state.get("UIDVALIDITY", 0), uidnext, exists, exact)

    def _uidnext(self, exists: int) -> int:
        # 163.com and Winmail Pro leave UIDNEXT out of the answer to EXAMINE.
        if not exists:
            return 1  # some servers refuse "*" when there is no message
        last, _refusal = self._client.fetch("*", "(UID)")
        return max((uid_of(line[0]) for line in last), default=0) + 1

    def first_uid_since(self, start: date, exists: int) -> int | None:
        """The lowest UID received on or after that day; ``None`` if there is none."""
        criterion = f"SINCE {start.day}-{_MONTHS[start.month - 1]}-{start.year}"
        for uids in self._search(criterion, exists):
            if uids:
                return min(uids)
        return None

    def uids(self, window: range, exists: int) -> UidSet:
        """The UIDs that the open folder has in the window."""
        criterion = f"UID {window.start}:{window.stop - 1}"
        found = (uid for uids in self._search(criterion, exists) for uid in uids)
        return UidSet.of(uid for uid in found if uid in window)

    def _search(self, criterion: str, exists: int) -> Iterator[list[int]]:
        """SEARCH in parts of the folder, in its order.

        Not by ESEARCH: it would be shorter, and iCloud's is broken.
        """
        for first in range(1, exists + 1, SEARCH_MESSAGES):
            part = f"{first}:{min(first + SEARCH_MESSAGES - 1, exists)}"
            yield self._search_part(part, criterion)

    def _search_part(self, *words: str | bytes, literal: bytes = b"") -> list[int]:
        """One SEARCH; the literal, if there is one, is its last word."""
        with diagnosed("search", self._server):
            lines = self._client.ask(
                "UID", "SEARCH", *words, answer="SEARCH", literal=literal
            )
        if sum(map(len, lines)) > LONGEST_LINE:
            raise out_of_bounds()
        found = b" ".join(line for line in lines if isinstance(line, bytes))
        return [int(word) for word in found.split() if NUMBER.fullmatch(word)]

    def headers(self, wanted: UidSet) -> Fetched[RawHeader]:
        """Header fields of the messages among these UIDs that there are."""
        return self.header_fields(wanted, HEADER_FIELDS)

    def header_fields(self, wanted: UidSet, names: str) -> Fetched[RawHeader]:
        """The same, of header fields with these names."""
        gmail = "X-GM-MSGID X-GM-THRID " if self._is_gmail() else ""
        items = f"(UID RFC822.SIZE {gmail}BODY.PEEK[HEADER.FIELDS ({names})])"
        fetched = self._fetch_all(wanted, items)
        found = (part.as_header() for part in fetched.found)
        return Fetched(tuple(found), fetched.refused)

    def _is_gmail(self) -> bool:
        return bool(self._client.has_capability("X-GM-EXT-1"))

    def messages(self, uids: Collection[int]) -> Fetched[RawMessage]:
        """The whole messages; expunged ones are in neither part of the answer."""
        wanted, items = UidSet.of(uids), "(UID INTERNALDATE BODY.PEEK[])"
        fetched = self._fetch_all(wanted, items)
        parts, refused = list(fetched.found), fetched.refused
        if silent := wanted - UidSet.of(part.uid for part in parts) - refused:
            # Gone, or left out by a server that was in trouble: asked once more.
            again = self._fetch_all(silent, items)
            parts, refused = parts + list(again.found), refused | again.refused
        parts.sort(key=lambda part: part.uid)
        return Fetched(tuple(part.as_message() for part in parts), refused)

    def chunks(self, uid: int, size: int) -> Iterator[bytes]:
        """A large message in pieces of at most ``CHUNK`` octets; none if expunged.

        :param size: its RFC822.SIZE; what some servers tell is only about right
        :raises FolderUnavailable: ``fetch_refused``; also when it takes too long, or
            more comes than could be the message
        """
        offset, end = 0, time.monotonic() + OPERATION_SECONDS
        while True:
            item = f"(UID BODY.PEEK[]<{offset}.{CHUNK}>)"
            parts, refusal = self._fetch(UidSet.of([uid]), item)
            piece = parts[0].content if parts else b""
            if refusal or piece is None or (offset and not parts):
                raise refusal or FolderUnavailable("fetch_refused")
            if piece:
                yield piece
            offset += len(piece)
            if not piece or (len(piece) < CHUNK and offset >= size):
                return
            # Servers that do not know pieces give the whole message every time.
            lies = len(piece) > CHUNK or offset > 2 * size + CHUNK
            if lies or time.monotonic() > end:
                raise FolderUnavailable("fetch_refused")

    def received_date(self, uid: int) -> datetime | None:
        """When the server received a message (INTERNALDATE), in UTC, if it tells."""
        with diagnosed("fetch", self._server):
            found, _refusal = self._client.fetch(str(uid), "(UID INTERNALDATE)")
        return next((received(response[0]) for response in found), None)

    def structure(self, uid: int) -> list[FetchResponse]:
        """The answer to BODYSTRUCTURE, see ``engine/structure.py``."""
        with diagnosed("fetch", self._server):
            responses, _refusal = self._client.fetch(str(uid), "(UID BODYSTRUCTURE)")
        return list(responses)

    def sender_fields(self, uid: int) -> bytes:
        """The header fields that tell who sent a message, and who has checked it."""
        items = f"(UID BODY.PEEK[HEADER.FIELDS ({SENDER_FIELDS})])"
        parts, refusal = self._fetch(UidSet.of([uid]), items)
        if refusal:
            raise refusal
        return b"".join(part.content or b"" for part in parts)

    def _fetch_all(self, wanted: UidSet, items: str) -> Fetched[FetchedPart]:
        """FETCH of any number of messages, each of them once, by UID."""
        found: dict[int, FetchedPart] = {}
        refused: list[int] = []
        for part in split_set(wanted):
            self._fetch_bisected(part, items, found, refused)
        return Fetched(tuple(found[uid] for uid in sorted(found)), UidSet.of(refused))

    def _fetch_bisected(
        self,
        wanted: UidSet,
        items: str,
        found: dict[int, FetchedPart],
        refused: list[int],
    ) -> None:
        """FETCH; when the server refuses, of halves, down to the one message.

        :raises FolderUnavailable: ``fetch_refused``, when it refuses all of them
        """
        parts, refusal = self._fetch(wanted, items)
        for part in parts:
            if part.content is None:
                refused.append(part.uid)
            else:
                found.setdefault(part.uid, part)
        if not refusal:
            return
        rest = wanted - UidSet.of([*found, *refused])
        if len(rest) == 1:
            refused += rest
        elif rest:
            for half in rest.halves():
                self._fetch_bisected(half, items, found, refused)
        if len(refused) >= REFUSALS and not found:
            raise refusal

    def _fetch(
        self, wanted: UidSet, items: str
    ) -> tuple[list[FetchedPart], MailboxError | None]:
        """One FETCH, and the server's refusal if it refused."""
        with diagnosed("fetch", self._server):
            responses, error = self._client.fetch(str(wanted), items)
        parts = [part for part in fetched_parts(responses) if part.uid in wanted]
        refusal = from_imap(error, "fetch", self._server) if error else None
        if refusal and refusal.concerns_mailbox:
            raise refusal
        return parts, refusal

    @property
    def received(self) -> int:
        """How many octets the server has sent so far."""
        return self._client.received


_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
