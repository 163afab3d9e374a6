# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

from .imap_account_run import WELL


class ImapAccountRun(models.Model):
    """What is special before a mailbox has been imported for the first time."""

    _inherit = "imap.account.run"

    imported_date = fields.Datetime(
        string="Imported", help="When the first import came to its end."
    )

    def _is_importing(self):
        """Whether the first import has been started and is not through."""
        started = self.account_id.confirmed_date
        ended = self.imported_date
        return bool(started) and not (ended and ended >= started)

    def _record_preview(self, complete, trouble):
        """A run has counted what an import would keep. The next one is that import,
        unless there is more to count.

        :param complete: whether all was looked through
        :param trouble: a sentence about a folder that could not be read
        """
        self.write(
            {
                "status": "retry" if trouble else "never",
                **WELL,
                "error_message": trouble,
                "not_before_date": False,
                "next_sync_date": fields.Datetime.now(),
            }
        )
        if complete and not self._has_decided():
            self.next_sync_date = False
        elif self._is_day_over():
            self._rest_until_tomorrow()

    def _has_decided(self):
        """Whether the owner has started the import, or chosen what else to count,
        while a run was going on."""
        # A new transaction: this one still sees the database as before the run.
        with self.env.registry.cursor() as cr:
            account = self.with_env(self.env(cr=cr)).account_id
            return bool(account.confirmed_date or not account._preview().is_complete)

    def _record_success(self, complete, trouble, started, worked):
        first = complete and self._is_importing()
        result = super()._record_success(complete, trouble, started, worked)
        if first:
            self.imported_date = fields.Datetime.now()
            self.account_id._tell_imported()
        return result
