# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ImapTombstone(models.Model):
    """An email, or a conversation, that its owner took off a lead for good."""

    _inherit = "imap.tombstone"

    lead_id = fields.Many2one("crm.lead", index=True, ondelete="cascade", readonly=True)

    _removed_from_lead_once = models.Constraint(
        "UNIQUE(account_id, key, lead_id)", "An email is removed from a lead once."
    )
