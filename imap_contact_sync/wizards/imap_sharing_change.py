# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from ..models.levels import LABELS


class ImapSharingChange(models.TransientModel):
    """Asks the owner before others see more, or less, of his past emails."""

    _name = "imap.sharing.change"
    _description = "Change What Others See"

    # Nothing of it is looked up as superuser: a form tells before it is saved.
    account_id = fields.Many2one("imap.account", required=True, ondelete="cascade")
    company_id = fields.Many2one(related="account_id.company_id", related_sudo=False)
    sharing = fields.Selection(
        LABELS,
        string="Others See",
        compute="_compute_sharing",
        compute_sudo=False,
        store=True,
        readonly=False,
        required=True,
        precompute=True,
    )
    reader_ids = fields.Many2many(
        "res.users",
        "imap_sharing_change_reader_rel",
        "change_id",
        "user_id",
        string="Readers",
        compute="_compute_reader_ids",
        compute_sudo=False,
        store=True,
        readonly=False,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
    )
    consequence = fields.Text(compute="_compute_consequence")
    reader_consequence = fields.Text(compute="_compute_consequence")
    limit = fields.Selection(related="account_id.sharing_limit", related_sudo=False)
    company_choice = fields.Boolean(
        related="account_id.company_choice", related_sudo=False
    )

    @api.model_create_multi
    def create(self, vals_list):
        ids = [vals.get("account_id") for vals in vals_list if vals.get("account_id")]
        self.env["imap.account"].browse(ids)._check_is_owner()
        return super().create(vals_list)

    @api.depends("account_id")
    def _compute_sharing(self):
        for change in self:
            change.sharing = change.account_id.sharing

    @api.depends("account_id")
    def _compute_reader_ids(self):
        for change in self:
            change.reader_ids = change.account_id.reader_ids

    @api.depends("account_id", "sharing", "reader_ids")
    def _compute_consequence(self):
        for change in self:
            account = change.account_id
            change.consequence = account._change_sentence(change.sharing or "private")
            added = change.reader_ids._origin - account.reader_ids
            change.reader_consequence = bool(added) and self.env._(
                "%(readers)s will see all of %(amount)s, as far as the contacts are "
                "open to them and the company's policy allows it.",
                readers=", ".join(added.mapped("name")),
                amount=account._amount(*account._reach(with_chosen=True)),
            )

    def action_confirm(self):
        """Share like this, past emails included.

        :raises AccessError: the mailbox is somebody else's
        """
        self.account_id.write(
            {"sharing": self.sharing, "reader_ids": [(6, 0, self.reader_ids.ids)]}
        )
