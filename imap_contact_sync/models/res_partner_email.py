# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import email_normalize


class ResPartnerEmail(models.Model):
    """A further email address of a contact, as visible as the contact itself."""

    _name = "res.partner.email"
    _description = "Further Email Address of a Contact"
    _rec_name = "email"
    _order = "partner_id, id"

    partner_id = fields.Many2one(
        "res.partner", required=True, index=True, ondelete="cascade"
    )
    email = fields.Char(required=True)
    email_normalized = fields.Char(
        compute="_compute_email_normalized", store=True, index=True
    )

    @api.depends("email")
    def _compute_email_normalized(self):
        for each in self:
            each.email_normalized = email_normalize(each.email)

    @api.constrains("email")
    def _check_email(self):
        for each in self:
            if not each.email_normalized:
                raise ValidationError(
                    self.env._(
                        "%s is not an email address. Enter one address a line, such "
                        "as lena@example.com.",
                        each.email,
                    )
                )

    @api.model
    def _search(self, domain, *args, **kwargs):
        if not self.env.su:
            contacts = self.env["res.partner"].with_context(active_test=False)
            domain = Domain(domain) & Domain("partner_id", "in", contacts._search([]))
        return super()._search(domain, *args, **kwargs)

    def _check_access(self, operation):
        result = super()._check_access(operation)
        if self.env.su:
            return result
        rest = self - result[0] if result else self
        # sudo: an address that may not be read has a contact all the same
        contacts = rest.sudo().partner_id.sudo(False)
        needed = "read" if operation == "read" else "write"
        open_ids = set(contacts._filtered_access(needed).ids)
        closed = rest.filtered(lambda each: each.sudo().partner_id.id not in open_ids)
        if not closed:
            return result
        forbidden = closed | result[0] if result else closed
        return forbidden, lambda: self.env["ir.rule"]._make_access_error(
            operation, forbidden
        )
