# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.tools import email_normalize

from ..engine.matching import AddressBook, Match, verdict, without_removed


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
        company = self.company_id
        contacts, colleagues = self.env["res.partner"]._contacts_by_email(
            emails, company
        )
        others = self.search(
            [("company_id", "=", company.id), ("state", "!=", "draft")]
        )
        owners = {
            account._proven_address(): account.user_id.partner_id.id
            for account in others
        } | dict.fromkeys(self._own_addresses(), self.user_id.partner_id.id)
        logged = set()
        if company.imap_log_internal:
            logged = (colleagues | owners.keys()) - self._own_addresses()
        else:
            colleagues |= company._imap_own_patterns().among(emails)
        patterns, strict = self.env["imap.exclusion"]._patterns_of(self)
        listed = patterns.among(emails)
        return AddressBook(
            contacts, owners, frozenset(colleagues), frozenset(logged),
            listed, strict.among(listed),
        )  # fmt: skip

    def _verdicts(self, surveyed, before=None):
        """Decide about each message, from one look-up of all their addresses.

        :param before: of those that are kept already, the contacts they name, by UID
        """
        emails = {email for each in surveyed for email in each.emails}
        book = self._address_book(emails)
        before = before or {}
        return self._without_removed(
            [
                verdict(each, book, self.sync_since, before.get(each.uid, ()))
                for each in surveyed
            ]
        )

    def _without_removed(self, verdicts):
        """Leave out the contacts that the owner has taken emails off."""
        matches = [each for each in verdicts if isinstance(each, Match)]
        removed = self.env["imap.tombstone"]._removed(self, matches)
        if not removed:
            return verdicts
        return [
            without_removed(each, removed) if isinstance(each, Match) else each
            for each in verdicts
        ]
