# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from .leaks import LeakCase


class TestWhoSeesWhat(LeakCase):
    """The matrix: every way, every kind of user, both levels."""

    def test_private_mail_is_its_owners_only(self):
        mail = self.imported()
        self.assert_sees_nothing(mail, self.colleagues | self.strangers)

    def test_the_owner_sees_it_in_every_way(self):
        self.assert_sees_all(self.imported(), self.anna)

    def test_shared_mail_is_every_colleagues(self):
        self.assert_sees_all(self.imported("everything"), self.colleagues)

    def test_shared_mail_is_no_strangers(self):
        self.assert_sees_nothing(self.imported("everything"), self.strangers)
