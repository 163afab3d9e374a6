# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

OF_MAIL = "imap_file_of_mail"


class IrAttachment(models.Model):
    """Files of mail are stored and not looked into."""

    _inherit = "ir.attachment"

    @api.model
    def _index(self, bin_data, file_type, checksum=None):
        # Odoo would copy texts into the database, and unpack archives and PDF that
        # anybody may have sent (requirements PRIV-3, MIME-5).
        if self.env.context.get(OF_MAIL):
            return None
        return super()._index(bin_data, file_type, checksum=checksum)
