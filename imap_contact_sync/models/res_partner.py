# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import escape_psql

from ..engine.patterns import readable_domain


class ResPartner(models.Model):
    _inherit = "res.partner"

    email_ids = fields.One2many(
        "res.partner.email",
        "partner_id",
        string="Further Email Addresses",
        groups="base.group_user",
    )

    # Odoo has no index on it: 130 ms instead of 0.5 ms per look-up on 1,000,000.
    _imap_email_index = models.Index(
        "(email_normalized) WHERE email_normalized IS NOT NULL"
    )

    @api.model
    def _contacts_by_email(self, emails, company):
        """The contacts behind normalised addresses, in one look-up.

        Contacts of the company or of none.

        :param emails: normalised addresses
        :return: ``(contacts, colleagues)``: contact ids by address, and the addresses
            of internal users, who are colleagues and only seldom contacts
        """
        emails = list(emails)
        visible = Domain("company_id", "in", [False, company.id])
        partners = self.search_fetch(
            visible & Domain("email_normalized", "in", emails),
            ["email_normalized", "partner_share"],
            order="id",
        )
        further = self.env["res.partner.email"].search(
            Domain("partner_id", "any", visible & Domain("active", "=", True))
            & Domain("email_normalized", "in", emails),
            order="id",
        )
        pairs = [(each.email_normalized, each) for each in partners]
        pairs += [(each.email_normalized, each.partner_id) for each in further]
        colleagues = {email for email, each in pairs if not each.partner_share}
        contacts = {}
        for email, partner in pairs:
            contacts.setdefault(email, []).append(partner.id)
        return {
            email: tuple(dict.fromkeys(ids)) for email, ids in contacts.items()
        }, colleagues

    @api.model
    def _named_by(self, pattern):
        """The contacts that an entry of the never-log list names, archived ones too.

        :param pattern: as ``engine.patterns.read_pattern`` gives it
        """
        local, at, domain = pattern.rpartition("@")
        domains = {domain, readable_domain(domain)}  # people write both
        if at:
            wanted = Domain("email_normalized", "in", [f"{local}@{d}" for d in domains])
        else:
            wanted = Domain.OR(
                Domain("email_normalized", "=like", f"%{before}{escape_psql(each)}")
                for each in domains
                for before in "@."
            )
        everybody = self.with_context(active_test=False)
        further = self.env["res.partner.email"].search(wanted)
        return everybody.search(wanted) | further.partner_id
