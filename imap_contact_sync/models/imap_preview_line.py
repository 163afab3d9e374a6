# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError

from ..engine.free_mail import FREE_MAIL


class ImapPreviewLine(models.Model):
    """How many emails with a contact an import would keep, and whether it may."""

    _name = "imap.preview.line"
    _description = "Contact in a Preview"
    _rec_name = "partner_id"
    _order = "email_count desc, id"

    account_id = fields.Many2one(
        "imap.account", required=True, index=True, ondelete="cascade", readonly=True
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Contact",
        required=True,
        index=True,
        ondelete="cascade",
        readonly=True,
    )
    email_count = fields.Integer(string="Emails", readonly=True)
    choice = fields.Selection(
        [
            ("keep", "Keep"),
            ("contact", "Never this contact"),
            ("domain", "Never this domain"),
        ],
        default="keep",
        required=True,
        help="Contacts and domains that you leave out get onto your never-log list.",
    )
    # sudo: whose emails the owner has, he may not be able to open
    contact_name = fields.Char(compute="_compute_names", compute_sudo=True)
    domain = fields.Char(
        compute="_compute_names",
        compute_sudo=True,
        help="The domain of the contact's email address.",
    )

    _once = models.Constraint(
        "UNIQUE(account_id, partner_id)", "A preview has each contact once."
    )

    @api.depends("partner_id.name", "partner_id.email_normalized")
    def _compute_names(self):
        for line in self:
            contact = line.partner_id
            line.contact_name = contact.name or contact.display_name
            line.domain = (contact.email_normalized or "").partition("@")[2]

    @api.constrains("choice")
    def _check_choice(self):
        for line in self.filtered(lambda each: each.choice == "domain"):
            line._check_domain()

    def _check_domain(self):
        if not self.domain or self.domain in FREE_MAIL:
            raise ValidationError(
                self.env._(
                    "Many people have their address at %s. Leave out the contact "
                    "instead.",
                    self.domain or self.contact_name,
                )
            )

    def write(self, vals):
        """People choose; what is counted is the run's to write."""
        if not self.env.su and vals.keys() - {"choice"}:
            raise AccessError(
                self.env._("Only what becomes of a contact's emails can be chosen.")
            )
        return super().write(vals)

    def _count(self, account, counts):
        """Add to the counts of these contacts.

        :param counts: emails by contact id
        """
        known = {line.partner_id.id: line for line in self}
        for contact, count in counts.items():
            if line := known.get(contact):
                line.email_count += count
        self.create(
            [
                {"account_id": account.id, "partner_id": contact, "email_count": count}
                for contact, count in counts.items()
                if contact not in known
            ]
        )

    def _left_out(self):
        """What the never-log list gets: domains, and addresses of contacts."""
        contacts = self.filtered(lambda line: line.choice == "contact").partner_id
        domains = self.filtered(lambda line: line.choice == "domain").mapped("domain")
        # sudo: the owner has their emails, and may not be able to open the contacts
        return domains + contacts.sudo()._imap_addresses()
