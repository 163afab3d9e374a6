# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging
import random
import time
from functools import partial

from psycopg2 import errors as pg_errors

from odoo import api, fields, models
from odoo.tools import mute_logger

from ..engine.cursor import WINDOW, Cursor, UidSet
from ..engine.envelope import parse_envelope
from ..engine.errors import MailboxError, RetryLater
from ..engine.matching import EXPUNGED, Match, batches, skipped_by_reason

_logger = logging.getLogger(__name__)

# Another worker was there at the same moment: try again in a new transaction.
CONCURRENCY_ERRORS = (
    pg_errors.SerializationFailure,
    pg_errors.DeadlockDetected,
    pg_errors.LockNotAvailable,
    pg_errors.UniqueViolation,
)
CONCURRENCY_TRIES = 5


class ImapSync(models.AbstractModel):
    """The run: calls the engine in order, and is the one place that commits.

    cron > mailbox (locked) > folder > window of UIDs > message. One bad message,
    folder or mailbox stops no other: one broad handler on each of these levels.
    What is written of a message is in ``imap_sync_post``.
    """

    _name = "imap.sync"
    _description = "Synchronisation Run"

    @api.model
    def _cron_sync(self):
        """Read the mailboxes that are due, the longest waiting first.

        The lock on ``imap.account.run`` is held by the job's own transaction; mail
        is written and committed in a second one. No exception may escape: Odoo
        switches a job that keeps failing off, for everybody.
        """
        runs = self.env["imap.account.run"]
        progressed = False
        for run in runs.search(runs._due_domain(), order="next_sync_date, id"):
            if self._seconds_left() and self._locked(run):
                progressed |= self._sync_account_isolated(run)
        # Ends the last lock, and shows the last outcome.
        self.env.cr.commit()  # pylint: disable=invalid-commit
        if progressed and runs.search_count(runs._due_domain(), limit=1):
            runs._trigger()

    def _seconds_left(self):
        end = self.env.context.get("cron_end_time", float("inf"))
        return max(0, end - time.monotonic())

    def _locked(self, run):
        """Whether this worker now has the mailbox, and it still is due."""
        # Shows the last outcome, ends its lock, and sees what other workers did.
        self.env.cr.commit()  # pylint: disable=invalid-commit
        run.invalidate_recordset()
        try:
            with mute_logger("odoo.sql_db"):
                locked = run.try_lock_for_update(allow_referencing=True)
        except CONCURRENCY_ERRORS:
            self.env.cr.rollback()
            return False
        return bool(locked.filtered_domain(run._due_domain()))

    def _sync_account_isolated(self, run):
        """One mailbox, and whether it went well. The broad handler of its level."""
        started = fields.Datetime.now()
        try:
            with self.env.registry.cursor() as cr:
                sync = self.with_env(self.env(cr=cr))
                account = sync.env["imap.account"].browse(run.account_id.id)
                complete = sync._sync_account(account)
                trouble = account.folder_ids._trouble()
        except Exception as error:  # noqa: BLE001
            self._log("Mailbox %s", run.account_id.id, error)
            if not isinstance(error, CONCURRENCY_ERRORS):  # then it just stays due
                run._record_failure(error)
            return False
        run._record_success(complete, trouble, started)
        return True

    def _sync_account(self, account):
        """Read what is new in one mailbox, over one connection.

        :return: whether it was read to the end
        :raises MailboxError: the connection failed
        """
        with account._open_session__() as session:
            listed = session.folders()
            if not listed:
                raise RetryLater("no_folders")
            account.folder_ids._update_listed(account, listed)
            self._commit()
            folders = account.folder_ids._to_scan()
            statuses = self._statuses(session, listed, folders)
            changed = folders.filtered(
                lambda folder: not folder._is_up_to_date(statuses[folder._raw_path()])
            )
            for folder in changed:
                complete = self._sync_folder_isolated(folder, session)
                if not complete or not self._seconds_left():
                    return complete and folder == changed[-1]
            return True

    def _statuses(self, session, listed, folders):
        """STATUS by path: from LIST where the server tells it there, else asked."""
        told = {folder._raw_path(): listed[folder._raw_path()][1] for folder in folders}
        missing = [path for path, status in told.items() if not status]
        return told | (session.statuses(missing) if missing else {})

    def _sync_folder_isolated(self, folder, session):
        """One folder, and whether it was read to the end. Its level's broad handler.

        :raises MailboxError: the connection failed, so no folder can be read
        """
        failure = None
        try:
            complete = self._sync_folder(folder, session)
        except Exception as error:
            if concerns_more(error):
                raise
            self._log("Folder %s", folder.id, error)
            self.env.cr.rollback()
            complete, failure = True, error
        folder._record_outcome(failure)
        self._commit()
        return complete

    def _sync_folder(self, folder, session):
        """New messages first, then history downwards, a commit for each batch."""
        opened = session.open(folder._raw_path())
        cursor = self._start(folder, session, opened)
        folder._write_changed({"server_count": opened.exists})
        while window := cursor.next_window(opened.uidnext, WINDOW):
            # One window at least, however slow the server: else nothing ever moves.
            cursor = self._sync_window_retried(folder, session, cursor, window)
            if not self._seconds_left():
                return not cursor.next_window(opened.uidnext, WINDOW)
        return True

    def _start(self, folder, session, opened):
        """The cursor to go on from; a new one when the server has renumbered."""
        since = folder.account_id.sync_since
        cursor = folder._cursor()
        renumbered = (
            cursor is None
            or folder.uidvalidity != opened.uidvalidity
            or cursor.high >= opened.uidnext
        )
        if renumbered or folder.floor_date != since:
            first = session.first_uid_since(since)
            floor = opened.uidnext if first is None else first
            folder._set_start(since, Cursor.start(opened.uidnext, floor))
        if renumbered:
            folder._forget_scan(opened.uidvalidity)
        self._commit()
        return folder._cursor()

    def _sync_window_retried(self, folder, session, cursor, window):
        """A window, again when another worker wrote the same rows meanwhile."""
        for attempt in range(CONCURRENCY_TRIES):
            try:
                return self._sync_window(folder, session, cursor, window)
            except CONCURRENCY_ERRORS:
                self.env.cr.rollback()
                if attempt + 1 == CONCURRENCY_TRIES:
                    raise
                time.sleep(random.uniform(0, 0.1 * 2**attempt))

    def _sync_window(self, folder, session, cursor, window):
        """Headers, verdicts, then bodies of matches; each batch is one transaction.

        :return: the cursor behind the window
        """
        done = folder._scanned()
        headers = [each for each in session.headers(window) if each.uid not in done]
        envelopes = self._isolated(folder, headers, self._parse_headers)
        verdicts = folder.account_id._verdicts(envelopes)
        matches = [verdict for verdict in verdicts if isinstance(verdict, Match)]
        wanted = self._keep_known(folder, matches)
        pending = UidSet.of(verdict.uid for verdict in wanted)
        settled = UidSet.of(header.uid for header in headers) - pending
        folder._advance(cursor, settled, skipped_by_reason(verdicts))
        for batch in batches(wanted):
            uids = UidSet.of(verdict.uid for verdict in batch)
            expunged = self._keep(folder, session, batch)
            folder._advance(cursor, uids, {EXPUNGED: expunged})
            self._commit(len(batch))
        folder._advance(cursor.after(window), UidSet(), {})
        self._commit(len(settled))
        return cursor.after(window)

    def _parse_headers(self, _folder, headers):
        return [parse_envelope(each.uid, each.size, each.content) for each in headers]

    def _keep(self, folder, session, batch):
        """Write a batch of matches; the UIDs that were expunged meanwhile."""
        small = [verdict for verdict in batch if self._is_small(folder, verdict)]
        step = partial(self._fetch_and_post, session)
        return UidSet.of(self._isolated(folder, small, step))

    def _isolated(self, folder, items, step):
        """A step for many messages. The broad handler of the message level.

        When it fails, it is tried with halves until the bad message stands alone.

        :param items: values with a ``uid``
        :return: the step's list, without the messages that failed
        """
        if not items:
            return []
        try:
            with self.env.cr.savepoint():
                return step(folder, items)
        except Exception as error:
            if concerns_more(error):
                raise
            if len(items) == 1:
                self._log(f"Folder {folder.id} UID %s", items[0].uid, error)
                folder._record_failure(items[0].uid, error)
                return []
        half = len(items) // 2
        halves = items[:half], items[half:]
        return [each for some in halves for each in self._isolated(folder, some, step)]

    def _log(self, place, number, error):
        """Where and what kind, never a text: mail is nobody's but its reader's."""
        kind = error.reason if isinstance(error, MailboxError) else type(error).__name__
        _logger.warning(f"{place}: %s", number, kind)

    def _commit(self, processed=0):
        self.env["ir.cron"]._commit_progress(processed)


def concerns_more(error):
    """Whether an error is not of this folder or message alone: a lost connection."""
    if isinstance(error, MailboxError):
        return error.concerns_mailbox
    return isinstance(error, CONCURRENCY_ERRORS)
