# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

ANSWERS = "imap_answers"  # in the context: the id of the envelope that is answered
WRITTEN = ("comment", "email_outgoing")
BY_GATEWAY = "email"


class MailMessage(models.Model):
    _inherit = "mail.message"

    imap_answered_id = fields.Many2one(
        "imap.email",
        "Answered Email",
        ondelete="set null",
        index="btree_not_null",
        copy=False,
        readonly=True,
        groups=fields.NO_ACCESS,
        prefetch=False,  # only the conversation asks for it, not each chatter
        help="The synced email that a message of Odoo answers.",
    )

    def _imap_answered_email(self, email):
        """Which synced email a new message answers.

        What the user writes answers ``email``; what Odoo notes meanwhile answers none.
        What the gateway posts belongs where the message belongs that it answers.

        :param email: the one that the user answers; may be empty
        """
        if self.message_type == BY_GATEWAY:
            return self.parent_id.imap_answered_id
        return email if self.message_type in WRITTEN else email.browse()


class MailThread(models.AbstractModel):
    """An answer to a synced email belongs to its conversation wherever it is read."""

    _inherit = "mail.thread"

    def _message_create(self, values_list):
        messages = super()._message_create(values_list)
        # sudo: nobody reads or writes the link himself; the user sees what he answers
        answered = self._imap_answered().sudo().imap_email_id
        for message in messages.sudo():
            if email := message._imap_answered_email(answered):
                message.imap_answered_id = email
        return messages

    def _notify_by_email_get_base_mail_values(
        self, message, recipients_data, additional_values=None
    ):
        """Core refers to messages of Odoo only."""
        values = super()._notify_by_email_get_base_mail_values(
            message, recipients_data, additional_values
        )
        if answered := self._imap_answered_message_id():
            values["references"] = f"{answered} {values['references']}"
        return values

    def _notify_by_email_get_headers(self, headers=None):
        headers = super()._notify_by_email_get_headers(headers)
        if answered := self._imap_answered_message_id():
            headers["In-Reply-To"] = answered
        return headers

    def _imap_answered_message_id(self):
        """The Message-ID of the email that the user answers (RFC 5322 3.6.4); empty if
        it has none that can be named."""
        # sudo: the user sees this envelope
        message_id = self._imap_answered().sudo().imap_email_id.message_id or ""
        return message_id if message_id.isascii() else ""

    def _imap_answered(self):
        """The envelope that the user answers, if he sees it; core may post for him as
        superuser."""
        id_ = self.env.context.get(ANSWERS)
        messages = self.env["mail.message"].sudo(False)
        envelope = messages.browse(id_ if isinstance(id_, int) else ())
        return envelope.exists()._filtered_access("read")
