# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

from .imap_sync import CONCURRENCY_ERRORS

BATCH = 200  # copies of emails per transaction


class ImapSync(models.AbstractModel):
    """Deletes the mail of disconnected mailboxes.

    It has been hidden when it was doomed. Each batch is one transaction, so a worker
    may die anywhere: the next one goes on.
    """

    _inherit = "imap.sync"

    @api.model
    def _cron_erase(self):
        """Delete what is doomed; no leaver keeps a secret, whatever made him one."""
        try:
            self._retried(self._erase_secrets_of_leavers)
            while self._retried(self._erase_batch):
                if not self._seconds_left():
                    self._wake_again()
                    break
        except CONCURRENCY_ERRORS:
            # Others keep writing the same rows: the next hour's run goes on.
            return

    def _erase_secrets_of_leavers(self):
        self.env["imap.account"]._stop_leavers()
        self._commit()

    def _erase_batch(self):
        """:return: whether there was anything"""
        sources = self.env["imap.email.source"].search(
            [("doomed", "=", True)], order="account_id, email_id", limit=BATCH
        )
        for folder, copies in sources.grouped("folder_id").items():
            folder._forget_copies(copies)
        emails = sources.email_id
        sources.unlink()
        emails._forget_unsourced()
        self._commit(len(sources))
        return bool(sources)
