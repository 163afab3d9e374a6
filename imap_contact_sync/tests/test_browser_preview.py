# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from .browser import BrowserCase
from .mail_server import mail

PREVIEW = """
    const shown = (text) => document.body.innerText.includes(text);
    const rows = () => [...document.querySelectorAll(
        ".o_imap_preview [name=preview_line_ids] .o_data_row"
    )];
    const row = (text) => rows().find((each) => each.innerText.includes(text));
    const button = (text) => [...document.querySelectorAll(
        "button[name=action_start_import]"
    )].find((each) => each.innerText.includes(text));
"""
LEAVE_OUT = """
    const choose = async (contact, choice) => {
        const toggler = () => document.querySelector(
            ".o_selected_row [name=choice] .o_select_menu_toggler"
        );
        await until(
            () => toggler() || row(contact).querySelector("td[name=choice]").click()
        );
        toggler().click();
        const item = () => [...document.querySelectorAll(".o_select_menu_item")].find(
            (each) => each.innerText.includes(choice)
        );
        await until(item);
        item().click();
        await until(() => row(contact).innerText.includes(choice) || toggler());
    };
"""


@tagged("post_install", "-at_install")
class TestBrowserPreview(BrowserCase):
    """Before the first import its owner sees what it keeps, and leaves people out."""

    def setUp(self):
        super().setUp()
        login = self.anna.login
        self.server.deliver(
            login,
            mail(self.lena.email, login, "One"),
            mail(self.lena.email, login, "Two"),
            mail(self.theo.email, login, "Of a private matter"),
            mail("friend@private.example", login, "Dinner"),
        )
        self.account = self.connected(self.anna)
        self.address = f"/odoo/mailboxes/{self.account.id}"

    def test_count_leave_out_and_start(self):
        self.run_at(
            self.address,
            self.anna,
            f"""{PREVIEW}
            await until(() => shown("Nothing is stored before you start the import"));
            await until(() => button("Start without waiting"));
            if (rows().length) throw new Error("Contacts before the end");
            """,
        )
        self.run_cron()
        self.run_at(
            self.address,
            self.anna,
            f"""{PREVIEW} {LEAVE_OUT}
            await until(() => shown("3 with 2 contacts will be kept; 1 stay private"));
            await until(() => /Lena Fischer\\s+nordwind.example\\s+2/.test(
                row("Lena Fischer").innerText
            ));
            await choose("Theo Lefevre", "Never this contact");
            button("Start the import").click();
            await until(() => shown("The first import is going on: 0 of about 4"));
            await until(() => document.querySelector("button[name=action_sync_now]"));
            await until(() => !document.querySelector(".o_imap_preview"));
            """,
        )
        self.run_cron()
        self.assertEqual(self.subjects(self.lena), ["One", "Two"])
        self.assertFalse(self.envelopes(self.theo))
        self.run_at(
            self.address,
            self.anna,
            f"""{PREVIEW}
            await until(() => shown("All is well"));
            if (shown("The first import is going on")) throw new Error("Still a bar");
            """,
        )


@tagged("post_install", "-at_install")
class TestPhonePreview(BrowserCase):
    browser_size = "390x844"

    def test_everything_has_room(self):
        login = self.anna.login
        self.server.deliver(login, mail(self.lena.email, login, "One"))
        account = self.connected(self.anna)
        self.run_cron()
        self.run_at(
            f"/odoo/mailboxes/{account.id}",
            self.anna,
            f"""{PREVIEW}
            await until(() => row("Lena Fischer"));
            const choice = row("Lena Fischer").querySelector("td[name=choice]");
            const {{ right }} = choice.getBoundingClientRect();
            if (right > innerWidth) throw new Error(`The choice ends at ${{right}}`);
            const wide = document.querySelector(".o_form_view").scrollWidth;
            if (wide > innerWidth) throw new Error(`The form is ${{wide}} wide`);
            """,
        )


@tagged("post_install", "-at_install")
class TestBoard(BrowserCase):
    def test_a_manager_sees_the_mailboxes_of_all(self):
        account = self.started(self.anna)
        self.run_cron()
        account._run().write({"status": "retry", "error_message": "It is broken."})
        manager = self.new_colleague("Mia Adler", "imap_contact_sync.group_manager")
        manager.password = manager.login
        self.run_at(
            "/odoo/mailbox-board",
            manager,
            f"""
            const card = () => [...document.querySelectorAll(".o_kanban_record")].find(
                (each) => each.innerText.includes("{account.email}")
            );
            await until(card);
            const texts = ["Anna Berg", "Trying again", "Lag:", "It is broken."];
            const missing = texts.filter((text) => !card().innerText.includes(text));
            if (missing.length) throw new Error(`Where is ${{missing}}?`);
            """,
        )
