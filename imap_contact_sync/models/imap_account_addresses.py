# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.tools import email_normalize

from ..engine.matching import AddressBook, verdict


class ImapAccount(models.Model):
    """Whose address is whose, from the point of view of a mailbox."""

    _inherit = "imap.account"

    def _own_addresses(self):
        """The normalised addresses that are this mailbox's own."""
        return set(map(email_normalize, (self.email, self.login))) - {False}

    def _proven_address(self):
        """The login, if it is an address: the mail server accepted a password for it.

        Of a colleague's mailbox only this one counts: what he typed in as his email
        address could be a customer's.
        """
        return email_normalize(self.login)

    def _address_book(self, emails):
        """What is known about these normalised addresses, for ``matching.match``."""
        contacts, colleagues = self.env["res.partner"]._contacts_by_email(
            emails, self.company_id
        )
        others = self.search(
            [("company_id", "=", self.company_id.id), ("state", "!=", "draft")]
        )
        owners = {
            account._proven_address(): account.user_id.partner_id.id
            for account in others
        } | dict.fromkeys(self._own_addresses(), self.user_id.partner_id.id)
        return AddressBook(contacts, owners, frozenset(colleagues))

    def _verdicts(self, surveyed):
        """Decide about each message, from one look-up of all their addresses."""
        emails = {email for each in surveyed for email in each.emails}
        book = self._address_book(emails)
        return [verdict(each, book, self.sync_since) for each in surveyed]
