# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import random
import time
from functools import partial

from odoo import models

from ..engine.cursor import WINDOW, Cursor, UidSet
from .imap_sync import CONCURRENCY_ERRORS, concerns_more

CONCURRENCY_TRIES = 5


class ImapSync(models.AbstractModel):
    """The folders of a mailbox: what is read of which, and in what order."""

    _inherit = "imap.sync"

    def _sync_folders(self, folders, visit, first, then):
        """A step with all folders, such as new mail; then another one, such as a
        window of history, with each in turn.

        :return: whether all was read to the end
        :raises MailboxError: the connection failed
        """
        step, pending = first, folders
        while pending:
            unfinished = pending.browse()
            reading = partial(self._sync_folder, step=step)
            for folder in pending:
                if self._sync_folder_isolated(folder, visit, reading):
                    unfinished += folder
                if visit.is_over:
                    return not unfinished and folder == pending[-1]
            step, pending = then, unfinished
        return True

    def _sync_folder_isolated(self, folder, visit, reading):
        """One folder, and whether there is more to read. Its level's broad handler.

        :param reading: what is to be done with the folder; tells whether there is more
        :raises MailboxError: the connection failed, so no folder can be read
        """
        failure = None
        try:
            more = reading(folder, visit)
            visit.folders_read += 1
        except Exception as error:
            if concerns_more(error):
                raise
            self._log("Folder %s", folder.id, error)
            self.env.cr.rollback()
            more, failure = False, error
        folder._record_outcome(failure)
        folder.account_id._tell_progress()
        self._commit()
        return more

    def _sync_folder(self, folder, visit, step):
        """Open a folder and read a part of it.

        :param step: ``_sync_new``, ``_sync_history`` or ``_preview_folder``
        :return: whether there is more to read
        """
        opened = visit.open(folder._raw_path())
        cursor, uidnext = self._start(folder, visit, opened)
        folder._write_changed({"server_count": opened.exists})
        present = visit.present(cursor, uidnext)
        cursor = step(folder, visit, cursor, uidnext, present)
        more = bool(cursor.next_window(uidnext, WINDOW, present))
        return more or (visit.is_over and folder._has_more_to_judge())

    def _start(self, folder, visit, opened):
        """The cursor to go on from, and UIDNEXT; a new one when all is renumbered."""
        since = folder.account_id.sync_since
        cursor = folder._cursor()
        shrunk = cursor and opened.exact and cursor.high >= opened.uidnext
        renumbered = cursor and (folder.uidvalidity != opened.uidvalidity or shrunk)
        if renumbered:
            folder._count_renumbering()
            folder.account_id._preview()._restart()
        if not cursor or renumbered or folder.floor_date != since:
            first = visit.session.first_uid_since(since, opened.exists)
            floor = opened.uidnext if first is None else first
            folder._set_start(since, Cursor.start(opened.uidnext, floor))
        if not cursor or renumbered:
            folder._forget_scan(opened.uidvalidity)
            folder._plan_check()
        self._commit()
        cursor = folder._cursor()
        # A UIDNEXT that is not told but found shrinks when messages are deleted.
        return cursor, max(opened.uidnext, cursor.high + 1)

    def _sync_new(self, folder, visit, cursor, uidnext, present):
        """What has arrived, then what is to be read again, or judged again."""
        while window := cursor.new_window(uidnext, WINDOW, present):
            cursor = self._sync_window_retried(
                folder, visit, UidSet.join([(window.start, window.stop - 1)]),
                cursor.after(window),
            )  # fmt: skip
            if visit.is_over:
                return cursor
        self._sync_missed(folder, visit, cursor)
        self._sync_late(folder, visit)
        self._sync_again(folder, visit, cursor)
        return cursor

    def _sync_missed(self, folder, visit, cursor):
        """What failed before, or is wanted; once a week also what was missed.

        What a limit leaves over stays due, for the next run.
        """
        again = UidSet.of(folder._failures_due().mapped("uid")) | folder._wanted()
        is_check = folder._is_check_due()
        if is_check:
            again |= self._self_check(folder, visit)
        for part in again.parts(WINDOW):
            self._sync_window_retried(folder, visit, part, cursor)
            if visit.is_over:
                return
        if is_check:
            folder._plan_check()
            self._commit()

    def _sync_history(self, folder, visit, cursor, _uidnext, present):
        window = cursor.history_window(WINDOW, present)
        if not window:
            return cursor
        uids = UidSet.join([(window.start, window.stop - 1)])
        return self._sync_window_retried(folder, visit, uids, cursor.after(window))

    def _self_check(self, folder, visit):
        """Compare the server's UIDs with ours.

        :return: the UIDs that have to be scanned again
        """
        cursor = folder._cursor()
        window = range(max(cursor.low, cursor.floor), cursor.high + 1)
        exists = visit.open(folder._raw_path()).exists
        missed = folder._mend(visit.session.uids(window, exists))
        self._commit()
        return missed

    def _sync_window_retried(self, folder, visit, uids, cursor):
        """A window, again when another worker wrote the same rows meanwhile.

        :param cursor: the cursor behind the window
        :return: how far the scan has come
        """
        return self._retried(self._sync_window, folder, visit, uids, cursor)

    def _retried(self, step, *arguments):
        """A step that ends with a commit, again in a new transaction when another
        worker wrote the same rows meanwhile."""
        for attempt in range(CONCURRENCY_TRIES):
            try:
                return step(*arguments)
            except CONCURRENCY_ERRORS:
                self.env.cr.rollback()
                if attempt + 1 == CONCURRENCY_TRIES:
                    raise
                time.sleep(random.uniform(0, 0.1 * 2**attempt))
