# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    """The leads of a contact that is merged get the mail of the one that stays.

    Core changes their contact by SQL (odoo/addons/base/wizard/base_partner_merge.py).
    """

    _inherit = "base.partner.merge.automatic.wizard"

    def _update_foreign_keys(self, src_partners, dst_partner):
        # sudo: who merges contacts may have no rights on leads
        leads = self.env["crm.lead"].sudo().with_context(active_test=False)
        leads = leads.search([("partner_id", "in", src_partners.ids)])
        result = super()._update_foreign_keys(src_partners, dst_partner)
        leads.invalidate_recordset()
        leads._imap_bring_mail()
        return result
