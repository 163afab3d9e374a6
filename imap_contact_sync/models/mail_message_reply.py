# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import re

from odoo import api, models
from odoo.tools import email_normalize_all, format_list

from .levels import EVERYTHING, SUBJECT

# "Re:" as mail programs of other languages write it, also several times.
REPLY_PREFIX = re.compile(
    r"\A(?:\s*(?:re|aw|antw|sv|odp|ynt|vá|回复|答复|回覆)(?:\[\d+\])?\s*[:：])+\s*",
    re.I,
)


class MailMessage(models.Model):
    """Whom an answer to a synced email goes to, as its header says."""

    _inherit = "mail.message"

    def imap_reply(self, everybody=False, quoting=False):
        """What the composer begins with. No contact is created.

        :param everybody: all who have got the email, without the user
        :param quoting: what is sent may show the subject
        :return: ``{"recipients": ids of contacts, "subject": or False, "notice":
            a sentence about addresses that get nothing, or False}``
        :raises AccessError: the user does not see this email
        """
        self.ensure_one()
        self.check_access("read")
        view = self._imap_views()[self]
        # sudo: what of this content and copy the user sees is asked in the methods
        content = self.env["imap.email.content"].sudo().browse(view.best.content)
        source = self.env["imap.email.source"].sudo().browse(view.best.source)
        emails = self._imap_answered(view, content, source, everybody)
        recipients, notice = self._imap_recipients_of(emails)
        subject = False
        if quoting and view.best.rank >= SUBJECT:
            subject = f"Re: {REPLY_PREFIX.sub('', content.subject or '')}"
        return {"recipients": recipients.ids, "subject": subject, "notice": notice}

    def _imap_answered(self, view, content, source, everybody):
        """The normalised addresses that an answer is for, each once.

        Who does not see the recipients answers who wrote it, or the contact.
        """
        envelope = self.sudo()  # sudo: the user sees this envelope
        sender = email_normalize_all(source.email_from or envelope.email_from or "")
        sent = envelope.imap_email_id.direction == "out"
        if view.best.rank < EVERYTHING:
            return self._imap_record()._imap_written_to() if sent else sender
        to = email_normalize_all(content.email_to or "")
        copied = email_normalize_all(content.email_cc or "")
        first = email_normalize_all(content.reply_to or "") or sender
        emails = to if sent else first
        if everybody:
            emails = (sender if sent else first) + to + copied
        own = self._imap_own_emails()
        others = [email for email in dict.fromkeys(emails) if email not in own]
        # A mail to oneself, or one that one has sent to nobody in To.
        return others or [email for email in dict.fromkeys(copied) if email not in own]

    @api.model
    def _imap_own_emails(self):
        """The user's addresses: his contact's and his mailboxes'."""
        user = self.env.user
        # sudo: only of the user's own mailboxes
        accounts = self.env["imap.account"].sudo().search([("user_id", "=", user.id)])
        own = {address for each in accounts for address in each._own_addresses()}
        return own | {user.email_normalized, user.partner_id.email_normalized}

    def _imap_recipients_of(self, emails):
        """The contacts behind addresses, and a sentence about the other ones.

        :return: ``(contacts, notice)``; Odoo writes to a contact's main address
        """
        here = self._imap_record()._imap_contact().id
        company = self.sudo().imap_email_id.company_id
        found, _colleagues = self.env["res.partner"]._contacts_by_email(emails, company)
        contacts = self.env["res.partner"]
        unknown, elsewhere = [], []
        for email in filter(None, emails):
            ids = found.get(email, ())
            contact = contacts.browse([here] if here in ids else ids[:1])
            contacts |= contact
            if not contact:
                unknown.append(email)
            elif contact.email and email not in email_normalize_all(contact.email):
                elsewhere.append((contact, email))
        return contacts, self._imap_reply_notice(unknown, elsewhere)

    @api.model
    def _imap_reply_notice(self, unknown, elsewhere):
        sentences = []
        if unknown:
            sentences.append(
                self.env._(
                    "Not a contact, and so not a recipient yet: %s. Add whoever is to "
                    "get your answer.",
                    format_list(self.env, unknown),
                )
            )
        for contact, email in elsewhere:
            sentences.append(
                self.env._(
                    "%(name)s is written to at %(address)s, not at %(other)s.",
                    name=contact.display_name,
                    address=contact.email_normalized,
                    other=email,
                )
            )
        return " ".join(sentences) or False
