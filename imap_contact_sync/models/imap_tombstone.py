# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class ImapTombstone(models.Model):
    """An email, or a conversation, that its owner took off a contact for good.

    Nobody reads it through the ORM. The key is that of ``Envelope``, a hash.
    """

    _name = "imap.tombstone"
    _description = "Email Removed From a Contact"

    account_id = fields.Many2one(
        "imap.account", required=True, ondelete="cascade", readonly=True
    )
    key = fields.Char(
        required=True, readonly=True, help="Envelope.key, or Envelope.thread_key."
    )
    partner_id = fields.Many2one(
        "res.partner", required=True, index=True, ondelete="cascade", readonly=True
    )

    _removed_once = models.Constraint(
        "UNIQUE(account_id, key, partner_id)",
        "An email is removed from a contact once.",
    )

    @api.model
    def _bury(self, accounts, keys, contact_id):
        """Keep emails with these keys off a contact, in all of these mailboxes."""
        there = self.search(
            [
                ("account_id", "in", accounts.ids),
                ("key", "in", list(keys)),
                ("partner_id", "=", contact_id),
            ]
        )
        known = {(each.account_id, each.key) for each in there}
        self.create(
            [
                {"account_id": account.id, "key": key, "partner_id": contact_id}
                for account in accounts
                for key in keys
                if (account, key) not in known
            ]
        )

    @api.model
    def _removed(self, account, matches):
        """What its owner has removed of these matches from contacts.

        Also with another mailbox of his in the company, so that a mailbox connected
        later does not bring it back.

        :return: set of pairs: key, contact id
        """
        if not matches:
            return set()
        keys = {match.envelope.key for match in matches}
        keys |= {match.envelope.thread_key for match in matches}
        found = self.search_fetch(
            [
                ("account_id.user_id", "=", account.user_id.id),
                ("account_id.company_id", "=", account.company_id.id),
                ("key", "in", list(keys)),
            ],
            ["key", "partner_id"],
        )
        return {(each.key, each.partner_id.id) for each in found}
