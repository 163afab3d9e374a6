# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class ImapColleagues(models.TransientModel):
    """Who is a colleague."""

    _name = "imap.colleagues"
    _inherit = "imap.company.wizard"
    _description = "Contacts and Colleagues"

    own_domains = fields.Char(
        string="Own Email Domains", compute="_compute_settings",
        compute_sudo=False,
        store=True, readonly=False, precompute=True,
        help="Domains of the company, with their subdomains, separated by commas.",
    )  # fmt: skip
    proposed = fields.Char(
        related="company_id.imap_own_domains_proposed", related_sudo=False
    )
    log_internal = fields.Boolean(
        string="Colleagues are contacts, too", compute="_compute_settings",
        compute_sudo=False,
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
        self._set_rules(
            {
                "imap_own_domains": self.own_domains,
                "imap_log_internal": self.log_internal,
            }
        )
