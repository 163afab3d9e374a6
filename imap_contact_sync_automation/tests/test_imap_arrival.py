# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tools import mute_logger

from odoo.addons.imap_contact_sync.engine.kind import AUTOMATIC
from odoo.addons.imap_contact_sync.tests.mail_server import mail
from odoo.addons.imap_contact_sync.tests.test_imap_sync_kind import (
    SIGNS,
    choose,
    signed,
)

from .common import RuleCase

LOG = "odoo.addons.imap_contact_sync_automation.models.imap_arrival"


class TestArrival(RuleCase):
    """When a rule runs, and when it does not."""

    def setUp(self):
        super().setUp()
        self.new_rule()
        self.receive()

    def test_not_for_history(self):
        self.assertEqual(len(self.envelopes(self.lena)), 1)
        self.assertEqual(self.runs(), 0)

    def test_each_that_arrives_later(self):
        self.deliver("First", "Second")
        self.receive()
        self.assertEqual(self.runs(), 2)
        self.assertFalse(self.env["imap.arrival"].search([]))

    def test_the_first_one_of_a_mailbox(self):
        account = self.connected(self.ben, sharing="metadata")
        self.sync(account)
        letter = mail(self.theo.email, account.email, "The first")
        self.server.deliver(account.email, letter)
        self.sync(account)
        self.run_rules()
        self.assertEqual(self.runs(self.theo), 1)

    def test_not_for_what_machines_write(self):
        choose(self.account, "keep")
        letters = [
            signed(mail(self.lena.email, self.account.email, kind), kind)
            for kind in SIGNS
        ]
        self.server.deliver(self.account.email, *letters)
        self.receive()
        self.assertEqual(len(self.envelopes(self.lena)), 1 + len(SIGNS))
        self.assertEqual(self.runs(), len(SIGNS) - len(AUTOMATIC))

    def test_not_for_what_was_moved_there(self):
        self.deliver("Moved", date=fields.Datetime.now() - timedelta(days=20))
        self.deliver("Late", date=fields.Datetime.now() - timedelta(days=1))
        self.receive()
        self.assertEqual(len(self.envelopes(self.lena)), 3)
        self.assertEqual(self.runs(), 1)

    def test_not_for_who_was_copied(self):
        self.deliver("For both", cc=self.theo.email)
        self.receive()
        self.assertEqual(len(self.envelopes(self.theo)), 1)
        self.assertEqual((self.runs(), self.runs(self.theo)), (1, 0))

    def test_not_for_what_odoo_has_sent(self):
        message = self.theo.message_post(body="Hello", message_type="comment")
        self.deliver("Copied to Anna", message_id=message.message_id)
        self.receive()
        self.assertEqual(len(self.envelopes(self.lena)), 2)
        self.assertEqual(self.runs(), 0)

    def test_whoever_has_it_first(self):
        """Ben, who shares nothing, has it before Anna."""
        private = self.connected(self.ben)
        self.sync(private)
        same = {"message_id": "<both@mail.example>", "date": fields.Datetime.now()}
        self.server.deliver(
            private.email,
            mail(self.lena.email, self.account.email, "For both", **same),
        )
        self.sync(private)
        self.run_rules()
        self.assertEqual(self.runs(), 0)
        self.deliver("For both", **same)
        self.receive()
        self.assertEqual(self.runs(), 1)
        self.receive()
        self.assertEqual(self.runs(), 1)

    def test_an_email_that_is_gone_meanwhile(self):
        self.deliver("One", "Two")
        self.sync(self.account)
        first, second = self.env["imap.arrival"].search([])
        second.message_id.unlink()
        for each in (first, second):
            each._run_rules_isolated()
        self.assertEqual(self.runs(), 1)

    def test_the_run_itself_runs_no_rule(self):
        self.deliver("New")
        self.sync(self.account)
        self.assertEqual(self.runs(), 0)
        self.assertEqual(len(self.env["imap.arrival"].search([])), 1)

    def test_sent_ones_have_their_own_trigger(self):
        self.new_rule("on_message_sent", "record.write({'function': 'asked'})")
        self.deliver(
            "Sent", sender=self.account.email, to=self.lena.email, folder="Sent"
        )
        self.receive()
        self.assertEqual((self.runs(), self.lena.function), (0, "asked"))

    def test_once_however_many_copies(self):
        same = {"message_id": "<one@mail.example>", "date": fields.Datetime.now()}
        self.deliver("New", **same)
        self.receive()
        self.deliver("New", **same, folder="Sent")
        self.receive()
        self.assertEqual(self.runs(), 1)

    def test_not_for_emails_of_a_later_contact(self):
        self.deliver("From a stranger", sender="stranger@elsewhere.example")
        self.receive()
        contact = self.new_contact("Stranger", "stranger@elsewhere.example")
        folder = self.folder(self.account)
        folder._judge_again(folder._scanned())
        self.receive()
        self.assertEqual(len(self.envelopes(contact)), 1)
        self.assertEqual(self.runs(contact), 0)

    def test_private_emails_start_nothing(self):
        self.account.sharing = "private"
        self.deliver("Private")
        self.receive()
        self.assertEqual(self.runs(), 0)
        self.account.sharing = "everything"
        self.receive()
        self.assertEqual(self.runs(), 0)

    def test_what_only_readers_see_starts_nothing(self):
        self.account.write({"sharing": "private", "reader_ids": self.ben.ids})
        self.deliver("For Ben")
        self.receive()
        self.assertEqual(self.runs(), 0)

    def test_a_contact_that_is_gone_meanwhile(self):
        self.deliver("New")
        self.sync(self.account)
        self.lena.unlink()
        self.run_rules()
        self.assertFalse(self.env["imap.arrival"].search([]))

    def test_nobody_reads_what_waits(self):
        self.deliver("New")
        self.sync(self.account)
        waiting = self.env["imap.arrival"].search([])
        for user in (self.anna, self.ben, self.env.ref("base.user_admin")):
            with self.assertRaises(AccessError):
                waiting.with_user(user).read(["message_id"])


class TestFailing(RuleCase):
    """A rule is anybody's code: what goes wrong in it stays in it."""

    def setUp(self):
        super().setUp()
        self.receive()
        self.new_rule(code="1 / 0", filter_domain=f"[('id', '=', {self.lena.id})]")
        self.new_rule()
        self.deliver("New")

    def test_the_emails_are_there_and_the_action_goes_on(self):
        self.deliver("From Theo", sender=self.theo.email)
        with mute_logger(LOG):
            self.receive()
        self.assertEqual(len(self.envelopes(self.lena)), 2)
        self.assertEqual(self.runs(self.theo), 1)
        self.assertFalse(self.account.error_message)
        self.assertTrue(
            self.env.ref("imap_contact_sync_automation.ir_cron_rules").active
        )

    def test_three_times(self):
        with self.assertLogs(LOG) as told:
            self.receive()
            for _again in range(4):
                self.run_rules()
        self.assertEqual(len(told.output), 3)
        self.assertNotIn("New", " ".join(told.output))
        self.assertFalse(self.env["imap.arrival"].search([]))
