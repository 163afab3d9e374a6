# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class ResGroups(models.Model):
    """Whoever loses the right to connect mailboxes loses their secrets at once."""

    _inherit = "res.groups"

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {"user_ids", "implied_ids", "implied_by_ids"}:
            self.env["imap.account"]._stop_leavers()
        return result
