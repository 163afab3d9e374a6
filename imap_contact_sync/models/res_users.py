# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.exceptions import UserError


class ResUsers(models.Model):
    """What becomes of the mailboxes of a user who leaves."""

    _inherit = "res.users"

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {"active", "group_ids", "company_ids"}:
            self.env["imap.account"]._stop_leavers(self)
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_unless_mail_is_left(self):
        accounts = self._mailboxes()
        if accounts:
            raise UserError(
                self.env._(
                    "%(users)s cannot be deleted: emails of these mailboxes still "
                    "stand on contacts, or are just being deleted: %(mailboxes)s. "
                    "Archive the user instead. Or archive the user, let a manager of "
                    "email sharing press Disconnect on each mailbox and delete all of "
                    "its emails, and delete the user a few minutes later.",
                    users=", ".join(accounts.user_id.mapped("name")),
                    mailboxes=", ".join(accounts.mapped("email")),
                )
            )

    def unlink(self):
        """Mailboxes without any mail go with their owner."""
        empty = self._mailboxes().filtered(
            lambda account: not (account.has_mail or account.is_erasing)
        )
        empty.unlink()
        return super().unlink()

    def _mailboxes(self):
        # sudo: whoever deletes users need not see their mailboxes
        return self.env["imap.account"].sudo().search([("user_id", "in", self.ids)])
