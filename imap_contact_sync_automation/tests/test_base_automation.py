# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import ValidationError

from .common import RuleCase


class TestWhichMessages(RuleCase):
    """Rules for messages in Odoo, for emails of mailboxes, and for both."""

    def receive_one_and_post_one(self, **values):
        """How often a rule ran after the email, and after the message."""
        self.new_rule(**values)
        self.receive()
        self.deliver("New")
        self.receive()
        after_email = self.runs()
        self.lena.message_post(
            body="Hello",
            message_type="comment",
            author_id=self.lena.id,
            subtype_xmlid="mail.mt_comment",
        )
        return after_email, self.runs() - after_email

    def test_mailbox(self):
        self.assertEqual(self.receive_one_and_post_one(), (1, 0))

    def test_odoo_as_before(self):
        found = self.receive_one_and_post_one(imap_messages="odoo")
        self.assertEqual(found, (0, 1))

    def test_both(self):
        found = self.receive_one_and_post_one(imap_messages="both")
        self.assertEqual(found, (1, 1))

    def test_rules_from_before_answer_no_email(self):
        rule = self.new_rule(imap_messages="both")
        self.assertEqual(rule.copy({"imap_messages": "odoo"}).imap_messages, "odoo")
        self.assertEqual(self.env["base.automation"].new({}).imap_messages, "odoo")

    def test_a_model_without_emails(self):
        with self.assertRaises(ValidationError) as refused:
            self.new_rule(model="res.partner.category", trigger="on_create")
            self.new_rule(model="mail.blacklist")
        self.assertIn("No email of a mailbox stands on", str(refused.exception))

    def test_other_triggers_know_no_mailboxes(self):
        self.new_rule(trigger="on_create", model="res.partner.category")


class TestConditions(RuleCase):
    def test_a_condition_on_the_contact(self):
        self.new_rule(filter_domain=f"[('id', '=', {self.theo.id})]")
        self.receive()
        self.deliver("From Lena")
        self.deliver("From Theo", sender=self.theo.email)
        self.receive()
        self.assertEqual((self.runs(), self.runs(self.theo)), (0, 1))

    def test_a_condition_on_who_waits_for_whom(self):
        self.new_rule(filter_domain="[('imap_unanswered_date', '!=', False)]")
        self.receive()
        self.deliver("A question")
        self.receive()
        self.assertEqual(self.runs(), 1)

    def test_an_archived_rule(self):
        self.new_rule(active=False)
        self.receive()
        self.deliver("New")
        self.receive()
        self.assertEqual(self.runs(), 0)
        self.assertFalse(self.env["imap.arrival"].search([]))
