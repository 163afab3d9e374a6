# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.tools import SQL


class ImapAccount(models.Model):
    """Who reads the mail of a mailbox."""

    _inherit = "imap.account"

    sharing = fields.Selection(
        [
            ("private", "Only me"),
            ("everything", "Everybody who can open the contact"),
        ],
        string="Who Reads These Emails",
        default="private",
        required=True,
        help="Who reads the emails of this mailbox on the contacts they are about.",
    )

    @api.model
    def _readable_ids(self):
        """``(own, shared)``: ids of the mailboxes whose mail the user may read.

        Their own within their companies, whatever company is switched on; those of
        others when they share everything.
        """
        user = self.env.user
        if not user._is_internal():
            return [], []
        self.flush_model(["user_id", "company_id", "sharing"])
        rows = self.env.execute_query(
            SQL(
                """SELECT id, user_id = %s FROM imap_account
                WHERE company_id = ANY(%s) AND (user_id = %s OR sharing = %s)""",
                user.id,
                list(user._get_company_ids()),
                user.id,
                "everything",
            )
        )
        own = [account for account, mine in rows if mine]
        return own, [account for account, mine in rows if not mine]
