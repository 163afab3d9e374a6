# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json

from odoo.tests import HttpCase

from .common import SyncedPeople
from .mail_server import PASSWORD


class BrowserCase(SyncedPeople, HttpCase):
    """Tours of static/tests/tours, in headless Chromium on a real server."""

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
            "password": PASSWORD,
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

    def contact_tour(self, contact, name, user):
        """Run a tour as a user who has opened the contact."""
        self.tour(f"/odoo/contacts/{contact.id}", name, user)
