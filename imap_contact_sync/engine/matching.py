# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""An ``Envelope`` and the known addresses, to a ``Match`` or a ``Skip``.

Invariant I2: decided on header fields alone, before any body is fetched. A skipped
message leaves its UID and the reason, nothing else.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from .address_book import AddressBook
from .cursor import UidSet
from .envelope import Envelope
from .kind import KINDS
from .records import Record, records_behind, records_of
from .survey import Surveyed

OLDER = "older"  # before the mailbox's start date
INTERNAL = "internal"  # between colleagues only
NO_CONTACT = "no_contact"  # nobody in it is a contact
EXPUNGED = "expunged"  # deleted on the server between header and body
NEVER_LOG = "never_log"  # the never-log list leaves no contact, or drops it whole
REMOVED = "removed"  # its owner took it off every contact that is in it
IN_ODOO = "in_odoo"  # Odoo's own: it stands on all contacts that are in it already
# Or, by the company's choice, it is a newsletter or of another kind.
SKIP_REASONS = (
    OLDER, INTERNAL, NO_CONTACT, EXPUNGED, NEVER_LOG, REMOVED, IN_ODOO, *KINDS,
)  # fmt: skip

# The header fields that make somebody a participant.
PARTICIPANT_FIELDS = ("from", "reply-to", "to", "cc", "bcc")
# Beyond that a message is one to a list, not to these people (MIME-12).
CONTACT_LIMIT = 20
# Beyond that they are not even counted among those that it names.
NAMED_LIMIT = 200
# What is fetched with one command and written together; a slow line, too, has to
# bring it in the time that a command may take (engine/net/bounds).
BATCH_MESSAGES = 100
BATCH_OCTETS = 4 * 2**20


@dataclass(frozen=True)
class Match:
    """A message to keep.

    ``contacts`` has the ids of all contacts that it names, the sender's first;
    ``withheld`` those of contacts that a rule took out, ``besides`` those of all other
    participants. ``automatic``: a machine has written it; ``private_kind``: the kind
    for which it is its owner's only.
    """

    envelope: Envelope
    contacts: tuple[int, ...]
    direction: str  # "in" or "out"
    sender: int | None  # contact id of who wrote it, if a contact
    withheld: tuple[int, ...] = ()
    automatic: bool = False
    private_kind: str = ""
    records: tuple[Record, ...] = ()  # of other models, as ``contacts``
    withheld_records: tuple[Record, ...] = ()
    besides: tuple[int, ...] = ()

    @property
    def uid(self) -> int:
        return self.envelope.uid

    @property
    def posted(self) -> tuple[int, ...]:
        """The contacts on which the message is to stand."""
        return self.contacts[:CONTACT_LIMIT]

    @property
    def posted_records(self) -> tuple[Record, ...]:
        """The records of other models on which it is to stand."""
        return self.records[:CONTACT_LIMIT]


class Skip(NamedTuple):
    """A message to leave alone."""

    uid: int
    reason: str


def verdict(
    surveyed: Surveyed,
    book: AddressBook,
    start: date,
    before: Collection[int] = (),
    standing: Collection[Record] = (),
) -> Match | Skip:
    """Decide about one message, and read its header fields only if need be.

    :param book: what is known about ``surveyed.emails``, and perhaps about others
    :param before: see ``match``
    :param standing: see ``match``
    """
    if not before and not standing and book.outside.isdisjoint(surveyed.emails):
        return no_contact(surveyed.uid, surveyed.emails, book)
    return match(surveyed.envelope(), book, start, before, standing)


def match(
    envelope: Envelope,
    book: AddressBook,
    start: date,
    before: Collection[int] = (),
    standing: Collection[Record] = (),
) -> Match | Skip:
    """Decide about one message.

    :param start: messages from before that day (UTC) are skipped, unless kept already
    :param before: of a message that is kept already, the ids of the contacts that it
        names; who has none of its addresses any more stays
    :param standing: of such a message, the other records that it names; they stay,
        also when they are closed or have got another address
    """
    is_kept = before or standing
    if not is_kept and envelope.date and envelope.date.date() < start:
        return Skip(envelope.uid, OLDER)
    emails = envelope.emails(*PARTICIPANT_FIELDS)
    book = book.of_kept(before)
    contacts = contacts_of(emails, book)
    addressed = set(behind(emails, book))
    contacts += tuple(each for each in before if each not in addressed)
    outside = [email for email in emails if email not in book.insiders]
    records = records_of(outside, book.records, envelope.date)
    records = tuple(dict.fromkeys((*records, *standing)))
    if not contacts and not records:
        return no_contact(envelope.uid, emails, book)
    everybody = envelope.emails()
    listed = book.listed.intersection(everybody)
    unwanted = set(behind(listed, book))
    unwanted_records = records_behind(listed, book.records)
    author = envelope.sender.email if envelope.sender else ""
    senders = () if author in book.staff else book.contacts.get(author, ())
    left = tuple(each for each in contacts if each not in unwanted)
    if before:  # who has come since takes only the room that is left, but the sender
        left = tuple(sorted(left, key=lambda each: each not in (*before, *senders)))
    left_records = tuple(each for each in records if each not in unwanted_records)
    if not (left or left_records) or not book.strict.isdisjoint(everybody):
        return Skip(envelope.uid, NEVER_LOG)
    withheld = tuple(each for each in contacts if each in unwanted)
    present = (each for email in emails for each in book.everybody.get(email, ()))
    return Match(
        envelope=envelope,
        contacts=left[:NAMED_LIMIT],
        direction="out" if author in book.owners else "in",
        sender=senders[0] if senders else None,
        withheld=withheld,
        besides=tuple({*present}.difference(left[:NAMED_LIMIT], withheld)),
        records=left_records[:NAMED_LIMIT],
        withheld_records=tuple(each for each in records if each in unwanted_records),
    )


def no_contact(uid: int, emails: Collection[str], book: AddressBook) -> Skip:
    inside = emails and book.insiders.issuperset(emails)
    return Skip(uid, INTERNAL if inside else NO_CONTACT)


def contacts_of(emails: Iterable[str], book: AddressBook) -> tuple[int, ...]:
    """The contacts behind the addresses of people who are not colleagues."""
    outside = [email for email in emails if email not in book.insiders]
    return tuple(dict.fromkeys(behind(outside, book)))


def behind(emails: Iterable[str], book: AddressBook) -> list[int]:
    return [each for email in emails for each in book.contacts.get(email, ())]


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
