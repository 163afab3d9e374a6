# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.exceptions import AccessError


class ImapCompanyWizard(models.AbstractModel):
    """Rules of a company, set by managers of email sharing.

    Settings has the same for administrators; a manager need not be one.
    """

    _name = "imap.company.wizard"
    _description = "Rules of a Company"

    company_id = fields.Many2one(
        "res.company", default=lambda self: self.env.company, required=True
    )

    def _set_rules(self, values):
        """:raises AccessError: the manager does not work in the company"""
        self.ensure_one()
        if self.company_id not in self.env.user.company_ids:
            raise AccessError(
                self.env._("You do not work in this company. Choose one of yours.")
            )
        # sudo: a company is an administrator's to edit; these values are not
        self.company_id.sudo().write(values)
