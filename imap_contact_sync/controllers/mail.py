# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from contextlib import suppress

from odoo import http
from odoo.http import request

from odoo.addons.mail.controllers.google_translate import GoogleTranslateController
from odoo.addons.mail.controllers.mail import MailController
from odoo.addons.mail.controllers.thread import ThreadController


class ImapMailController(MailController):
    @http.route()
    def mail_action_view(self, model=None, res_id=None, access_token=None, **kwargs):
        """Core tells the record of any message id; not of one that is hidden."""
        with suppress(TypeError, ValueError):  # core's own reading of the number
            message_id = int(kwargs.get("message_id"))
            if request.env["mail.message"].browse(message_id)._hidden():
                kwargs.pop("message_id")
        return super().mail_action_view(
            model=model, res_id=res_id, access_token=access_token, **kwargs
        )


class ImapTranslateController(GoogleTranslateController):
    @http.route()
    def translate(self, message_id):
        """Synced mail is never sent to a translation service."""
        if request.env["mail.message"].browse(int(message_id))._synced():
            raise request.not_found()
        return super().translate(message_id)


class ImapThreadController(ThreadController):
    @http.route()
    def mail_thread_messages(
        self, thread_model, thread_id, fetch_params=None, imap_filter=None
    ):
        """Core's web client writes ``fetch_params`` where the filter is unknown."""
        if imap_filter is not None:
            fetch_params = {**(fetch_params or {}), "imap_filter": imap_filter}
        return super().mail_thread_messages(thread_model, thread_id, fetch_params)
