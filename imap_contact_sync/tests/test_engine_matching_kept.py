# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dataclasses import replace

from odoo.tests import BaseCase

from odoo.addons.imap_contact_sync.engine.address_book import AddressBook
from odoo.addons.imap_contact_sync.engine.matching import (
    INTERNAL,
    NEVER_LOG,
    OLDER,
    Skip,
)

from .test_engine_matching import ANN, BOOK, LENA, STRANGER, THEO, verdict


class TestJudgingAgain(BaseCase):
    """``before``: what a kept copy names."""

    def test_who_has_none_of_the_addresses_any_more_stays(self):
        found = verdict(before=(9, 1), From=LENA)
        self.assertEqual(found.contacts, (1, 9))
        self.assertEqual(verdict(before=(9,), From=STRANGER).contacts, (9,))

    def test_who_has_one_is_judged(self):
        table = [
            (replace(BOOK, listed=frozenset({LENA})), NEVER_LOG),
            (replace(BOOK, colleagues=frozenset({LENA})), INTERNAL),
        ]
        for book, reason in table:
            found = verdict(book, before=(1,), From=LENA, To=ANN)
            self.assertEqual(found, Skip(7, reason))

    def test_who_has_come_since_takes_what_room_is_left(self):
        emails = [f"p{number}@many.example" for number in range(30)]
        book = AddressBook(contacts={email: (n,) for n, email in enumerate(emails)})
        found = verdict(book, before=range(5, 30), From=emails[0], To=", ".join(emails))
        self.assertEqual(found.contacts, (0, *range(5, 30), *range(1, 5)))
        self.assertEqual(found.posted, (0, *range(5, 24)))

    def test_of_those_who_share_an_address_it_stays_on_whom_it_stands(self):
        """Another one is preferred today."""
        book = replace(BOOK, contacts=BOOK.contacts | {THEO: (3,)})
        sharing = replace(book, sharing=BOOK.contacts)
        found = verdict(sharing, before=(2,), From=LENA, To=THEO)
        self.assertEqual(found.contacts, (1, 2))
        self.assertEqual(verdict(sharing, before=(1,), To=THEO).contacts, (1, 3))
        self.assertEqual(verdict(sharing, To=THEO).contacts, (3,))
        self.assertEqual(verdict(book, before=(2,), To=THEO).contacts, (2, 3))

    def test_what_is_kept_is_not_too_old(self):
        day = "2 Feb 2026 10:00:00 +0000"
        self.assertEqual(verdict(day=day, From=LENA), Skip(7, OLDER))
        self.assertEqual(verdict(day=day, From=LENA, before=(1,)).contacts, (1,))
