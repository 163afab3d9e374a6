# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.tools import SQL


class ImapFolder(models.Model):
    """What becomes of the mail of a folder that is ticked no longer."""

    _inherit = "imap.folder"

    def action_remove_mail(self):
        """Hide the mail of these folders from everybody, and have it deleted.

        Emails that stand in a ticked folder, too, stay. If a folder is ticked again,
        its mail comes back.

        :raises AccessError: the user is not the owner of the mailbox
        """
        self.account_id._check_is_owner()
        folders = self.filtered(lambda folder: not folder.selected)
        # Whatever a run is writing of these folders right now fails by this.
        folders._change_rules()
        for account, some in folders.grouped("account_id").items():
            # sudo: sources are nobody's to write
            account.sudo()._doom(SQL("folder_id = ANY(%s)", some.ids))
