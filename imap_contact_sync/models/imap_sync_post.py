# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import UTC, datetime

from odoo import models
from odoo.fields import Command

from ..engine.envelope import plausible
from ..engine.message import parse_message


class ImapSync(models.AbstractModel):
    """What is written of messages. The one place that posts; it never commits.

    email (identity) > content (vault) > source (ledger) > envelope (chatter). Rows
    are created directly, those of many messages at once: ``message_post`` would
    notify, subscribe and send (I6).
    """

    _inherit = "imap.sync"

    def _post(self, folder, pairs):
        """Write these messages, all in the caller's savepoint.

        :param pairs: ``(Match, RawMessage)`` of each
        :return: the matches
        """
        self._write_mails(
            folder,
            [
                (match, match.envelope.date or message.received,
                 parse_message(message.content))
                for match, message in pairs
            ],
        )  # fmt: skip
        return [match for match, _message in pairs]

    def _write_mails(self, folder, mails):
        """Write messages.

        :param mails: match, moment (aware, or ``None``) and ``ParsedMail`` of each
        """
        emails = self._emails(folder, mails)
        contents = self._contents(emails, mails)
        self._add_copies(
            folder,
            [
                (match, emails[match.envelope.key],
                 contents[match.envelope.key, mail.digest])
                for match, _moment, mail in mails
            ],
        )  # fmt: skip

    def _emails(self, folder, mails):
        """The email records by key, created where missing."""
        company = folder.account_id.company_id
        model = self.env["imap.email"]
        keys = list({match.envelope.key for match, _moment, _mail in mails})
        found = model.search([("company_id", "=", company.id), ("key", "in", keys)])
        emails = {email.key: email for email in found}
        own = folder.account_id._own_addresses()
        missing = {
            match.envelope.key: self._email_values(folder, match, moment, own)
            for match, moment, _mail in mails
            if match.envelope.key not in emails
        }
        created = model.create(list(missing.values()))
        return emails | dict(zip(missing, created, strict=True))

    def _email_values(self, folder, match, moment, own):
        envelope = match.envelope
        moment = plausible(moment) or datetime.now(UTC)
        author = self._proven_author(folder, match, own)
        return {
            "company_id": folder.account_id.company_id.id,
            "key": envelope.key,
            "thread_key": envelope.thread_key,
            "date": moment.astimezone(UTC).replace(tzinfo=None),
            "direction": match.direction,
            "email_from": str(envelope.sender) if envelope.sender else False,
            "author_id": author.id or match.sender,
        }

    def _proven_author(self, folder, match, own):
        """The owner wrote it if it stands in his own sent folder.

        A From line alone proves nothing: anybody can write a colleague's name.

        :param own: the mailbox's own addresses
        """
        sender = match.envelope.sender
        if folder.role == "sent" and sender and sender.email in own:
            return folder.account_id.user_id.partner_id
        return self.env["res.partner"]

    def _contents(self, emails, mails):
        """The content records by key and digest; equal copies share one."""
        ids = [email.id for email in emails.values()]
        # Not the bodies, which a search would read besides.
        found = self.env["imap.email.content"].search_fetch(
            [("email_id", "in", ids)], ["email_id", "digest"]
        )
        contents = {(each.email_id.key, each.digest): each for each in found}
        missing = {
            (match.envelope.key, mail.digest): mail
            for match, _moment, mail in mails
            if (match.envelope.key, mail.digest) not in contents
        }
        created = self.env["imap.email.content"].create(
            [
                {
                    "email_id": emails[key].id,
                    "digest": digest,
                    "subject": mail.subject,
                    "email_to": mail.email_to,
                    "email_cc": mail.email_cc,
                    "body": mail.body,
                    "notes": ",".join(mail.notes) or False,
                }
                for (key, digest), mail in missing.items()
            ]
        )
        self._attach(list(zip(created, missing.values(), strict=True)))
        return contents | dict(zip(missing, created, strict=True))

    def _add_copies(self, folder, copies):
        """Ledger rows and envelopes of some copies.

        :param copies: match, email and content of each
        """
        retired = self._retired(folder, copies)
        new = []
        for match, email, content in copies:
            values = self._source_values(folder, match, email, content)
            # After a renumbering the copy's retired row becomes its new one.
            if rows := retired.get((email, content)):
                rows.pop().write(values)
            else:
                new.append(values)
        self.env["imap.email.source"].create(new)
        own = folder.account_id._own_addresses()
        for match, email, _content in copies:
            author = self._proven_author(folder, match, own)
            if author and email.author_id != author:
                email.author_id = author
                email.envelope_ids.author_id = author
        self._add_envelopes(copies)

    def _source_values(self, folder, match, email, content):
        envelope = match.envelope
        return {
            "email_id": email.id,
            "content_id": content.id,
            "folder_id": folder.id,
            "account_id": folder.account_id.id,
            "uidvalidity": folder.uidvalidity,
            "uid": envelope.uid,
            "size": envelope.size,
            "gmail_message": envelope.gmail_message or False,
            "gmail_thread": envelope.gmail_thread or False,
            "partner_ids": [Command.set(match.contacts)],
            "withheld_ids": [Command.set(match.withheld)],
        }

    def _add_envelopes(self, copies):
        """One envelope on each contact that has none of an email yet (I3)."""
        wanted = {
            (email.id, contact): email
            for match, email, _content in copies
            for contact in match.posted
        }
        present = self.env["mail.message"].search_fetch(
            [
                ("imap_email_id", "in", list({key[0] for key in wanted})),
                ("model", "=", "res.partner"),
            ],
            ["imap_email_id", "res_id"],
        )
        there = {(each.imap_email_id.id, each.res_id) for each in present}
        self.env["mail.message"].create(
            [
                self._envelope_values(email, contact)
                for (id_, contact), email in wanted.items()
                if (id_, contact) not in there
            ]
        )

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
