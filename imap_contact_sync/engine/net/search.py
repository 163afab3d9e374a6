# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""SEARCH for what somebody typed (RFC 3501 6.4.4): by server, in header fields only."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from ..errors import FolderUnavailable
from ..folders import quote
from .reader import SEARCH_MESSAGES, FolderReader

# Those by which a message may concern a contact (engine/matching).
ADDRESS_KEYS = (b"FROM", b"TO", b"CC", b"BCC", b"HEADER REPLY-TO")
ID_KEY = b"HEADER MESSAGE-ID"
SHORTEST_PIECE = 3  # letters; a shorter one would find half of a folder


@dataclass(frozen=True)
class Known:
    """A message that is known to be from one address, and to or in copy to another.

    A server that does not find it so does not find addresses.
    """

    uid: int
    sender: str
    recipient: str

    @property
    def key(self) -> bytes:
        sender, recipient = (
            quote(each.encode("ascii")) for each in (self.sender, self.recipient)
        )
        either = any_of([b"TO " + recipient, b"CC " + recipient])
        return b"(UID %d FROM %s %s)" % (self.uid, sender, either)


@dataclass(frozen=True)
class Terms:
    """What is looked for: one of these addresses (or the ends of them) in a header
    field of people, one of these Message-IDs, this text in the subject, or these known
    messages.

    Addresses and Message-IDs are ASCII, without line breaks; so is the subject's text
    but for its letters.
    """

    addresses: tuple[str, ...] = ()
    message_ids: tuple[str, ...] = ()
    subject: str = ""
    known: tuple[Known, ...] = ()

    @property
    def keys(self) -> bytes:
        """The search keys, quoted, as one; empty if only a literal says it."""
        keys = [
            each + b" " + quote(address.encode("ascii"))
            for address in self.addresses
            for each in ADDRESS_KEYS
        ]
        keys += [ID_KEY + b" " + quote(each.encode("ascii"))
                 for each in self.message_ids]  # fmt: skip
        if self.subject.isascii() and self.subject:
            keys.append(b"SUBJECT " + quote(self.subject.encode("ascii")))
        return any_of(keys + [each.key for each in self.known])

    @property
    def ascii_piece(self) -> str:
        """The longest part of the subject's text that every server understands."""
        pieces = re.findall(r"[\x20-\x7e]+", self.subject)
        longest = max((piece.strip() for piece in pieces), key=len, default="")
        return longest if len(longest) >= SHORTEST_PIECE else ""


@dataclass(frozen=True)
class Found:
    """The newest UIDs that a SEARCH found, the newest first.

    ``more``: there are others, or parts of the folder that were not looked into.
    """

    uids: tuple[int, ...] = ()
    more: bool = False


def any_of(keys: Sequence[bytes]) -> bytes:
    """Search keys joined by OR, which takes two; halved, so that they nest little."""
    if len(keys) < 2:
        return b"".join(keys)
    half = len(keys) // 2
    return b"OR " + any_of(keys[:half]) + b" " + any_of(keys[half:])


class FolderSearcher(FolderReader):
    """What can be looked for in the folder that is open."""

    def search(
        self, terms: Terms, exists: int, most: int, within: range | None = None
    ) -> Found:
        """The newest messages that the server finds; it may find too much.

        One SEARCH, but for folders of more messages than one answer may have.

        :param exists: how many messages the folder has
        :param within: the UIDs to look among, if not among all
        :raises FolderUnavailable: ``folder_refused``
        """
        if within is not None and not within:
            return Found()
        uids: list[int] = []
        among = (f"UID {within.start}:{within.stop - 1}",) if within else ()
        last = exists
        while last > 0 and len(uids) < most:
            first = max(1, last - SEARCH_MESSAGES + 1)
            whole = first == 1 and last == exists
            part = () if whole else (f"{first}:{last}",)
            found = self._search_terms((*part, *among), terms)
            uids += sorted(found, reverse=True)
            last = first - 1
        return Found(tuple(islice(uids, most)), len(uids) > most or last > 0)

    def _search_terms(self, part: tuple[str, ...], terms: Terms) -> list[int]:
        if keys := terms.keys:
            return self._search_part(*part, keys)
        try:
            return self._search_part(
                "CHARSET", "UTF-8", *part, "SUBJECT",
                literal=terms.subject.encode("utf-8"),
            )  # fmt: skip
        except FolderUnavailable:
            # BADCHARSET, or a server that knows no literals here: a part of the text
            # finds too much, which is looked at closer anyway.
            if not terms.ascii_piece:
                raise
            return self._search_part(*part, Terms(subject=terms.ascii_piece).keys)
