# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.tools import SQL

from ..engine.files import NEUTRAL_TYPE
from ..engine.html import replace_parts
from .ir_attachment import OF_MAIL

# Core looks into a file of the neutral type, and would give it that of its content.
UNREAD_TYPE = "application/x-unread"


class ImapSync(models.AbstractModel):
    """The files of messages, written with their contents."""

    _inherit = "imap.sync"

    def _attach(self, pairs):
        """Store the files; an image that the body shows is not listed besides.

        :param pairs: content record and ``ParsedMail`` of each
        """
        files = [
            (content, each) for content, mail in pairs for each in mail.attachments
        ]
        # Nor does Odoo shrink large images: files stay as sent.
        attachments = self.env["ir.attachment"].with_context(
            **{OF_MAIL: True, "image_no_postprocess": True}
        )
        records = attachments.create(
            [
                {
                    "name": each.name,
                    "raw": each.content,
                    "mimetype": UNREAD_TYPE
                    if each.mimetype == NEUTRAL_TYPE
                    else each.mimetype,
                    "res_model": content._name,
                    "res_id": content.id,
                }
                for content, each in files
            ]
        )
        unread = records.filtered(lambda each: each.mimetype == UNREAD_TYPE)
        unread.mimetype = NEUTRAL_TYPE
        listed, shown = [], {}
        for (content, each), record in zip(files, records, strict=True):
            if each.inline:
                image = f"/web/image/{record.id}"
                shown.setdefault(content, {})[each.content_id] = image
            else:
                listed.append((content.id, record.id))
        self._list_files(listed)
        for content, images in shown.items():
            content.body = replace_parts(content.body, images)

    def _list_files(self, pairs):
        """Fill ``attachment_ids`` of new contents: the ORM takes three statements
        for each of them, most of the time that files cost."""
        if not pairs:
            return
        field = self.env["imap.email.content"]._fields["attachment_ids"]
        names = map(SQL.identifier, (field.relation, field.column1, field.column2))
        columns = map(list, zip(*pairs, strict=True))
        insert = "INSERT INTO %s (%s, %s) SELECT * FROM unnest(%s, %s)"
        self.env.cr.execute(SQL(insert, *names, *columns))
        self.env["imap.email.content"].invalidate_model(["attachment_ids"])
