# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class ImapDisconnect(models.TransientModel):
    """Asks what becomes of the mail of a mailbox that is disconnected."""

    _name = "imap.disconnect"
    _description = "Disconnect a Mailbox"

    account_id = fields.Many2one("imap.account", required=True, ondelete="cascade")
    email_count = fields.Integer(compute="_compute_counts")
    private_count = fields.Integer(compute="_compute_counts")
    shared_count = fields.Integer(compute="_compute_counts")
    contact_count = fields.Integer(compute="_compute_counts")
    amount = fields.Text(compute="_compute_amount")
    erase = fields.Selection(
        [
            ("private", "Delete the private ones, keep the shared ones"),
            ("all", "Delete all of them"),
            ("none", "Keep all of them"),
        ],
        string="The Emails",
        default="private",
        required=True,
    )

    @api.depends("account_id")
    def _compute_counts(self):
        for wizard in self:
            account = wizard.account_id._origin
            account._check_may_disconnect()
            counts = account._mail_counts() if account else (0, 0, 0)
            wizard.private_count, wizard.shared_count, wizard.contact_count = counts
            wizard.email_count = wizard.private_count + wizard.shared_count

    @api.depends("private_count", "shared_count", "contact_count")
    def _compute_amount(self):
        for wizard in self:
            wizard.amount = wizard._amount_sentence()

    def _amount_sentence(self):
        if not self.email_count:
            return self.env._("No email of this mailbox stands on any contact.")
        return self.env._(
            "Private, so that nobody but the owner sees anything of them: "
            "%(private)s.\nShared with colleagues: %(shared)s.",
            private=self._emails(self.private_count),
            shared=self.account_id._amount(self.shared_count, self.contact_count)
            if self.shared_count
            else self._emails(0),
        )

    def _emails(self, count):
        if not count:
            return self.env._("no emails")
        return self.account_id._amount_of_emails(count)

    def action_confirm(self):
        """Erase the secret, hide what is to go, and have it deleted.

        :raises AccessError: see ``imap.account._check_may_disconnect``
        """
        self.ensure_one()
        self.account_id._check_may_disconnect()
        self.account_id._disconnect(self.erase)
        return {"type": "ir.actions.client", "tag": "soft_reload"}
