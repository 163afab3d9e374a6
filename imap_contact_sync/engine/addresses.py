# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Address header fields to addresses (RFC 5322 3.4). Nothing in here raises for any
input, and what no grammar allows is read as well as it can be."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from email.utils import getaddresses

from .text import clean_text, decoded

MOST_RECIPIENTS = 200  # of one header field, and octets in which they are looked for
RECIPIENT_OCTETS = 32_768

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


@dataclass(frozen=True)
class Address:
    """One mailbox of an address header field; ``email`` is normalised."""

    name: str
    email: str

    def __str__(self) -> str:
        name = self.name.replace('"', "").replace("\\", "")
        return f'"{name}" <{self.email}>' if name else self.email


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
