# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, ValidationError

from odoo.addons.imap_contact_sync.engine.visit import Visit
from odoo.addons.imap_contact_sync.models import imap_sync_preview
from odoo.addons.imap_contact_sync.models.imap_sync_preview import ImapSync

from .common import ImapSyncCase
from .mail_server import PASSWORD, mail

STORED = ("imap.email", "imap.email.source", "imap.email.content", "imap.folder.block")


class PreviewCase(ImapSyncCase):
    def setUp(self):
        super().setUp()
        self.login = self.anna.login
        for subject in ("One", "Two", "Three"):
            self.deliver(self.lena.email, subject)
        self.deliver(self.theo.email, "Four")
        for number in range(5):
            self.deliver("friend@private.example", f"Dinner {number}")

    def deliver(self, sender, subject, folder="INBOX", **more):
        message = mail(sender, self.login, subject, **more)
        self.server.deliver(self.login, message, folder=folder)

    def previewed(self, **values):
        account = self.connected(self.anna, **values)
        self.run_cron()
        return account

    def counts(self, account):
        lines = account.preview_line_ids
        return {line.partner_id: line.email_count for line in lines}

    def seen_and_kept(self, account):
        preview = account._preview()
        return preview.is_complete, preview.seen_count, preview.kept_count


class TestPreview(PreviewCase):
    def test_nothing_but_counts_is_stored_before_the_owner_agrees(self):
        before = {name: self.env[name].search_count([]) for name in STORED}
        account = self.previewed()
        self.assertEqual(self.seen_and_kept(account), (True, 9, 4))
        self.assertEqual(self.counts(account), {self.lena: 3, self.theo: 1})
        after = {name: self.env[name].search_count([]) for name in STORED}
        self.assertEqual(after, before)
        self.assertFalse(self.envelopes(self.lena))
        self.assertFalse(account.last_sync_date)
        self.assertFalse(account.next_sync_date)  # nothing more to do without him
        self.assertEqual(account.last_sync_status, "never")

    def test_the_sentence_says_what_is_kept_and_what_not(self):
        since = fields.Date.today() - timedelta(days=30)
        account = self.previewed(sync_since=since)
        day = f"{since:%B} {since.day}, {since.year}"
        self.assertIn(day, account.preview_sentence)
        self.assertIn("9 emails since", account.preview_sentence)
        self.assertIn("4 with 2 contacts will be kept", account.preview_sentence)
        self.assertIn("5 stay private and are never stored", account.preview_sentence)

    def test_who_has_no_contact_in_it_is_told_what_to_look_for(self):
        (self.lena + self.theo).email = False
        account = self.previewed()
        self.assertIn("9 emails since", account.preview_sentence)
        self.assertIn("none of them with a contact", account.preview_sentence)

    def test_an_email_in_two_folders_counts_once(self):
        five = mail(self.lena.email, self.login, "Five")
        for folder in ("INBOX", "Sent"):
            self.server.deliver(self.login, five, folder=folder)
        account = self.previewed()
        self.assertEqual(self.seen_and_kept(account), (True, 10, 5))

    def test_what_is_older_does_not_count(self):
        old = fields.Datetime.now() - timedelta(days=400)
        self.deliver(self.lena.email, "Long ago", date=old)  # but received just now
        self.assertEqual(self.seen_and_kept(self.previewed()), (True, 9, 4))

    def test_many_windows_and_runs_count_the_same(self):
        one_step = property(lambda visit: visit.steps > 0)
        with (
            patch.object(imap_sync_preview, "WINDOW", 2),
            patch.object(Visit, "is_over", one_step),
        ):
            account = self.connected(self.anna)
            self.run_cron()
            self.assertEqual(self.seen_and_kept(account)[:2], (False, 2))
            self.assertTrue(account.next_sync_date <= fields.Datetime.now())
            for _run in range(6):
                self.run_cron()
        self.assertEqual(self.seen_and_kept(account), (True, 9, 4))
        self.assertEqual(account._preview().expected_count, 9)

    def test_mail_that_comes_meanwhile_is_imported_and_not_counted(self):
        account = self.previewed()
        self.deliver(self.theo.email, "New")
        account.action_sync_now()
        self.run_cron()
        self.assertEqual(self.seen_and_kept(account), (True, 9, 4))
        self.sync(account)
        self.assertIn("New", self.subjects(self.theo))


class TestStart(PreviewCase):
    def test_what_was_announced_comes_in(self):
        account = self.previewed()
        account.action_start_import()
        self.assertEqual(account.expected_count, 9)
        self.assertFalse(account.preview_line_ids)  # nobody needs the counts any more
        self.run_cron()
        self.assertEqual(self.subjects(self.lena), ["One", "Three", "Two"])
        self.assertEqual(self.subjects(self.theo), ["Four"])
        self.assertEqual(account.scanned_count, 9)

    def test_sync_now_is_no_agreement(self):
        account = self.previewed()
        account.action_sync_now()
        self.run_cron()
        self.assertFalse(self.envelopes(self.lena))

    def test_a_contact_that_is_left_out_gets_onto_the_never_log_list(self):
        self.lena.email_ids = [(0, 0, {"email": "lena@home.example"})]
        account = self.previewed()
        self.line(account, self.lena).choice = "contact"
        account.action_start_import()
        self.run_cron()
        self.assertFalse(self.envelopes(self.lena))
        self.assertEqual(self.subjects(self.theo), ["Four"])
        entries = self.env["imap.exclusion"].search([("user_id", "=", self.anna.id)])
        self.assertEqual(
            set(entries.mapped("pattern")), {"lena@home.example", self.lena.email}
        )

    def test_a_domain_that_is_left_out(self):
        self.new_contact("Olaf", "olaf@nordwind.example")
        self.deliver("olaf@nordwind.example", "From a colleague of hers")
        account = self.previewed()
        self.line(account, self.lena).choice = "domain"
        account.action_start_import()
        self.run_cron()
        self.assertEqual(account.kept_count, 1)
        entries = self.env["imap.exclusion"].search([("user_id", "=", self.anna.id)])
        self.assertEqual(entries.mapped("pattern"), ["nordwind.example"])

    def test_an_entry_that_is_there_is_not_added_twice(self):
        account = self.previewed()
        self.line(account, self.lena).choice = "contact"
        entry = self.env["imap.exclusion"].with_user(self.anna)
        entry.create({"pattern": self.lena.email})
        account.action_start_import()
        self.assertTrue(account.confirmed_date)

    def test_half_the_world_is_not_left_out(self):
        self.new_contact("Gina", "gina@gmail.com")
        self.deliver("gina@gmail.com", "Hello")
        account = self.previewed()
        line = account.preview_line_ids.filtered(
            lambda each: each.domain == "gmail.com"
        )
        with self.assertRaisesRegex(ValidationError, "Leave out the contact"):
            line.choice = "domain"

    def test_who_does_not_wait_gets_the_same(self):
        account = self.connected(self.anna)
        account.action_start_import()
        self.assertGreaterEqual(account.expected_count, 9)
        self.run_cron()
        self.assertEqual(account.kept_count, 4)

    def test_who_starts_while_a_run_counts_stops_it(self):
        account = self.connected(self.anna)

        def expected(sync, folder, visit, begun):
            folder.account_id.confirmed_date = fields.Datetime.now()
            sync._commit()
            return 0

        with patch.object(ImapSync, "_expected", expected):
            self.run_cron()
        self.assertFalse(account.preview_line_ids)
        self.run_cron()
        self.assertEqual(account.kept_count, 4)

    def line(self, account, contact):
        return account.preview_line_ids.filtered(
            lambda each: each.partner_id == contact
        )


class TestCountedAgain(PreviewCase):
    def test_another_folder(self):
        account = self.previewed()
        self.deliver(self.theo.email, "Five", folder="Sent")
        sent = self.folder(account, "Sent").with_user(self.anna)
        account.write({"folder_ids": [(1, sent.id, {"selected": False})]})
        self.assertFalse(account._preview().is_complete)
        self.run_cron()
        self.assertEqual(self.counts(account), {self.lena: 3, self.theo: 1})
        sent.selected = True
        account.action_preview_again()
        self.run_cron()
        self.assertEqual(self.counts(account), {self.lena: 3, self.theo: 2})

    def leave_out_with_another_folder(self, order):
        """The form saves both at once, in the order in which they were changed."""
        account = self.previewed()
        sent = self.folder(account, "Sent").with_user(self.anna)
        theo = account.preview_line_ids.filtered(
            lambda each: each.partner_id == self.theo
        )
        vals = [
            ("preview_line_ids", [(1, theo.id, {"choice": "contact"})]),
            ("folder_ids", [(1, sent.id, {"selected": not sent.selected})]),
        ]
        account.write(dict(vals[::order]))
        account.action_preview_again()
        account.action_start_import()
        self.run_cron()
        self.assertFalse(self.envelopes(self.theo))
        self.assertTrue(self.envelopes(self.lena))
        self.assertFalse(account.preview_line_ids)

    def test_who_is_left_out_before_another_folder(self):
        self.leave_out_with_another_folder(1)

    def test_who_is_left_out_after_another_folder(self):
        self.leave_out_with_another_folder(-1)

    def test_another_start_date(self):
        account = self.previewed()
        account.sync_since = fields.Date.today() + timedelta(days=1)
        self.assertFalse(account.preview_line_ids)
        self.run_cron()
        self.assertEqual(self.seen_and_kept(account), (True, 0, 0))

    def test_contacts_that_came_meanwhile(self):
        account = self.previewed()
        friend = self.new_contact("Friend", "friend@private.example")
        account.action_preview_again()
        self.run_cron()
        self.assertEqual(self.counts(account)[friend], 5)

    def test_a_folder_that_was_numbered_anew(self):
        account = self.previewed()
        self.folder(account).uidvalidity += 1
        account.action_sync_now()
        self.run_cron()
        self.assertEqual(self.seen_and_kept(account), (True, 9, 4))

    def test_who_connects_again_decides_again(self):
        account = self.previewed()
        account.action_start_import()
        self.run_cron()
        account._disconnect("none")
        self.assertFalse(account.confirmed_date)
        account.password = PASSWORD
        account.action_connect()
        self.run_cron()
        self.assertEqual(self.seen_and_kept(account), (True, 9, 4))

    def test_another_mailbox_is_decided_about_again(self):
        account = self.previewed()
        account.action_start_import()
        account.write({"login": self.ben.login, "password": PASSWORD})
        self.assertFalse(account.confirmed_date)

    def test_a_new_password_is_no_other_mailbox(self):
        account = self.previewed()
        account.action_start_import()
        account.password = PASSWORD
        account.action_connect()
        self.assertTrue(account.confirmed_date)


class TestWhoSees(PreviewCase):
    def setUp(self):
        super().setUp()
        self.account = self.previewed()
        self.manager = self.new_colleague(
            "Mia Adler", "imap_contact_sync.group_manager"
        )

    def test_a_manager_is_told_nothing(self):
        account = self.account.with_user(self.manager)
        self.assertTrue(account.email)  # she sees that there is a mailbox
        self.assertFalse(account.preview_sentence)
        self.assertFalse(account.preview_ids)
        self.assertFalse(account.preview_line_ids)
        for model in ("imap.preview", "imap.preview.line"):
            self.assertFalse(self.env[model].with_user(self.manager).search([]))
        with self.assertRaises(AccessError):
            self.account.preview_line_ids.with_user(self.manager).mapped("email_count")

    def test_only_the_owner_starts_it(self):
        for user in (self.manager, self.ben, self.env.ref("base.user_admin")):
            for button in ("action_start_import", "action_preview_again"):
                with self.subTest(user=user.name, button=button):
                    with self.assertRaises(AccessError):
                        getattr(self.account.with_user(user), button)()

    def test_only_the_choice_is_edited(self):
        line = self.account.preview_line_ids[0]
        line.choice = "contact"
        with self.assertRaisesRegex(AccessError, "Only what becomes"):
            line.account_id = self.account
        with self.assertRaises(AccessError):
            self.account.preview_ids.seen_count = 7
        with self.assertRaises(AccessError):
            self.account.confirmed_date = fields.Datetime.now()

    def test_contacts_that_the_owner_cannot_open_are_counted_all_the_same(self):
        rule = self.env["ir.rule"].create(
            {
                "name": "Not Lena",
                "model_id": self.env.ref("base.model_res_partner").id,
                "domain_force": [("id", "!=", self.lena.id)],
            }
        )
        self.assertTrue(rule)
        self.env.invalidate_all()
        line = self.account.preview_line_ids.filtered(
            lambda each: each.email_count == 3
        )
        self.assertEqual(line.domain, "nordwind.example")
        line.choice = "contact"
        self.account.action_start_import()
        self.assertTrue(self.account.confirmed_date)
