# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.tools import is_html_empty
from odoo.tools.mail import email_split_tuples

from odoo.addons.mail.tools.discuss import Store

from .levels import METADATA, SUBJECT

# What the web client would keep of a level that was lowered since.
BELOW_EVERYTHING = dict.fromkeys(
    (
        "imap_mailbox", "imap_notes", "imap_recipients", "incoming_email_cc",
        "incoming_email_to",
    ),
    False,
)  # fmt: skip


class MailMessage(models.Model):
    """What the server adds to a synced message for the user who asks."""

    _inherit = "mail.message"

    def _to_store(self, store, fields, **kwargs):
        """Add the content to each envelope, for the user who asks and may read it."""
        whole = "message_format" in fields
        result = super()._to_store(store, fields, **kwargs)
        if whole:
            # Core also formats as superuser; what is shown is what the user may see.
            self.sudo(False)._contents_to_store(store)
        return result

    def _contents_to_store(self, store):
        """Stores that go over the bus reach many users, and get a placeholder."""
        # sudo: only the link, which formatting has read
        synced = self.sudo().filtered("imap_email_id").sudo(False)
        if not synced:
            return
        views = {}
        if store.target.channel is None and store.target.subchannel is None:
            views = synced._imap_views()
        best = self._imap_best(views)
        self._imap_read_marks(views)
        for message in synced:
            values = {"body": self.env._("You may not read this email.")}
            if view := views.get(message):
                content, copy = best[message]
                values = self._content_values(content, view.best.rank)
                values["imap_sharing"] = self._imap_sharing_values(view)
                values |= message._imap_sender_values(copy)
                recipients = [
                    *(values["incoming_email_to"] or ()),
                    *(values["incoming_email_cc"] or ()),
                ]
                values |= message._imap_mark_values(view, recipients)
            # All is read: ``add`` would format each message again, field by field.
            store.add_model_values(message._name, {"id": message.id, **values})

    @api.model
    def _content_values(self, content, level):
        """What a user who sees this level of it gets."""
        if level == METADATA:
            return {
                **BELOW_EVERYTHING,
                "subject": False,
                "body": self.env._("Only who wrote it and when is shared."),
            }
        if level == SUBJECT:
            return {
                **BELOW_EVERYTHING,
                "subject": content.subject,
                "body": self.env._("Only the subject of this email is shared."),
            }
        return {
            # The web client takes a message without a body for a removed one.
            "body": self.env._("This email has no text.")
            if is_html_empty(content.body)
            else content.body,
            "subject": content.subject,
            "incoming_email_to": email_split_tuples(content.email_to or ""),
            "incoming_email_cc": email_split_tuples(content.email_cc or ""),
            "imap_notes": content._note_sentences(),
            "attachment_ids": Store.Many(
                content.attachment_ids, self._store_attachment_fields(), sort="id"
            ),
        }

    @api.model
    def _store_attachment_fields(self):
        """Core's, without the tokens that open a file to anybody for weeks."""
        return [
            "checksum", "create_date", "file_size", "has_thumbnail", "mimetype",
            "name", "type", "url", Store.One("thread", [], as_thread=True),
        ]  # fmt: skip
