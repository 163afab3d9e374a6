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
    def _wait(self, account, envelopes):
        """Let the rules be asked about these envelopes, each once."""
        waiting = self.search([("message_id", "in", envelopes.ids)]).message_id
        if new := envelopes - waiting:
            self.create(
                [{"message_id": each.id, "account_id": account.id} for each in new]
            )
            self.env.ref(CRON)._trigger()

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
        if not self.exists():  # removed meanwhile, by a rule perhaps
            return
        try:
            with self.env.cr.savepoint():
                self._run_rules()
                self.unlink()
        except Exception as error:  # noqa: BLE001
            # Where and what kind, never a text: it may be about somebody's mail.
            _logger.warning("Rules for arrival %s: %s", self.id, kind_of(error))
            self.failure_count += 1
            if self.failure_count >= TRIES:
                self.unlink()

    def _run_rules(self):
        message = self.message_id
        if not message._imap_open_to_everybody(self.account_id):
            return
        record = self.env[message.model].browse(message.res_id).exists()
        rules = self.env["base.automation"].with_company(self.account_id.company_id)
        if record:
            rules._run_for_email(
                record.with_env(rules.env), message.imap_email_id.direction
            )
