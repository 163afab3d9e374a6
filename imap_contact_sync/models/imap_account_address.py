# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import email_normalize

CONFIRMED, PROPOSED, DISMISSED = "confirmed", "proposed", "dismissed"


class ImapAccountAddress(models.Model):
    """A further address that the owner of a mailbox writes from: an alias.

    Nobody else reads it. One that was seen as sender in his own folder of sent mail
    is proposed. That is an address of his own, not of the people he writes to, and
    nothing else of the emails is kept (I2); he says whether it is his.
    """

    _name = "imap.account.address"
    _description = "Further Address of a Mailbox"
    _rec_name = "email"
    _order = "account_id, email_normalized, id"

    account_id = fields.Many2one(
        "imap.account", required=True, index=True, ondelete="cascade"
    )
    email = fields.Char(required=True)
    email_normalized = fields.Char(compute="_compute_email_normalized", store=True)
    state = fields.Selection(
        [(CONFIRMED, "Mine"), (PROPOSED, "Seen"), (DISMISSED, "Not Mine")],
        default=CONFIRMED,
        required=True,
        readonly=True,
    )

    _address_unique = models.UniqueIndex(
        "(account_id, email_normalized)", "This mailbox has this address already."
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
                        "as sales@example.com.",
                        each.email,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        """What was proposed or dismissed before is confirmed by typing it in."""
        accounts = self._accounts_of(vals_list)
        with accounts._changing_own_addresses():
            self._forget_undecided(vals_list)
            return super().create(vals_list)

    def write(self, vals):
        accounts = self.account_id | self._accounts_of([vals])
        with accounts._changing_own_addresses():
            return super().write(vals)

    def unlink(self):
        with self.account_id._changing_own_addresses():
            return super().unlink()

    def action_confirm(self):
        """It is an address of the owner."""
        self.write({"state": CONFIRMED})

    def action_dismiss(self):
        """It is not: it is not proposed again."""
        self.write({"state": DISMISSED})

    @api.model
    def _accounts_of(self, vals_list):
        """The mailboxes that values name, if they are the user's to write."""
        ids = {vals["account_id"] for vals in vals_list if vals.get("account_id")}
        accounts = self.env["imap.account"].browse(ids)
        accounts.check_access("write")
        return accounts

    @api.model
    def _forget_undecided(self, vals_list):
        """Make room for addresses that are typed in."""
        for vals in vals_list:
            self.search(
                Domain("account_id", "=", vals.get("account_id", False))
                & Domain("email_normalized", "=", email_normalize(vals.get("email")))
                & Domain("state", "!=", CONFIRMED)
            ).unlink()
