# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import UTC, datetime

from odoo import models
from odoo.tools import mute_logger

from ..engine.errors import MessageUnreadable
from ..engine.html import replace_parts
from ..engine.message import parse_message

LARGEST_MESSAGE = 25 * 2**20  # octets


class ImapSync(models.AbstractModel):
    """What is written of a message. The one place that posts; it never commits.

    email (identity) > content (vault) > source (ledger) > envelope (chatter). Rows
    are created directly: ``message_post`` would notify, subscribe and send (I6).
    """

    _inherit = "imap.sync"

    def _fetch_and_post(self, session, folder, matches):
        """Fetch the bodies of these matches and write them.

        :return: the UIDs that were expunged since their headers were read
        """
        messages = session.messages({match.uid for match in matches})
        found = {message.uid: message for message in messages}
        pairs = [(match, found[match.uid]) for match in matches if match.uid in found]
        with mute_logger("odoo.sql_db"):  # it would log rows of mail
            self._post(folder, pairs)
            self.env.flush_all()
        return [match.uid for match in matches if match.uid not in found]

    def _post(self, folder, pairs):
        """Write these messages, all in the caller's savepoint.

        :param pairs: ``(Match, RawMessage)`` of each
        """
        parsed = [parse_message(message.content) for _match, message in pairs]
        emails = self._emails(folder, pairs)
        for (match, _message), mail in zip(pairs, parsed, strict=True):
            email = emails[match.envelope.key]
            content = self._content(email, mail)
            self._add_source(folder, match, email, content)

    def _keep_known(self, folder, matches):
        """Add a source for the copies of what this mailbox has already.

        Same key and size in the same mailbox is the same message in another folder,
        or after a renumbering; its body is not fetched again. Only in the same
        mailbox: a forged copy must not open another person's content (ID-8).

        :return: the matches whose bodies are needed
        """
        known = self._known_copies(
            folder.account_id, [verdict.envelope.key for verdict in matches]
        )
        unknown = []
        for verdict in matches:
            envelope = verdict.envelope
            source = known.get((envelope.key, envelope.size))
            if source:
                email, content = source.email_id, source.content_id
                self._add_source(folder, verdict, email, content)
            else:
                unknown.append(verdict)
        return unknown

    def _known_copies(self, account, keys):
        sources = self.env["imap.email.source"].search(
            [
                ("account_id", "=", account.id),
                ("email_id.company_id", "=", account.company_id.id),
                ("email_id.key", "in", keys),
            ]
        )
        return {(source.email_id.key, source.size): source for source in sources}

    def _emails(self, folder, pairs):
        """The email records by key, created where missing."""
        company = folder.account_id.company_id
        model = self.env["imap.email"]
        keys = list({match.envelope.key for match, _message in pairs})
        found = model.search([("company_id", "=", company.id), ("key", "in", keys)])
        emails = {email.key: email for email in found}
        missing = {
            match.envelope.key: self._email_values(company, match, message)
            for match, message in pairs
            if match.envelope.key not in emails
        }
        created = model.create(list(missing.values()))
        return emails | {email.key: email for email in created}

    def _email_values(self, company, match, message):
        envelope = match.envelope
        moment = envelope.date or message.received or datetime.now(UTC)
        sender = envelope.sender
        return {
            "company_id": company.id,
            "key": envelope.key,
            "date": moment.astimezone(UTC).replace(tzinfo=None),
            "direction": match.direction,
            "email_from": str(sender) if sender else False,
            "author_id": match.sender,
        }

    def _content(self, email, mail):
        """The content record of this copy; equal copies share one."""
        digest = mail.digest
        content = email.content_ids.filtered(lambda each: each.digest == digest)
        if content:
            return content
        content = self.env["imap.email.content"].create(
            {
                "email_id": email.id,
                "digest": digest,
                "subject": mail.subject,
                "email_to": mail.email_to,
                "email_cc": mail.email_cc,
                "body": mail.body,
            }
        )
        self._attach(content, mail)
        return content

    def _attach(self, content, mail):
        """Store the files; an image that the body shows is not listed besides."""
        # The context keeps Odoo from shrinking large images: files stay as sent.
        attachments = (
            self.env["ir.attachment"]
            .with_context(image_no_postprocess=True)
            .create(
                [
                    {
                        "name": each.name,
                        "raw": each.content,
                        "mimetype": each.mimetype,
                        "res_model": content._name,
                        "res_id": content.id,
                    }
                    for each in mail.attachments
                ]
            )
        )
        pairs = list(zip(mail.attachments, attachments, strict=True))
        listed = [record.id for each, record in pairs if not each.inline]
        content.attachment_ids = [(6, 0, listed)]
        shown = {
            each.content_id: f"/web/image/{record.id}"
            for each, record in pairs
            if each.inline
        }
        body = replace_parts(mail.body, shown)
        if body != mail.body:
            content.body = body

    def _add_source(self, folder, match, email, content):
        """Ledger row and envelopes of one copy."""
        values = {
            "email_id": email.id,
            "content_id": content.id,
            "folder_id": folder.id,
            "account_id": folder.account_id.id,
            "uidvalidity": folder.uidvalidity,
            "uid": match.envelope.uid,
            "size": match.envelope.size,
            "partner_ids": [(6, 0, match.contacts)],
        }
        # After a renumbering the copy's retired row becomes its new one.
        old = email.source_ids.filtered(
            lambda source: source.folder_id == folder and source.uid < 0
        )[:1]
        if old:
            old.write(values)
        else:
            old.create(values)
        self._set_proven_author(folder, match, email)
        self._add_envelopes(email, match.contacts)

    def _set_proven_author(self, folder, match, email):
        """The owner wrote it if it stands in his own sent folder.

        A From line alone proves nothing: anybody can write a colleague's name.
        """
        owner = folder.account_id.user_id.partner_id
        sender = match.envelope.sender
        proven = (
            folder.role == "sent"
            and sender is not None
            and sender.email in folder.account_id._own_addresses()
        )
        if proven and email.author_id != owner:
            email.author_id = owner
            email.envelope_ids.author_id = owner

    def _add_envelopes(self, email, contacts):
        """One envelope on each contact that has none of this email yet (I3)."""
        present = email.envelope_ids.filtered(
            lambda envelope: envelope.model == "res.partner"
        ).mapped("res_id")
        self.env["mail.message"].create(
            [
                self._envelope_values(email, contact)
                for contact in contacts
                if contact not in present
            ]
        )
        email.invalidate_recordset(["envelope_ids"])

    def _envelope_values(self, email, contact):
        """Record, date, author, link; each other value turns a side effect off.

        The Message-ID is our own: with the real one Odoo's mail gateway would drop
        the copy of the same mail that reaches an alias (I7).
        """
        return {
            "model": "res.partner",
            "res_id": contact,
            "imap_email_id": email.id,
            "message_type": "imap_email",
            "subtype_id": False,
            "is_internal": True,
            "date": email.date,
            "author_id": email.author_id.id,
            "email_from": email.email_from,
            "message_id": f"<imap-{email.id}-{contact}@imap-contact-sync>",
            "reply_to": False,
            "email_add_signature": False,
        }

    def _is_small(self, folder, match):
        """Whether the message is fetched; one above the limit is told as failed."""
        envelope = match.envelope
        if envelope.size <= LARGEST_MESSAGE:
            return True
        folder._record_failure(envelope.uid, MessageUnreadable("too_large"))
        return False
