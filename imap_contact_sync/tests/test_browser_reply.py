# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from .browser import EmailBrowserCase
from .mail_server import mail

ORIGINAL = "<plates.1@nordwind.example>"


@tagged("post_install", "-at_install")
class TestBrowserReply(EmailBrowserCase):
    """Anna answers an email from the chatter."""

    def test_the_answer_names_the_email(self):
        letter = mail(self.lena.email, self.anna.login, "Plates", message_id=ORIGINAL)
        before = self.env["mail.mail"].search([])
        self.look_at(
            [letter],
            """
            const one = (selector) => document.querySelector(selector);
            const named = (text) => [...document.querySelectorAll(".modal button")]
                .find((each) => each.innerText.includes(text));
            email("Subject: Plates").querySelector("button[title=Reply]").click();
            await until(() => named("Reply without quoting"));
            named("Reply without quoting").click();
            await until(() => one(".modal button[name=action_send_mail]"));
            check(one(".modal").innerText.includes("Lena"), "Not to Lena");
            const body = one(".modal .odoo-editor-editable");
            body.focus();
            document.execCommand("insertText", false, "Yes, gladly");
            one(".modal button[name=action_send_mail]").click();
            await until(() => !one(".modal"));
            """,
        )
        [answer] = self.env["mail.mail"].search([]) - before
        self.run_on_contact(
            self.lena,
            self.anna,
            """
            const one = (selector) => document.querySelector(selector);
            await until(() => one("button[name=action_imap_emails]"));
            one("button[name=action_imap_emails]").click();
            await until(() => one(".o_data_row [name=imap_subject]"));
            one(".o_data_row [name=imap_subject]").click();
            const shown = () => [...document.querySelectorAll(
                ".o-imap-conversation .o-mail-Message")];
            await until(() => shown().length === 2);
            if (!shown()[1].innerText.includes("Yes, gladly")) {
                throw new Error(shown()[1].innerText);
            }
            """,
        )
        self.assertEqual(answer.recipient_ids, self.lena)
        self.assertEqual(answer.references.split()[0], ORIGINAL)
        self.assertIn(f"'In-Reply-To': '{ORIGINAL}'", answer.headers)
