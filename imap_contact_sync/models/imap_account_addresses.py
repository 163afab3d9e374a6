# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date
from functools import lru_cache

from odoo import api, models
from odoo.tools import SQL, email_normalize

from ..engine.address_book import AddressBook
from ..engine.choices import without_removed
from ..engine.matching import Match, verdict
from ..engine.patterns import by_spelling

MOST_LOGINS = 10_000  # whose addresses are kept in memory


class ImapAccount(models.Model):
    """Whose address is whose, from the point of view of a mailbox."""

    _inherit = "imap.account"

    def _main_addresses(self):
        """The normalised addresses that the mailbox is known by."""
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
        everybody, colleagues = self.env["res.partner"]._contacts_by_email(
            emails, company, archived=True
        )
        contacts = everybody
        if not company.imap_archived_contacts:
            contacts = self._without_archived(everybody)
        own = self._own_addresses()
        # Not contacts of his; but that he has written what is from them is not said.
        doubtful = self._not_only_mine(contacts)
        colleagues |= doubtful
        mine = dict.fromkeys(own - doubtful, self.user_id.partner_id.id)
        owners = self._owners(company) | mine
        logged = set()
        if company.imap_log_internal:
            logged = (colleagues | owners.keys()) - own
        else:
            colleagues |= company._imap_own_patterns().among(emails)
        patterns, strict = self.env["imap.exclusion"]._patterns_of(self)
        listed = patterns.among(emails)
        return AddressBook(
            company._imap_choose(contacts), owners, frozenset(colleagues),
            frozenset(logged), listed, strict.among(listed),
            self._further_records(emails, contacts),
            contacts if company._imap_prefers_used() else {}, self._but_me(everybody),
        )  # fmt: skip

    @api.model
    def _owners(self, company):
        """The contacts' ids of those who have connected a mailbox, by the addresses
        that are proven. Of all mailboxes with each window: only what is needed."""
        self.flush_model(["login", "user_id", "company_id", "state"])
        rows = self.env.execute_query(
            SQL(
                """SELECT account.login, owner.partner_id FROM imap_account account
                JOIN res_users owner ON owner.id = account.user_id
                WHERE account.company_id = %s AND account.state != 'draft'
                ORDER BY account.name, account.id""",
                company.id,
            )
        )
        return {email: owner for login, owner in rows for email in proven(login)}

    def _without_archived(self, contacts):
        """:param contacts: ids by address"""
        ids = list({id_ for ids in contacts.values() for id_ in ids})
        rows = self.env.execute_query(
            SQL("SELECT id FROM res_partner WHERE id = ANY(%s) AND NOT active", ids)
        )
        archived = {id_ for [id_] in rows}
        return without_ids(contacts, archived) if archived else contacts

    def _but_me(self, contacts):
        """What the owner keeps from others he says with the level of his mailbox."""
        return without_ids(contacts, self.user_id.partner_id.ids)

    def _further_records(self, emails, contacts):
        """What else than contacts mail of these addresses is to stand on.

        :param contacts: ids by address
        :return: tuples of ``engine.records.Dated`` by address
        """
        found = {}
        for model in self.env["imap.email.source"]._further_fields():
            by_email = self.env[model]._imap_records_by_email(
                emails, contacts, self.company_id
            )
            for email, dated in by_email.items():
                found[email] = found.get(email, ()) + tuple(dated)
        return found

    def _verdicts(self, surveyed, before=None, wanted=(), standing=None):
        """Decide about each message, from one look-up of all their addresses.

        :param before: of those that are kept already, the contacts they name, by UID
        :param standing: of those the records of other models, by UID
        :param wanted: UIDs that neither their age nor that they were removed keeps out
        """
        emails = {email for each in surveyed for email in each.emails}
        book = self._address_book(emails)
        before, standing = before or {}, standing or {}
        verdicts = [
            verdict(
                each, book, date.min if each.uid in wanted else self.sync_since,
                before.get(each.uid, ()), standing.get(each.uid, ()),
            )
            for each in surveyed
        ]  # fmt: skip
        verdicts = self._without_odoos(verdicts, before, standing)
        return self._without_removed(verdicts, wanted)

    def _without_removed(self, verdicts, wanted):
        """Leave out the contacts that the owner has taken emails off."""
        matches = {
            each.uid: each
            for each in verdicts
            if isinstance(each, Match) and each.uid not in wanted
        }
        removed = self.env["imap.tombstone"]._removed(self, matches.values())
        if not removed:
            return verdicts
        return [
            without_removed(each, removed) if each.uid in matches else each
            for each in verdicts
        ]


@lru_cache(maxsize=MOST_LOGINS)
def proven(login):
    """The address that a login is, in each spelling (see ``_proven_address``)."""
    return tuple(by_spelling(filter(None, [email_normalize(login)])))


def without_ids(contacts, gone):
    """:param contacts: ids by address"""
    return {
        email: tuple(id_ for id_ in ids if id_ not in gone)
        for email, ids in contacts.items()
        if not set(ids) <= set(gone)
    }
