# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from .browser import BrowserCase
from .mail_server import mail

# Runs in the page, in front of the code of a test.
PEOPLE = """
    const all = (selector) => [...document.querySelectorAll(selector)];
    const one = (selector, text = "") =>
        all(selector).find((each) => each.textContent.includes(text));
    const click = async (selector, text) => {
        await until(() => one(selector, text));
        one(selector, text).click();
    };
    const row = (email) => one(".o-imap-people tbody tr", email);
    const type = (field, text) => {
        field.value = text;
        field.dispatchEvent(new Event("input", { bubbles: true }));
    };
    const same = (found, wanted) => {
        const [a, b] = [found, wanted].map((each) => JSON.stringify(each));
        if (a !== b) throw new Error(`${a} is not ${b}`);
    };
    const create = () => one(".modal button[name=create]");
"""


class PeopleCase(BrowserCase):
    """Anna's mailbox, in which there are three people."""

    def setUp(self):
        super().setUp()
        self.env.company.imap_new_contacts = "all"
        self.anna.group_ids += self.env.ref("base.group_partner_manager")
        self.server.deliver(
            self.anna.login,
            mail(self.anna.login, "Ida Holm <ida@holm.example>"),
            folder="Sent",
        )
        hostile = "\"<img src=x onerror=console.error('run')> Tom\" <tom@gmail.com>"
        for sender in (hostile, "Ada Ray <ada@ray.example>"):
            self.server.deliver(self.anna.login, mail(sender, self.anna.login))
        self.account = self.started(self.anna)
        address = "/odoo/action-imap_contact_sync.imap_account_action"
        self.mailbox = f"{address}/{self.account.id}"


@tagged("post_install", "-at_install")
class TestBrowserPeople(PeopleCase):
    """Anna finds people in her emails and makes contacts of some."""

    def created(self):
        emails = ["ida@holm.example", "tom@gmail.com", "ada@ray.example"]
        found = self.env["res.partner"].search([("email", "in", emails)])
        return {each.email: (each.name, each.parent_id.name) for each in found}

    def test_who_is_ticked_becomes_a_contact(self):
        self.run_at(
            self.mailbox,
            self.anna,
            PEOPLE
            + """
            await click(".o_statusbar_buttons button", "Find new contacts");
            await until(() => row("ida@holm.example"));
            same(all(".o-imap-people tbody tr").length, 3);
            if (!create().disabled) throw new Error("nothing is ticked");
            same(create().textContent, "Create contacts");
            same(row("ida@").querySelector("[aria-label=Name]").value, "Ida Holm");
            same(row("ida@").querySelector("[aria-label=Company]").value,
                "holm.example");
            same(row("tom@").querySelector("[aria-label=Company]").value, "");
            row("ida@").querySelector("[type=checkbox]").click();
            type(row("ida@").querySelector("[aria-label=Company]"), "Holm & Sons");
            await until(() => create().textContent === "Create 1 contact");
            create().click();
            await until(() => one(".o_notification", "1 contact created"));
            same(all(".o-imap-people tbody tr").length, 2);
            await click(".o_notification button", "Show them");
            await until(() => one(".o_list_view .o_data_row", "Ida Holm"));
            """,
        )
        self.assertEqual(
            self.created(), {"ida@holm.example": ("Ida Holm", "Holm & Sons")}
        )

    def test_all_of_them(self):
        self.run_at(
            self.mailbox,
            self.anna,
            PEOPLE
            + """
            await click(".o_statusbar_buttons button", "Find new contacts");
            await click("[aria-label='Tick all']");
            await until(() => create().textContent === "Create 3 contacts");
            row("ada@").querySelector("[type=checkbox]").click();
            await until(() => create().textContent === "Create 2 contacts");
            if (one("[aria-label='Tick all']").checked) throw new Error("not all");
            await click("[aria-label='Tick all']");
            await until(() => create().textContent === "Create 3 contacts");
            create().click();
            await until(() => one(".o_notification", "3 contacts created"));
            await until(() => !one(".modal"));
            """,
        )
        self.assertEqual(len(self.created()), 3)

    def test_a_company_that_was_found_can_be_left(self):
        self.env["res.partner"].create(
            {"name": "Holm", "email": "info@holm.example", "is_company": True}
        )
        self.run_at(
            self.mailbox,
            self.anna,
            PEOPLE
            + """
            await click(".o_statusbar_buttons button", "Find new contacts");
            await until(() => row("ida@holm.example"));
            same(row("ida@").querySelectorAll("[aria-label=Company]").length, 0);
            row("ida@").querySelector("[aria-label='Not of this company']").click();
            await until(() => row("ida@").querySelector("[aria-label=Company]"));
            same(row("ida@").querySelector("[aria-label=Company]").value, "");
            row("ida@").querySelector("[type=checkbox]").click();
            await until(() => create().textContent === "Create 1 contact");
            create().click();
            await until(() => one(".o_notification", "1 contact created"));
            """,
        )
        self.assertEqual(self.created(), {"ida@holm.example": ("Ida Holm", False)})

    def test_what_is_refused_is_told_in_the_dialog(self):
        self.anna.group_ids -= self.env.ref("base.group_partner_manager")
        self.run_at(
            self.mailbox,
            self.anna,
            PEOPLE
            + """
            await click(".o_statusbar_buttons button", "Find new contacts");
            await until(() => one(".modal .alert-warning", "may not create contacts"));
            """,
        )

    def test_not_where_the_company_does_not_allow_it(self):
        self.env.company.imap_new_contacts = "never"
        self.run_at(
            self.mailbox,
            self.anna,
            PEOPLE
            + """
            await until(() => one(".o_statusbar_buttons button", "Where is my email?"));
            if (one(".o_statusbar_buttons button", "Find new contacts")) {
                throw new Error("it is offered");
            }
            """,
        )


@tagged("post_install", "-at_install")
class TestBrowserPeoplePhone(PeopleCase):
    """On a phone everything can be read and is on the screen."""

    browser_size = "390x844"
    touch_enabled = True

    def test_names_can_be_read(self):
        self.run_at(
            self.mailbox,
            self.anna,
            PEOPLE
            + """
            await click(".o_statusbar_buttons .o-dropdown");
            await click(".o-dropdown--menu button", "Find new contacts");
            await until(() => row("ida@holm.example"));
            same(document.documentElement.scrollWidth, 390);
            for (const label of ["Name", "Company"]) {
                const field = row("ida@").querySelector(`[aria-label=${label}]`);
                if (field.scrollWidth > field.clientWidth) throw new Error(label);
                const { left, right } = field.getBoundingClientRect();
                if (left < 0 || right > 390) throw new Error(label);
            }
            const address = row("ida@").querySelector("bdi").getClientRects();
            same(address.length, 1);
            await click(".o-imap-people thead label", "Tick all");
            await until(() => create().textContent === "Create 3 contacts");
            """,
        )
