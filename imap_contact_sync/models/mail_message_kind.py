# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class MailMessage(models.Model):
    """The owner is told why an email is his alone that he has not closed himself."""

    _inherit = "mail.message"

    @api.model
    def _imap_own_sentence(self, own):
        """
        :param own: ``Copy`` of the user who asks, which nobody else sees
        """
        words = self.env["res.company"]._imap_kind_words()
        if not own.kind:
            return self.env._("Nobody else sees this email.")
        return self.env._(
            "Nobody else sees this email: it is kept private because it is %s.",
            words[own.kind],
        )
