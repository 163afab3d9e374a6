# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .levels import LABELS, LEVELS, cap_rank, rank

POLICY = ("imap_sharing_default", "imap_sharing_ceiling", "imap_sharing_choice")


class ResCompany(models.Model):
    """The company's policy: what the mailboxes of its people may share."""

    _inherit = "res.company"

    imap_sharing_default = fields.Selection(
        LABELS,
        string="New Mailboxes Share",
        default="private",
        required=True,
        help="What everybody who can open a contact sees of the emails of a newly "
        "connected mailbox.",
    )
    imap_sharing_ceiling = fields.Selection(
        LABELS,
        string="Mailboxes Share at Most",
        default="everything",
        required=True,
        help="Lowering it applies to past emails at once. Raising it opens nothing: "
        "each owner decides again.",
    )
    imap_sharing_choice = fields.Boolean(
        string="Owners Choose",
        default=True,
        help="Without it each mailbox shares what new ones share.",
    )

    @api.constrains("imap_sharing_default", "imap_sharing_ceiling")
    def _check_imap_policy(self):
        for company in self:
            if rank(company.imap_sharing_default) > rank(company.imap_sharing_ceiling):
                raise ValidationError(
                    self.env._(
                        "New mailboxes cannot share more than mailboxes may share at "
                        "most. Lower the one or raise the other."
                    )
                )

    def _imap_cap(self):
        """The highest level that a mailbox of the company may have now."""
        self.ensure_one()
        return LEVELS[cap_rank(*(self[name] for name in POLICY))]

    def write(self, vals):
        """A stricter policy stays in force for past mail until its owner decides."""
        result = super().write(vals)
        if vals.keys() & set(POLICY):
            self.env["imap.account"]._forget_openness()
            # sudo: whoever sets the policy need not see the mailboxes
            accounts = self.env["imap.account"].sudo()
            for company in self:
                cap = company._imap_cap()
                accounts.search(
                    [
                        ("company_id", "=", company.id),
                        ("sharing_cap", "in", LEVELS[rank(cap) + 1 :]),
                    ]
                ).sharing_cap = cap
        return result
