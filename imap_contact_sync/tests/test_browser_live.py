# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged

from odoo.addons.imap_contact_sync.engine.visit import Visit
from odoo.addons.imap_contact_sync.models import imap_sync_folder

from .browser import FIND, BrowserCase
from .common import CRON, SALES_GROUPS
from .mail_server import mail


@tagged("post_install", "-at_install")
class TestBrowserLive(BrowserCase):
    """New mail appears in a chatter that is open, for those who may see it."""

    def setUp(self):
        super().setUp()
        self.now = fields.Datetime.now()
        self.dora = self.new_colleague("Dora Eng", SALES_GROUPS)
        self.dora.login = self.dora.email = f"dora-{self.mark}@test.example"
        self.deliver(self.anna, "Oldest", days=9)
        self.shared = self.connected(self.anna)
        self.shared.with_user(self.anna).reader_ids = self.ben
        self.secret = self.connected(self.dora)
        self.sync(self.shared, self.secret)
        self.lena.message_post(body="Called her about the fair")

    def deliver(self, owner, subject, days=0):
        date = self.now - timedelta(days=days)
        letter = mail(self.lena.email, owner.login, subject, date=date)
        self.server.deliver(owner.login, letter)

    def arrives(self, account, subject, **values):
        """A step of the server: an email comes, and the scheduled action runs."""

        def step(env):
            owner = account.user_id.with_env(env)
            self.deliver(owner, subject, **values)
            account.with_env(env).with_user(owner).action_sync_now()
            env.ref(CRON).method_direct_trigger()

        return step

    def watch(self, user):
        """Dora's mail first: it is not there when what came after it is."""
        self.run_live_at(
            f"/odoo/contacts/{self.lena.id}",
            user,
            f"""{FIND}
            const chatter = () => document.querySelector(".o-mail-Chatter").innerText;
            const shown = () =>
                chatter().match(/Oldest|Between|Newest|Dora's|Called her/g).join();
            await drawn(1);
            check(shown() === "Called her,Oldest", `At first ${{shown()}}`);
            letTheServerGoOn();
            letTheServerGoOn();
            await until(() => email("Between"));
            check(shown() === "Called her,Between,Oldest", `Then ${{shown()}}`);
            letTheServerGoOn();
            await until(() => email("Newest"));
            check(shown() === "Newest,Called her,Between,Oldest", `Last ${{shown()}}`);
            await drawn(3);
            check(heard.length === 2, `Heard of ${{JSON.stringify(heard)}}`);
            """,
            self.arrives(self.secret, f"Dora's {user.name}"),
            self.arrives(self.shared, "Between", days=4),
            self.arrives(self.shared, "Newest", days=-1),
        )

    def test_the_owner_sees_it_come(self):
        self.watch(self.anna)
        self.assertIn("Dora's Anna Berg", self.subjects(self.lena))

    def test_a_reader_sees_it_come(self):
        self.watch(self.ben)
        self.assertIn("Dora's Ben Castillo", self.subjects(self.lena))


@tagged("post_install", "-at_install")
class TestBrowserProgress(BrowserCase):
    """The owner has the form open from the preview to the end of the first import."""

    def run_cron_of(self, env):
        env.ref(CRON).method_direct_trigger()

    def run_cron_in_part(self, env):
        one_step = property(lambda visit: visit.steps > 0)
        with (
            patch.object(Visit, "is_over", one_step),
            patch.object(imap_sync_folder, "WINDOW", 2),
        ):
            self.run_cron_of(env)

    def test_the_form_follows(self):
        for number in range(6):
            sender = self.lena.email if number % 3 else "friend@private.example"
            letter = mail(sender, self.anna.login, f"Number {number}")
            self.server.deliver(self.anna.login, letter)
        account = self.connected(self.anna)
        self.run_live_at(
            f"/odoo/mailboxes/{account.id}",
            self.anna,
            """
            const one = (selector) => document.querySelector(selector);
            const shown = (text) => document.body.innerText.includes(text);
            const folder = () => [...document.querySelectorAll(
                "[name=usual_folder_ids] .o_data_row [name=selected] input")].at(-1);
            const bar = () => one(".alert-info [name=progress] .o_progress");
            const start = () => one("button[name=action_start_import].btn-primary");
            await until(() => shown("Start without waiting"));
            letTheServerGoOn();
            await until(() => shown("4 with 1 contact will be kept"));
            await until(() => shown("nordwind.example"));
            start().click();
            await until(() => shown("0 of about 6 emails looked at"));
            if (bar().ariaValueNow !== "0") throw new Error("It does not begin at 0");
            folder().click();
            await until(() => one(".o_form_dirty"));
            const ticked = folder().checked;
            for (const count of [2, 4]) {
                letTheServerGoOn();
                await until(() => shown(`${count} of about 6 emails looked at`));
                const percent = `${Math.floor(100 * count / 6)}`;
                if (bar().ariaValueNow !== percent) throw new Error(bar().outerHTML);
            }
            if (folder().checked !== ticked) throw new Error("The tick is lost");
            folder().click();
            one(".o_form_button_cancel").click();
            await until(() => !one(".o_form_dirty"));
            if (!bar()) throw new Error("It is over too early");
            letTheServerGoOn();
            await until(() => one(".o_notification")?.innerText.includes(
                "is complete: 4 emails on 1 contact"));
            await until(() => !bar() && shown("6 = kept 4 + skipped 2"));
            """,
            self.run_cron_of,
            self.run_cron_in_part,
            self.run_cron_in_part,
            self.run_cron_of,
        )
        self.assertEqual(len(self.subjects(self.lena)), 4)
