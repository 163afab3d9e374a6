# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Answers to FETCH, as values. A server may answer more, or less, than was asked."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from imapclient.datetime_util import parse_to_datetime

from ..cursor import UidSet
from .transport import Response

# RFC 2683 3.2.1.5: a command line should not be longer than about 1,000 octets.
SET_LENGTH = 900
UID_ITEM = re.compile(rb"\bUID (\d{1,10})\b")
SIZE_ITEM = re.compile(rb"\bRFC822\.SIZE (\d{1,19})\b")
DATE_ITEM = re.compile(rb'\bINTERNALDATE ("[^"]*")')


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


@dataclass(frozen=True)
class FetchedPart:
    """The one body part of a FETCH response, with the attributes around it."""

    uid: int
    attributes: bytes
    content: bytes

    def as_header(self) -> RawHeader:
        return RawHeader(self.uid, number(SIZE_ITEM, self.attributes), self.content)

    def as_message(self) -> RawMessage:
        return RawMessage(self.uid, self.content, received(self.attributes))


def fetched_parts(responses: Sequence[Response]) -> Iterator[FetchedPart]:
    """The body part of each FETCH response that has one and a UID.

    imaplib gives ``(head, literal)`` and then the line behind the literal. Exchange
    puts UID there. An empty part may come without a literal at all.
    """
    for index, response in enumerate(responses):
        if isinstance(response, tuple):
            tail = responses[index + 1 : index + 2]
            lines = [response[0], *(line for line in tail if isinstance(line, bytes))]
            attributes, content = b" ".join(lines), response[1]
        elif b"BODY[" in response.upper():
            attributes, content = response, b""
        else:
            continue
        uid = uid_of(attributes)
        if uid:
            yield FetchedPart(uid, attributes, content)


def split_set(uids: UidSet) -> Iterator[str]:
    """A UID set as one or several texts, none too long for a command line."""
    text = str(uids)
    while len(text) > SET_LENGTH:
        cut = text.rfind(",", 0, SET_LENGTH)
        yield text[:cut]
        text = text[cut + 1 :]
    if text:
        yield text


def uid_of(response: Response) -> int:
    """The UID in a line of FETCH; 0 if it has none."""
    line = response if isinstance(response, bytes) else response[0]
    return number(UID_ITEM, line)


def number(pattern: re.Pattern[bytes], attributes: bytes) -> int:
    found = pattern.search(attributes)
    return int(found[1]) if found else 0


def received(attributes: bytes) -> datetime | None:
    found = DATE_ITEM.search(attributes)
    if not found:
        return None
    try:
        moment: datetime = parse_to_datetime(found[1].strip(b'"'), normalise=False)
        return moment.astimezone(UTC)
    except (ValueError, OverflowError):  # a year 9999 with an offset, for instance
        return None
