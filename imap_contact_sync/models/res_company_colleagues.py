# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..engine.free_mail import FREE_MAIL
from ..engine.matching import INTERNAL, NO_CONTACT
from ..engine.patterns import Patterns, read_pattern

SETTINGS = {"imap_own_domains", "imap_log_internal"}


class ResCompany(models.Model):
    """Colleagues are not contacts: who is a colleague, and whether that holds."""

    _inherit = "res.company"

    imap_own_domains = fields.Char(
        string="Own Email Domains",
        groups="base.group_user",
        help="Domains of the company, with their subdomains, separated by commas. Who "
        "has such an address is a colleague, not a contact.",
    )
    imap_own_domains_proposed = fields.Char(
        string="Domains of Connected Mailboxes",
        compute="_compute_imap_own_domains_proposed",
        groups="base.group_system,imap_contact_sync.group_manager",
    )
    imap_log_internal = fields.Boolean(
        string="Colleagues are contacts, too",
        groups="base.group_user",
        help="Emails between colleagues stand on the colleagues' contacts, to be seen "
        "as the mailboxes share. Otherwise they are skipped.",
    )

    @api.depends("imap_own_domains")
    def _compute_imap_own_domains_proposed(self):
        for company in self:
            # sudo: the domains of colleagues' mailboxes are no secret in the company
            accounts = self.env["imap.account"].sudo().search(
                [("company_id", "=", company.id), ("state", "!=", "draft")]
            )  # fmt: skip
            emails = {account._proven_address() or "" for account in accounts}
            emails -= company._imap_own_patterns().among(emails)
            emails -= Patterns(domains=FREE_MAIL).among(emails)
            domains = {email.rpartition("@")[2] for email in emails} - {""}
            company.imap_own_domains_proposed = ", ".join(sorted(domains))

    def _imap_own_patterns(self):
        return Patterns.of(filter(None, (self.imap_own_domains or "").split(", ")))

    @api.model
    def _read_own_domains(self, text):
        """Domains in the form in which they are compared.

        :raises ValidationError: one of them is none, or everybody's
        """
        words = re.split(r"[\s,;]+", text or "")
        return ", ".join(
            dict.fromkeys(self._read_own_domain(word) for word in words if word)
        )

    @api.model
    def _read_own_domain(self, word):
        try:
            domain = read_pattern(word)
        except ValueError:
            domain = ""
        if not domain or "@" in domain:
            raise ValidationError(
                self.env._(
                    "%s is not a domain. Enter domains such as example.com, separated "
                    "by commas.",
                    word,
                )
            )
        if Patterns.of([domain]).among(f"@{each}" for each in FREE_MAIL):
            raise ValidationError(
                self.env._(
                    "Anybody can have an address of %s, so it is not the company's "
                    "own. Leave it out.",
                    word,
                )
            )
        return domain

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if "imap_own_domains" in vals:
                domains = self._read_own_domains(vals["imap_own_domains"])
                vals["imap_own_domains"] = domains
        return super().create(vals_list)

    def write(self, vals):
        if not vals.keys() & SETTINGS:
            return super().write(vals)
        if "imap_own_domains" in vals:
            domains = self._read_own_domains(vals["imap_own_domains"])
            vals = dict(vals, imap_own_domains=domains)
        before = {company: company._imap_inside() for company in self}
        result = super().write(vals)
        for company, inside in before.items():
            company._imap_apply_inside(inside)
        return result

    def _imap_inside(self):
        """``(users, domains)``: whether internal users are no contacts, and of which
        domains nobody is."""
        if self.imap_log_internal:
            return False, frozenset()
        return True, self._imap_own_patterns().domains

    def _imap_apply_inside(self, before):
        """Colleagues lose their posts at once; others come with the next run.

        :param before: as ``_imap_inside``
        """
        users, domains = self._imap_inside()
        if (users, domains) == before:
            return
        # sudo: the setting is about mailboxes that its editor need not see
        accounts = (
            self.env["imap.account"].sudo().search([("company_id", "=", self.id)])
        )
        contacts = accounts.env["res.partner"]
        for domain in domains - before[1]:
            contacts |= contacts._named_by(domain)
        if users and not before[0]:
            contacts |= accounts._imap_staff()
        sources = accounts.env["imap.email.source"].search(
            [("account_id", "in", accounts.ids), ("partner_ids", "in", contacts.ids)]
        )
        accounts._apply_rule(sources, contacts, INTERNAL)
        for domain in domains - before[1]:
            for model in accounts.env["imap.email.source"]._further_fields():
                named = accounts.env["imap.exclusion"]._named(accounts, domain, model)
                accounts._apply_rule(*named, INTERNAL)
        if before[1] - domains or before[0] and not users:
            accounts._judge_skipped_again([INTERNAL, NO_CONTACT])
            accounts._judge_kept_again()  # they may name colleagues besides
