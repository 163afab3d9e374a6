# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

NEVER, WRITTEN_TO, ALL = "never", "written_to", "all"


class ResCompany(models.Model):
    """Whether contacts may be created from emails."""

    _inherit = "res.company"

    imap_new_contacts = fields.Selection(
        [
            (NEVER, "Nobody"),
            (WRITTEN_TO, "People the owner has written to"),
            (ALL, "People who have written to him, too"),
        ],
        string="New Contacts From Emails",
        default=NEVER,
        required=True,
        groups="base.group_user",
        help="Whom the owner of a mailbox may create as contacts. He gets a list to "
        "tick; lists, newsletters, and addresses of roles such as info@ are not in it.",
    )
