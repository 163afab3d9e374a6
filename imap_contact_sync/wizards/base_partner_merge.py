# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class BasePartnerMerge(models.TransientModel):
    """Merging contacts moves the envelopes; an email stays once per contact.

    What was removed from one of them stays removed.
    """

    _inherit = "base.partner.merge.automatic.wizard"

    @api.model
    def _update_reference_fields(self, src_partners, dst_partner):
        """Drop the doubles first: moving them would break the unique index."""
        # sudo: envelopes are nobody's to delete; the merge runs as superuser too
        envelopes = self.env["mail.message"].sudo().search(
            [
                ("model", "=", "res.partner"),
                ("res_id", "in", (src_partners + dst_partner).ids),
                ("imap_email_id", "!=", False),
            ],
            order="id",
        )  # fmt: skip
        kept = {}
        for envelope in envelopes.sorted(lambda each: each.res_id != dst_partner.id):
            kept.setdefault(envelope.imap_email_id, envelope)
        (envelopes - envelopes.browse(each.id for each in kept.values())).unlink()
        return super()._update_reference_fields(src_partners, dst_partner)

    @api.model
    def _update_foreign_keys(self, src_partners, dst_partner):
        """Drop double tombstones first: else Odoo deletes all of a merged contact."""
        # sudo: nobody reads tombstones; the merge runs as superuser too
        tombstones = self.env["imap.tombstone"].sudo().search(
            [("partner_id", "in", (src_partners + dst_partner).ids)], order="id"
        )  # fmt: skip
        kept = {}
        for each in tombstones.sorted(lambda each: each.partner_id != dst_partner):
            kept.setdefault((each.account_id, each.key), each)
        (tombstones - tombstones.browse(each.id for each in kept.values())).unlink()
        return super()._update_foreign_keys(src_partners, dst_partner)
