# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .browser import BrowserCase
from .mail_server import mail

SUBJECT = "A question about the samples"


@tagged("post_install", "-at_install")
class TestBrowserSharing(BrowserCase):
    """Lena writes to Anna; who reads it is Anna's to say, in the chatter."""

    def setUp(self):
        super().setUp()
        self.today = fields.Datetime.now()
        self.question = f"<{self.mark}@nordwind.example>"
        self.deliver_question(self.anna)
        self.deliver(self.anna.login, self.lena.email, f"Re: {SUBJECT}", days=1)
        self.deliver(self.lena.email, self.anna.login, "Lunch", days=3)
        self.account = self.connected(self.anna)
        self.sync(self.account)

    def deliver_question(self, user):
        """The same email to two colleagues, in the mailbox of one of them."""
        email = mail(
            f"Lena Fischer <{self.lena.email}>",
            f"{self.anna.login}, {self.ben.login}",
            SUBJECT,
            html="<p>Do you have them <b>in three colours</b>?</p>",
            files=[
                ("colours.pdf", "application/pdf", b"%PDF-1.4 colours"),
                ("shapes.pdf", "application/pdf", b"%PDF-1.4 shapes"),
            ],
            date=self.today - timedelta(days=2),
            message_id=self.question,
        )
        self.server.deliver(user.login, email)

    def deliver(self, sender, recipient, subject, days):
        answers = {"in_reply_to": self.question} if "Re:" in subject else {}
        date = self.today - timedelta(days=days)
        email = mail(sender, recipient, subject, date=date, **answers)
        self.server.deliver(self.anna.login, email)

    def choices(self):
        """What Anna chose, by subject."""
        sources = self.env["imap.email.source"].search(
            [("account_id", "=", self.account.id)]
        )
        return {each.content_id.subject: each.choice for each in sources}

    def test_the_owner_shares_and_takes_back(self):
        parameters = self.env["ir.config_parameter"].sudo()
        parameters.set_param("mail.google_translate_api_key", "offers translations")
        self.contact_tour(self.lena, "share", self.anna)
        shared = {SUBJECT: "everything", f"Re: {SUBJECT}": "everything"}
        self.assertEqual(self.choices(), shared | {"Lunch": False})
        self.contact_tour(self.lena, "shared", self.ben)
        self.deliver_question(self.ben)
        self.sync(self.connected(self.ben, sharing="subject"))
        self.contact_tour(self.lena, "keep_private", self.anna)
        self.assertEqual(self.choices()[SUBJECT], "private")

    def test_a_reply_quotes_nothing_unless_its_author_says_so(self):
        self.contact_tour(self.lena, "reply", self.anna)

    def test_who_sees_the_subject_only(self):
        self.account.with_user(self.anna).sharing = "subject"
        self.contact_tour(self.lena, "subject_only", self.ben)

    def test_the_owner_removes_a_conversation(self):
        self.contact_tour(self.lena, "remove", self.anna)
        self.assertEqual(self.subjects(self.lena), ["Lunch"])

    def test_the_owner_removes_his_copy_only(self):
        self.deliver_question(self.ben)
        self.sync(self.connected(self.ben, sharing="subject"))
        self.contact_tour(self.lena, "remove_own", self.anna)
        self.assertIn(SUBJECT, self.subjects(self.lena))
