# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from contextlib import contextmanager

from odoo import fields, models
from odoo.fields import Domain

from ..engine.matching import INTERNAL, NO_CONTACT
from ..engine.patterns import by_spelling
from .imap_account_address import CONFIRMED, PROPOSED
from .imap_account_addresses import proven
from .imap_exclusion import HEADER_FIELDS

TYPED = {"email", "login"}


class ImapAccount(models.Model):
    """The addresses under which the owner of a mailbox writes.

    They say which emails are sent and who wrote those in his folder of sent mail, and
    he is never his own contact. But anybody can type in anything: what he types in
    counts in his mailbox alone, and who has it as a contact's address is not him. So
    nobody makes a customer's emails look as sent, neither his own nor colleagues'.
    """

    _inherit = "imap.account"

    address_ids = fields.One2many(
        "imap.account.address",
        "account_id",
        string="Further Addresses",
        domain=[("state", "=", CONFIRMED)],
        copy=False,
        help="Other addresses that you send from.",
    )
    proposed_address_ids = fields.One2many(
        "imap.account.address",
        "account_id",
        string="Addresses in Your Sent Folder",
        domain=[("state", "=", PROPOSED)],
        copy=False,
    )

    def _own_addresses(self):
        """The normalised addresses that are this mailbox's own; of an internationalised
        domain in either spelling."""
        typed = filter(None, self.address_ids.mapped("email_normalized"))
        return set(by_spelling(self._main_addresses().union(typed)))

    def _not_only_mine(self, contacts):
        """Those own addresses that are somebody else's, too, as far as they are
        known: a customer's, or a colleague's. The login is proven.

        :param contacts: ids of contacts by address
        """
        mine = {self.user_id.partner_id.id, self.company_id.partner_id.id}
        typed = self._own_addresses() - {*proven(self.login)}
        return {email for email in typed if set(contacts.get(email, ())) - mine}

    def write(self, vals):
        if not vals.keys() & TYPED:
            return super().write(vals)
        with self._changing_own_addresses():
            return super().write(vals)

    @contextmanager
    def _changing_own_addresses(self):
        """What mentions an address that has come or gone is judged again."""
        # sudo: only the addresses of mailboxes that the user may write
        accounts = self.sudo()
        before = {account: account._own_addresses() for account in accounts}
        yield
        accounts.env.flush_all()
        accounts.invalidate_recordset(["address_ids", "proposed_address_ids"])
        for account, emails in before.items():
            account._judge_own_again(emails ^ account._own_addresses())

    def _judge_own_again(self, emails):
        """With the next run, by header fields: what is kept and mentions one of these
        addresses, and what was skipped if one is a contact's, too."""
        if not emails or not self.folder_ids:
            return
        self.folder_ids._change_rules()
        contacts, _colleagues = self.env["res.partner"]._contacts_by_email(
            emails, self.company_id, archived=True
        )
        named = {id_ for ids in contacts.values() for id_ in ids}
        sources = self._mentioning(emails, named)
        for folder, uids in sources._uids_by_folder().items():
            folder._judge_again(uids)
        if contacts:
            self._judge_skipped_again([INTERNAL, NO_CONTACT])
        self._start_connected_soon()

    def _mentioning(self, emails, contacts):
        """The copies in this mailbox that name these contacts, or have one of these
        addresses in a header field that is stored."""
        # Found by text, since that is quick; looked at closer below.
        texts = Domain.OR(
            Domain(name, "ilike", email) for name in HEADER_FIELDS for email in emails
        )
        here = Domain("account_id", "=", self.id)
        sources = self.env["imap.email.source"]
        named = sources.search(here & Domain("partner_ids", "in", list(contacts)))
        return named | sources.search(here & texts).filtered(
            lambda source: not emails.isdisjoint(source._stored_addresses())
        )
