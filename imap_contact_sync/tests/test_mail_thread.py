# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from unittest.mock import patch

from odoo.fields import Domain

from ..models.mail_thread import MailThread
from .leaks import LetterCase, without


class TestThreads(LetterCase):
    """What is closed still finds and does what it should for everybody."""

    def setUp(self):
        super().setUp()
        self.silent = self.imported()
        self.posted = self.theo.with_user(self.ben).message_post(
            body="Called", message_type="comment"
        )
        both = self.nora | self.theo
        self.contacts = both.with_user(self.carl)

    def found(self, *domain):
        domain = Domain("id", "in", self.contacts.ids) & Domain(domain)
        return self.contacts.search(domain).ids

    def test_search_by_message(self):
        hidden, open_one = self.silent.messages.id, self.posted.id
        nora, theo = self.nora.ids, self.theo.ids
        both = sorted(nora + theo)
        for operator, value, expected in (
            ("in", [hidden], []),
            ("in", [open_one], theo),
            ("in", [hidden, open_one], theo),
            ("=", open_one, theo),
            ("=", False, nora),
            ("!=", False, theo),
            ("in", [False, open_one], both),
            ("not in", [open_one], nora),
            ("not in", [hidden], both),
            ("any", [("message_type", "=", "comment")], theo),
            ("not any", [("message_type", "=", "comment")], nora),
            ("any", [("imap_email_id", "!=", False)], []),
        ):
            with self.subTest(operator=operator, value=value):
                found = self.found(("message_ids", operator, value))
                self.assertEqual(sorted(found), sorted(expected))
        self.assertEqual(self.found(("message_ids.body", "ilike", "called")), theo)
        self.assertEqual(self.found(("message_ids", "ilike", "called")), [])

    def test_the_owner_finds_the_contact(self):
        self.contacts = self.contacts.with_user(self.anna)
        hidden = ("message_ids", "in", self.silent.messages.ids)
        self.assertEqual(self.found(hidden), self.nora.ids)
        self.assertEqual(self.found(("message_ids", "=", False)), [])

    def test_superuser_code_finds_all(self):
        domain = [("message_ids", "in", self.silent.messages.ids)]
        self.assertEqual(self.env["res.partner"].search(domain), self.nora)
        self.assertTrue(self.nora.has_message)

    def test_a_message_of_another_model_does_not_count(self):
        self.env["mail.message"].create(
            {"model": "res.users", "res_id": self.nora.id, "reply_to": False}
        )
        self.assertEqual(self.found(("message_ids", "!=", False)), self.theo.ids)
        self.assertEqual(self.found(("has_message", "=", True)), self.theo.ids)

    def test_messages_without_a_record_do_not_confuse(self):
        """One row without a record would empty every "not in"."""
        self.env["mail.message"].create({"model": "res.partner"})
        self.assertEqual(self.found(("has_message", "=", False)), self.nora.ids)
        self.assertEqual(self.found(("message_ids", "=", False)), self.nora.ids)

    def test_has_message(self):
        shown = {each.id: each.has_message for each in self.contacts}
        self.assertEqual(shown, {self.nora.id: False, self.theo.id: True})
        self.assertTrue(self.nora.with_user(self.anna).has_message)

    def test_counts_of_a_contact_are_those_without_the_mail(self):
        contact = self.nora.with_user(self.carl)
        self.assertEqual(contact.message_attachment_count, 0)
        self.assertEqual(contact.message_needaction_counter, 0)
        self.assertFalse(contact._get_mail_thread_data_attachments())

    def flat(self):
        """The contact as a record whose messages all answer the first one."""
        return patch.object(self.env.registry["res.partner"], "_mail_flat_thread", True)

    def test_a_post_does_not_answer_a_hidden_mail(self):
        self.imported()
        with self.flat():
            posted = self.nora.with_user(self.ben).message_post(body="Called")
            self.assertFalse(posted.parent_id)
            with without(MailThread, "_message_compute_parent_id"):
                posted = self.nora.with_user(self.ben).message_post(body="Again")
        self.assertTrue(posted.parent_id)

    def test_a_post_in_answer_to_a_synced_mail_has_no_parent(self):
        message = self.imported().messages
        contact = self.nora.with_user(self.anna)
        posted = contact.message_post(body="x", parent_id=message.id)
        self.assertFalse(posted.parent_id)

    def test_an_ordinary_parent_stays(self):
        first = self.nora.message_post(body="x")
        posted = self.nora.message_post(body="y", parent_id=first.id)
        self.assertEqual(posted.parent_id, first)

    def test_mail_that_is_sent_names_no_synced_one(self):
        self.imported()
        contact = self.nora.with_user(self.ben)
        with self.flat():
            posted = contact.message_post(
                body="Hello", subtype_xmlid="mail.mt_comment",
                partner_ids=self.theo.ids,
            )  # fmt: skip
        sent = self.env["mail.mail"].search([("mail_message_id", "=", posted.id)])
        self.assertTrue(sent)
        self.assertNotIn("imap-", f"{sent.references}{sent.headers}")

    def test_suggested_recipients_are_those_without_the_mail(self):
        contact = self.nora.with_user(self.carl)
        with_mail = contact._message_get_suggested_recipients(reply_discussion=True)
        self.account.unlink()
        self.env.invalidate_all()
        without_mail = contact._message_get_suggested_recipients(reply_discussion=True)
        self.assertEqual(with_mail, without_mail)

    def test_ordinary_messages_still_need_action(self):
        for user in self.ben | self.carl:
            user.notification_type = "inbox"
        for _time in range(2):
            self.theo.with_user(self.anna).message_post(
                body="Look", partner_ids=self.carl.partner_id.ids
            )
        self.env.flush_all()
        for user, count in ((self.carl, 2), (self.ben, 0)):
            self.env.invalidate_all()
            theo = self.theo.with_user(user)
            self.assertEqual(theo.message_needaction_counter, count)
            self.assertEqual(theo.message_needaction, bool(count))
