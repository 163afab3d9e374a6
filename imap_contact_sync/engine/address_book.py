# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Whose the addresses of some messages are, as the database knows it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from .records import Records


@dataclass(frozen=True)
class AddressBook:
    """What the database knows about the addresses of some envelopes.

    ``contacts``: normalised address to the ids of its contacts or colleagues;
    ``everybody``: the same, and those that get no mail of it.
    ``owners``: address of a connected mailbox of the company to the contact id of its
    owner. ``colleagues``: addresses of internal users and of the company's own
    domains; they and the owners are not contacts, but for those in ``logged``.
    ``listed`` and ``strict``: addresses that the never-log list names. ``records``:
    normalised address to the records of other models that it is of. ``sharing``: as
    ``contacts``, before some were preferred for a reason that changes by the day.
    """

    contacts: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    owners: Mapping[str, int] = field(default_factory=dict)
    colleagues: frozenset[str] = frozenset()
    logged: frozenset[str] = frozenset()
    listed: frozenset[str] = frozenset()
    strict: frozenset[str] = frozenset()
    records: Records = field(default_factory=dict)
    sharing: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    everybody: Mapping[str, tuple[int, ...]] = field(default_factory=dict)

    def of_kept(self, before: Collection[int]) -> "AddressBook":
        """The book for a message that is kept: of contacts that share an address
        those are preferred on whom it stands.

        :param before: the ids of the contacts that it names
        """
        standing = {
            email: tuple(each for each in ids if each in before)
            for email, ids in self.sharing.items()
        }
        stays = {email: ids for email, ids in standing.items() if ids}
        return replace(self, contacts={**self.contacts, **stays}) if stays else self

    def of_any(self, ids: Collection[int]) -> frozenset[str]:
        """The addresses of these contacts, also of those that get no mail of them."""
        wanted = {*ids}
        return frozenset(
            email for email, has in self.everybody.items() if not wanted.isdisjoint(has)
        )

    @cached_property
    def staff(self) -> frozenset[str]:
        """The addresses of people who work here."""
        return self.colleagues | self.owners.keys()

    @cached_property
    def insiders(self) -> frozenset[str]:
        """The addresses of people who are not contacts."""
        return self.staff - self.logged

    @cached_property
    def outside(self) -> frozenset[str]:
        """The addresses that are a contact's, or another record's."""
        return (self.contacts.keys() | self.records.keys()) - self.insiders

    def is_internal(self, email: str) -> bool:
        return email in self.insiders
