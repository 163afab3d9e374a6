# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from odoo.addons.imap_contact_sync.models.record_fields import RecordFields


class ImapEmailSource(models.Model):
    """Mail stands on leads and opportunities, too."""

    _inherit = "imap.email.source"

    lead_ids = fields.Many2many(
        "crm.lead",
        "imap_email_source_lead_rel",
        "source_id",
        "lead_id",
        readonly=True,
        context={"active_test": False},
        help="The leads that the header fields of this copy name.",
    )
    withheld_lead_ids = fields.Many2many(
        "crm.lead",
        "imap_email_source_withheld_lead_rel",
        "source_id",
        "lead_id",
        readonly=True,
        context={"active_test": False},
        help="Leads that the header fields name and that a rule or the owner took out.",
    )

    @api.model
    def _record_fields(self):
        leads = RecordFields("lead_ids", "withheld_lead_ids", "lead_id")
        return super()._record_fields() | {"crm.lead": leads}
