# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from .leaks import ALWAYS_CLOSED, WAYS, LeakCase


class TestWhoSeesWhat(LeakCase):
    """The matrix: every way, every kind of user, both levels."""

    def test_private_mail_is_its_owners_only(self):
        mail = self.imported()
        self.assert_sees_nothing(mail, self.colleagues | self.strangers)

    def test_the_owner_sees_it_in_every_way(self):
        mail = self.imported()
        closed = WAYS.keys() - self.open_ways(mail, self.anna)
        self.assertEqual(closed, ALWAYS_CLOSED & WAYS.keys())

    def test_shared_mail_is_every_colleagues(self):
        mail = self.imported("everything")
        for user in self.colleagues:
            with self.subTest(user.login):
                closed = WAYS.keys() - self.open_ways(mail, user)
                self.assertEqual(closed, ALWAYS_CLOSED & WAYS.keys())

    def test_shared_mail_is_no_strangers(self):
        mail = self.imported("everything")
        self.assert_sees_nothing(mail, self.strangers)
