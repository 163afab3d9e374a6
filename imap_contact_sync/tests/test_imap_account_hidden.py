# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from .disconnecting import Disconnecting
from .leaks import LeakCase


class TestHiddenAtOnce(Disconnecting, LeakCase):
    """RET-2 and RET-5, in every way there is to a synced email."""

    def setUp(self):
        super().setUp()
        self.import_letter()

    def assert_gone(self, mail):
        for records in (mail.messages, mail.emails, mail.contents, mail.files):
            self.assertFalse(records.exists(), records._name)

    def test_nobody_sees_what_is_to_go(self):
        mail = self.imported("everything")
        for user in self.anna | self.carl:
            self.assertTrue(self.open_ways(mail, user))
        self.disconnect(self.account, "all")
        everybody = self.anna | self.colleagues | self.strangers
        self.assert_sees_nothing(mail, everybody)
        self.assertTrue(mail.files.exists())
        self.run_erase()
        self.assert_gone(mail)

    def test_the_owner_sees_nothing_of_what_is_private(self):
        mail = self.imported()
        self.disconnect(self.account)
        self.assert_sees_nothing(mail, self.anna | self.carl)

    def test_what_stays_is_seen_as_before(self):
        mail = self.imported("everything")
        before = {user: self.open_ways(mail, user) for user in self.anna | self.carl}
        self.disconnect(self.account)
        self.run_erase()
        for user, ways in before.items():
            self.assertEqual(self.open_ways(mail, user), ways)

    def test_every_batch_leaves_nothing_readable(self):
        """RET-2: half done is as closed as done."""
        for number in range(4):
            self.server.deliver(self.anna.login, self.letter(message_id=f"<{number}>"))
        self.sync(self.account)
        mail = self.imported("everything")
        self.assertEqual(len(mail.messages), 5)
        self.disconnect(self.account, "all")
        ways = ["message_search", "content_search", "file_search", "chatter"]
        for left in (3, 1, 0):
            self.assertTrue(self.erase_a_batch(2))
            self.assertEqual(len(mail.messages.exists()), left)
            self.assert_sees_nothing(self.synced(), self.anna | self.carl, ways)
        self.assertFalse(self.erase_a_batch(2))
        self.assert_gone(mail)


class TestColleaguesCopy(Disconnecting, LeakCase):
    """RET-5: the same email is in Ben's mailbox, too."""

    def in_both(self, change=lambda raw: raw):
        raw = self.letter(cc=self.ben.login)
        self.server.deliver(self.anna.login, raw)
        self.server.deliver(self.ben.login, change(raw))
        self.account = self.connected(self.anna, sharing="everything")
        self.of_ben = self.connected(self.ben)
        self.sync(self.account, self.of_ben)
        return self.synced()

    def assert_only_ben_sees(self, mail):
        ways = ["message_read", "chatter"]
        self.assert_sees_nothing(mail, self.anna | self.carl, ways)
        self.assertEqual(self.open_ways(mail, self.ben, ways), set(ways))

    def assert_stays(self, mail):
        of_ben = self.sources(self.of_ben).content_id
        self.disconnect(self.account, "all")
        self.assert_only_ben_sees(mail)
        self.run_erase()
        self.assertEqual(mail.contents.exists(), of_ben)
        self.assert_only_ben_sees(mail)
        self.assertTrue(of_ben.attachment_ids)

    def test_equal_copies_share_a_content(self):
        mail = self.in_both()
        self.assertEqual(len(mail.contents), 1)
        self.assert_stays(mail)

    def test_another_copy_is_another_content(self):
        mail = self.in_both(
            lambda raw: raw.replace(b"Kupferkessel</p>", b"Kupferkessel (scanned)</p>")
        )
        self.assertEqual(len(mail.contents), 2)
        self.assert_stays(mail)

    def test_the_last_one_takes_it_along(self):
        mail = self.in_both()
        self.disconnect(self.account, "all")
        self.disconnect(self.of_ben)
        self.run_erase()
        for records in (mail.messages, mail.emails, mail.contents, mail.files):
            self.assertFalse(records.exists(), records._name)
