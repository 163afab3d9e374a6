# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class ImapAccount(models.Model):
    """What became of the messages of a mailbox, over all its folders."""

    _inherit = "imap.account"

    failure_ids = fields.One2many(
        "imap.failure", compute="_compute_failure_ids", string="Failed Messages"
    )
    # sudo: managers see how much there is, not the folders' names
    scanned_count = fields.Integer(
        compute="_compute_counts", compute_sudo=True, string="Scanned"
    )
    kept_count = fields.Integer(
        compute="_compute_counts", compute_sudo=True, string="Kept"
    )
    skipped_count = fields.Integer(
        compute="_compute_counts", compute_sudo=True, string="Skipped"
    )
    failed_count = fields.Integer(
        compute="_compute_counts", compute_sudo=True, string="Failed"
    )

    @api.depends("folder_ids.failure_ids")
    def _compute_failure_ids(self):
        for account in self:
            account.failure_ids = account.folder_ids.failure_ids

    @api.depends(
        "folder_ids.scanned_count",
        "folder_ids.kept_count",
        "folder_ids.skipped_count",
        "folder_ids.failed_count",
    )
    def _compute_counts(self):
        # Not through ``folder_ids``: managers may not read the folders, and what
        # the user's form has read of them stands in the cache of superusers too.
        names = ("scanned_count", "kept_count", "skipped_count", "failed_count")
        groups = self.env["imap.folder"]._read_group(
            [("account_id", "in", self.ids)],
            ["account_id"],
            [f"{name}:sum" for name in names],
        )
        sums = {account.id: counts for account, *counts in groups}
        for account in self:
            counts = sums.get(account._origin.id, (0,) * len(names))
            account.update(dict(zip(names, counts, strict=True)))
