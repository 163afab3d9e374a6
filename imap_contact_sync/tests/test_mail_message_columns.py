# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError

from ..models.mail_message_columns import COLUMNS
from .common import ImapSyncCase
from .leaks import LetterCase
from .mail_server import mail
from .ways import COPIED, SUBJECT


class TestColumns(LetterCase):
    def columns(self, user):
        [values] = self.synced().messages.with_user(user).read(COLUMNS)
        return values

    def test_what_the_owner_sees(self):
        self.imported()
        self.account.name = "Work"
        found = self.columns(self.anna)
        self.assertEqual(found["imap_direction"], "in")
        self.assertEqual(found["imap_sender"], self.nora.name)
        self.assertEqual(found["imap_subject"], SUBJECT)
        self.assertIn(COPIED, found["imap_recipients"])
        self.assertEqual(found["imap_mailbox"], "Work")
        self.assertEqual(found["imap_mark"], "Only you")
        self.assertEqual(found["imap_file_count"], 1)  # beside the picture
        self.assertEqual(found["imap_contact"], self.nora.name)

    def test_each_level(self):
        for level, shown in (
            ("metadata", set()),
            ("subject", {"imap_subject"}),
            ("everything", set(COLUMNS)),
        ):
            self.imported(level)
            found = self.columns(self.ben)
            shown |= {"imap_direction", "imap_sender", "imap_mark", "imap_contact"}
            with self.subTest(level):
                self.assertEqual({each for each in COLUMNS if found[each]}, shown)

    def test_two_users_in_one_transaction(self):
        """What one sees is not in the cache of the other."""
        message = self.imported("metadata").messages
        self.assertTrue(message.with_user(self.anna).imap_subject)
        self.assertFalse(message.with_user(self.ben).imap_subject)
        self.assertTrue(message.with_user(self.anna).sudo().imap_subject)
        self.assertFalse(message.with_user(self.ben).sudo().imap_subject)

    def test_a_page_takes_few_queries(self):
        """However many emails there are on it."""
        self.imported()
        people = [self.nora.email, self.account.email]
        letters = [mail(*people, f"Letter {number}") for number in range(12)]
        self.server.deliver(self.account.email, *letters)
        self.sync(self.account)
        messages = self.envelopes(self.nora).with_user(self.anna)
        self.assertEqual(len(messages), 13)

        def queries(of):
            self.env.flush_all()
            self.env.invalidate_all()
            self.env.cr.cache.clear()
            before = self.env.cr.sql_log_count
            of.read(COLUMNS)
            return self.env.cr.sql_log_count - before

        queries(messages)
        self.assertLessEqual(queries(messages), queries(messages[:1]) + 1)

    def test_an_ordinary_message_has_none(self):
        note = self.nora.message_post(body="x").with_user(self.anna)
        self.assertFalse(any(note.read(COLUMNS)[0][name] for name in COLUMNS))
        found = self.env["mail.message"].search([("imap_direction", "=", False)])
        self.assertIn(note.id, found.ids)


class TestEmailsOfAContact(ImapSyncCase):
    def setUp(self):
        super().setUp()
        self.company = self.env["res.partner"].create(
            {"name": "Nordwind", "is_company": True, "email": "info@nordwind.example"}
        )
        self.lena.parent_id = self.company
        now = fields.Datetime.now().replace(minute=0)
        login = self.anna.login
        first, second = "<1@a.example>", "<2@a.example>"
        letters = [
            (self.lena.email, login, "Plates", {"message_id": first}),
            (login, self.lena.email, "Re: Plates",
             {"message_id": second, "references": first, "cc": self.theo.email}),
            (self.company.email, login, "Re: Plates",
             {"references": f"{first} {second}"}),
            (self.lena.email, login, "Cups", {}),
            (self.theo.email, login, "Evil", {"references": first}),
        ]  # fmt: skip
        for hours, (sender, to, subject, more) in enumerate(letters):
            date = now - timedelta(hours=9 - hours)
            self.server.deliver(login, mail(sender, to, subject, date=date, **more))
        self.account = self.connected(self.anna)
        self.sync(self.account)

    def count(self, partner, user):
        self.env.invalidate_all()  # as in a request of its own
        return partner.with_user(user).imap_email_count

    def test_counted_as_the_user(self):
        for level, seen in (("private", 0), ("metadata", 3), ("everything", 3)):
            self.account.sharing = level
            with self.subTest(level):
                self.assertEqual(self.count(self.lena, self.anna), 3)
                self.assertEqual(self.count(self.lena, self.ben), seen)

    def test_of_a_company_with_the_mail_of_its_people(self):
        self.assertEqual(self.count(self.company, self.anna), 4)
        self.lena.active = False
        self.env.invalidate_all()
        self.assertEqual(self.count(self.company, self.anna), 4)
        both = (self.company | self.lena).with_user(self.anna)
        self.assertEqual(both.mapped("imap_email_count"), [4, 3])
        self.assertEqual(self.env["res.partner"].new({}).imap_email_count, 0)

    def test_a_contact_that_the_user_may_not_read_is_not_counted(self):
        self.account.sharing = "everything"
        rule = {
            "name": "x", "model_id": self.env.ref("base.model_res_partner").id,
            "domain_force": f"[('id', '!=', {self.lena.id})]",
        }  # fmt: skip
        self.env["ir.rule"].create(rule)
        self.assertEqual(self.count(self.company, self.ben), 1)
        action = self.company.with_user(self.ben).action_imap_emails()
        found = self.env["mail.message"].with_user(self.ben).search(action["domain"])
        self.assertEqual(found.mapped("res_id"), self.company.ids)

    def test_the_button_opens_what_it_counts(self):
        for partner, people in ((self.company, True), (self.lena, False)):
            action = partner.with_user(self.anna).action_imap_emails()
            messages = self.env["mail.message"].with_user(self.anna)
            found = messages.search_count(action["domain"])
            self.assertEqual(found, self.count(partner, self.anna))
            self.assertEqual(action["context"]["imap_people"], people)
            modes = [mode for _id, mode in action["views"]]
            self.assertEqual(modes, ["list", "kanban"])

    def conversation(self, subject, user):
        message = self.envelope(subject)
        found = message.with_user(user)._imap_conversation()
        return [each.with_user(self.anna).imap_subject for each in found]

    def envelope(self, subject, partner=None):
        messages = self.envelopes(partner or self.lena).with_user(self.anna)
        return messages.filtered(lambda each: each.imap_subject == subject)[:1]

    def test_a_conversation_in_the_order_of_the_dates(self):
        """With that of the company, and not with what a stranger claims."""
        whole = ["Plates", "Re: Plates", "Re: Plates"]
        self.assertEqual(self.conversation("Plates", self.anna), whole)
        self.assertEqual(self.conversation("Re: Plates", self.anna), whole)
        self.assertEqual(self.conversation("Cups", self.anna), ["Cups"])

    def test_who_sees_who_and_when_is_not_told_what_belongs_together(self):
        self.account.sharing = "metadata"
        self.assertEqual(self.conversation("Plates", self.ben), ["Plates"])
        self.account.sharing = "subject"
        self.assertEqual(len(self.conversation("Plates", self.ben)), 3)

    def test_of_a_private_one_nothing(self):
        message = self.envelope("Plates").with_user(self.ben)
        for ask in (message.imap_conversation, message.action_imap_conversation):
            with self.assertRaises(AccessError):
                ask()

    def test_an_email_that_the_owner_keeps_private_is_left_out(self):
        self.account.sharing = "everything"
        self.envelope("Re: Plates").imap_share("private")
        shown = self.conversation("Plates", self.ben)
        self.assertEqual(shown, ["Plates", "Re: Plates"])
        self.assertEqual(len(self.conversation("Plates", self.anna)), 3)

    def test_each_email_once_and_on_the_contact_that_was_asked_for(self):
        theo = self.envelope("Re: Plates", self.theo)
        self.theo.parent_id = self.company
        found = theo._imap_conversation()
        self.assertIn(theo, found)
        self.assertEqual(len(found), len(found.sudo().imap_email_id))
