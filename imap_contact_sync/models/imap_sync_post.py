# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dataclasses import replace
from datetime import UTC, datetime

from odoo import models
from odoo.fields import Command

from ..engine.authentication import UNPROVEN
from ..engine.envelope import plausible
from ..engine.message import parse_message

NAME_LENGTH = 100


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
        senders = self._senders(folder, mails)
        self._add_copies(
            folder,
            [
                (match, emails[match.envelope.key],
                 contents[match.envelope.key, mail.digest], senders[match.uid])
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
        missing = {
            match.envelope.key: self._email_values(folder, match, moment)
            for match, moment, _mail in mails
            if match.envelope.key not in emails
        }
        created = model.create(list(missing.values()))
        return emails | dict(zip(missing, created, strict=True))

    def _email_values(self, folder, match, moment):
        envelope = match.envelope
        moment = plausible(moment) or datetime.now(UTC)
        return {
            "company_id": folder.account_id.company_id.id,
            "key": envelope.key,
            "date": moment.astimezone(UTC).replace(tzinfo=None),
            "direction": match.direction,
            "email_from": shown_sender(match),
        }

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

        :param copies: match, email, content and ``Sender`` of each
        """
        retired = self._retired(folder, copies)
        new = []
        for match, email, content, sender in copies:
            values = self._source_values(folder, match, email, content)
            values |= {"claim": sender.claim, "sender_verdict": sender.verdict}
            # After a renumbering the copy's retired row becomes its new one.
            if rows := retired.get((email, content)):
                rows.pop().write(values)
            else:
                new.append(values)
        self.env["imap.email.source"].create(new)
        for _match, email, content, sender in copies:
            self._set_author(email, content, sender)
        self._add_envelopes(copies)

    def _set_author(self, email, content, sender):
        """A sent copy proves who wrote its content, and what is equal to it.

        The email and its envelopes, which all copies share, keep the author that the
        first unsuspicious one names, until a sent copy proves another.
        """
        author = self.env["res.partner"].browse(sender.author or ())
        if author and (sender.proven > content.author_proven or not content.author_id):
            content.write({"author_id": author.id, "author_proven": sender.proven})
        credible = sender.claim not in UNPROVEN and not email.author_id
        if author != email.author_id and (sender.proven or author and credible):
            email._set_author(author)

    def _source_values(self, folder, match, email, content):
        envelope = match.envelope
        shown = shown_sender(match)
        return {
            "email_id": email.id,
            "content_id": content.id,
            "folder_id": folder.id,
            "account_id": folder.account_id.id,
            "uidvalidity": folder.uidvalidity,
            "uid": envelope.uid,
            "size": envelope.size,
            "email_from": shown != email.email_from and shown,
            "thread_key": envelope.thread_key,
            "gmail_message": envelope.gmail_message or False,
            "gmail_thread": envelope.gmail_thread or False,
            "partner_ids": [Command.set(match.contacts)],
            "withheld_ids": [Command.set(match.withheld)],
        }

    def _add_envelopes(self, copies):
        """One envelope on each contact that has none of an email yet (I3)."""
        wanted = {
            (email.id, contact): email
            for match, email, *_rest in copies
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


def shown_sender(match):
    """Who a message says that it is from: name and address, which no long name may
    push out of sight (ID-4)."""
    sender = match.envelope.sender
    return str(replace(sender, name=sender.name[:NAME_LENGTH])) if sender else False
