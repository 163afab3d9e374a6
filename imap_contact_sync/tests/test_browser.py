# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json
from datetime import timedelta

from odoo import fields
from odoo.tests import HttpCase, tagged

from .common import SyncedPeople
from .mail_server import mail


@tagged("post_install", "-at_install")
class TestBrowser(SyncedPeople, HttpCase):
    """What a salesperson does and sees, in headless Chromium on a real server."""

    browser_size = "1366x1300"

    def setUp(self):
        super().setUp()
        for user in (self.anna, self.ben):  # ``start_tour`` logs in like this
            user.password = user.login

    def tour(self, address, name, user):
        """Run a tour of static/tests/tours as a user who looks at the address."""
        tour = f"imap_contact_sync_{name}"
        mailbox = {
            "email": self.anna.login,
            "host": self.server.host,
            "port": str(self.server.ssl_port),
        }
        self.browser_js(
            address,
            f"window.mailboxOfTheTest = {json.dumps(mailbox)};"
            f"odoo.startTour({tour!r}, {{stepDelay: 0}});",
            f"odoo.isTourReady({tour!r})",
            login=user.login,
            success_signal="tour succeeded",
            timeout=90,
        )
        self.env.invalidate_all()

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
        self.assertEqual(account.last_sync_status, "ok")
        self.tour(f"/odoo/contacts/{self.lena.id}", "read", self.anna)
        self.lena.message_post(body="Called her about the fair")
        self.tour(f"/odoo/contacts/{self.lena.id}", "hidden", self.ben)
