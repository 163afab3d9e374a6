# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models

LISTED = ("imap.account", "imap.email")


class BaseModuleUninstall(models.TransientModel):
    """Before it uninstalls the addon, Odoo says how many mailboxes and emails go."""

    _inherit = "base.module.uninstall"

    def _get_models(self):
        """Besides the models with a chatter, which are what Odoo lists."""
        own = self.env["ir.model"].search([("model", "in", LISTED)])
        return super()._get_models() | own
