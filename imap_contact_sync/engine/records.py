# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Which other records than contacts a message names: leads, say.

What they are the database tells; here they are a model and an id.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple


class Record(NamedTuple):
    """A record that has a chatter."""

    model: str
    id: int


class Dated(NamedTuple):
    """A record of an address, and from when on mail stands on it (aware).

    Without a moment all mail does.
    """

    record: Record
    since: datetime | None = None

    def takes(self, date: datetime | None) -> bool:
        """Whether a message of that date stands on it; without a date it is too old."""
        return self.since is None or date is not None and date >= self.since


Records = Mapping[str, tuple[Dated, ...]]


def records_of(
    emails: Iterable[str], known: Records, date: datetime | None
) -> tuple[Record, ...]:
    """The records behind addresses that take a message of this date, each once."""
    found = (dated for email in emails for dated in known.get(email, ()))
    return tuple(dict.fromkeys(each.record for each in found if each.takes(date)))


def records_behind(emails: Iterable[str], known: Records) -> frozenset[Record]:
    """The records behind addresses, whatever the date."""
    return frozenset(each.record for email in emails for each in known.get(email, ()))
