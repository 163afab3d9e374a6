# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Answers to FETCH, as values. A server may answer more, or less, than was asked."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple

from imapclient.datetime_util import parse_to_datetime

from ..cursor import UidSet

# RFC 2683 3.2.1.5: a command line should not be longer than about 1,000 octets.
SET_LENGTH = 900
UID_ITEM = re.compile(rb"\bUID (\d{1,10})\b")
SIZE_ITEM = re.compile(rb"\bRFC822\.SIZE (\d{1,19})\b")
DATE_ITEM = re.compile(rb'\bINTERNALDATE ("[^"]*")')
GMAIL_MESSAGE_ITEM = re.compile(rb"\bX-GM-MSGID (\d{1,20})\b")
GMAIL_THREAD_ITEM = re.compile(rb"\bX-GM-THRID (\d{1,20})\b")
# How most servers answer, so that one look finds both numbers.
USUAL_HEAD = re.compile(
    rb"\* \d+ FETCH \(UID (\d{1,10}) RFC822\.SIZE (\d{1,19}) BODY\["
)
# Without brackets in brackets, or a line full of them takes minutes.
EMPTY_PART = re.compile(rb'BODY\[[^][]*\](?:<\d{1,10}>)? (?:""|NIL)', re.IGNORECASE)

# A FETCH response: a line, then a literal and the line behind it, as often as needed.
FetchResponse = Sequence[bytes]


class RawHeader(NamedTuple):
    """The header fields of one message, as the server sent them; size in octets.

    Gmail numbers messages and conversations across its folders (X-GM-EXT-1); other
    servers leave ``gmail_message`` and ``gmail_thread`` empty.
    """

    uid: int
    size: int
    content: bytes
    gmail_message: str = ""
    gmail_thread: str = ""


@dataclass(frozen=True)
class RawMessage:
    """One whole message; ``received`` is its INTERNALDATE in UTC, if readable."""

    uid: int
    content: bytes
    received: datetime | None


class FetchedPart(NamedTuple):
    """The one body part of a FETCH response, with the attributes around it.

    ``content`` is ``None`` when the server says that it has none (NIL).
    """

    uid: int
    attributes: bytes
    content: bytes | None

    def as_header(self) -> RawHeader:
        usual = USUAL_HEAD.match(self.attributes)
        if usual:
            return RawHeader(self.uid, int(usual[2]), self.content or b"")
        return RawHeader(
            self.uid,
            int(number(SIZE_ITEM, self.attributes) or 0),
            self.content or b"",
            number(GMAIL_MESSAGE_ITEM, self.attributes),
            number(GMAIL_THREAD_ITEM, self.attributes),
        )

    def as_message(self) -> RawMessage:
        return RawMessage(self.uid, self.content or b"", received(self.attributes))


def fetched_parts(responses: Sequence[FetchResponse]) -> Iterator[FetchedPart]:
    """The body part of each FETCH response that has one and a UID.

    Exchange puts UID behind the literal; an empty part may come without a literal.
    """
    for response in responses:
        usual = len(response) == 3 and USUAL_HEAD.match(response[0])
        if usual and response[2] == b")\r\n":
            yield FetchedPart(int(usual[1]), response[0], response[1])
            continue
        if len(response) > 1:
            attributes = b" ".join(response[::2])
            content = response[1]
        elif found := EMPTY_PART.search(response[0]):
            attributes = response[0]
            content = None if found[0].upper().endswith(b"NIL") else b""
        else:
            continue
        if uid := uid_of(attributes):
            yield FetchedPart(uid, attributes, content)


def split_set(uids: UidSet) -> Iterator[UidSet]:
    """A UID set in parts, none of whose texts is too long for a command line."""
    part: list[tuple[int, int]] = []
    length = 0
    for each in uids.ranges:
        grown = length + len(str(UidSet((each,)))) + 1
        if part and grown > SET_LENGTH:
            yield UidSet(tuple(part))
            part, grown = [], grown - length
        part.append(each)
        length = grown
    if part:
        yield UidSet(tuple(part))


def uid_of(attributes: bytes) -> int:
    """The UID in a line of FETCH; 0 if it has none, or two different ones."""
    told = {int(uid) for uid in UID_ITEM.findall(attributes)}
    return told.pop() if len(told) == 1 else 0


def number(pattern: re.Pattern[bytes], attributes: bytes) -> str:
    """The number of an item, as text; empty if it is not there."""
    found = pattern.search(attributes)
    return found[1].decode("ascii") if found else ""


def received(attributes: bytes) -> datetime | None:
    found = DATE_ITEM.search(attributes)
    if not found:
        return None
    try:
        moment: datetime = parse_to_datetime(found[1].strip(b'"'), normalise=False)
        return moment.astimezone(UTC)
    except (ValueError, OverflowError):  # a year 9999 with an offset, for instance
        return None
