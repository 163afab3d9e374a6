# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from typing import NamedTuple

CONTACT = "res.partner"


class RecordFields(NamedTuple):
    """The names of the fields that say of the records of a model which mail stands on
    them.

    ``named`` and ``withheld``, of ``imap.email.source``: those that the header fields
    of a copy name, and those of them that a rule or the owner took out. ``removed``,
    of ``imap.tombstone``: the record that an email was removed from.
    """

    named: str
    withheld: str
    removed: str
