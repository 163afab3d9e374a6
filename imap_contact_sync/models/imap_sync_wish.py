# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models

from ..engine.cursor import WINDOW
from ..engine.matching import Match


class ImapSync(models.AbstractModel):
    """Single messages that their owner wants to keep, see ``imap_folder_wish``.

    Of a ticked folder they are read with what has failed before.
    """

    _inherit = "imap.sync"

    def _sync_wishes(self, folders, visit):
        """Read what is wanted of folders that are not ticked.

        :raises MailboxError: the connection failed
        """
        for folder in folders._wanted_unticked():
            self._sync_folder_isolated(folder, visit, self._sync_wanted)

    def _sync_wanted(self, folder, visit):
        """:return: ``False``: nothing else is to be read of the folder"""
        opened = visit.open(folder._raw_path())
        folder._renumber_unticked(opened.uidvalidity)
        self._commit()
        for part in folder._wanted().parts(WINDOW):
            self._sync_window_retried(folder, visit, part, folder._cursor())
            if visit.is_over:
                break
        return False

    def _bring_back(self, folder, wanted, verdicts):
        """What its owner wants again is removed from its contacts no longer.

        Where he had removed a conversation, its later emails come again, too.
        """
        matches = [each for each in verdicts if isinstance(each, Match)]
        self.env["imap.tombstone"]._exhume(
            folder.account_id, [each for each in matches if each.uid in wanted]
        )
