# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Envelopes to the people in them who could become contacts, and their names."""

import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from .addresses import read_addresses
from .envelope import Envelope
from .free_mail import FREE_MAIL
from .kind import CALENDAR, KIND_FIELDS, first, kind_of
from .matching import CONTACT_LIMIT
from .net.fetch import RawHeader
from .role_addresses import is_role
from .survey import survey
from .text import split_fields

# What has to be fetched of a message.
PEOPLE_FIELDS = f"{KIND_FIELDS} SENDER REPLY-TO TO CC BCC DATE MESSAGE-ID"
LONGEST_NAME = 100
REVERSED = re.compile(r"([^,]+),\s*([^,]+)")
NO_NAME = re.compile(r"[@<>]|^\W*$")
ADDED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|\bvia\b.*", re.IGNORECASE)
READ_NAME = 200  # characters that are looked at
MOST_NAMES = 5  # that one person is given
POST = re.compile(r"<mailto:([^>?]+)")
SEPARATOR = re.compile(r"[._-]+")
# Below them countries give away domains.
SECOND_LEVEL = frozenset(
    "ac co com edu gen gob gouv gov govt gub gv ltd me mil muni ne net nhs nic nom or "
    "org plc police sch school web".split()
)


@dataclass
class Person:
    """Somebody who writes or is written to.

    ``names`` counts what stands beside the address; ``own_names`` only where he is
    the sender.
    """

    email: str
    sent: int = 0  # emails to him
    received: int = 0  # emails from him
    last: datetime | None = None
    names: Counter[str] = field(default_factory=Counter)
    own_names: Counter[str] = field(default_factory=Counter)

    @property
    def name(self) -> str:
        """What he calls himself most often, else what others call him."""
        for names in (self.own_names, self.names):
            for name, _count in names.most_common():
                if cleaned := clean_name(name):
                    return cleaned
        return name_of_address(self.email)

    @property
    def weight(self) -> tuple[int, int]:
        return self.sent, self.received


class People:
    """Counts the people in messages, each email once."""

    def __init__(self, own: Collection[str], start: date) -> None:
        """:param own: the normalised addresses of the mailbox's owner
        :param start: emails from before that day (UTC) do not count
        """
        self._own = frozenset(own)
        self._nobody: set[str] = set()  # mailing lists, and other names of his
        self._start = start
        self._seen: set[str] = set()
        self._found: dict[str, Person] = {}

    def add(self, header: RawHeader, in_sent: bool = False) -> None:
        """Look at the header fields ``PEOPLE_FIELDS`` of a message.

        Lists, bulk mail and machines name nobody; neither does what goes to more
        people than anybody writes to.

        :param in_sent: it is in the owner's folder of sent mail
        """
        envelope = survey(header).envelope()
        self._nobody.update(addresses_of_list(header.content))
        if envelope.key in self._seen or kind_of(header.content) not in ("", CALENDAR):
            return
        if envelope.date and envelope.date.date() < self._start:
            return
        self._seen.add(envelope.key)
        sender = envelope.sender
        if sender and self._is_own(sender.email, envelope, in_sent):
            for person, name in self._recipients(envelope):
                person.sent += 1
                count_name(person.names, name)
                person.last = later(person.last, envelope.date)
        elif sender and not is_role(sender.email):
            person = self._person(sender.email)
            person.received += 1
            count_name(person.own_names, sender.name)
            person.last = later(person.last, envelope.date)

    def _is_own(self, sender: str, envelope: Envelope, in_sent: bool) -> bool:
        """Whether the owner wrote a message. In his folder of sent mail also under an
        address that he has not confirmed, unless it was written to him."""
        if sender in self._own:
            return True
        if in_sent and self._own.isdisjoint(envelope.emails()):
            self._nobody.add(sender)
            return True
        return False

    def _recipients(self, envelope: Envelope) -> Iterator[tuple[Person, str]]:
        by_email: dict[str, str] = {}
        for field_name in ("to", "cc", "bcc"):
            for each in envelope.parties[field_name]:
                by_email.setdefault(each.email, each.name)
        if len(by_email) <= CONTACT_LIMIT:
            for email, name in by_email.items():
                if not is_role(email):
                    yield self._person(email), name

    def _person(self, email: str) -> Person:
        return self._found.setdefault(email, Person(email))

    def found(self, answered: bool) -> list[Person]:
        """Those of most emails first.

        :param answered: only to whom the owner has written
        """
        left_out = self._own | self._nobody
        people = [
            each
            for each in self._found.values()
            if each.email not in left_out and (each.sent or not answered)
        ]
        return sorted(people, key=lambda each: each.weight, reverse=True)


def count_name(names: Counter[str], name: str) -> None:
    name = name[:READ_NAME]
    if name in names or len(names) < MOST_NAMES:
        names[name] += 1


def addresses_of_list(content: bytes) -> list[str]:
    """Where one posts to the mailing list of a message (RFC 2369 3.4)."""
    post = first(split_fields(content), "list-post")
    return [each.email for each in read_addresses(POST.findall(post))]


def later(one: datetime | None, other: datetime | None) -> datetime | None:
    return max(filter(None, (one, other)), default=None)


def clean_name(name: str) -> str:
    """A display name as a contact's: ``Berg, Anna (Sales)`` is Anna Berg; empty if it
    is none, but an address, for instance."""
    name = " ".join(ADDED.sub(" ", name[:READ_NAME]).split()).strip(" '\"")
    if NO_NAME.search(name):
        return ""
    if turned := REVERSED.fullmatch(name):
        name = f"{turned[2]} {turned[1]}"
    return name[:LONGEST_NAME].strip()


def name_of_address(email: str) -> str:
    """A name made of an address: Anna Berg of ``anna.berg@``, else the address."""
    local = email.rpartition("@")[0].partition("+")[0]
    words = [each for each in SEPARATOR.split(local) if each.isalpha()]
    if len(words) < 2:
        return email
    return " ".join(each.capitalize() for each in words)[:LONGEST_NAME]


def company_domains(email: str) -> list[str]:
    """The domain of an address and those above it, as far as they can be a company's:
    none where everybody has an address, and none that everybody can have one below."""
    labels = email.rpartition("@")[2].split(".")
    domains = [".".join(labels[start:]) for start in range(max(len(labels) - 1, 1))]
    if any(each in FREE_MAIL for each in domains):
        return []
    return [each for each in domains if not is_public_suffix(each)]


def is_public_suffix(domain: str) -> bool:
    """Whether a domain is one of a country's for everybody's use, such as ``co.uk``."""
    second, _dot, country = domain.partition(".")
    return len(country) == 2 and second in SECOND_LEVEL
