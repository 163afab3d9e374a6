# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.tools import SQL

from .levels import LABELS, LEVELS, PRIVATE, Sharing, cap_rank, openness, rank
from .res_company import POLICY

KEPT = "imap_openness"  # in the cursor's cache


class Kept(NamedTuple):
    """What visibility is made of, in some companies; ``by_user`` has ``Openness``."""

    sharings: dict
    protected: list
    by_user: dict


class ImapAccount(models.Model):
    """Who reads the mail of a mailbox."""

    _inherit = "imap.account"

    sharing = fields.Selection(
        LABELS,
        string="Others See",
        compute="_compute_sharing",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        help="What everybody who can open a contact sees of the emails that stand on "
        "it from this mailbox.",
    )
    sharing_cap = fields.Selection(
        LABELS,
        readonly=True,
        copy=False,
        help="The most that the company allowed when the owner last decided: what it "
        "allows later opens nothing by itself.",
    )
    reader_ids = fields.Many2many(
        "res.users",
        "imap_account_reader_rel",
        "account_id",
        "user_id",
        string="Readers",
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        help="Colleagues who see everything that you see of these emails, on the "
        "contacts that they can open.",
    )
    company_choice = fields.Boolean(related="company_id.imap_sharing_choice")
    sharing_limit = fields.Selection(
        LABELS, compute="_compute_sharing_limit", string="The Company Allows"
    )
    sharing_notice = fields.Text(compute="_compute_sharing_notice")

    @api.depends("company_id")
    def _compute_sharing(self):
        for account in self:
            level = account.sharing or account.company_id.imap_sharing_default
            account.sharing = level or "private"

    @api.depends(
        "company_id.imap_sharing_ceiling",
        "company_id.imap_sharing_default",
        "company_id.imap_sharing_choice",
    )
    def _compute_sharing_limit(self):
        for account in self:
            account.sharing_limit = account.company_id._imap_cap()

    @api.depends("sharing", "sharing_cap", "sharing_limit")
    def _compute_sharing_notice(self):
        """Why others see less than the level says."""
        labels = dict(self._fields["sharing"]._description_selection(self.env))
        for account in self:
            shown = account._shared_rank()
            account.sharing_notice = rank(account.sharing) > shown and self.env._(
                "The company's policy limits this to: %s. If it allows more by now, "
                "press Change to share more.",
                labels[LEVELS[shown]],
            )

    @api.constrains("reader_ids", "company_id")
    def _check_readers(self):
        for account in self:
            for reader in account.sudo().reader_ids:  # sudo: users see their own
                if reader.share or account.company_id not in reader.company_ids:
                    raise ValidationError(
                        self.env._(
                            "%(user)s does not work in %(company)s, and so cannot "
                            "read these emails. Take this reader out.",
                            user=reader.name,
                            company=account.company_id.name,
                        )
                    )

    @api.model_create_multi
    def create(self, vals_list):
        accounts = super().create(vals_list)
        accounts._accept_policy()
        self._forget_openness()
        return accounts

    def unlink(self):
        result = super().unlink()
        self._forget_openness()
        return result

    def write(self, vals):
        deciding = bool(vals.keys() & {"sharing", "reader_ids"})
        if deciding and not self.env.su:
            self._check_is_owner()
        if not self.env.su and "sharing_cap" in vals:
            raise AccessError(
                self.env._("Choose what others see of the mailbox's emails instead.")
            )
        result = super().write(vals)
        if deciding:
            self._accept_policy()
        self._forget_openness()
        return result

    def _accept_policy(self):
        """The owner has decided, knowing what the company allows now.

        :raises ValidationError: it allows less than he chose
        """
        for account in self:
            company = account.company_id
            limit = company._imap_cap()
            fixed = not company.imap_sharing_choice and (
                account.sharing != limit or account.reader_ids
            )
            if fixed or rank(account.sharing) > rank(limit):
                raise ValidationError(account._policy_sentence(limit))
            account.sudo().sharing_cap = limit  # sudo: nobody edits it

    def _policy_sentence(self, limit):
        labels = dict(self._fields["sharing"]._description_selection(self.env))
        if self.company_id.imap_sharing_choice:
            return self.env._(
                "%(company)s lets mailboxes share at most: %(level)s. Choose that or "
                "less.",
                company=self.company_id.name,
                level=labels[limit],
            )
        return self.env._(
            "%(company)s has decided what mailboxes share: %(level)s, and no readers. "
            "Ask a manager of email sharing if that has to change.",
            company=self.company_id.name,
            level=labels[limit],
        )

    @api.model
    def _sharings(self, companies):
        """Each mailbox of these companies as a ``Sharing``, by id, whoever asks."""
        self.flush_model()
        self.env["res.company"].flush_model(POLICY)
        rows = self.env.execute_query(
            SQL(
                """SELECT account.id, account.user_id, owner.name, account.sharing,
                    account.sharing_cap, company.imap_sharing_default,
                    company.imap_sharing_ceiling, company.imap_sharing_choice,
                    ARRAY(SELECT user_id FROM imap_account_reader_rel reader
                          WHERE reader.account_id = account.id)
                FROM imap_account account
                JOIN res_company company ON company.id = account.company_id
                JOIN res_users login ON login.id = account.user_id
                JOIN res_partner owner ON owner.id = login.partner_id
                WHERE company.id = ANY(%s)""",
                list(companies),
            )
        )
        return {
            account: Sharing(
                account, owner, name, rank(level),
                min(rank(cap or LEVELS[PRIVATE]), cap_rank(*policy)),
                policy[-1], frozenset(readers),
            )
            for account, owner, name, level, cap, *policy, readers in rows
        }  # fmt: skip

    @api.model
    def _openness(self):
        """What the current user may see, whatever company is switched on.

        :return: ``Openness``; nothing at all for portal users and visitors
        """
        return self._openness_of(self.env.user)

    @api.model
    def _openness_of_everybody(self):
        """What whoever can open the contacts sees, as far as the user may know."""
        return self._openness_of(self.env["res.users"])

    @api.model
    def _openness_of(self, user):
        if user and not user._is_internal():
            return openness([], [], user.id)
        kept = self._kept_sharings(user)
        if user.id not in kept.by_user:
            kept.by_user[user.id] = openness(
                kept.sharings.values(), kept.protected, user.id or None
            )
        # What else visibility is decided with, in SQL.
        self.env["imap.email.source"].flush_model()
        return kept.by_user[user.id]

    @api.model
    def _sharing_of(self, account_id):
        """The ``Sharing`` of a mailbox in a company of the current user."""
        return self._kept_sharings(self.env.user).sharings[account_id]

    @api.model
    def _kept_sharings(self, user):
        """What the database says, read once in a transaction.

        :param user: whose companies; nobody stands for the current user
        """
        companies = tuple(sorted((user or self.env.user)._get_company_ids()))
        kept = self.env.cr.cache.setdefault(KEPT, {})
        if companies not in kept:
            kept[companies] = Kept(
                self._sharings(companies),
                self.env["res.partner"]._imap_protected_ids(),
                {},
            )
        return kept[companies]

    @api.model
    def _forget_openness(self):
        """To be called when anything is written that it is made of.

        It is kept for a transaction, which sees one state of the database but for
        what it writes; Odoo empties this cache at each commit and rollback.
        """
        self.env.cr.cache.pop(KEPT, None)
