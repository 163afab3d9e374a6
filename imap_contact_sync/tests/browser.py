# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json

from odoo.tests import HttpCase

from .common import SyncedPeople
from .mail_server import PASSWORD

# Runs in the page: every frame has its text (each is made when it is scrolled to), and
# what loads late has had its time.
DRAWN = """
    const pause = (time) => new Promise((resolve) => setTimeout(resolve, time));
    const until = async (what) => {
        for (let turn = 0; !what(); turn++) {
            if (turn > 300) throw new Error(`Not in time: ${what}`);
            await pause(100);
        }
    };
    const frames = () => [...document.querySelectorAll(".o-imap-frame")];
    const isDrawn = (frame) =>
        frame.contentDocument?.URL === "about:srcdoc" &&
        frame.contentDocument.readyState === "complete";
    const emails = () => [...document.querySelectorAll(".o-imap-email")];
    const drawn = async (count) => {
        const older = () => document.querySelector(".o-mail-Thread > div > .btn-link");
        await until(() => older()?.click() || emails().length === count);
        for (const email of emails()) {
            email.scrollIntoView();
            await until(() => [...email.querySelectorAll("iframe")].some(isDrawn));
        }
        await pause(1500);
    };
"""


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

    def run_on_contact(self, contact, user, code):
        """Run code in the browser of a user who has opened the contact."""
        self.run_at(f"/odoo/contacts/{contact.id}", user, code)

    def run_at(self, address, user, code):
        """Run code in the browser of a user who looks at the address."""
        self.browser_js(
            address,
            f"(async () => {{ {DRAWN} {code} console.log('test successful'); }})()"
            ".catch((error) => console.error(error));",
            "odoo.isReady === true",
            login=user.login,
            timeout=120,
        )
        self.env.invalidate_all()
