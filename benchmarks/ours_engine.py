# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The addon's side without a database: header fields read and matched.

Import it after ``odoo_database.configure``.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from odoo.addons.imap_contact_sync.engine.address_book import AddressBook
from odoo.addons.imap_contact_sync.engine.cursor import Cursor, UidSet
from odoo.addons.imap_contact_sync.engine.envelope import parse_envelope
from odoo.addons.imap_contact_sync.engine.late import MOST_SEARCHED
from odoo.addons.imap_contact_sync.engine.matching import Match, match, verdict
from odoo.addons.imap_contact_sync.engine.net.fetch import RawHeader, RawMessage
from odoo.addons.imap_contact_sync.engine.net.guard import Server
from odoo.addons.imap_contact_sync.engine.net.login import Secret
from odoo.addons.imap_contact_sync.engine.net.reader import (
    HEADER_FIELDS,
    SEARCH_MESSAGES,
)
from odoo.addons.imap_contact_sync.engine.net.session import open_session
from odoo.addons.imap_contact_sync.engine.survey import survey

from .mailbox import Mail, contact_address
from .stage import PASSWORD

OWNER_ADDRESS = "owner@our-company.example"
SINCE = date(2024, 12, 1)
SEARCHED_AT_ONCE = SEARCH_MESSAGES  # messages of a folder
NEW_ADDRESSES = MOST_SEARCHED  # so many are looked for by SEARCH
BORDER = "odoo.addons.imap_contact_sync.engine.late.MOST_SEARCHED"


@dataclass(frozen=True)
class Received:
    """A mail as the server gives it: its header fields first, then all of it."""

    uid: int
    header: bytes
    mail: Mail


def scan(port: int, login: str, book: AddressBook) -> int:
    """Read and match the headers of the inbox; how many mails are to be kept."""
    kept = 0
    server = Server("localhost", port, "ssl")
    with open_session(
        server, login, Secret(PASSWORD), {f"localhost:{port}"}
    ) as session:
        opened = session.open(b"INBOX")
        cursor = Cursor.start(opened.uidnext, 1)
        while window := cursor.next_window(opened.uidnext):
            uids = UidSet(((window.start, window.stop - 1),))
            headers = session.headers(uids).found
            verdicts = [verdict(survey(each), book, SINCE) for each in headers]
            kept += sum(isinstance(each, Match) for each in verdicts)
            cursor = cursor.after(window)
    return kept


def book_of(ids: Mapping[str, int]) -> AddressBook:
    """Contacts by address, and the owner of the mailbox."""
    contacts = {email: (contact,) for email, contact in ids.items()}
    return AddressBook(contacts, {OWNER_ADDRESS: 3})


def book_in_memory(count: int) -> AddressBook:
    return book_of({contact_address(each): each + 1 for each in range(count)})


def addresses_of(headers: Iterable[bytes]) -> set[str]:
    """The addresses in the header fields of some mails, as a scan looks them up."""
    surveyed = (survey(RawHeader(1, 1, header)) for header in headers)
    return {email for each in surveyed for email in each.emails}


def as_received(mails: Iterable[Mail], first: int) -> list[Received]:
    """Mails with UIDs from ``first`` on, and the fields that a scan asks for."""
    return [
        Received(number, header_fields(each.raw), each)
        for number, each in enumerate(mails, first)
    ]


def header_fields(raw: bytes) -> bytes:
    """What a server answers to BODY.PEEK[HEADER.FIELDS (...)]."""
    wanted = tuple(f"{name}:".encode() for name in HEADER_FIELDS.lower().split())
    lines = raw[: raw.index(b"\r\n\r\n")].split(b"\r\n")
    found = [line for line in lines if line.lower().startswith(wanted)]
    return b"\r\n".join([*found, b"", b""])


def pair(received: Received, book: AddressBook) -> tuple[Match, RawMessage]:
    size = len(received.mail.raw)
    found = match(parse_envelope(received.uid, size, received.header), book, SINCE)
    if not isinstance(found, Match):
        raise RuntimeError("The addon does not match a mail that names a contact.")
    moment = datetime.fromtimestamp(received.mail.received, UTC)
    return found, RawMessage(received.uid, received.mail.raw, moment)
