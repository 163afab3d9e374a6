# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from .leaks import LetterCase


class TestForgetting(LetterCase):
    """With a mailbox goes its mail, and nothing else."""

    def assert_accounting(self):
        """These tests take mail away behind the back of the run."""

    def left(self):
        """What is left of any synced mail, by model."""
        domain = [("imap_email_id", "!=", False)]
        files = [("res_model", "=", "imap.email.content")]
        return {
            "emails": self.env["imap.email"].search_count([]),
            "contents": self.env["imap.email.content"].search_count([]),
            "sources": self.env["imap.email.source"].search_count([]),
            "envelopes": self.env["mail.message"].search_count(domain),
            "files": self.env["ir.attachment"].search_count(files),
        }

    def test_a_deleted_mailbox_leaves_nothing(self):
        before = self.left()
        self.assertEqual(before["files"], 2)
        self.account.unlink()
        self.assertEqual(set(self.left().values()), {0})

    def test_a_deleted_email_takes_all_of_it_along(self):
        self.synced().emails.unlink()
        left = self.left()
        self.assertEqual(set(left.values()), {0})

    def test_an_email_with_a_source_is_kept(self):
        before = self.left()
        self.synced().emails._forget_unsourced()
        self.assertEqual(self.left(), before)

    def test_emails_that_are_gone_already(self):
        emails = self.synced().emails
        emails.unlink()
        emails._forget_unsourced()
        self.assertFalse(emails.exists())

    def test_a_deleted_contact(self):
        mail = self.imported("everything")
        self.portal.unlink()
        self.nora.unlink()
        self.env.invalidate_all()
        self.assertFalse(mail.messages.exists())
        ways = {
            "content_browse_body", "content_read", "content_search", "file_raw",
            "file_read", "file_search", "file_search_name", "content_search_words",
            "message_search", "message_read", "content_filtered_access",
        }  # fmt: skip
        self.assert_sees_nothing(mail, self.colleagues, ways)

    def test_a_deleted_author(self):
        mail = self.imported()
        mail.emails.author_id = mail.messages.author_id = self.theo
        self.theo.unlink()
        self.assertTrue(mail.messages.exists())
        self.assertEqual(len(self.shown(self.nora, self.anna)), 1)
        self.assert_sees_nothing(mail, self.carl, ["message_search", "message_read"])


class TestColleaguesCopy(LetterCase):
    """Anna's private copy goes, Ben's shared one stays."""

    def import_letter(self):
        raw = self.letter(cc=f"{self.ben.login}, {self.theo.email}")
        without_theo = raw.replace(self.theo.email.encode(), b"ann@other.example")
        scanned = without_theo.replace(b"Kupferkessel", b"Scanned")
        self.server.deliver(self.anna.login, raw)
        self.server.deliver(self.ben.login, scanned)
        type(self).of_anna = self.connected(self.anna)
        self.sync(self.of_anna, self.connected(self.ben, sharing="everything"))

    def setUp(self):
        super().setUp()
        both = self.synced()
        sources = both.emails.source_ids
        private = sources.filtered(lambda each: each.account_id == self.of_anna)
        self.private = private.content_id
        self.private_files = both.files.filtered(
            lambda each: each.res_id == self.private.id
        )
        self.both = both
        self.of_anna.unlink()
        self.env.invalidate_all()

    def test_the_email_stays_with_the_colleagues_content_only(self):
        left = self.synced()
        self.assertEqual(left.messages, self.both.messages)
        self.assertEqual(left.contents, self.both.contents - self.private)
        self.assertEqual(left.files, self.both.files - self.private_files)
        self.assertFalse(self.private_files.exists())

    def test_it_stands_no_more_on_a_contact_whom_the_private_copy_alone_named(self):
        self.assertFalse(self.envelopes(self.theo))

    def test_nothing_of_the_private_copy_can_be_read(self):
        for user in self.anna | self.ben | self.carl | self.ada:
            bodies = self.env["imap.email.content"].with_user(user).search([])
            self.assertFalse([each for each in bodies if "Kupferkessel" in each.body])
            files = self.env["ir.attachment"].with_user(user)
            found = files.search([("res_model", "=", "imap.email.content")])
            self.assertLessEqual(set(found.ids), set(self.synced().files.ids))

    def test_the_owner_reads_the_shared_copy_like_any_colleague(self):
        [message] = self.shown(self.nora, self.anna)
        self.assertIn("Scanned", message["body"][1])
