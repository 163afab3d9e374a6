# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields


class Unsigned32(fields.Integer):
    """An IMAP number: UIDs and UIDVALIDITY are unsigned 32 bit (RFC 3501 9).

    Odoo's integers are signed 32 bit columns and cannot hold the upper half.
    """

    _column_type = ("int8", "int8")
