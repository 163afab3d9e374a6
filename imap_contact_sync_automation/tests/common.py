# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import fields

from odoo.addons.imap_contact_sync.tests.common import ImapSyncCase
from odoo.addons.imap_contact_sync.tests.mail_server import mail

CRON = "imap_contact_sync_automation.ir_cron_rules"
COUNT = "record.write({'comment': (record.comment or '') + '+'})"


class RuleCase(ImapSyncCase):
    """A rule adds a sign to the contact's notes each time that it runs."""

    def setUp(self):
        super().setUp()
        self.addCleanup(self.env["base.automation"]._unregister_hook)
        self.account = self.connected(self.anna, sharing="metadata")
        self.deliver("History", date=fields.Datetime.now() - timedelta(days=9))

    def new_rule(self, trigger="on_message_received", code=COUNT, **values):
        model = self.env["ir.model"]._get(values.pop("model", "res.partner"))
        action = {"name": "Count", "model_id": model.id, "state": "code", "code": code}
        rule = self.env["base.automation"].create(
            {
                "name": "Count emails",
                "model_id": model.id,
                "trigger": trigger,
                "imap_messages": "mailbox",
                "action_server_ids": [(0, 0, action)],
                **values,
            }
        )
        # Nobody else is to load the models again: the rule is gone with the test.
        self.env.registry.registry_invalidated = False
        return rule

    def deliver(self, *subjects, sender=None, to=None, folder="INBOX", **fields):
        people = [sender or self.lena.email, to or self.account.email]
        letters = [mail(*people, subject, **fields) for subject in subjects]
        self.server.deliver(self.account.email, *letters, folder=folder)

    def receive(self):
        """A run, and then the rules that it has woken."""
        self.sync(self.account)
        self.run_rules()

    def run_rules(self):
        with self.enter_registry_test_mode():
            self.env.ref(CRON).method_direct_trigger()
        self.env.invalidate_all()

    def runs(self, contact=None):
        """How often the rule ran on a contact."""
        return str((contact or self.lena).comment or "").count("+")
