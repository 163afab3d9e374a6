# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dataclasses import replace

from odoo import models

from ..engine.cursor import WINDOW, UidSet
from ..engine.survey import survey


class ImapSync(models.AbstractModel):
    """Instead of a first import: what it would keep, from header fields alone."""

    _inherit = "imap.sync"

    def _preview_folder(self, folder, visit, cursor, uidnext, present):
        """Count a window of a folder, the newest first. The scan itself stays where
        it begins.

        :return: how far the preview has come
        """
        begun = replace(cursor, low=folder.preview_uid or uidnext, high=uidnext - 1)
        window = begun.history_window(WINDOW, present)
        if not window:
            return begun
        uids = UidSet.join([(window.start, window.stop - 1)])
        expected = self._expected(folder, visit, begun)
        fetched = visit.session.headers(uids)
        self._retried(
            self._count_window, folder, visit, fetched.found, window.start, expected
        )
        return begun.after(window)

    def _expected(self, folder, visit, begun):
        """How many messages there are to count in a folder, told at its beginning."""
        if folder.preview_uid:
            return 0
        window = range(begun.floor, begun.high + 1)
        return len(visit.session.uids(window, folder.server_count))

    def _count_window(self, folder, visit, headers, lowest, expected):
        # The owner may have started the import, or ticked other folders.
        folder._check_still_wanted(importing=False)
        account = folder.account_id
        verdicts, _failed = self._isolated(
            folder, [survey(each) for each in headers], account._verdicts
        )
        verdicts, _failed = self._treated(folder, visit, verdicts)
        counted = set(visit.counted)  # again as before, if this has to be tried again
        preview = account._preview()
        preview._count(verdicts, counted)
        preview.expected_count += expected
        folder.preview_uid = lowest
        self._commit(len(headers))
        visit.counted |= counted
        visit.steps += 1
