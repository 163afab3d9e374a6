# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import http
from odoo.http import request

from odoo.addons.mail.controllers.mail import MailController


class ImapMailController(MailController):
    @http.route()
    def mail_action_view(self, model=None, res_id=None, access_token=None, **kwargs):
        """Core tells the record of any message id; not of one that is hidden."""
        message_id = str(kwargs.get("message_id") or "")
        if message_id.isdigit():
            message = request.env["mail.message"].browse(int(message_id))
            if message._hidden():
                kwargs.pop("message_id")
        return super().mail_action_view(
            model=model, res_id=res_id, access_token=access_token, **kwargs
        )
