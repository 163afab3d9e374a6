# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A first look at raw header fields: which addresses may be in them.

Nine of ten messages of a mailbox concern no contact. Finding that out by a pattern
takes a tenth of the time of reading their header fields as an ``Envelope``.
"""

import re
from dataclasses import dataclass

from .envelope import ADDRESS, LETTER, Envelope, parse_envelope
from .net.fetch import RawHeader

ADDRESS_FIELDS = re.compile(
    rb"^(?:from|sender|reply-to|to|cc|bcc)[ \t]*:(.*(?:\n[ \t].*)*)", re.I | re.M
)
RAW_ADDRESS = re.compile(ADDRESS.pattern.encode())
LETTER_BYTE = LETTER.encode()
# Where the grammar may make another address of it than the pattern: an @ without
# letters around it, comments, blanks beside a dot, a folded address, bytes that are
# no ASCII text.
INTRICATE = re.compile(
    rb"(?<!%(letter)s)@|@(?!%(letter)s)|\(|\.[ \t\r\n]|[ \t]\."
    rb"|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\xff]"
    rb"|@%(letter)s*+\r?\n[ \t]+%(letter)s" % {b"letter": LETTER_BYTE}
)


@dataclass(frozen=True)
class Surveyed:
    """Raw header fields and every address that may be in them, normalised.

    ``emails`` has all that the envelope has, and perhaps more.
    """

    header: RawHeader
    emails: frozenset[str]

    @property
    def uid(self) -> int:
        return self.header.uid

    def envelope(self) -> Envelope:
        header = self.header
        numbers = header.gmail_message, header.gmail_thread
        return parse_envelope(header.uid, header.size, header.content, *numbers)


def survey(header: RawHeader) -> Surveyed:
    """Look for addresses."""
    fields = b"\n".join(ADDRESS_FIELDS.findall(header.content))
    if not INTRICATE.search(fields):
        found = RAW_ADDRESS.findall(fields.lower())
        return Surveyed(header, frozenset(each.decode("ascii") for each in found))
    intricate = Surveyed(header, frozenset())
    return Surveyed(header, frozenset(intricate.envelope().emails()))
