# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.tools import email_normalize_all

ADDRESS = "email_normalized"


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
        """Drop doubles first: of tombstones Odoo would delete all that a merged
        contact has, and double addresses would make the merge fail."""
        self._drop_double_addresses(src_partners, dst_partner)
        # sudo: nobody reads tombstones; the merge runs as superuser too
        tombstones = self.env["imap.tombstone"].sudo().search(
            [("partner_id", "in", (src_partners + dst_partner).ids)], order="id"
        )  # fmt: skip
        kept = {}
        for each in tombstones.sorted(lambda each: each.partner_id != dst_partner):
            kept.setdefault((each.account_id, each.key), each)
        (tombstones - tombstones.browse(each.id for each in kept.values())).unlink()
        return super()._update_foreign_keys(src_partners, dst_partner)

    @api.model
    def _drop_double_addresses(self, src_partners, dst_partner):
        """Also those that follow from the email field of a contact that goes."""
        # sudo: the merge runs as superuser too
        rows = self.env["res.partner.email"].sudo()
        goes = rows.search([("partner_id", "in", src_partners.ids)], order="id")
        stays = rows.search([("partner_id", "=", dst_partner.id)])
        kept = set(stays.filtered(lambda row: not row.is_derived).mapped(ADDRESS))
        for row in goes:
            if row.is_derived or row.email_normalized in kept:
                row.unlink()
            else:
                kept.add(row.email_normalized)

    @api.model
    def _update_values(self, src_partners, dst_partner):
        """The contact that stays has one email field: what else stood in that of the
        others becomes a further address. And it keeps private what they have."""
        result = super()._update_values(src_partners, dst_partner)
        # sudo: no correspondence is opened, or closed for ever, because of who merges
        private = src_partners.sudo().filtered("imap_protected")
        if private:
            dst_partner.sudo().imap_protected = True
            private.imap_protected = False
        kept = dst_partner._imap_addresses()
        # sudo: no address is lost because of who merges
        self.env["res.partner.email"].sudo().create(
            [
                {"partner_id": dst_partner.id, "email": email}
                for email in dict.fromkeys(
                    email
                    for partner in src_partners
                    for email in email_normalize_all(partner.email or "")
                )
                if email not in kept
            ]
        )
        self._drop_further_in_field(dst_partner)
        return result

    @api.model
    def _drop_further_in_field(self, partner):
        """What came as a further address, and stands in the email field already."""
        further = [("partner_id", "=", partner.id), ("is_derived", "=", False)]
        in_field = [(ADDRESS, "in", email_normalize_all(partner.email or ""))]
        # sudo: the merge runs as superuser too
        self.env["res.partner.email"].sudo().search(further + in_field).unlink()
