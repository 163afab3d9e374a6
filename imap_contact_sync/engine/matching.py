# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""An ``Envelope`` and the known addresses, to a ``Match`` or a ``Skip``.

Invariant I2: decided on header fields alone, before any body is fetched. A skipped
message leaves its UID and the reason, nothing else.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import NamedTuple

from .cursor import UidSet
from .envelope import Envelope
from .survey import Surveyed

OLDER = "older"  # before the mailbox's start date
INTERNAL = "internal"  # between colleagues only
NO_CONTACT = "no_contact"  # nobody in it is a contact
EXPUNGED = "expunged"  # deleted on the server between header and body
SKIP_REASONS = (OLDER, INTERNAL, NO_CONTACT, EXPUNGED)

# The header fields that make somebody a participant.
PARTICIPANT_FIELDS = ("from", "reply-to", "to", "cc", "bcc")
# Beyond that a message is one to a list, not to these people (MIME-12).
CONTACT_LIMIT = 20
# What is fetched with one command and written together.
BATCH_MESSAGES = 100
BATCH_OCTETS = 8 * 2**20


@dataclass(frozen=True)
class AddressBook:
    """What the database knows about the addresses of some envelopes.

    ``contacts``: normalised address to contact ids. ``owners``: address of a
    connected mailbox of the company to the contact id of its owner. ``colleagues``:
    addresses of internal users, who are not contacts.
    """

    contacts: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    owners: Mapping[str, int] = field(default_factory=dict)
    colleagues: frozenset[str] = frozenset()

    @cached_property
    def insiders(self) -> frozenset[str]:
        """The addresses of people who are not contacts."""
        return self.colleagues | self.owners.keys()

    def is_internal(self, email: str) -> bool:
        return email in self.insiders


@dataclass(frozen=True)
class Match:
    """A message to keep. ``contacts`` has the contact ids, the sender's first."""

    envelope: Envelope
    contacts: tuple[int, ...]
    direction: str  # "in" or "out"
    sender: int | None  # contact id of who wrote it, if a contact

    @property
    def uid(self) -> int:
        return self.envelope.uid


class Skip(NamedTuple):
    """A message to leave alone."""

    uid: int
    reason: str


def verdict(surveyed: Surveyed, book: AddressBook, start: date) -> Match | Skip:
    """Decide about one message, and read its header fields only if need be.

    :param book: what is known about ``surveyed.emails``, and perhaps about others
    """
    if book.contacts.keys().isdisjoint(surveyed.emails):
        inside = surveyed.emails and surveyed.emails <= book.insiders
        return Skip(surveyed.uid, INTERNAL if inside else NO_CONTACT)
    return match(surveyed.envelope(), book, start)


def match(envelope: Envelope, book: AddressBook, start: date) -> Match | Skip:
    """Decide about one message.

    :param start: messages from before that day (UTC) are skipped
    """
    if envelope.date and envelope.date.date() < start:
        return Skip(envelope.uid, OLDER)
    emails = envelope.emails(*PARTICIPANT_FIELDS)
    contacts = contacts_of(emails, book)
    if not contacts:
        inside = emails and all(map(book.is_internal, emails))
        return Skip(envelope.uid, INTERNAL if inside else NO_CONTACT)
    author = envelope.sender.email if envelope.sender else ""
    senders = () if book.is_internal(author) else book.contacts.get(author, ())
    return Match(
        envelope=envelope,
        contacts=contacts[:CONTACT_LIMIT],
        direction="out" if author in book.owners else "in",
        sender=senders[0] if senders else None,
    )


def contacts_of(emails: list[str], book: AddressBook) -> tuple[int, ...]:
    """The contacts behind the addresses of people who are not colleagues."""
    outside = [email for email in emails if not book.is_internal(email)]
    found = (contact for email in outside for contact in book.contacts.get(email, ()))
    return tuple(dict.fromkeys(found))


def batches(matches: Iterable[Match]) -> Iterator[list[Match]]:
    """Matches in groups whose bodies are fetched and written together."""
    batch: list[Match] = []
    octets = 0
    for each in matches:
        size = each.envelope.size
        if batch and (len(batch) == BATCH_MESSAGES or octets + size > BATCH_OCTETS):
            yield batch
            batch, octets = [], 0
        batch.append(each)
        octets += size
    if batch:
        yield batch


def skipped_by_reason(verdicts: Iterable[Match | Skip]) -> dict[str, UidSet]:
    """The UIDs of the skips by their reason."""
    found: dict[str, list[int]] = {}
    for verdict in verdicts:
        if isinstance(verdict, Skip):
            found.setdefault(verdict.reason, []).append(verdict.uid)
    return {reason: UidSet.of(uids) for reason, uids in found.items()}
