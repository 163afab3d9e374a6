# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import email_normalize_all, format_list, split_every

from ..engine.patterns import spellings

SHOWN = 5  # contacts of the same address
DERIVED_AT_ONCE = 1000


class ResPartner(models.Model):
    """All addresses of a contact: found by them, and told that another one has them.

    Several addresses in Odoo's one email field count, too.
    """

    _inherit = "res.partner"

    imap_same_address = fields.Char(
        compute="_compute_imap_same_address",
        groups="base.group_user",
        help="Which other contacts have an address of this one.",
    )

    @api.depends("email", "email_ids.email")
    @api.depends_context("uid", "lang")
    def _compute_imap_same_address(self):
        for partner in self:
            sentences = [
                self.env._(
                    "%(address)s is also an address of %(contacts)s.",
                    address=email,
                    contacts=format_list(self.env, others._imap_names()),
                )
                for email, others in partner._imap_others().items()
            ]
            partner.imap_same_address = " ".join(sentences) or False

    def _imap_others(self):
        """Contacts that have an address of this one, archived ones too, by address.

        :return: only those that the user may read
        """
        emails = [each for email in self._imap_addresses() for each in spellings(email)]
        same = Domain("email_normalized", "in", emails)
        mine = self._origin.ids
        everybody = self.env["res.partner"].with_context(active_test=False)
        contacts = everybody.search(same & Domain("id", "not in", mine), limit=SHOWN)
        further = self.env["res.partner.email"].search(
            same & Domain("partner_id", "not in", mine), limit=SHOWN
        )
        pairs = [(each.email_normalized, each) for each in contacts]
        pairs += [(each.email_normalized, each.partner_id) for each in further]
        found = {}
        for email, partner in pairs:
            found[email] = found.get(email, everybody) | partner
        return found

    def _imap_names(self):
        return [
            each.display_name
            if each.active
            else self.env._("%s (archived)", each.display_name)
            for each in self[:SHOWN]
        ]

    def _imap_addresses(self):
        """All addresses of these contacts, normalised."""
        found = [
            email for each in self for email in email_normalize_all(each.email or "")
        ]
        found += self.email_ids.mapped("email_normalized")
        return [email for email in dict.fromkeys(found) if email]

    @api.model_create_multi
    def create(self, vals_list):
        partners = super().create(vals_list)
        # sudo: who creates a contact may not be able to read it
        several = partners.sudo().filtered(lambda each: each._emails_behind_first())
        several._derive_emails()
        return partners

    def write(self, vals):
        result = super().write(vals)
        if "email" in vals:
            self._derive_emails()
        return result

    def _emails_behind_first(self):
        """The normalised addresses in the email field but for the first one, which
        Odoo has in ``email_normalized``."""
        if (self.email or "").count("@") < 2:
            return []
        found = dict.fromkeys(email_normalize_all(self.email))
        return [email for email in found if email != self.email_normalized]

    def _derive_emails(self):
        """Keep the rows of ``res.partner.email`` in line with the email field."""
        # sudo: whoever edits the field need not be entitled to edit addresses
        partners, rows = self.sudo(), self.env["res.partner.email"].sudo()
        wanted = dict.fromkeys(
            (each.id, email)
            for each in partners
            for email in each._emails_behind_first()
        )
        present = rows.search(
            [("partner_id", "in", self.ids), ("is_derived", "=", True)]
        )
        present.filtered(lambda row: row._place() not in wanted).unlink()
        rows.create(
            [
                {"partner_id": contact, "email": email, "is_derived": True}
                for contact, email in wanted
            ]
        )

    @api.model
    def _derive_all_emails(self):
        """Of the contacts that were there before the addon."""
        several = [("email", "=like", "%@%@%")]
        partners = self.with_context(active_test=False).search(several)
        for ids in split_every(DERIVED_AT_ONCE, partners.ids):
            self.browse(ids)._derive_emails()
            self.env.flush_all()
            self.env.invalidate_all()

    @api.model
    def _search_display_name(self, operator, value):
        """Contacts are found by their further addresses, too."""
        domain = super()._search_display_name(operator, value)
        if not self.env.su and not self.env.user._is_internal():
            return domain
        # Not asked again who may read the address: who may read the contact.
        positive = Domain.NEGATIVE_OPERATORS.get(operator, operator)
        further = Domain("email", positive, value)
        if operator in Domain.NEGATIVE_OPERATORS:
            return Domain(domain) & Domain("email_ids", "not any!", further)
        return Domain(domain) | Domain("email_ids", "any!", further)
