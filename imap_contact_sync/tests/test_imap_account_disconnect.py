# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError

from odoo.addons.imap_contact_sync.engine.net import session as net

from .common import SALES_GROUPS, ImapSyncCase
from .disconnecting import ERASE_CRON, Disconnecting
from .mail_server import PASSWORD, mail


class TestDisconnect(Disconnecting, ImapSyncCase):
    def setUp(self):
        super().setUp()
        self.server.deliver(
            self.anna.login,
            mail(self.lena.email, self.anna.login, "Secret"),
            mail(self.theo.email, self.anna.login, "Open"),
            mail("nobody@nowhere.example", self.anna.login, "Unmatched"),
            mail(self.lena.email, f"{self.anna.login}, {self.theo.email}", "Both"),
        )
        self.account = self.connected(self.anna)
        self.sync(self.account)

    def open_one(self, subject, choice="everything"):
        envelopes = self.envelopes(self.lena) + self.envelopes(self.theo)
        envelope = envelopes.filtered(
            lambda each: subject in each.imap_email_id.content_ids.mapped("subject")
        )[:1]
        envelope.with_user(self.anna).imap_share(choice)

    def left(self):
        """Subjects that stand on the contacts, for superusers too."""
        return self.subjects(self.lena) + self.subjects(self.theo)

    def test_asking_changes_nothing(self):
        action = self.account.action_disconnect()
        wizard = self.env["imap.disconnect"].with_user(self.anna)
        wizard = wizard.with_context(**action["context"]).create({})
        self.assertEqual(wizard.erase, "private")
        self.assertIn("3 emails", wizard.amount)
        self.assertEqual(self.account.state, "connected")
        self.assertTrue(self.account.has_password)
        self.assertFalse(self.sources(self.account).filtered("doomed"))

    def test_counts_say_what_others_see(self):
        self.assertEqual(self.counts(self.account), (3, 0, 0))
        self.open_one("Both")
        self.assertEqual(self.counts(self.account), (2, 1, 2))
        self.account.sharing = "metadata"
        self.assertEqual(self.counts(self.account), (0, 3, 2))
        self.open_one("Secret", "private")
        self.assertEqual(self.counts(self.account), (1, 2, 2))

    def test_counts_of_readers_protected_contacts_and_the_ceiling(self):
        self.account.reader_ids = self.ben
        self.assertEqual(self.counts(self.account), (0, 3, 2))
        self.lena.imap_protected = True
        self.assertEqual(self.counts(self.account), (2, 1, 1))
        self.ben.active = False
        self.assertEqual(self.counts(self.account), (3, 0, 0))
        self.account.sharing = "everything"
        self.lena.imap_protected = False
        self.assertEqual(self.counts(self.account), (0, 3, 2))
        self.account.sudo().company_id.imap_sharing_ceiling = "private"
        self.assertEqual(self.counts(self.account), (3, 0, 0))

    def test_secret_and_runs_end_at_once(self):
        self.disconnect(self.account, "none")
        self.assertEqual(self.account.state, "draft")
        self.assertFalse(self.account.sudo().secret)
        due = self.env["imap.account.run"]._due_domain()
        self.assertNotIn(self.account._run(), self.account._run().search(due))
        with patch.object(net.MailboxSession, "folders") as asked:
            self.sync(self.account)
        asked.assert_not_called()

    def test_private_goes_and_shared_stays(self):
        self.open_one("Both")
        self.disconnect(self.account)
        self.assertEqual(len(self.sources(self.account).filtered("doomed")), 2)
        self.assertEqual(self.account.state, "draft")
        self.run_erase()
        self.assertEqual(self.left(), ["Both", "Both"])
        self.assertTrue(self.chatter(self.lena, self.carl))
        self.assertEqual(len(self.sources(self.account)), 1)
        self.assertEqual(self.kept_and_scanned(self.account), ("4", "3:4"))

    def test_all_goes(self):
        self.account.sharing = "everything"
        self.disconnect(self.account, "all")
        self.assertTrue(self.account.is_erasing)
        self.assertFalse(self.account.has_mail)
        self.run_erase()
        self.assertFalse(self.left())
        self.assertFalse(self.account.is_erasing)
        self.assertEqual(self.account.kept_count, 0)
        self.assertEqual(self.account.scanned_count, self.account.skipped_count)

    def test_all_stays(self):
        self.disconnect(self.account, "none")
        since = self.account.sync_since
        self.run_erase()
        self.assertEqual(len(self.left()), 4)
        self.assertEqual(self.account.sync_since, since)
        self.assertFalse(self.account.is_erasing)

    def test_deletion_is_triggered_at_once(self):
        triggers = self.env["ir.cron.trigger"]
        triggers.search([]).unlink()
        self.disconnect(self.account, "none")
        self.assertFalse(triggers.search([]))
        self.disconnect(self.account, "all")
        self.assertEqual(triggers.search([]).cron_id, self.env.ref(ERASE_CRON))

    def reconnect(self, account=None, **values):
        account = account or self.account
        account.write({"password": PASSWORD, **values})
        account.action_connect()
        self.assertEqual(account.state, "connected")
        self.sync(account)

    def test_connected_again_it_doubles_nothing(self):
        self.open_one("Both")
        for erase in ("none", "private"):
            self.disconnect(self.account, erase)
            self.run_erase()
            earlier = fields.Date.today() - timedelta(days=30)
            self.reconnect(sync_since=earlier)
            self.assertEqual(self.left(), ["Both", "Secret", "Both", "Open"])
            self.assertEqual(
                self.kept_and_scanned(self.account), ("1:2,4", "1:4"), erase
            )

    def test_connected_again_while_mail_is_being_deleted(self):
        self.disconnect(self.account, "all")
        earlier = fields.Date.today() - timedelta(days=30)
        self.reconnect(sync_since=earlier)
        self.erase_a_batch(1)
        self.sync(self.account)
        self.run_erase()
        self.sync(self.account)
        self.assertEqual(self.left(), ["Both", "Secret", "Both", "Open"])
        self.assertEqual(self.kept_and_scanned(self.account), ("1:2,4", "1:4"))

    def test_deleted_mail_comes_back_only_when_it_is_asked_for(self):
        """RET-4."""
        old = mail(
            self.lena.email, self.anna.login, "Old",
            date=fields.Datetime.now() - timedelta(days=3),
        )  # fmt: skip
        received = fields.Datetime.now() - timedelta(days=3)
        self.server.deliver(self.ben.login, old, received=received.timestamp())
        account = self.connected(self.ben)
        self.sync(account)
        self.assertIn("Old", self.left())
        self.disconnect(account, "all")
        self.run_erase()
        self.assertNotIn("Old", self.left())
        self.assertEqual(account.sync_since, fields.Date.today())
        self.server.deliver(self.ben.login, mail(self.theo.email, "x@y.example", "New"))
        self.reconnect(account)
        self.assertIn("New", self.left())
        self.assertNotIn("Old", self.left())
        account.sync_since = fields.Date.today() - timedelta(days=30)
        self.sync(account)
        self.assertEqual(self.left().count("Old"), 1)
        self.assertEqual(self.left().count("New"), 1)

    def test_mail_that_stays_can_still_be_removed(self):
        """Nothing that its owner does needs a mailbox that is connected."""
        self.disconnect(self.account, "none")
        for contact in (self.lena, self.theo):
            for envelope in self.envelopes(contact).with_user(self.anna):
                envelope.imap_remove()
        self.assertFalse(self.left())
        self.env.invalidate_all()
        self.assert_accounting()

    def test_what_was_to_be_judged_again_goes_with_the_rest(self):
        folder = self.folder(self.account)
        folder._judge_again(folder._kept())
        self.open_one("Both")
        self.disconnect(self.account)
        self.run_erase()
        self.assertEqual(str(folder._again()), "4")

    def test_what_went_wrong_is_forgotten(self):
        self.account._run().write({"error_message": "Trouble", "failure_count": 3})
        self.disconnect(self.account, "none")
        self.assertFalse(self.account.error_message)
        self.assertEqual(self.account.last_sync_status, "ok")

    def test_nobody_else_disconnects_it(self):
        groups = f"{SALES_GROUPS},imap_contact_sync.group_manager"
        mona = self.new_colleague("Mona Roth", groups)
        for user in self.ben | self.carl | mona:
            with self.assertRaises(AccessError):
                self.account.with_user(user).action_disconnect()
            wizards = self.env["imap.disconnect"].with_user(user)
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                wizards.create({"account_id": self.account.id}).action_confirm()
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                values = {"account_id": self.account.id}
                wizards.create(values).read(["private_count", "amount"])
        self.assertEqual(self.account.state, "connected")

    def test_deleting_the_mailbox_takes_what_is_doomed_along(self):
        self.open_one("Both")
        self.disconnect(self.account)
        self.erase_a_batch(1)
        self.assertEqual(len(self.sources(self.account)), 2)
        emails = self.sources(self.account).email_id
        self.account.unlink()
        self.assertFalse(emails.exists())
        self.assertFalse(self.left())
        self.run_erase()
