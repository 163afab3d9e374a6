# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .browser import BrowserCase
from .mail_server import mail


def days_ago(days):
    return fields.Datetime.now() - timedelta(days=days)


# Runs in the page, in front of the code of a test.
LOOKING = """
    const one = (selector, text = "") =>
        [...document.querySelectorAll(selector)].find((each) =>
            each.textContent.includes(text));
    const click = async (selector, text) => {
        await until(() => one(selector, text));
        one(selector, text).click();
    };
    const field = () => one(".o-imap-where input");
    const search = async (text) => {
        await until(field);
        if (document.activeElement !== field()) throw new Error("no focus");
        field().value = text;
        field().dispatchEvent(new Event("input", { bubbles: true }));
        field().form.requestSubmit();
        await until(() => one(".o-imap-where-note, .alert-warning"));
    };
    const sentences = () =>
        [...document.querySelectorAll(".o-imap-hit-sentence")].map((each) =>
            each.textContent.trim());
    const same = (found, wanted) => {
        const [a, b] = [found, wanted].map((each) => JSON.stringify(each));
        if (a !== b) throw new Error(`${a} is not ${b}`);
    };
"""


@tagged("post_install", "-at_install")
class TestBrowserWhere(BrowserCase):
    """Anna looks for an email, finds out why it is missing, and keeps it."""

    def setUp(self):
        super().setUp()
        anna, lena = self.anna.login, self.lena.email
        first, second = (
            mail(lena, anna, f"Zirbenholz {number}", date=days_ago(4 - number))
            for number in (1, 2)
        )
        self.server.deliver(anna, first)
        self.server.deliver(anna, second, folder="Archive")
        hostile = "Zirbenholz 3 <img src=x onerror=\"console.error('run')\">"
        self.server.deliver(anna, mail("nora@elsewhere.example", anna, hostile))
        self.account = self.connected(self.anna)
        self.sync(self.account)
        address = "/odoo/action-imap_contact_sync.imap_account_action"
        self.mailbox = f"{address}/{self.account.id}"

    def folder_of_wishes(self):
        return self.folder(self.account, "Archive")

    def test_from_the_mailbox(self):
        self.run_at(
            self.mailbox,
            self.anna,
            f"const MAILBOX = {self.account.id};"
            + LOOKING
            + """
            await click(".o_statusbar_buttons button", "Where is my email?");
            await search("zirbenholz");
            same(sentences().map((each) => each.split(" ").slice(0, 3).join(" ")),
                ["No contact has", "The folder Archive", "It stands on"]);
            if (document.querySelector(".o-imap-hit img")) throw new Error("markup");
            const pressed = (method) => odoo.__WOWL_DEBUG__.root.env.services.orm.call(
                "imap.account", method, [[MAILBOX]]);
            await pressed("action_pause");
            await click(".o-imap-hit button[name=keep]", "Keep it now");
            await until(() => one(".alert-warning", "Nothing is read of the folder"));
            await pressed("action_resume");
            await click(".o-imap-hit button[name=keep]", "Keep it now");
            await until(() => sentences()[1].startsWith("It is being read"));
            if (one(".o-imap-hit button[name=keep]")) throw new Error("still there");
            await click(".o-imap-hit button[name=open]", "Open Lena Fischer");
            await until(() => !one(".modal") && one(".o_form_view", "Lena Fischer") ||
                one(".o_form_view .o_field_widget[name=name]"));
            """,
        )
        self.assertEqual(self.folder_of_wishes().wanted, "1")
        self.run_cron()
        self.assertEqual(self.subjects(self.lena), ["Zirbenholz 1", "Zirbenholz 2"])

    def test_from_the_contact(self):
        self.env["res.partner.email"].create(
            {"partner_id": self.theo.id, "email": "nora@elsewhere.example"}
        )
        self.run_on_contact(
            self.theo,
            self.anna,
            LOOKING
            + """
            await click("a[name=imap_contact_sync_emails]");
            await click(".o_form_view button", "Where is my email?");
            await until(field);
            same(field().value, "theo@bellerive.example, nora@elsewhere.example");
            field().form.requestSubmit();
            await until(() => one(".o-imap-hit"));
            same(sentences(),
                ["When it was read, none of its addresses was a contact's."]);
            await click(".o-imap-hit button[name=keep]");
            await until(() => sentences()[0].startsWith("It is being read"));
            """,
        )
        self.run_cron()
        self.assertEqual(len(self.subjects(self.theo)), 1)

    def test_a_new_contact(self):
        self.run_at(
            self.mailbox,
            self.anna,
            LOOKING
            + """
            await click(".o_statusbar_buttons button", "Where is my email?");
            await search("nora@elsewhere.example");
            await click(".o-imap-hit button[name=create]", "Create the contact");
            const email = () => one(".o_field_widget[name=email] input")?.value;
            await until(() => email() === "nora@elsewhere.example");
            """,
        )

    def test_what_is_refused_is_told_in_the_dialog(self):
        self.run_at(
            self.mailbox,
            self.anna,
            LOOKING
            + """
            await click(".o_statusbar_buttons button", "Where is my email?");
            await search("   ");
            if (!one(".alert-warning", "Enter an address")) throw new Error("not told");
            """,
        )

    def test_not_for_a_manager(self):
        self.ben.group_ids += self.env.ref("imap_contact_sync.group_manager")
        self.run_at(
            self.mailbox,
            self.ben,
            LOOKING
            + """
            await until(() => one(".o_statusbar_buttons button", "Pause"));
            if (one(".o_statusbar_buttons button", "Where")) throw new Error("there");
            """,
        )


@tagged("post_install", "-at_install")
class TestBrowserWherePhone(TestBrowserWhere):
    """On a phone: nothing is cut off, and nothing but the keyboard is needed."""

    browser_size = "390x844"
    touch_enabled = True

    test_from_the_contact = test_not_for_a_manager = None
    test_a_new_contact = test_what_is_refused_is_told_in_the_dialog = None

    def test_from_the_mailbox(self):
        self.run_at(
            self.mailbox,
            self.anna,
            LOOKING
            + """
            await click(".o_statusbar_buttons .o-dropdown");
            await click(".o-dropdown--menu button", "Where is my email?");
            await search("zirbenholz");
            same(sentences().length, 3);
            same(document.documentElement.scrollWidth, 390);
            for (const each of document.querySelectorAll(".o-imap-hit *")) {
                const { left, right } = each.getBoundingClientRect();
                if (left < 0 || right > 390) throw new Error(each.outerHTML);
            }
            const keep = one(".o-imap-hit button[name=keep]");
            keep.focus();
            if (document.activeElement !== keep) throw new Error("not by keyboard");
            keep.click();
            await until(() => sentences()[1].startsWith("It is being read"));
            """,
        )
        self.assertEqual(self.folder_of_wishes().wanted, "1")
