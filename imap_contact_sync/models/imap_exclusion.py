# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Domain

from ..engine.matching import NEVER_LOG
from ..engine.patterns import Patterns, read_pattern, readable_domain
from .record_fields import CONTACT

HEADER_FIELDS = ("email_id.email_from", "content_id.email_to", "content_id.email_cc")


class ImapExclusion(models.Model):
    """Never-log list: whose emails do not get onto contacts.

    An entry of a user is about his mailboxes, in all companies; one of a company
    about all mailboxes there. ``ImapExclusionAdd`` asks before it creates one.
    """

    _name = "imap.exclusion"
    _description = "Never-Log Entry"
    _rec_name = "pattern"
    _order = "pattern, id"

    pattern = fields.Char(
        string="Address or Domain",
        required=True,
        help="An address such as lena@example.com, or a domain such as example.com, "
        "which counts with its subdomains.",
    )
    user_id = fields.Many2one(
        "res.users", readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        "res.company", readonly=True, index=True, ondelete="cascade"
    )
    strict = fields.Boolean(
        string="Drop the Whole Email",
        help="An email with such an address in it gets onto no contact at all. "
        "Otherwise it still gets onto the other contacts in it.",
    )
    scope = fields.Selection(
        [("personal", "My mailboxes"), ("company", "All mailboxes of the company")],
        compute="_compute_scope",
    )

    _one_scope = models.Constraint(
        "CHECK((user_id IS NULL) != (company_id IS NULL))",
        "An entry is for a user's mailboxes, or for those of a company.",
    )
    _user_unique = models.UniqueIndex(
        "(user_id, pattern) WHERE user_id IS NOT NULL",
        "This address or domain is on your never-log list already.",
    )
    _company_unique = models.UniqueIndex(
        "(company_id, pattern) WHERE company_id IS NOT NULL",
        "This address or domain is on the company's never-log list already.",
    )

    @api.depends("company_id")
    def _compute_scope(self):
        for entry in self:
            entry.scope = "company" if entry.company_id else "personal"

    @api.model
    def _read_pattern(self, text):
        """:raises ValidationError: neither an address nor a domain"""
        try:
            return read_pattern(text or "")
        except ValueError as error:
            raise ValidationError(
                self.env._(
                    "%s is neither an email address nor a domain. Enter an address "
                    "such as lena@example.com, or a domain such as example.com.",
                    text or self.env._("An empty line"),
                )
            ) from error

    @api.model_create_multi
    def create(self, vals_list):
        """What the entry is about disappears at once.

        An entry that is not a company's is of who creates it, whatever the values say.
        """
        for vals in vals_list:
            vals["pattern"] = self._read_pattern(vals.get("pattern"))
            company = vals.get("company_id", False)
            owner = vals.get("user_id") if self.env.su else False
            vals["company_id"] = company
            vals["user_id"] = False if company else owner or self.env.uid
        entries = super().create(vals_list)
        entries._close()
        return entries

    def write(self, vals):
        if not self.env.su and vals.keys() & {"user_id", "company_id"}:
            raise AccessError(
                self.env._(
                    "Whose entry it is cannot be changed. Delete it and add another."
                )
            )
        if "pattern" in vals:
            vals = dict(vals, pattern=self._read_pattern(vals["pattern"]))
        before = self._accounts()
        result = super().write(vals)
        before._judge_skipped_again([NEVER_LOG])
        self._close()
        return result

    def unlink(self):
        """Emails that the entry kept away come back with the next run."""
        accounts = self._accounts()
        result = super().unlink()
        accounts._judge_skipped_again([NEVER_LOG])
        return result

    def _accounts(self):
        """The mailboxes that these entries are about, as superuser."""
        entries = self.sudo()  # sudo: a company's are about colleagues' mailboxes, too
        return entries.env["imap.account"].search(
            Domain("user_id", "in", entries.user_id.ids)
            | Domain("company_id", "in", entries.company_id.ids)
        )

    @api.model
    def _patterns_of(self, account):
        """The entries about a mailbox as two ``Patterns``: all, and the strict."""
        entries = self._entries_of(account)
        strict = entries.filtered("strict")
        return tuple(Patterns.of(each.mapped("pattern")) for each in (entries, strict))

    @api.model
    def _entries_of(self, account):
        return self.search(
            Domain("user_id", "=", account.user_id.id)
            | Domain("company_id", "=", account.company_id.id)
        )

    @api.model
    def _entries_naming(self, account, emails):
        """The entries about a mailbox that name one of these normalised addresses."""
        return self._entries_of(account).filtered(
            lambda entry: Patterns.of([entry.pattern]).among(emails)
        )

    def _close(self):
        """Remove what is there of these entries, and look closer with the next run."""
        for entry in self:
            accounts = entry._accounts()
            accounts._apply_rule(
                *self._named(accounts, entry.pattern),
                NEVER_LOG,
                entry.strict and self._mentioned(accounts, entry.pattern),
            )
            for model in accounts.env["imap.email.source"]._further_fields():
                accounts._apply_rule(
                    *self._named(accounts, entry.pattern, model), NEVER_LOG
                )
                entry._close_further(accounts, model)
            if entry.strict:  # some header fields are not stored
                accounts._judge_kept_again()

    def _close_further(self, accounts, model):
        """Take records off the copies that name them by such an address only.

        A lead has the mail of its contact, by any address of his: copy by copy, since
        his other mail stays.
        """
        patterns = Patterns.of([self.pattern])
        name = accounts.env["imap.email.source"]._record_fields()[model].named
        for source in self._told(accounts, self.pattern).filtered(name):
            addresses = {*source._stored_addresses()}
            left = addresses - patterns.among(addresses)
            gone = source[name].filtered(
                lambda record, addresses=addresses, left=left: (
                    addresses.intersection(record._imap_addresses())
                    and left.isdisjoint(record._imap_addresses())
                )
            )
            if gone:
                accounts._apply_rule(source, gone, NEVER_LOG)

    @api.model
    def _named(self, accounts, pattern, model=CONTACT):
        """The copies that name a record with such an address, and these records."""
        records = accounts.env[model]._named_by(pattern)
        ledger = accounts.env["imap.email.source"]
        name = ledger._record_fields()[model].named
        sources = ledger.search(
            [("account_id", "in", accounts.ids), (name, "in", records.ids)]
        )
        return sources, records

    @api.model
    def _mentioned(self, accounts, pattern):
        """The copies that name such a contact, or have such an address in a field."""
        return self._named(accounts, pattern)[0] | self._told(accounts, pattern)

    @api.model
    def _told(self, accounts, pattern):
        """The copies that have such an address in a field that is stored."""
        domain = pattern.rpartition("@")[2]
        # Found by text, since that is quick; looked at closer below.
        texts = Domain.OR(
            Domain(name, "ilike", text)
            for name in HEADER_FIELDS
            for text in (domain, readable_domain(domain))
        )
        found = accounts.env["imap.email.source"].search(
            Domain("account_id", "in", accounts.ids) & texts
        )
        patterns = Patterns.of([pattern])
        return found.filtered(lambda source: patterns.among(source._stored_addresses()))
