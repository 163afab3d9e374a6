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
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.parser import BytesHeaderParser
from email.utils import getaddresses, parsedate_to_datetime

LETTER = r"[^\s<>,;:\"'()\[\]\\@]"
# An apostrophe may stand inside (o'neil@), not around. Where a word begins is looked
# at, and it is not read twice: hostile fields would take minutes.
ADDRESS = re.compile(rf"(?<!{LETTER})(?<!{LETTER}'){LETTER}(?:'?{LETTER})*+@{LETTER}+")
QUOTED_LOCAL_PART = re.compile(r'"[^"]*"@')
# A quoted string, or an address that stands where the name belongs.
NAME_OR_QUOTED = re.compile(rf'"(?:[^"\\]|\\.)*+"|({ADDRESS.pattern})(?=\s*<)')
ENCODED_WORD = r"=\?[^?\s]*\?[bq]\?.*?\?="
ENCODED_WORDS = re.compile(rf"{ENCODED_WORD}(?:\s*{ENCODED_WORD})*", re.IGNORECASE)
MESSAGE_ID = re.compile(r"<[^<>\s]+>")
FIELDS = ("from", "sender", "reply-to", "to", "cc", "bcc")
EARLIEST = datetime(1971, 1, 1, tzinfo=UTC)
HEADER_LENGTH = 65_536  # octets of one header field that are looked at
# What PostgreSQL refuses (NUL, surrogates) and what a chatter must not show.
UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029\ufffe\uffff]"
)
BIDI_CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True)
class Address:
    """One mailbox of an address header field; ``email`` is normalised."""

    name: str
    email: str

    def __str__(self) -> str:
        name = self.name.replace('"', "")
        return f'"{name}" <{self.email}>' if name else self.email


@dataclass(frozen=True)
class Envelope:
    """The header fields that identify a message and name its participants.

    ``date`` is aware, in UTC, and ``None`` when the Date field is missing or absurd.
    ``parties`` has the addresses by lower case field name.
    """

    uid: int
    size: int
    message_id: str
    date: datetime | None
    subject: str
    parties: dict[str, tuple[Address, ...]] = field(default_factory=dict)

    @property
    def sender(self) -> Address | None:
        """The author: From, else Sender."""
        return next(iter(self.parties["from"] + self.parties["sender"]), None)

    def emails(self, *fields: str) -> list[str]:
        """The distinct addresses of these fields, in order; of all if none named."""
        named = (self.parties[name] for name in fields or FIELDS)
        return list(dict.fromkeys(each.email for group in named for each in group))

    @property
    def key(self) -> str:
        """Identity of the email in its company: the same in every copy of it.

        A hash of Message-ID, From and Date; To and Subject join where there is no
        Message-ID (one fifth of real mail). The Message-ID alone would let a forger
        suppress a later genuine message (requirement ID-7).
        """
        sender = self.sender.email if self.sender else ""
        parts = [self.message_id, sender, self.date.isoformat() if self.date else ""]
        if not self.message_id:
            parts += [",".join(self.emails("to")), self.subject]
        return hashlib.sha256("\0".join(parts).encode("utf-8")).hexdigest()


def parse_envelope(uid: int, size: int, content: bytes) -> Envelope:
    """Read the header fields of one message."""
    message = BytesHeaderParser().parsebytes(content)
    parties = {name: read_addresses(message, name) for name in FIELDS}
    return Envelope(
        uid=uid,
        size=size,
        message_id=read_message_id(message),
        date=read_date(first_field(message, "date")),
        subject=decoded(first_field(message, "subject")),
        parties=parties,
    )


def raw_fields(message: Message, name: str) -> list[str]:
    """All values of a header field, unfolded, their raw 8 bit bytes decoded."""
    return [
        unfold(recover(str(value)))
        for key, value in message.raw_items()
        if key.lower() == name
    ]


def first_field(message: Message, name: str) -> str:
    return next(iter(raw_fields(message, name)), "")


def unfold(value: str) -> str:
    return re.sub(r"\r?\n\s*|\r", " ", value[:HEADER_LENGTH]).strip()


def recover(value: str) -> str:
    """Raw bytes that the parser kept as surrogates: UTF-8, else Windows-1252."""
    if value.isascii():
        return value
    raw = value.encode("utf-8", "surrogateescape")
    return decode_bytes(raw, "utf-8")


def decode_bytes(raw: bytes, charset: str | None) -> str:
    """Decode by the named charset; what is not in it, as UTF-8 or Windows-1252.

    Names that lie are common: gb2312 is mostly gb18030, and iso-8859-1 cp1252.
    """
    name = (charset or "utf-8").strip().lower()
    wider = {"gb2312": "gb18030", "gbk": "gb18030", "iso-8859-1": "cp1252",
             "us-ascii": "utf-8", "ascii": "utf-8"}  # fmt: skip
    for candidate in (wider.get(name, name), "utf-8"):
        try:
            return raw.decode(candidate)
        except (LookupError, UnicodeError, ValueError, AttributeError):
            continue
    return raw.decode("cp1252", "replace")


def decoded(value: str) -> str:
    """A header field as text for people: encoded words (RFC 2047) decoded."""
    return clean_text(ENCODED_WORDS.sub(lambda words: decoded_words(words[0]), value))


def decoded_words(words: str) -> str:
    """Adjacent encoded words; the standard library garbles other text beside them."""
    try:
        parts = decode_header(words)
    except (HeaderParseError, ValueError, LookupError):  # broken base64 in a word
        return words
    return "".join(
        decode_bytes(part, charset) if isinstance(part, bytes) else part
        for part, charset in parts
    )


def clean_text(text: str) -> str:
    """One line that PostgreSQL accepts and that cannot disguise itself."""
    text = BIDI_CONTROLS.sub("", UNPRINTABLE.sub("", " ".join(text.split())))
    return text.strip()


def read_addresses(message: Message, name: str) -> tuple[Address, ...]:
    """The mailboxes of an address header field (RFC 5322 3.4), without duplicates."""
    found: dict[str, Address] = {}
    for value in raw_fields(message, name):
        for address in split_addresses(value):
            found.setdefault(address.email, address)
    return tuple(found.values())


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


def read_message_id(message: Message) -> str:
    """The Message-ID with its angle brackets; empty when missing or malformed."""
    value = first_field(message, "message-id")
    found = MESSAGE_ID.search(re.sub(r"\s", "", value))
    return clean_text(found[0]) if found else ""


def read_date(value: str) -> datetime | None:
    """The Date field in UTC; ``None`` unless it lies between 1971 and tomorrow."""
    try:
        moment = parsedate_to_datetime(value)
        if moment.tzinfo is None:  # "-0000": UTC of unknown origin (RFC 5322 3.3)
            moment = moment.replace(tzinfo=UTC)
        moment = moment.astimezone(UTC).replace(microsecond=0)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    latest = datetime.now(UTC) + timedelta(days=2)
    return moment if EARLIEST <= moment <= latest else None
