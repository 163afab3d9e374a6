# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

from .unsigned import Unsigned32


class ImapFailure(models.Model):
    """A message that could not be imported, so that nothing is lost silently.

    It names the message by folder and UID only; nothing of its content is kept.
    """

    _name = "imap.failure"
    _description = "Message That Could Not Be Imported"
    _order = "id desc"

    folder_id = fields.Many2one(
        "imap.folder", required=True, index=True, ondelete="cascade", readonly=True
    )
    uid = Unsigned32(string="UID", required=True, readonly=True)
    reason = fields.Char(required=True, readonly=True)
    attempts = fields.Integer(default=1, readonly=True)

    _message_unique = models.Constraint(
        "UNIQUE(folder_id, uid)", "A message fails once in its folder."
    )
