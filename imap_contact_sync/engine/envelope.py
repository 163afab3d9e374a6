# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Header field bytes to an ``Envelope``. Nothing in here raises for any input.

Real mail has raw 8 bit header fields, unknown charsets, addresses that no grammar
allows and dates such as "Whenever"; each of them is read as well as it can be.
"""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import getaddresses, parsedate_to_datetime
from functools import cached_property

from .text import clean_text, decoded, split_fields

MOST_RECIPIENTS = 200  # of one header field, and octets in which they are looked for
RECIPIENT_OCTETS = 32_768
LONGEST_DATE = 200

LETTER = r"[^\s<>,;:\"'()\[\]\\@]"
# An apostrophe may stand inside (o'neil@), not around. Where a word begins is looked
# at, and it is not read twice: hostile fields would take minutes.
ADDRESS = re.compile(rf"(?<!{LETTER})(?<!{LETTER}'){LETTER}(?:'?{LETTER})*+@{LETTER}+")
# Ann Berg <ann@a.example>, "Berg, Ann" <ann@a.example> or ann@a.example; ASCII only.
PLAIN_LETTER = r"[\w!#$%&*+/=?^`{|}~.-]"
PLAIN_SPEC = rf"{PLAIN_LETTER}++@{PLAIN_LETTER}++"
PLAIN_NAME = rf'"([^"\\<>@]*+)"\s*+|((?:{PLAIN_LETTER}|[ \t])*+)'
PLAIN_ADDRESS = re.compile(
    rf"\s*+(?:(?:{PLAIN_NAME})<({PLAIN_SPEC})>|({PLAIN_SPEC}))\s*+(?:,|\Z)", re.ASCII
)
QUOTED_LOCAL_PART = re.compile(r'"[^"]*"@')
# A quoted string, or an address that stands where the name belongs.
NAME_OR_QUOTED = re.compile(rf'"(?:[^"\\]|\\.)*+"|({ADDRESS.pattern})(?=\s*<)')
MESSAGE_ID = re.compile(r"<[^<>\s]+>")
FIELDS = ("from", "sender", "reply-to", "to", "cc", "bcc")
TAGS = re.compile(r"^(?:\[[^\]]{1,40}\]\s*)+")
EARLIEST = datetime(1971, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Address:
    """One mailbox of an address header field; ``email`` is normalised."""

    name: str
    email: str

    def __str__(self) -> str:
        name = self.name.replace('"', "").replace("\\", "")
        return f'"{name}" <{self.email}>' if name else self.email


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


def hashed(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def parse_envelope(
    uid: int, size: int, content: bytes, gmail_message: str = "", gmail_thread: str = ""
) -> Envelope:
    """Read the header fields of one message."""
    fields = split_fields(content)
    first = {name: values[0] for name, values in fields.items()}
    return Envelope(
        uid=uid,
        size=size,
        message_id=read_message_id(first.get("message-id", "")),
        date=read_date(first.get("date", "")),
        subject=decoded(first.get("subject", "")),
        parties={name: read_addresses(fields.get(name, ())) for name in FIELDS},
        gmail_message=gmail_message,
        gmail_thread=gmail_thread,
        root_id=read_message_id(first.get("references", ""))
        or read_message_id(first.get("in-reply-to", "")),
    )


def read_addresses(values: Iterable[str]) -> tuple[Address, ...]:
    """The first mailboxes in the values of an address header field (RFC 5322 3.4),
    without duplicates."""
    found: dict[str, Address] = {}
    left = RECIPIENT_OCTETS
    for value in values:
        if left <= 0 or len(found) >= MOST_RECIPIENTS:
            break
        text = value
        if len(value) > left:  # only whole addresses
            text = value[:left].rpartition(",")[0] or value[:left]
        left -= len(value) + 1
        for address in plain_addresses(text) or split_addresses(text):
            found.setdefault(address.email, address)
    return tuple(found.values())[:MOST_RECIPIENTS]


def plain_addresses(value: str) -> list[Address]:
    """The addresses of a value in the usual form, in a tenth of the grammar's time;
    none if anything in it is unusual."""
    found = []
    place = 0
    while place < len(value):
        plain = PLAIN_ADDRESS.match(value, place)
        if not plain:
            return []
        name = plain[1] or plain[2] or ""
        found.append(Address(decoded(name), (plain[3] or plain[4]).lower()))
        place = plain.end()
    return found


def split_addresses(value: str) -> list[Address]:
    """Parsed by the grammar; what the grammar loses, by pattern."""
    try:
        pairs = _getaddresses(quote_names(value))
    except (RecursionError, ValueError, IndexError, TypeError):
        pairs = []
    grammar = [
        Address(decoded(name), normalize(spec.strip("'")))
        for name, spec in pairs
        if ADDRESS.fullmatch(spec.strip("'"))  # Outlook writes 'ann@example.com'
    ]
    if grammar:
        return grammar
    # What is quoted before an @ is the name of somebody elsewhere.
    plain = QUOTED_LOCAL_PART.sub(" ", value)
    return [Address("", normalize(spec)) for spec in ADDRESS.findall(plain)]


def quote_names(value: str) -> str:
    """In ``ann@a.example <bob@b.example>`` the first one is a name, not an address."""
    return NAME_OR_QUOTED.sub(
        lambda found: f'"{found[1]}"' if found[1] else found[0], value
    )


def _getaddresses(value: str) -> list[tuple[str, str]]:
    try:
        # Strict parsing (the default since CVE-2023-27043) loses real addresses.
        return getaddresses([value], strict=False)
    except TypeError:
        return getaddresses([value])


def normalize(spec: str) -> str:
    """Like ``email_normalize`` of odoo/tools/mail.py, so that both compare equal.

    The domain is lower case, the local part too unless it has non-ASCII letters.
    """
    local, _at, domain = clean_text(spec).rpartition("@")
    return f"{local.lower() if local.isascii() else local}@{domain.lower()}"


def read_message_id(value: str) -> str:
    """The Message-ID with its angle brackets; empty when missing or malformed."""
    found = MESSAGE_ID.search(re.sub(r"\s", "", value))
    return clean_text(found[0]) if found else ""


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
