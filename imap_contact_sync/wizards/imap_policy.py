# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from ..models.levels import LABELS, cap_rank


class ImapPolicy(models.TransientModel):
    """What mailboxes share."""

    _name = "imap.policy"
    _inherit = "imap.company.wizard"
    _description = "Sharing Policy"

    sharing_default = fields.Selection(
        LABELS, string="New Mailboxes Share", compute="_compute_policy",
        compute_sudo=False,
        store=True, readonly=False, required=True, precompute=True,
    )  # fmt: skip
    sharing_ceiling = fields.Selection(
        LABELS, string="Mailboxes Share at Most", compute="_compute_policy",
        compute_sudo=False,
        store=True, readonly=False, required=True, precompute=True,
    )  # fmt: skip
    sharing_choice = fields.Boolean(
        string="Owners Choose", compute="_compute_policy",
        compute_sudo=False,
        store=True, readonly=False, precompute=True,
        help="Without it each mailbox shares what new ones share.",
    )  # fmt: skip
    consequence = fields.Text(compute="_compute_consequence")

    @api.depends("company_id")
    def _compute_policy(self):
        for policy in self:
            company = policy.company_id
            policy.sharing_default = company.imap_sharing_default or "private"
            policy.sharing_ceiling = company.imap_sharing_ceiling or "private"
            policy.sharing_choice = company.imap_sharing_choice

    @api.depends("company_id", "sharing_default", "sharing_ceiling", "sharing_choice")
    def _compute_consequence(self):
        for policy in self:
            # sudo: how many emails there are is the manager's to know, where he works
            companies = policy.company_id._origin & self.env.user.company_ids
            accounts = self.env["imap.account"].sudo().search(
                [("company_id", "in", companies.ids)]
            )  # fmt: skip
            cap = cap_rank(
                policy.sharing_default, policy.sharing_ceiling, policy.sharing_choice
            )
            lowered = accounts.filtered(lambda each, cap=cap: each._shared_rank() > cap)
            policy.consequence = self.env._(
                "Nothing is opened by this: where you allow more, each owner decides."
            )
            if lowered:
                policy.consequence = self.env._(
                    "Others will see less of %s, at once. Allowing more again later "
                    "opens nothing by itself.",
                    lowered._amount(*lowered._reach(with_chosen=True)),
                )

    def action_confirm(self):
        """Set the policy of a company in which the manager works."""
        self._set_rules(
            {
                "imap_sharing_default": self.sharing_default,
                "imap_sharing_ceiling": self.sharing_ceiling,
                "imap_sharing_choice": self.sharing_choice,
            }
        )
