# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Header field bytes to an ``Envelope``. Nothing in here raises for any input.

Real mail has raw 8 bit header fields, unknown charsets, addresses that no grammar
allows and dates such as "Whenever"; each of them is read as well as it can be.
"""

import hashlib
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import cached_property

from .addresses import Address, read_addresses
from .text import clean_text, decoded, split_fields

LONGEST_DATE = 200
LONGEST_MESSAGE_ID = 1000

MESSAGE_ID = re.compile(r"<[^<>\s]+>")
FIELDS = ("from", "sender", "reply-to", "to", "cc", "bcc")
TAGS = re.compile(r"^(?:\[[^\]]{1,40}\]\s*)+")
EARLIEST = datetime(1971, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Envelope:
    """The header fields that identify a message and name its participants.

    ``date`` is aware, in UTC, and ``None`` when the Date field is missing or absurd.
    ``parties`` has the addresses by lower case field name. ``gmail_message`` and
    ``gmail_thread`` are Gmail's numbers, empty elsewhere.
    """

    uid: int
    size: int
    message_id: str
    date: datetime | None
    subject: str
    parties: dict[str, tuple[Address, ...]] = field(default_factory=dict)
    gmail_message: str = ""
    gmail_thread: str = ""
    root_id: str = ""  # Message-ID of the message that began the conversation
    parent_id: str = ""  # Message-ID of the message that this one answers

    @property
    def sender(self) -> Address | None:
        """The author: From, else Sender."""
        return next(iter(self.parties["from"] + self.parties["sender"]), None)

    def emails(self, *fields: str) -> list[str]:
        """The distinct addresses of these fields, in order; of all if none named."""
        named = (self.parties[name] for name in fields or FIELDS)
        return list(dict.fromkeys(each.email for group in named for each in group))

    @property
    def copy_key(self) -> tuple[str, str]:
        """Equal for equal copies within one mailbox: the key, and Gmail's number of
        the message or else its size."""
        return self.key, self.gmail_message or str(self.size)

    @cached_property
    def key(self) -> str:
        """Identity of the email in its company: the same in every copy of it.

        A hash of Message-ID, From and Date; To and Subject join where there is no
        Message-ID (one fifth of real mail), the size where there is no Date either.
        The Message-ID alone would let a forger suppress a later genuine message
        (requirement ID-7).
        """
        sender = self.sender.email if self.sender else ""
        parts = [self.message_id, sender, self.date.isoformat() if self.date else ""]
        if not self.message_id:
            # A gateway's "[EXTERNAL]" is in the subject of some copies only.
            parts += [",".join(self.emails("to")), TAGS.sub("", self.subject)]
            parts += [] if self.date else [str(self.size)]
        return hashed("\0".join(parts))

    @property
    def thread_key(self) -> str:
        """Equal for all emails of a conversation: a hash of what began it."""
        root = self.root_id or self.message_id
        return hashed(root) if root else self.key

    @property
    def message_key(self) -> str:
        """What an answer to this message has as parent; empty without a Message-ID."""
        return hashed(self.message_id) if self.message_id else ""

    @property
    def parent_key(self) -> str:
        """The ``message_key`` of what this one answers, if it answers any."""
        return hashed(self.parent_id) if self.parent_id else ""

    @property
    def links(self) -> frozenset[str]:
        """Two emails with one of these in common belong together.

        Not all programs name what began the conversation: some leave References out
        and write In-Reply-To alone, others cut off its beginning (RFC 5322 3.6.4).
        """
        return frozenset((self.thread_key, self.message_key, self.parent_key)) - {""}


def hashed(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def parse_envelope(
    uid: int, size: int, content: bytes, gmail_message: str = "", gmail_thread: str = ""
) -> Envelope:
    """Read the header fields of one message."""
    fields = split_fields(content)
    first = {name: values[0] for name, values in fields.items()}
    references, answered = first.get("references", ""), first.get("in-reply-to", "")
    return Envelope(
        uid=uid,
        size=size,
        message_id=read_message_id(first.get("message-id", "")),
        date=read_date(first.get("date", "")),
        subject=decoded(first.get("subject", "")),
        parties={name: read_addresses(fields.get(name, ())) for name in FIELDS},
        gmail_message=gmail_message,
        gmail_thread=gmail_thread,
        root_id=read_message_id(references) or read_message_id(answered),
        parent_id=read_message_id(answered) or read_last_message_id(references),
    )


def read_message_id(value: str) -> str:
    """The Message-ID with its angle brackets; empty when missing or malformed."""
    found = MESSAGE_ID.search(re.sub(r"\s", "", value))
    return clean_text(found[0]) if found else ""


def read_last_message_id(value: str) -> str:
    """The last of several, as they stand in References; empty when malformed."""
    found = MESSAGE_ID.findall(re.sub(r"\s", "", value[-LONGEST_MESSAGE_ID:]))
    return clean_text(found[-1]) if found else ""


def read_date(value: str) -> datetime | None:
    """The Date field in UTC; ``None`` unless it is plausible."""
    try:
        moment = parsedate_to_datetime(value[:LONGEST_DATE])
        if moment.tzinfo is None:  # "-0000": UTC of unknown origin (RFC 5322 3.3)
            moment = moment.replace(tzinfo=UTC)
        moment = moment.astimezone(UTC).replace(microsecond=0)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return plausible(moment)


def plausible(moment: datetime | None) -> datetime | None:
    """A moment between 1971 and tomorrow, else ``None``: another one would stand for
    ever above, or below, all mail of a contact (MIME-11)."""
    latest = datetime.now(UTC) + timedelta(days=1)
    return moment if moment and EARLIEST <= moment <= latest else None
