# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import re

from odoo import models

from ..engine.files import NEUTRAL_TYPE

# What browsers show without running anything of it.
PASSIVE_TYPES = re.compile(
    r"image/(?:png|jpeg|gif|webp|bmp|x-icon|tiff|heic)|audio/.+|video/.+"
    r"|application/(?:pdf|json)|text/(?:plain|csv|calendar)"
)


class IrBinary(models.AbstractModel):
    _inherit = "ir.binary"

    def _get_stream_from(self, record, *args, **kwargs):
        """A file of an email has its own type or none, whatever the address asks for.

        Core takes ``?mimetype=text/html`` from the address, which a link in an email
        may contain: a stranger's page would have our origin (MIME-7).
        """
        stream = super()._get_stream_from(record, *args, **kwargs)
        if (
            record._name == "ir.attachment"
            and record.res_model == "imap.email.content"
            and stream.type in ("data", "path")
        ):
            passive = PASSIVE_TYPES.fullmatch(record.mimetype or "")
            stream.mimetype = record.mimetype if passive else NEUTRAL_TYPE
        return stream
