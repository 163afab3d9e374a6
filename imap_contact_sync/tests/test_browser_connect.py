# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import socket
from unittest.mock import patch

from odoo.tests import tagged

from .browser import BrowserCase
from .mail_server import mail
from .scripted_server import quick

GUARD = "odoo.addons.imap_contact_sync.models.imap_account_password.allowed_servers"
MAILBOXES = "/odoo/action-imap_contact_sync.imap_account_action"
FILL_IN = """
    const input = (name) => document.querySelector(`[name=${name}] input`);
    const type = async (name, text) => {
        await until(() => input(name));
        input(name).value = text;
        input(name).dispatchEvent(new InputEvent("input", { bubbles: true }));
        input(name).dispatchEvent(new Event("change", { bubbles: true }));
        await pause(300);
    };
    const shown = (text) => document.body.innerText.includes(text);
    const button = (name) => document.querySelector(`button[name=${name}]`);
"""


@tagged("post_install", "-at_install")
class TestBrowserConnect(BrowserCase):
    def test_typing_an_address_is_nearly_all(self):
        self.run_at(
            f"{MAILBOXES}/new",
            self.anna,
            f"""{FILL_IN}
            await type("email", "anna@gmail.com");
            await until(() => input("host").value === "imap.gmail.com");
            await until(() => shown("Gmail takes an app password here"));
            const link = document.querySelector("[name=help_url] a");
            if (!link.href.startsWith("https://myaccount.google.com")) throw link.href;
            await type("email", "anna@outlook.com");
            await until(() => shown("Outlook.com does not let other programs"));
            await until(() => !button("action_connect"));
            await type("email", "anna@unknown.example");
            await until(() => button("action_connect") && !input("host").value);
            const told = ["email", "password"].map((name) => input(name).autocomplete);
            if (told.join() !== "username,current-password") throw told.join();
            document.querySelector(".o_form_button_cancel").click();
            await until(() => !shown("anna@unknown.example"));
            """,
        )

    def test_who_waits_sees_it_and_can_try_the_other_encryption(self):
        with (
            socket.create_server(("127.0.0.1", 0)) as silent,
            patch(GUARD, lambda: {f"localhost:{silent.getsockname()[1]}"}),
            quick(3),
        ):
            self.run_at(
                f"{MAILBOXES}/new",
                self.anna,
                f"""{FILL_IN}
                await type("email", "anna@unknown.example");
                await type("password", "secret");
                await type("host", "localhost");
                await type("port", "{silent.getsockname()[1]}");
                button("action_connect").click();
                await until(() => shown("Connecting to the mail server"));
                await until(() => shown("No IMAP server could be reached"));
                await until(() => !shown("Connecting to the mail server"));
                button("action_connect_otherwise").click();
                await until(() => shown("Connecting to the mail server"));
                await until(() => !shown("Connecting to the mail server"));
                """,
            )


@tagged("post_install", "-at_install")
class TestBrowserFolders(BrowserCase):
    def setUp(self):
        super().setUp()
        letter = mail(self.lena.email, self.anna.login, "In Work")
        for folder in ("Work", "Work/North", "Junk"):
            self.server.deliver(self.anna.login, letter, folder=folder)
        self.account = self.connected(self.anna)
        self.folder(self.account, "Work").selected = True
        self.sync(self.account)
        self.form = f"{MAILBOXES}/{self.account.id}"

    def look(self, code):
        find = """
            const folder = (row) => row.querySelector(".o-imap-folder");
            const label = (row) => folder(row).title.split(" / ").pop();
            const row = (name) => [...document.querySelectorAll(".o_data_row")].find(
                (each) => label(each) === name);
            const icon = (name) => row(name).querySelector("i.fa").className;
            const left = (name) => parseFloat(getComputedStyle(
                row(name).querySelector(".o-imap-folder")).paddingLeft);
            const check = (holds, what) => { if (!holds) throw new Error(what); };
            await until(() => row("INBOX"));
        """
        self.run_at(self.form, self.anna, f"{FILL_IN} {find} {code}")

    def test_a_tree_with_icons(self):
        self.look(
            """
            check(icon("INBOX").includes("fa-inbox"), icon("INBOX"));
            check(icon("Work").includes("fa-folder-o"), icon("Work"));
            check(left("North") > left("Work"), "It does not stand in its folder");
            check(!row("Junk"), "Junk is in sight");
            document.querySelector("[name=show_all_folders] input").click();
            await until(() => row("Junk"));
            check(icon("Junk").includes("fa-ban"), icon("Junk"));
            document.querySelector(".o_form_button_cancel")?.click();
            await pause(300);
            """
        )

    def untick(self, choice):
        self.look(
            f"""
            row("Work").querySelector("[name=selected] input").click();
            await pause(300);
            document.querySelector(".o_form_button_save").click();
            await until(() => document.querySelector(".modal"));
            check(shown("No longer synchronised: Work"), "It does not ask");
            document.querySelector(".modal button{choice}").click();
            await until(() => !document.querySelector(".modal"));
            await pause(1000);
            document.querySelector(".o_form_button_cancel:not(:disabled)")?.click();
            await pause(300);
            """
        )
        return self.folder(self.account, "Work").selected, self.subjects(self.lena)

    def test_unticking_asks_what_becomes_of_the_emails(self):
        doomed = [("account_id", "=", self.account.id), ("doomed", "=", True)]
        selected, _subjects = self.untick(":not([name])[class*=secondary]")
        self.assertTrue(selected)
        self.assertFalse(self.env["imap.email.source"].search(doomed))
        selected, subjects = self.untick("[name=keep]")
        self.assertFalse(selected)
        self.assertEqual(subjects, ["In Work"])
        self.assertFalse(self.env["imap.email.source"].search(doomed))
        self.folder(self.account, "Work").selected = True
        selected, _subjects = self.untick("[name=remove]")
        self.assertFalse(selected)
        self.assertTrue(self.env["imap.email.source"].search(doomed))
