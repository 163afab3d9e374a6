# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.tools.mail import email_normalize, email_split_tuples

from .levels import EVERYTHING


class MailMessage(models.Model):
    """What stands quietly beside a synced email: direction, recipients, mailbox."""

    _inherit = "mail.message"

    def _imap_mark_values(self, view, content):
        """What the web client shows of it, for the user who asks.

        :param view: ``View`` of the user
        :param content: what he reads, as superuser
        """
        self.ensure_one()
        # sudo: whoever sees the envelope knows who wrote to whom of the two sides
        values = {"imap_direction": self.sudo().imap_email_id.direction}
        if view.best.rank >= EVERYTHING:
            values["imap_mailbox"] = self._imap_mailbox_name(view.best)
            values["imap_recipients"] = self._imap_recipients(content)
        return values

    @api.model
    def _imap_mailbox_name(self, copy):
        """How its owner calls his mailbox; to others its address."""
        # sudo: only of a mailbox of whose email the user reads everything
        account = self.env["imap.account"].sudo().browse(copy.account)
        return account.name if copy.mine else account.email

    @api.model
    def _imap_recipients(self, content):
        """Names or addresses of whom it was sent to, those of To first, each once."""
        pairs = [
            pair
            for field in (content.email_to, content.email_cc)
            for pair in email_split_tuples(field or "")
        ]
        names = {}
        for name, email in pairs:
            names.setdefault(email_normalize(email) or email, name or email)
        return list(names.values())
