# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import socket
from unittest.mock import patch

from odoo.tests import tagged

from .browser import BrowserCase
from .scripted_server import quick

GUARD = "odoo.addons.imap_contact_sync.models.imap_account_password.allowed_servers"
NEW = "/odoo/action-imap_contact_sync.imap_account_action/new"
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
            NEW,
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
                NEW,
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
