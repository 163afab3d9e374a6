# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging

from odoo import api, fields, models

from odoo.addons.imap_contact_sync.models.imap_account_run_sentences import kind_of

_logger = logging.getLogger(__name__)

CRON = "imap_contact_sync_automation.ir_cron_rules"
TRIES = 3
BATCH = 1_000


class ImapArrival(models.Model):
    """An email that has just arrived, until the rules have been asked about it.

    They run in a scheduled action of their own: what they do, and what goes wrong with
    it, is no matter of the mailbox's run.
    """

    _name = "imap.arrival"
    _description = "Email That Automation Rules Wait For"
    _order = "id"

    message_id = fields.Many2one(
        "mail.message", required=True, index=True, ondelete="cascade", readonly=True
    )
    account_id = fields.Many2one(
        "imap.account", required=True, index=True, ondelete="cascade", readonly=True
    )
    failure_count = fields.Integer(readonly=True)

    @api.model
    def _cron_rules(self):
        """Run the rules for each email. No exception may escape: Odoo would switch the
        action off."""
        # What is left over has its turn next, as Odoo is told that it remains.
        waiting = self.search([], limit=BATCH)
        self.env["ir.cron"]._commit_progress(remaining=self.search_count([]))
        for arrival in waiting:
            arrival._run_rules_isolated()
            if not self.env["ir.cron"]._commit_progress(1):
                break

    def _run_rules_isolated(self):
        """One email. The broad handler of its level: rules are anybody's code."""
        try:
            with self.env.cr.savepoint():
                self._run_rules()
                self.unlink()
        except Exception as error:  # noqa: BLE001
            # Where and what kind, never a text: it may be about somebody's mail.
            _logger.warning(
                "Rules for message %s: %s", self.message_id.id, kind_of(error)
            )
            self.failure_count += 1
            if self.failure_count >= TRIES:
                self.unlink()

    def _run_rules(self):
        message = self.message_id
        if not self._is_open():
            return
        record = self.env[message.model].browse(message.res_id).exists()
        rules = self.env["base.automation"].with_company(self.account_id.company_id)
        if record:
            rules._run_for_email(
                record.with_env(rules.env), message.imap_email_id.direction
            )

    def _is_open(self):
        """Whether everybody who can open the record sees at least who and when."""
        owner = self.account_id.user_id  # he knows the mailboxes of his companies
        message = self.message_id.with_user(owner)
        everybody = self.env["imap.account"].with_user(owner)._openness_of_everybody()
        return message in message._imap_views(everybody)
