# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Reads the demo's mailboxes for their tests."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import getaddresses

from dev.sample_mail import people
from dev.sample_mail.mailboxes import Mailbox, StoredMail, build

TODAY = date(2026, 11, 19)
FAIR = "Projects/Autumn fair 2026"
FAMILY = "Privat/Familie & Freunde"
IDENTITY = ("Message-ID", "From", "To", "Cc", "Date", "Subject")
FIELDS_WITH_PEOPLE = ("from", "to", "cc", "bcc")


@dataclass(frozen=True)
class Found:
    """A stored mail with where it lies and what the parser makes of it."""

    owner: str
    folder: str
    stored: StoredMail
    message: EmailMessage


def read(mailboxes: dict[str, Mailbox]) -> list[Found]:
    return [
        Found(
            owner,
            folder,
            stored,
            message_from_bytes(stored.raw, policy=policy.default),
        )
        for owner, mailbox in mailboxes.items()
        for folder, mails in mailbox.folders.items()
        for stored in mails
    ]


MAILBOXES = build(TODAY)
MAILS = read(MAILBOXES)


def addresses(message: EmailMessage, *names: str) -> set[str]:
    values = [str(text) for name in names for text in message.get_all(name, [])]
    return {address for _name, address in getaddresses(values)}


def is_about_contacts(found: Found) -> bool:
    named = addresses(found.message, *FIELDS_WITH_PEOPLE)
    return bool(named & people.contact_addresses())


def from_contact(found: Found) -> bool:
    return bool(addresses(found.message, "from") & people.contact_addresses())


def bodies(message: EmailMessage, subtype: str) -> str:
    return "\n".join(
        part.get_content()
        for part in message.walk()
        if part.get_content_type() == f"text/{subtype}" and not part.get_filename()
    )


def content_types(message: EmailMessage) -> list[str]:
    return [part.get_content_type() for part in message.walk()]


def files(kind: str) -> Iterator[tuple[str, bytes]]:
    for found in MAILS:
        for part in found.message.walk():
            if part.get_filename() and part.get_content_type() == kind:
                yield part.get_filename() or "", part.get_payload(decode=True) or b""


def charsets() -> set[str]:
    return {
        part.get_content_charset() or ""
        for found in MAILS
        for part in found.message.walk()
    }


def where(test: Callable[[Found], bool]) -> list[Found]:
    return [found for found in MAILS if test(found)]


def raw_has(*needles: bytes) -> list[Found]:
    return where(lambda found: all(n in found.stored.raw for n in needles))
