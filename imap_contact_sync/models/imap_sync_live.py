# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models

ARRIVED = "imap_arrived"  # in the cursor's cache: ids of emails by mailbox
NOTIFICATION = "imap_contact_sync/arrived"


class ImapSync(models.AbstractModel):
    """Open chatters of the owner and the readers of a mailbox hear of new mail.

    The bus carries the ids of records, and nothing of an email; the web client then
    asks for what its user may see. One notification for each of them in a
    transaction, however many emails that has.
    """

    _inherit = "imap.sync"

    def _remember_arrived(self, account, emails):
        """Odoo empties the cache at each commit and rollback, as it has to be here."""
        arrived = self.env.cr.cache.setdefault(ARRIVED, {})
        arrived.setdefault(account.id, set()).update(emails)

    def _tell_open_chatters(self):
        """The bus sends it when the transaction is committed."""
        for account_id, emails in self.env.cr.cache.pop(ARRIVED, {}).items():
            account = self.env["imap.account"].browse(account_id)
            for user in account.user_id | account.reader_ids:
                if records := self._records_shown(user, emails):
                    user._bus_send(NOTIFICATION, records)

    def _records_shown(self, user, emails):
        """The ids of records on which a user sees any of these emails, by model."""
        # Also what only a part of the batch wrote, before an error took it back.
        domain = [("imap_email_id", "in", list(emails))]
        found = self.env["mail.message"].with_user(user).search(domain)
        groups = found.sudo().grouped("model")  # sudo: just searched
        return {
            model: sorted(set(each.mapped("res_id"))) for model, each in groups.items()
        }
