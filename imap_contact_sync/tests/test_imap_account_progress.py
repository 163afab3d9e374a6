# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from unittest.mock import patch

from odoo.addons.bus.models.bus_listener_mixin import BusListenerMixin
from odoo.addons.imap_contact_sync.engine.visit import Visit
from odoo.addons.imap_contact_sync.models import imap_sync_folder

from .common import ImapSyncCase
from .mail_server import mail

CHANGED = "imap_contact_sync/account"
NOTICE = "simple_notification"


class ProgressCase(ImapSyncCase):
    def setUp(self):
        super().setUp()
        for number in range(6):
            sender = self.lena.email if number % 3 else "friend@private.example"
            self.server.deliver(
                self.anna.login, mail(sender, self.anna.login, f"Number {number}")
            )
        self.sent = []
        said = self.sent

        def bus_send(listener, kind, message, **_options):
            said.append((listener, kind, message))

        self.startPatcher(patch.object(BusListenerMixin, "_bus_send", bus_send))

    def told(self, kind):
        """Who was told what over the bus, and forget it."""
        found = [(who, what) for who, each, what in self.sent if each == kind]
        self.sent.clear()
        return found

    def started(self, **values):
        account = self.connected(self.anna, **values)
        self.run_cron()
        account.action_start_import()
        return account

    def one_step(self):
        return patch.object(Visit, "is_over", property(lambda visit: visit.steps > 0))


class TestProgress(ProgressCase):
    def test_the_bar_moves_with_each_run(self):
        account = self.started()
        self.assertTrue(account.is_importing)
        self.assertEqual(account.progress, 0)
        shown = []
        with self.one_step(), patch.object(imap_sync_folder, "WINDOW", 2):
            for _run in range(8):
                self.run_cron()
                shown.append(account.progress)
        self.assertEqual(shown, sorted(shown))
        self.assertIn(33, shown)
        self.assertEqual(shown[-1], 100)
        self.assertFalse(account.is_importing)
        self.assertFalse(account.progress_sentence)

    def test_the_sentence_counts(self):
        account = self.started()
        self.assertIn("0 of about 6 emails looked at", account.progress_sentence)

    def test_the_owners_screens_hear_of_it_and_only_they(self):
        account = self.connected(self.anna)
        self.told(CHANGED)
        self.run_cron()
        owner, message = self.anna, {"id": account.id}
        told = self.told(CHANGED)
        self.assertTrue(told)  # of the preview
        account.action_start_import()
        self.run_cron()
        told += self.told(CHANGED)
        self.assertEqual({(who.id, str(what)) for who, what in told},
                         {(owner.id, str(message))})  # fmt: skip

    def test_later_runs_tell_nothing(self):
        account = self.started()
        self.run_cron()
        self.sent.clear()
        self.server.deliver(
            self.anna.login, mail(self.lena.email, self.anna.login, "Later")
        )
        self.sync(account)
        self.assertIn("Later", self.subjects(self.lena))
        self.assertFalse(self.told(CHANGED))

    def test_managers_see_the_bar_too(self):
        account = self.started()
        manager = self.new_colleague("Mia Adler", "imap_contact_sync.group_manager")
        self.run_cron()
        self.assertEqual(account.with_user(manager).progress, 100)


class TestEnd(ProgressCase):
    def test_a_notice_says_how_much_came_once(self):
        account = self.started()
        self.told(NOTICE)
        self.run_cron()
        [(who, notice)] = self.told(NOTICE)
        self.assertEqual(who, self.anna)
        self.assertIn(account.email, notice["message"])
        self.assertIn("4 emails on 1 contact", notice["message"])
        self.sync(account)
        self.assertFalse(self.told(NOTICE))

    def test_no_email_unless_the_owner_wants_one(self):
        before = self.env["mail.mail"].search_count([])
        self.started()
        self.run_cron()
        self.assertEqual(self.env["mail.mail"].search_count([]), before)

    def test_one_email_if_he_does(self):
        mails = self.env["mail.mail"].search([])
        account = self.started(mail_when_imported=True)
        self.run_cron()
        self.sync(account)
        [one] = self.env["mail.mail"].search([]) - mails
        self.assertEqual(one.email_to, self.anna.email_formatted)
        self.assertIn("4 emails on 1 contact", one.body_html)
        self.assertIn(account.email, one.subject)
        self.assertFalse(one.mail_message_id.model)  # on nobody's chatter

    def test_it_is_text_whatever_the_mailbox_is_called(self):
        account = self.started(mail_when_imported=True)
        mails = self.env["mail.mail"].search([])
        account._mail_imported("<b>the</b> sentence")
        [one] = self.env["mail.mail"].search([]) - mails
        self.assertIn("&lt;b&gt;the&lt;/b&gt; sentence", one.body_html)

    def test_in_the_owners_language(self):
        sentence = "The first import of %(mailbox)s is complete: %(amount)s."
        with self.in_german(self.anna, sentence):
            self.started()
            self.told(NOTICE)
            self.run_cron()
            [(_who, notice)] = self.told(NOTICE)
        self.assertTrue(notice["message"].startswith("DE "))

    def test_an_import_that_is_started_anew_ends_with_a_notice_again(self):
        account = self.started()
        self.run_cron()
        account._disconnect("none")
        account.password = "x"
        self.assertFalse(account.confirmed_date)
        self.assertFalse(account.is_importing)
