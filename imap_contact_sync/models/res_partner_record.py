# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class ResPartner(models.Model):
    """A contact as a record that mail stands on, see ``imap.record``."""

    _name = "res.partner"
    _inherit = ["res.partner", "imap.record"]

    def _imap_contact(self):
        return self

    def _imap_written_to(self):
        return [self.email_normalized]
