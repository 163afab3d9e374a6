# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

from ..engine.authentication import CLAIMS, UNPROVEN, VERDICTS


class ImapEmailSource(models.Model):
    """Who wrote an email, as this copy of it tells.

    Copies of one identity need not be alike: anybody can put a forged one into his
    own mailbox. So what it says of its sender is its own, and is shown to those who see
    this copy (ID-8).
    """

    _inherit = "imap.email.source"

    sender_verdict = fields.Selection(
        [(each, each.capitalize()) for each in VERDICTS],
        default="unknown",
        readonly=True,
        help="See engine/authentication.py.",
    )
    claim = fields.Selection(
        [(each, each.replace("_", " ").capitalize()) for each in CLAIMS],
        readonly=True,
        help="Why its sender is only a claimed one.",
    )
    email_from = fields.Char(
        readonly=True, help="Only where it is not that of the email's first copy."
    )

    def _shown_claim(self):
        """The claim, unless the same content stands in its author's sent folder."""
        return False if self.content_id.author_proven else self.claim

    def _shown_author(self):
        if self._shown_claim() in UNPROVEN:
            return self.env["res.partner"]
        return self.content_id.author_id
