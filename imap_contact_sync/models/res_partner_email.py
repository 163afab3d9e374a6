# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import email_normalize


class ResPartnerEmail(models.Model):
    """A further email address of a contact."""

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
