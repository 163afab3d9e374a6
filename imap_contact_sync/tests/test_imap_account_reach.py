# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from .leaks import LeakCase
from .mail_server import mail


class TestReach(LeakCase):
    """The numbers and words of a change."""

    def setUp(self):
        super().setUp()
        login = self.anna.login
        self.server.deliver(
            login,
            mail(self.nora.email, login, "One"),
            mail(self.nora.email, f"{login}, {self.lena.email}", "Two"),
            mail(self.lena.email, login, "Three"),
        )
        self.account = self.connected(self.anna)
        self.sync(self.account)

    def message(self, subject):
        content = self.env["imap.email.content"].search([("subject", "=", subject)])
        return content.email_id.envelope_ids[:1].with_user(self.anna)

    def sentence(self, level):
        self.env.invalidate_all()
        return self.account._change_sentence(level)

    def test_the_emails_and_their_contacts(self):
        self.assertEqual(self.account._reach(), (3, 2))

    def test_one_that_was_chosen_does_not_follow_the_level(self):
        self.message("Two").imap_share("everything")
        self.assertEqual(self.account._reach(), (2, 2))
        self.assertEqual(self.account._reach(with_chosen=True), (3, 2))
        self.message("Two").imap_share("private")
        self.assertEqual(self.account._reach(with_chosen=True), (2, 2))

    def test_private_correspondence_is_not_counted(self):
        self.lena.imap_protected = True
        self.assertEqual(self.account._reach(), (1, 1))

    def test_what_is_doomed_is_not_counted(self):
        self.account.env["imap.email.source"].sudo().search([]).doomed = True
        self.assertEqual(self.account._reach(), (0, 0))

    def test_opening(self):
        self.assertEqual(
            self.sentence("everything"),
            "3 emails on 2 contacts become readable by everyone who can open these "
            "contacts.",
        )
        self.assertIn("the subjects", self.sentence("subject"))
        self.assertIn("3 emails on 2 contacts, and when.", self.sentence("metadata"))

    def test_closing(self):
        self.account.sharing = "everything"
        for level, words in [
            ("private", "no longer see anything of 3 emails on 2 contacts"),
            ("metadata", "than who wrote them and when"),
            ("subject", "no longer see more than the subjects of 3 emails"),
        ]:
            self.assertIn(words, self.sentence(level))

    def test_nothing_changes(self):
        self.assertIn("the same", self.sentence("private"))

    def test_one_email(self):
        self.lena.imap_protected = True
        self.assertEqual(
            self.sentence("everything"),
            "1 email on 1 contact becomes readable by everyone who can open these "
            "contacts.",
        )

    def test_no_email_yet(self):
        account = self.new_account(self.ben)
        self.assertIn("no email yet", account._change_sentence("everything"))

    def test_deciding_again_after_the_policy_was_relaxed_is_opening(self):
        self.account.sharing = "everything"
        self.env.company.imap_sharing_ceiling = "private"
        self.env.company.imap_sharing_ceiling = "everything"
        self.assertIn("become readable", self.sentence("everything"))

    def test_large_numbers_are_grouped(self):
        amount = self.account._amount(2340, 118)
        self.assertEqual(amount, "2,340 emails on 118 contacts")
