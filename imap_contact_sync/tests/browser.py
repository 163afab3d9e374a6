# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from unittest.mock import patch

from odoo import SUPERUSER_ID, api, fields
from odoo.tests import HttpCase
from odoo.tests.common import ChromeBrowser

from .common import SyncedPeople
from .mail_server import PASSWORD, mail

PATIENCE = 4  # times as long as Odoo waits

# Runs in the page: every frame has its text (each is made when it is scrolled to), and
# what loads late has had its time.
DRAWN = """
    const pause = (time) => new Promise((resolve) => setTimeout(resolve, time));
    const until = async (what) => {
        for (let turn = 0; !what(); turn++) {
            if (turn > 1200) throw new Error(`Not in time: ${what}`);
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

FIND = """
    const email = (subject) =>
        [...document.querySelectorAll(".o-mail-Message")].find((message) =>
            message.innerText.includes(subject)
        );
    const frameOf = (subject) => email(subject).querySelector(".o-imap-frame");
    const page = (subject) => frameOf(subject).contentDocument;
    const check = (holds, what) => {
        if (!holds) throw new Error(what);
    };
"""

# Runs in the page: the server does something, without the page having asked it to.
LIVE = """
    const services = odoo.__WOWL_DEBUG__.root.env.services;
    const heard = [];
    for (const type of ["imap_contact_sync/arrived", "imap_contact_sync/account"]) {
        services.bus_service.subscribe(type, (what) => heard.push({ type, ...what }));
    }
    await until(() => services.bus_service.workerState === "CONNECTED");
    const letTheServerGoOn = () => console.log("GO_ON");
"""


class PatientBrowser(ChromeBrowser):
    """Waits longer for what does not come: on a busy machine Chromium takes minutes
    for a page that it has in seconds elsewhere."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.throttling_factor = PATIENCE


class BrowserCase(SyncedPeople, HttpCase):
    """Tours of static/tests/tours, in headless Chromium on a real server."""

    browser_size = "1366x1300"

    def setUp(self):
        super().setUp()
        self.startPatcher(patch("odoo.tests.common.ChromeBrowser", PatientBrowser))
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

    def run_live_at(self, address, user, code, *steps):
        """The same while the server takes a step whenever the page lets it go on.

        :param steps: functions of an environment; each runs in a thread and in a
            transaction of its own, as the scheduled action does
        """
        self.env.cr.precommit.run()
        self.env["bus.bus"].search([]).unlink()  # who opens a page hears what was told
        waiting, taken = iter(steps), []
        receive = ChromeBrowser._handle_console

        def hear(browser, type, args=None, **values):
            if args and args[0].get("value") == "GO_ON":
                taken.append(worker.submit(self.in_own_transaction, next(waiting)))
            return receive(browser, type, args, **values)

        with (
            ThreadPoolExecutor(1) as worker,
            patch.object(ChromeBrowser, "_handle_console", hear),
        ):
            try:
                self.run_at(address, user, LIVE + code)
            finally:
                for each in taken:
                    each.result()

    def in_own_transaction(self, step):
        with self.registry.cursor() as cr:
            step(api.Environment(cr, SUPERUSER_ID, {}))


class EmailBrowserCase(BrowserCase):
    """Emails in the chatter of a contact, and code that looks at them."""

    def look(self, letters, code):
        """Import HTML emails, given by subject, and run code where Anna reads them."""
        now = fields.Datetime.now()
        dates = (now - timedelta(minutes=number) for number in range(len(letters)))
        people = (self.lena.email, self.anna.login)
        self.look_at(
            [
                mail(*people, subject, date=date, **({"html": html} if html else {}))
                for date, (subject, html) in zip(dates, letters.items(), strict=True)
            ],
            code,
        )

    def look_at(self, letters, code):
        """The same with whole messages, as the mail server has them."""
        self.server.deliver(self.anna.login, *letters)
        self.sync(self.connected(self.anna))
        code = f"{FIND} await drawn({len(letters)}); {code}"
        self.run_on_contact(self.lena, self.anna, code)
