# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dataclasses import replace
from datetime import UTC, datetime

from odoo import models
from odoo.fields import Command

from ..engine.authentication import UNPROVEN
from ..engine.envelope import plausible
from ..engine.message import parse_message
from ..engine.records import Record
from .record_fields import CONTACT

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
            "message_id": envelope.message_id or False,
            "date": moment.astimezone(UTC).replace(tzinfo=None),
            "direction": match.direction,
            "is_automatic": match.automatic,
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
                    "reply_to": mail.reply_to,
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
                row = rows.pop()
                row.write(values | row._kept_values(match))
            else:
                new.append(values | self._kind_values(match))
        self.env["imap.email.source"].create(new)
        for _match, email, content, sender in copies:
            self._set_author(email, content, sender)
        self._add_envelopes(folder.account_id, copies)

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
            "message_key": envelope.message_key or False,
            "parent_key": envelope.parent_key or False,
            "gmail_message": envelope.gmail_message or False,
            "gmail_thread": envelope.gmail_thread or False,
            "partner_ids": [Command.set(match.contacts)],
            "withheld_ids": [Command.set(match.withheld)],
            "guard_ids": [Command.set(match.besides)],
            **self.env["imap.email.source"]._record_values(
                match.records, match.withheld_records
            ),
        }

    def _add_envelopes(self, account, copies):
        """One envelope on each record that has none of an email yet (I3).

        :param account: the mailbox that the copies are in
        """
        wanted = {
            (email, record)
            for match, email, *_rest in copies
            for record in (
                *(Record(CONTACT, contact) for contact in match.posted),
                *match.posted_records,
            )
        }
        self.env["mail.message"]._add_envelopes(wanted)
        self._remember_arrived(account, {email.id for email, _record in wanted})


def shown_sender(match):
    """Who a message says that it is from: name and address, which no long name may
    push out of sight (ID-4)."""
    sender = match.envelope.sender
    return str(replace(sender, name=sender.name[:NAME_LENGTH])) if sender else False
