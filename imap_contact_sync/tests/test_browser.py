# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .browser import BrowserCase
from .mail_server import mail


@tagged("post_install", "-at_install")
class TestBrowser(BrowserCase):
    """A salesperson connects a mailbox, reads, and a colleague does not."""

    def deliver_conversation(self):
        now = fields.Datetime.now()
        login = self.anna.login
        # The answer is imported first: folders are read one after the other.
        self.server.deliver(
            login,
            mail(
                login, self.lena.email, "The answer", date=now - timedelta(days=1)
            ),
        )  # fmt: skip
        self.server.deliver(
            login,
            mail(
                f"Lena Fischer <{self.lena.email}>",
                login,
                "A question about the samples",
                html="<p>Do you have them <b>in three colours</b>?</p>",
                files=[("colours.pdf", "application/pdf", b"%PDF-1.4 colours")],
                date=now - timedelta(days=2),
            ),
            folder="Sent",
        )

    def test_connect_read_and_stay_private(self):
        self.deliver_conversation()
        self.tour("/odoo/mailboxes/new", "connect", self.anna)
        account = self.env["imap.account"].search([("email", "=", self.anna.login)])
        self.assertEqual(account.state, "connected")
        self.run_cron()
        self.assertFalse(self.envelopes(self.lena))  # counted only
        account.with_user(self.anna).action_start_import()
        self.run_cron()
        self.assertEqual(account.last_sync_status, "ok")
        self.contact_tour(self.lena, "read", self.anna)
        self.lena.message_post(body="Called her about the fair")
        self.contact_tour(self.lena, "hidden", self.ben)
