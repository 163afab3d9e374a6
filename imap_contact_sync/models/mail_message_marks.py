# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.tools.mail import email_normalize

from .levels import EVERYTHING


class MailMessage(models.Model):
    """What stands quietly beside a synced email: direction, recipients, mailbox."""

    _inherit = "mail.message"

    @api.model
    def _imap_read_marks(self, views):
        """Read what the marks need, of all envelopes at once and no more than that.

        :param views: ``View`` by envelope, of the user who asks
        """
        # sudo: each mark says itself who may see it
        accounts = self.env["imap.account"].sudo()
        accounts.browse({view.best.account for view in views.values()}).fetch(
            ["name", "email"]
        )
        self.concat(*views).sudo().imap_email_id.fetch(["direction"])

    def _imap_mark_values(self, view, recipients):
        """What the web client shows of it, for the user who asks.

        :param view: ``View`` of the user
        :param recipients: pairs of name and address, those of To first
        """
        self.ensure_one()
        # sudo: whoever sees the envelope knows who wrote to whom of the two sides
        values = {"imap_direction": self.sudo().imap_email_id.direction}
        if view.best.rank >= EVERYTHING:
            values["imap_mailbox"] = self._imap_mailbox_name(view.best)
            values["imap_recipients"] = self._imap_recipients(recipients)
        return values

    @api.model
    def _imap_mailbox_name(self, copy):
        """How its owner calls his mailbox; to others its address."""
        # sudo: only of a mailbox of whose email the user reads everything
        account = self.env["imap.account"].sudo().browse(copy.account)
        return account.name if copy.mine else account.email

    @api.model
    def _imap_recipients(self, pairs):
        """Names or addresses of whom it was sent to, each once."""
        names = {}
        for name, email in pairs:
            names.setdefault(email_normalize(email) or email, name or email)
        return list(names.values())
