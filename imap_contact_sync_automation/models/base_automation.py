# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.base_automation.models.base_automation import MAIL_TRIGGERS

TRIGGERS = {"in": "on_message_received", "out": "on_message_sent"}
FOR_MAILBOXES = ("mailbox", "both")


class BaseAutomation(models.Model):
    """The triggers for messages can also mean emails of connected mailboxes.

    A rule that does not say so means what it did before: none begins to answer emails
    because this addon was installed.
    """

    _inherit = "base.automation"

    imap_messages = fields.Selection(
        [
            ("odoo", "Messages in Odoo"),
            ("mailbox", "Emails of connected mailboxes"),
            ("both", "Both"),
        ],
        string="Which Messages",
        default="odoo",
        required=True,
        help="Emails of connected mailboxes count when they arrive after the mailbox "
        "was connected, and when everybody who can open the record sees at least who "
        "wrote and when: others remain private.",
    )

    @api.constrains("imap_messages", "trigger", "model_id")
    def _check_imap_messages(self):
        models_with_mail = self.env["imap.email.source"]._record_fields()
        for rule in self:
            means_mailboxes = rule.imap_messages in FOR_MAILBOXES
            if not means_mailboxes or rule.trigger not in MAIL_TRIGGERS:
                continue
            if rule.model_name not in models_with_mail:
                raise ValidationError(
                    self.env._(
                        "No email of a mailbox stands on %(model)s. Choose Contact, or "
                        "another model that has them, or messages in Odoo.",
                        model=rule.model_id.name,
                    )
                )

    def _get_actions(self, records, triggers):
        """What is posted in Odoo is not for rules about mailboxes only."""
        rules = super()._get_actions(records, triggers)
        if not set(MAIL_TRIGGERS).intersection(triggers):
            return rules
        kinds = ("odoo", "both")
        if self.env.context.get("imap_arrival"):
            kinds = FOR_MAILBOXES
        # sudo: users read no rules; core has found these as superuser
        return rules.filtered(lambda rule: rule.sudo().imap_messages in kinds)

    @api.model
    def _run_for_email(self, record, direction):
        """Run the rules for an email that stands on a record now.

        :param direction: ``in`` or ``out``
        """
        asked = self.with_context(imap_arrival=True, old_values=None)
        for rule in asked._get_actions(record, [TRIGGERS[direction]]):
            found = rule._filter_post(rule._filter_pre(record, True), True)
            rule._process(found)

    @api.model
    def _models_with_rules(self):
        """The models for whose emails there are rules."""
        rules = self.sudo().search(  # sudo: the run asks, whoever started it
            [("trigger", "in", MAIL_TRIGGERS), ("imap_messages", "in", FOR_MAILBOXES)]
        )
        return set(rules.mapped("model_name"))
