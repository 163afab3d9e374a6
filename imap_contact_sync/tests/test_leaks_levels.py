# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The leak matrix: every way, every kind of user, everything that decides."""

from ..models.levels import EVERYTHING, LEVELS, METADATA, PRIVATE, SUBJECT, rank
from .leaks import LetterCase


class TestLevels(LetterCase):
    """Four levels, seven kinds of user."""

    def test_the_owner_sees_it_in_every_way(self):
        self.assert_sees_all(self.imported(), self.anna)

    def test_each_level_shows_its_part_to_colleagues(self):
        for level in LEVELS:
            mail = self.imported(level)
            for user in self.ben | self.carl | self.mona | self.ada:
                with self.subTest(level, user=user.login):
                    self.assert_sees(mail, user, rank(level))

    def test_readers_see_all_whatever_the_level(self):
        for level in ("private", "subject"):
            mail = self.shared(level, readers=True)
            with self.subTest(level):
                self.assert_sees(mail, self.rita, EVERYTHING)
        self.assert_sees(self.imported("metadata"), self.rita, METADATA)

    def test_customers_and_visitors_see_nothing_at_any_level(self):
        for level in LEVELS:
            with self.subTest(level):
                mail = self.shared(level, choice="everything")
                self.assert_sees_nothing(mail, self.portal | self.public)

    def test_lowering_and_raising_the_level_work_at_once(self):
        mail = self.imported("everything")
        ways = ["message_search", "content_read", "file_raw", "chatter"]
        self.assertEqual(self.open_ways(mail, self.carl, ways), set(ways))
        self.account.sharing = "private"
        self.assert_sees_nothing(mail, self.carl, ways)
        self.account.sharing = "everything"
        self.assertEqual(self.open_ways(mail, self.carl, ways), set(ways))


class TestPrecedence(LetterCase):
    """What goes before the level, for a reader and a colleague; Rita is a reader."""

    def assert_shared(self, level, sharing="everything", **settings):
        mail = self.shared(sharing, readers=True, **settings)
        self.assert_sees(mail, self.rita, level)
        self.assert_sees(mail, self.carl, level)
        return mail

    def test_an_email_that_its_owner_keeps_private(self):
        self.assert_shared(PRIVATE, choice="private")

    def test_an_email_that_its_owner_opens(self):
        self.assert_shared(EVERYTHING, sharing="private", choice="everything")

    def test_the_companys_ceiling(self):
        """It also limits readers and the owner's choice."""
        for level in (PRIVATE, METADATA, SUBJECT):
            with self.subTest(level):
                self.assert_shared(level, choice="everything", ceiling=LEVELS[level])
        self.assert_shared(METADATA, ceiling="metadata")

    def test_a_raised_ceiling_opens_nothing(self):
        self.shared("everything", readers=True, ceiling="metadata")
        self.account.sudo().company_id.imap_sharing_ceiling = "everything"
        mail = self.synced()
        self.assert_sees(mail, self.carl, METADATA)
        self.assert_sees(mail, self.rita, METADATA)

    def test_a_protected_participant(self):
        mail = self.assert_shared(PRIVATE, choice="everything", protected=True)
        self.assert_sees_all(mail, self.anna)

    def test_what_is_to_be_deleted_is_gone_for_its_owner_too(self):
        mail = self.assert_shared(PRIVATE, choice="everything", doomed=True)
        self.assert_sees_nothing(mail, self.anna)
