# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from lxml import etree

from odoo import fields
from odoo.tests import Form, tagged
from odoo.tools.safe_eval import safe_eval

from .browser import BrowserCase
from .common import ImapSyncCase


class TestSilence(ImapSyncCase):
    """Nothing has run for three intervals, whatever the reason."""

    def setUp(self):
        super().setUp()
        self.account = self.connected(self.anna)
        self.sync(self.account)

    def last_read(self, minutes, account=None):
        """So many minutes ago, as the run has written it down."""
        run = (account or self.account)._run()
        moment = fields.Datetime.now() - timedelta(minutes=minutes)
        run.write(
            {"last_sync_date": moment, "next_sync_date": moment + run._interval()}
        )

    def is_silent(self):
        accounts = self.env["imap.account"].with_user(self.anna)
        found = accounts.search([("is_silent", "=", True)])
        others = accounts.search([("is_silent", "=", False)])
        self.assertEqual(self.account in found, self.account.is_silent)
        self.assertNotEqual(self.account in found, self.account in others)
        self.assertEqual(bool(self.account.silence), self.account.is_silent)
        self.assertEqual(bool(accounts.imap_silence()), bool(found))
        return self.account.is_silent

    def test_after_three_intervals(self):
        self.assertFalse(self.is_silent())
        for minutes, expected in ((16, False), (44, False), (46, True), (9999, True)):
            self.last_read(minutes)
            self.assertEqual(self.is_silent(), expected, minutes)

    def test_of_whatever_length(self):
        self.env.ref("imap_contact_sync.ir_cron_sync").interval_number = 60
        self.last_read(120)
        self.assertFalse(self.is_silent())
        self.last_read(181)
        self.assertTrue(self.is_silent())

    def test_it_says_since_when_and_whom_to_ask(self):
        self.last_read(600)
        self.assertRegex(self.account.silence, "on .*[0-9].* and was not")
        self.assertIn("Ask an administrator", self.account.silence)

    def test_a_run_ends_it(self):
        self.last_read(600)
        self.assertTrue(self.is_silent())
        self.run_cron()
        self.assertFalse(self.is_silent())

    def test_what_rests_is_not_silent(self):
        self.last_read(600)
        self.account._run().not_before_date = fields.Datetime.now()
        self.assertFalse(self.is_silent())
        self.account.action_pause()
        self.account._run().not_before_date = False
        self.assertFalse(self.is_silent())

    def test_the_list_counts_what_its_user_sees(self):
        other = self.connected(self.ben)
        self.last_read(600)
        self.last_read(600, other)
        accounts = self.env["imap.account"]
        self.assertIn(": 1.", accounts.with_user(self.anna).imap_silence())
        self.assertIn(": 1.", accounts.with_user(self.ben).imap_silence())
        self.assertIn(": 2.", accounts.sudo().imap_silence())
        self.last_read(0)
        self.assertFalse(accounts.with_user(self.anna).imap_silence())

    def queries(self, accounts):
        accounts.mapped("is_silent")
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        accounts.mapped("is_silent")
        return self.env.cr.sql_log_count - before

    def test_a_list_costs_as_much_as_one_mailbox(self):
        self.last_read(600)
        one = self.account.sudo()
        both = one | self.connected(self.ben).sudo()
        self.assertEqual(self.queries(both), self.queries(one))

    def test_the_form_has_it(self):
        self.last_read(600)
        self.assertTrue(Form(self.account).silence)


class TestFilters(ImapSyncCase):
    def found(self, name):
        arch = self.env.ref("imap_contact_sync.imap_account_view_search")
        views = self.env["imap.account"].get_view(arch.id, "search")
        node = etree.fromstring(views["arch"]).find(f".//filter[@name='{name}']")
        domain = safe_eval(node.get("domain"), {"uid": self.anna.id})
        return self.env["imap.account"].with_user(self.anna).search(domain)

    def test_each_filter_finds_its_mailboxes(self):
        account = self.connected(self.anna)
        self.assertEqual(self.found("never"), account)
        self.assertFalse(self.found("paused") | self.found("troubled"))
        self.sync(account)
        self.assertFalse(self.found("never"))
        account.password = "wrong"
        with self.muted():
            self.sync(account)
        self.assertEqual(self.found("troubled"), account)
        account.action_pause()
        self.assertEqual(self.found("paused"), account)
        self.assertEqual(self.found("mine"), account)


@tagged("post_install", "-at_install")
class TestBrowserSilence(BrowserCase):
    def test_a_banner_on_the_list_and_on_the_form(self):
        account = self.connected(self.anna)
        look = """
            const banner = () => [...document.querySelectorAll(".alert-danger")].find(
                (each) => each.innerText.includes("do not run, or cannot keep up"));
        """
        form = f"/odoo/mailboxes/{account.id}"
        for minutes, expected in ((0, False), (600, True)):
            moment = fields.Datetime.now() - timedelta(minutes=minutes)
            account._run().next_sync_date = moment
            for address, shown in (
                ("/odoo/mailboxes", ".o_data_row"), (form, ".o_form_view")
            ):  # fmt: skip
                self.run_at(
                    address,
                    self.anna,
                    f"""{look}
                    await until(() => document.querySelector("{shown}"));
                    await pause(500);
                    if (Boolean(banner()) !== {str(expected).lower()})
                        throw new Error("{address} {minutes}");
                    """,
                )
