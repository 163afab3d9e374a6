# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models

from odoo.addons.imap_contact_sync.engine.kind import AUTOMATIC

from .imap_arrival import CRON


class ImapSync(models.AbstractModel):
    """Rules are asked about emails that have arrived, and not about history.

    Nor about what a machine has written: a rule that answers would answer an
    out-of-office, which would answer again (RFC 3834 2).
    """

    _inherit = "imap.sync"

    def _add_copies(self, folder, copies):
        # Above the cursor is only what was not there when the mailbox was connected,
        # and was never read: no history, no email that is judged again.
        arrived = [
            email
            for match, email, *_rest in copies
            if match.uid > folder.high_uid and match.kind not in AUTOMATIC
        ]
        emails = self.env["imap.email"].union(*arrived)
        before = emails.envelope_ids
        result = super()._add_copies(folder, copies)
        if emails:
            emails.invalidate_recordset(["envelope_ids"])
            self._wait_for_rules(folder.account_id, emails.envelope_ids - before)
        return result

    def _wait_for_rules(self, account, envelopes):
        wanted = self.env["base.automation"]._models_with_rules()
        waiting = envelopes.filtered(lambda each: each.model in wanted)
        if not waiting:
            return
        self.env["imap.arrival"].create(
            [{"message_id": each.id, "account_id": account.id} for each in waiting]
        )
        self.env.ref(CRON)._trigger()
