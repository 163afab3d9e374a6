# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL


class ResPartner(models.Model):
    """Contacts whose mail is nobody's but its owner's: a lawyer, a works council.

    That of archived ones, too, and of those that get none. What had come before such
    a contact was there is closed with the next run of its mailbox.
    """

    _inherit = "res.partner"

    imap_protected = fields.Boolean(
        string="Private Correspondence",
        copy=False,
        groups="base.group_user",
        help="Emails with this contact are seen by the mailbox's owner only, whatever "
        "the mailbox shares, on every contact of the email. Only a manager of email "
        "sharing can take this back.",
    )

    _imap_protected_index = models.Index("(id) WHERE imap_protected")

    @api.model_create_multi
    def create(self, vals_list):
        self.env["imap.account"]._forget_openness()
        return super().create(vals_list)

    def unlink(self):
        """What a protected contact has closed stays closed, on whomever it stands."""
        self.env["imap.account"]._forget_openness()
        # sudo: whoever deletes a contact; whether it is protected is in one group only
        protected = self.sudo().filtered("imap_protected")
        if protected:
            # sudo: the copies are nobody's to write
            self.env["imap.email.source"].sudo()._keep_private(protected)
        return super().unlink()

    def write(self, vals):
        if "imap_protected" in vals and not vals["imap_protected"]:
            self._check_opens_correspondence()
        if "imap_protected" in vals:
            self.env["imap.account"]._forget_openness()
        result = super().write(vals)
        if vals.get("imap_protected"):
            self._imap_look_for(self._imap_named())
        return result

    def _check_opens_correspondence(self):
        if self.env.su or self.env.user.has_group("imap_contact_sync.group_manager"):
            return
        if any(self.mapped("imap_protected")):
            raise AccessError(
                self.env._(
                    "Only a manager of email sharing can open private correspondence "
                    "again. Ask one of them."
                )
            )

    @api.model
    def _imap_protected_ids(self):
        """All protected contacts, whoever asks: visibility is decided with them."""
        self.flush_model(["imap_protected"])
        rows = self.env.execute_query(
            SQL("SELECT id FROM res_partner WHERE imap_protected")
        )
        return [id_ for [id_] in rows]
