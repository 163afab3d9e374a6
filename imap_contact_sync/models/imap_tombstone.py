# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from ..engine.records import Record


class ImapTombstone(models.Model):
    """An email, or a conversation, that its owner took off a record for good.

    Nobody reads it through the ORM. The key is that of ``Envelope``, a hash.
    """

    _name = "imap.tombstone"
    _description = "Email Removed From a Contact"

    account_id = fields.Many2one(
        "imap.account", required=True, ondelete="cascade", readonly=True
    )
    key = fields.Char(
        required=True, readonly=True, help="Envelope.key, or one of Envelope.links."
    )
    partner_id = fields.Many2one(
        "res.partner", index=True, ondelete="cascade", readonly=True
    )

    _removed_once = models.Constraint(
        "UNIQUE(account_id, key, partner_id)",
        "An email is removed from a contact once.",
    )

    @api.model
    def _record_field(self, model):
        return self.env["imap.email.source"]._record_fields()[model].removed

    @api.model
    def _bury(self, accounts, keys, record):
        """Keep emails with these keys off a record, in all of these mailboxes."""
        name = self._record_field(record._name)
        there = self.search(
            [
                ("account_id", "in", accounts.ids),
                ("key", "in", list(keys)),
                (name, "=", record.id),
            ]
        )
        known = {(each.account_id, each.key) for each in there}
        self.create(
            [
                {"account_id": account.id, "key": key, name: record.id}
                for account in accounts
                for key in keys
                if (account, key) not in known
            ]
        )

    @api.model
    def _exhume(self, account, matches):
        """These matches are wanted on their records again."""
        self._of(account, matches).filtered(
            lambda each: any(
                each._place() in (*match.contacts, *match.records)
                and each.key in _keys(match.envelope)
                for match in matches
            )
        ).unlink()

    @api.model
    def _removed(self, account, matches):
        """What its owner has removed of these matches from records.

        Also with another mailbox of his in the company, so that a mailbox connected
        later does not bring it back.

        :return: set of pairs: key, and contact id or ``Record``
        """
        found = self._of(account, matches)
        return {(each.key, each._place()) for each in found}

    def _place(self):
        """What it is about, as a match names it: contact id or ``Record``."""
        further = self.env["imap.email.source"]._further_fields()
        for model, names in further.items():
            if record := self[names.removed]:
                return Record(model, record.id)
        return self.partner_id.id

    def _of(self, account, matches):
        if not matches:
            return self.browse()
        keys = set().union(*(_keys(match.envelope) for match in matches))
        return self.search_fetch(
            [
                ("account_id.user_id", "=", account.user_id.id),
                ("account_id.company_id", "=", account.company_id.id),
                ("key", "in", list(keys)),
            ],
            ["key"],
        )


def _keys(envelope):
    """What a removed email, or an email of a removed conversation, is known by."""
    return {envelope.key} | envelope.links
