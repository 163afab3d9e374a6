# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.tools import SQL, email_normalize

from ..engine.choices import without
from ..engine.matching import IN_ODOO, Match
from ..engine.records import Record
from .record_fields import CONTACT


class ImapAccount(models.Model):
    """Mail that Odoo has sent, or got itself, is met again in a mailbox.

    A record whose chatter has the message already does not get it a second time, such
    as a lead that an alias made of it; the contacts and other records that it names do,
    for whom it is news. A document that it is about, an order for instance, is not its
    contact.
    """

    _inherit = "imap.account"

    def _without_odoos(self, verdicts, before, standing):
        """Leave out the records that have a message as Odoo's own.

        By its Message-ID and its sender: a Message-ID that somebody has seen must not
        hide a mail that he writes himself.

        :param before: of messages that are kept already, the contacts they name, by
            UID: those keep them
        :param standing: the same of other records
        """
        matches = [each for each in verdicts if isinstance(each, Match)]
        found = self._odoos_messages(matches)
        if not found:
            return verdicts
        usual = self._odoos_senders()
        there = {}
        for each in matches:
            sender = each.envelope.sender
            messages = found.get(each.envelope.message_id, {}) if sender else {}
            gone = {
                record
                for record, senders in messages.items()
                if sender.email in senders | usual
            }.difference(before.get(each.uid, ()), standing.get(each.uid, ()))
            if gone:
                there[each.uid] = gone
        return [
            without(each, there[each.uid], IN_ODOO) if each.uid in there else each
            for each in verdicts
        ]

    def _odoos_messages(self, matches):
        """The addresses of the senders of Odoo's own messages, by Message-ID and
        contact or record, from one query on the index of Message-IDs."""
        ids = {each.envelope.message_id for each in matches} - {""}
        named = {
            each for match in matches for each in (*match.contacts, *match.records)
        }
        if not ids:
            return {}
        messages = self.env["mail.message"]
        messages.flush_model(["message_id", "model", "res_id", "email_from"])
        rows = self.env.execute_query(
            SQL(
                """SELECT message.message_id, message.model, message.res_id,
                    message.email_from, author.email_normalized
                FROM mail_message message
                LEFT JOIN res_partner author ON author.id = message.author_id
                WHERE message.message_id = ANY(%s) AND message.model = ANY(%s)
                AND message.imap_email_id IS NULL""",
                list(ids),
                list(self.env["imap.email.source"]._record_fields()),
            )
        )
        found = {}
        for message_id, model, id_, email_from, author in rows:
            record = id_ if model == CONTACT else Record(model, id_)
            if record not in named:
                continue
            senders = {email_normalize(email_from), author} - {False, None}
            by_record = found.setdefault(message_id, {})
            by_record.setdefault(record, set()).update(senders)
        return found

    def _odoos_senders(self):
        """Under which addresses the mailbox's owner and Odoo send what Odoo sends."""
        # sudo: domains are the administrators', the addresses in them no secret
        domains = self.env["mail.alias.domain"].sudo()
        domains = domains.search([("default_from", "!=", False)])
        senders = map(email_normalize, domains.mapped("default_from_email"))
        return self._own_addresses() | set(senders) - {False}
