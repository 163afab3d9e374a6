# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .browser import EmailBrowserCase
from .mail_server import mail


@tagged("post_install", "-at_install")
class TestBrowserEmails(EmailBrowserCase):
    """The emails of a contact, as marks in the chatter, as list, as conversation."""

    def test_marks_list_and_conversation(self):
        lena, anna, first = self.lena.email, self.anna.login, "<first@a.example>"
        copied = {"cc": "Pia Roth <pia@a.example>, Zoe <zoe@a.example>"}
        before = {"date": fields.Datetime.now() - timedelta(hours=1)}
        self.look_at(
            [
                mail(lena, anna, "Plates", message_id=first, **before, **copied),
                mail(anna, lena, "Answer", references=first),
                mail(lena, anna, "Cups"),
            ],
            """
            const one = (selector) => document.querySelector(selector);
            const title = (subject) =>
                email(subject).querySelector(".o-imap-direction i").ariaLabel;
            check(title("Subject: Plates") === "Received", "Not received");
            check(title("Subject: Answer") === "Sent", "Not sent");
            const others = email("Subject: Plates").querySelector(".o-imap-recipients");
            check(others.innerText.endsWith(", +2"), others.innerText);
            check(others.title.includes("Zoe"), others.title);
            others.click();
            await until(() => one(".o-mail-MessageNotificationPopover")
                ?.innerText.includes("zoe@a.example"));
            check(email("Subject: Plates").querySelector(".o-imap-mailbox"), "No box");

            const button = one("button[name=action_imap_emails]");
            check(button.textContent.includes("3"), button.textContent);
            button.click();
            await until(() => document.querySelectorAll(".o_data_row").length === 3);
            const row = [...document.querySelectorAll(".o_data_row")].find((each) =>
                each.innerText.includes("Plates"));
            check(row.innerText.includes("Zoe"), row.innerText);
            check(row.querySelector("[aria-label=Received]"), "No direction");
            row.querySelector("[name=imap_subject]").click();
            await until(() => one(".o-imap-conversation"));
            const shown = () => [...document.querySelectorAll(
                ".o-imap-conversation .o-mail-Message em")].map((each) =>
                each.innerText);
            await until(() => shown().length === 2);
            check(shown().join() === "Subject: Plates,Subject: Answer", shown().join());
            await until(() => frames().length === 2 && frames().every(isDrawn));
            check(one(".o-imap-conversation button[title=Reply]"), "No reply");

            const first = one(".o-imap-conversation .o-mail-Message");
            first.dispatchEvent(new MouseEvent("mouseenter"));
            first.querySelector(".o-mail-Message-core")
                .dispatchEvent(new MouseEvent("mouseover", {bubbles: true}));
            await until(() => first.querySelector("button[title=Expand]"));
            first.querySelector("button[title=Expand]").click();
            const choice = () => [...document.querySelectorAll(".o-dropdown-item")]
                .find((each) => each.innerText.includes("Remove from this contact"));
            await until(choice);
            choice().click();
            await until(() => one(".modal .btn-primary"));
            one(".modal .btn-primary").click();
            await until(() => shown().join() === "Subject: Answer");
            check(!one(".o_error_dialog"), "An error");
            """,
        )
