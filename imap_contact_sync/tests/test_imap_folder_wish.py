# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError

from .common import ImapSyncCase
from .mail_server import mail


class TestWish(ImapSyncCase):
    """The owner wants a single message kept; the next run reads it."""

    def setUp(self):
        super().setUp()
        self.account = self.started(self.anna)

    def letter(self, subject="Wanted", days=0, sender=None, **extra):
        date = fields.Datetime.now() - timedelta(days=days)
        sender = sender or self.lena.email
        return mail(sender, self.anna.login, subject, date=date, **extra)

    def deliver(self, *letters, folder="INBOX", **options):
        self.server.deliver(self.anna.login, *letters, folder=folder, **options)

    def uidvalidity(self, folder="INBOX"):
        status = self.server.status(self.anna.login, "UIDVALIDITY", folder)
        return int(status.strip("()").split()[1])

    def keep(self, uid, path="INBOX", uidvalidity=None):
        folder = self.folder(self.account, path).with_user(self.anna).sudo(False)
        folder.action_keep(uidvalidity or self.uidvalidity(path), uid)
        self.run_cron()

    def assert_kept(self, path="INBOX", count=1):
        folder = self.folder(self.account, path)
        self.assertEqual(len(folder._kept()), count)
        self.assertFalse(folder.wanted)
        self.assertFalse(folder._accounting_gap())

    def test_of_a_folder_that_is_not_ticked(self):
        self.deliver(self.letter(), self.letter("Other"), folder="Archive")
        self.account.action_connect()
        self.sync(self.account)
        self.assertFalse(self.subjects(self.lena))
        self.keep(1, "Archive")
        self.assertEqual(self.subjects(self.lena), ["Wanted"])
        self.assert_kept("Archive")
        folder = self.folder(self.account, "Archive")
        self.assertFalse(folder.selected or folder.low_uid or folder.high_uid)
        self.sync(self.account)
        self.assertEqual(self.subjects(self.lena), ["Wanted"])

    def test_that_folder_is_ticked_later(self):
        self.deliver(self.letter(), self.letter("Other"), folder="Archive")
        self.account.action_connect()
        self.keep(1, "Archive")
        self.folder(self.account, "Archive").selected = True
        self.sync(self.account)
        self.assertEqual(self.subjects(self.lena), ["Other", "Wanted"])
        self.assert_kept("Archive", 2)
        self.assertEqual(len(self.envelopes(self.lena)), 2)

    def test_older_than_the_start_date(self):
        old = fields.Datetime.now() - timedelta(days=400)
        self.deliver(self.letter(days=400), received=old.timestamp())
        self.deliver(self.letter("New"))
        self.deliver(self.letter("Copied", days=300))  # received today
        self.sync(self.account)
        self.assertEqual(self.subjects(self.lena), ["New"])
        self.keep(1)
        self.assertEqual(self.subjects(self.lena), ["New", "Wanted"])
        self.keep(3)
        self.assertEqual(self.subjects(self.lena), ["Copied", "New", "Wanted"])
        self.assert_kept(count=3)
        self.assertFalse(self.skipped(self.account).get("older"))

    def test_a_contact_since_then(self):
        self.deliver(self.letter(sender="nora@elsewhere.example"))
        self.sync(self.account)
        self.assertEqual(self.skipped(self.account), {"no_contact": "1"})
        nora = self.new_contact("Nora", "nora@elsewhere.example")
        self.keep(1)
        self.assertEqual(self.subjects(nora), ["Wanted"])
        self.assert_kept()

    def test_removed_on_purpose(self):
        self.deliver(self.letter())
        self.sync(self.account)
        self.envelopes(self.lena).with_user(self.anna).imap_remove(conversation=True)
        self.assertFalse(self.subjects(self.lena))
        self.keep(1)
        self.assertEqual(self.subjects(self.lena), ["Wanted"])
        self.assert_kept()
        # It stays, when the rules are applied again.
        self.account.sudo()._judge_kept_again()
        self.run_cron()
        self.assertEqual(self.subjects(self.lena), ["Wanted"])

    def test_what_others_have_removed_from_other_contacts_stays_removed(self):
        self.deliver(self.letter(cc=self.theo.email))
        self.sync(self.account)
        for contact in (self.lena, self.theo):
            self.envelopes(contact).with_user(self.anna).imap_remove()
        stones = self.env["imap.tombstone"].search([])
        stones[0].copy({"account_id": self.connected(self.ben).id})
        self.keep(1)
        self.assertEqual(len(self.env["imap.tombstone"].search([])), 1)

    def test_what_failed(self):
        self.deliver(self.letter(body="poison"))
        with self.poisoned(b"poison"):
            self.sync(self.account)
        self.assertEqual(self.folder(self.account).failed_count, 1)
        self.keep(1)
        self.assertEqual(self.subjects(self.lena), ["Wanted"])
        self.assert_kept()
        self.assertFalse(self.folder(self.account).failed_count)

    def test_one_that_fails_is_a_failure(self):
        self.deliver(self.letter(body="poison"), folder="Archive")
        self.account.action_connect()
        with self.poisoned(b"poison"):
            self.keep(1, "Archive")
        folder = self.folder(self.account, "Archive")
        self.assertEqual((folder.failed_count, folder.wanted), (1, False))
        self.keep(1, "Archive")
        self.assert_kept("Archive")

    def test_all_other_rules_hold(self):
        self.deliver(self.letter(), folder="Archive")
        self.account.action_connect()
        entries = self.env["imap.exclusion"].with_user(self.anna)
        entries.create({"pattern": self.lena.email})
        self.keep(1, "Archive")
        self.assertFalse(self.envelopes(self.lena))
        self.assertEqual(self.skipped(self.account, "Archive"), {"never_log": "1"})

    def test_twice(self):
        """Exactly once (I3), however often and in however many folders."""
        letter = self.letter()
        self.deliver(letter)
        self.deliver(letter, folder="Archive")
        self.account.action_connect()
        self.sync(self.account)
        for _each in range(2):
            self.keep(1)
            self.keep(1, "Archive")
        self.assertEqual(len(self.envelopes(self.lena)), 1)
        self.assert_kept()
        self.assert_kept("Archive")

    def test_gone_meanwhile(self):
        self.deliver(self.letter(), self.letter("Other"), folder="Archive")
        self.account.action_connect()
        uidvalidity = self.uidvalidity("Archive")
        self.server.expunge(self.anna.login, 1, "Archive")
        self.keep(1, "Archive", uidvalidity)
        self.assertFalse(self.envelopes(self.lena))
        self.assert_kept("Archive", 0)

    def test_renumbered_meanwhile(self):
        """The UID is another message's now."""
        for folder in ("Archive", "INBOX"):
            self.deliver(self.letter(days=400), folder=folder)
        self.account.action_connect()
        self.sync(self.account)
        for folder in ("Archive", "INBOX"):
            uidvalidity = self.uidvalidity(folder)
            self.server.renumber(self.anna.login, uidvalidity + 7, folder)
            self.keep(1, folder, uidvalidity)
            self.assertFalse(self.envelopes(self.lena), folder)
            self.assertFalse(self.folder(self.account, folder).wanted)
            self.keep(1, folder)
            self.assertEqual(self.subjects(self.lena), ["Wanted"])
            self.assert_kept(folder)
            self.envelopes(self.lena).imap_email_id.source_ids._drop("older")

    def test_renumbered_while_unticked(self):
        self.deliver(self.letter(), self.letter("Other"))
        self.sync(self.account)
        self.folder(self.account).selected = False
        self.server.renumber(self.anna.login, self.uidvalidity() + 7)
        self.keep(2)
        self.assertEqual(self.subjects(self.lena), ["Other", "Wanted"])
        self.assertEqual(len(self.envelopes(self.lena)), 2)
        self.assert_kept(count=1)
        self.folder(self.account).selected = True
        self.sync(self.account)
        self.assertEqual(len(self.envelopes(self.lena)), 2)
        self.assert_kept(count=2)

    def test_nothing_else_of_an_unticked_folder(self):
        self.deliver(self.letter(), self.letter("Other"))
        self.deliver(self.letter("Third"))
        self.account.action_connect()
        self.folder(self.account).selected = False
        self.keep(2)
        self.assertEqual(self.subjects(self.lena), ["Other"])
        self.assertEqual(self.folder(self.account).scanned_count, 1)

    def test_whose_it_is(self):
        folder = self.folder(self.account)
        for user in (self.ben, self.carl):
            with self.assertRaises(AccessError):
                folder.with_user(user).sudo(False).action_keep(1, 1)
            with self.assertRaises(AccessError):
                folder.with_user(user).sudo().action_keep(1, 1)
        self.assertFalse(folder.wanted)

    def test_what_is_refused(self):
        folder = self.folder(self.account).with_user(self.anna).sudo(False)
        for numbers in ((0, 1), (1, 0), (1, -1), (1, "2"), (1, True), (1, 2**32),
                        (False, 1), (1, [1]), (1, 1.5)):  # fmt: skip
            with self.assertRaises(UserError):
                folder.action_keep(*numbers)
        self.account.action_pause()
        with self.assertRaisesRegex(UserError, "Nothing is read"):
            folder.action_keep(1, 1)
        self.account.action_resume()
        folder.sudo().gone = True
        with self.assertRaisesRegex(UserError, "Nothing is read"):
            folder.action_keep(1, 1)

    def test_not_without_bounds(self):
        folder = self.folder(self.account)
        folder.write({"wanted": "1:1000", "wanted_uidvalidity": 9})
        owners = folder.with_user(self.anna).sudo(False)
        with self.assertRaisesRegex(UserError, "waiting"):
            owners.action_keep(9, 1001)
        owners.action_keep(9, 1000)
        owners.action_keep(10, 1001)
        self.assertEqual(folder.wanted, "1001")
        folder.wanted = False
