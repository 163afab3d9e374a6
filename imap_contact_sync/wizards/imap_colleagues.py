# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError


class ImapColleagues(models.TransientModel):
    """Who is a colleague, set by managers of email sharing.

    Settings has the same for administrators; a manager need not be one.
    """

    _name = "imap.colleagues"
    _description = "Contacts and Colleagues"

    company_id = fields.Many2one(
        "res.company", default=lambda self: self.env.company, required=True
    )
    own_domains = fields.Char(
        string="Own Email Domains", compute="_compute_settings",
        store=True, readonly=False, precompute=True,
        help="Domains of the company, with their subdomains, separated by commas.",
    )  # fmt: skip
    proposed = fields.Char(related="company_id.imap_own_domains_proposed")
    log_internal = fields.Boolean(
        string="Colleagues Are Contacts, Too", compute="_compute_settings",
        store=True, readonly=False, precompute=True,
        help="Emails between colleagues stand on the colleagues' contacts, and are "
        "seen as each mailbox shares.",
    )  # fmt: skip

    @api.depends("company_id")
    def _compute_settings(self):
        for each in self:
            each.own_domains = each.company_id.imap_own_domains
            each.log_internal = each.company_id.imap_log_internal

    def action_confirm(self):
        """Set it for a company in which the manager works."""
        self.ensure_one()
        if self.company_id not in self.env.user.company_ids:
            raise AccessError(
                self.env._("You do not work in %s.", self.company_id.sudo().name)
            )
        # sudo: a company is an administrator's to edit; these two values are not
        self.company_id.sudo().write(
            {
                "imap_own_domains": self.own_domains,
                "imap_log_internal": self.log_internal,
            }
        )
