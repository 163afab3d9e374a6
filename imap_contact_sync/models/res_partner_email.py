# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import email_normalize


class ResPartnerEmail(models.Model):
    """A further email address of a contact, as visible as the contact itself.

    Those in Odoo's own email field, but for its first one, have a row here, too (see
    ``_derive_emails`` of contacts): a look-up is one indexed query in each table.
    """

    _name = "res.partner.email"
    _description = "Further Email Address of a Contact"
    _rec_name = "email"
    _order = "partner_id, id"

    partner_id = fields.Many2one(
        "res.partner", required=True, index=True, ondelete="cascade"
    )
    email = fields.Char(required=True)
    email_normalized = fields.Char(
        compute="_compute_email_normalized", store=True, index=True
    )
    is_derived = fields.Boolean(
        string="In the Email Field",
        default=False,
        readonly=True,
        help="It stands in the email field of the contact, after another one.",
    )

    _address_unique = models.UniqueIndex(
        "(partner_id, email_normalized, is_derived)",
        "This contact has this email address already.",
    )

    @api.depends("email")
    def _compute_email_normalized(self):
        for each in self:
            each.email_normalized = email_normalize(each.email)

    @api.constrains("email")
    def _check_email(self):
        for each in self:
            if not each.email_normalized:
                raise ValidationError(
                    self.env._(
                        "%s is not an email address. Enter one address a line, such "
                        "as lena@example.com.",
                        each.email,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        """An address that the contact has among these already is not added again:
        its record is returned, so that a list can be imported twice."""
        keys = [self._key_of(vals) for vals in vals_list]
        self._check_may_add(keys)
        self._check_not_derived(vals_list)
        found = self._by_key(keys)
        new = {}
        for key, vals in zip(keys, vals_list, strict=True):
            if key not in found:
                new.setdefault(key, vals)
        added = super().create(list(new.values()))
        added._added()
        found |= dict(zip(new, added, strict=True))
        return self.union(*found.values()).browse(found[key].id for key in keys)

    def _added(self):
        """Called with those that their contacts did not have before."""

    def write(self, vals):
        self._check_not_derived([vals])
        if "partner_id" in vals:
            self._check_may_add([(vals["partner_id"],)])
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_unless_derived(self):
        self._check_not_derived([])

    @api.model
    def _key_of(self, vals):
        """``(contact id, address, is_derived)``, by which a record is unique."""
        email = vals.get("email") or ""
        return (
            vals.get("partner_id") or self.env.context.get("default_partner_id"),
            email_normalize(email) or email,
            bool(vals.get("is_derived")),
        )

    def _place(self):
        """Whose it is, and what it is."""
        return self.partner_id.id, self.email_normalized

    def _by_key(self, keys):
        found = self.search(
            Domain("partner_id", "in", [key[0] for key in keys if key[0]])
            & Domain("email_normalized", "in", [key[1] for key in keys])
        )
        return {
            (each.partner_id.id, each.email_normalized, each.is_derived): each
            for each in found
        }

    def _check_may_add(self, keys):
        """Before it can be found out which addresses a contact has."""
        self.check_access("create")
        contacts = {contact for contact, *_rest in keys if contact}
        if not self.env.su:
            self.env["res.partner"].browse(contacts).exists().check_access("write")

    def _check_not_derived(self, vals_list):
        """:raises UserError: what stands in the email field is edited there"""
        if self.env.su:
            return
        if any(self.mapped("is_derived")) or any(
            vals.get("is_derived") for vals in vals_list
        ):
            raise UserError(
                self.env._(
                    "This address stands in the field Email of the contact. Change it "
                    "there."
                )
            )

    @api.model
    def _search(self, domain, *args, **kwargs):
        if not self.env.su:
            contacts = self.env["res.partner"].with_context(active_test=False)
            domain = Domain(domain) & Domain("partner_id", "in", contacts._search([]))
        return super()._search(domain, *args, **kwargs)

    def _check_access(self, operation):
        result = super()._check_access(operation)
        if self.env.su:
            return result
        rest = self - result[0] if result else self
        # sudo: an address that may not be read has a contact all the same
        contacts = rest.sudo().partner_id.sudo(False)
        needed = "read" if operation == "read" else "write"
        open_ids = set(contacts._filtered_access(needed).ids)
        closed = rest.filtered(lambda each: each.sudo().partner_id.id not in open_ids)
        if not closed:
            return result
        forbidden = closed | result[0] if result else closed
        return forbidden, lambda: self.env["ir.rule"]._make_access_error(
            operation, forbidden
        )
