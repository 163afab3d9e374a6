# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging
import time

from psycopg2 import errors as pg_errors

from odoo import api, fields, models
from odoo.tools import mute_logger

from ..engine.errors import MailboxError, RetryLater
from ..engine.visit import Visit
from .imap_account_run_sentences import kind_of
from .unlogged import unlogged

_logger = logging.getLogger(__name__)

# Another worker was there at the same moment: try again in a new transaction.
CONCURRENCY_ERRORS = (
    pg_errors.SerializationFailure,
    pg_errors.DeadlockDetected,
    pg_errors.LockNotAvailable,
    pg_errors.UniqueViolation,
)


class NoLongerConnected(Exception):
    """The mailbox was paused or disconnected while it was being read."""


class ImapSync(models.AbstractModel):
    """The run: calls the engine in order, and is the one place that commits.

    cron lane > mailbox (locked) > folder > window of UIDs > message. One bad
    message, folder or mailbox stops no other: one broad handler on each of these
    levels. This file has the mailboxes, ``imap_sync_folder`` the folders,
    ``imap_sync_message`` the messages, and ``imap_sync_post`` what is written.
    """

    _name = "imap.sync"
    _description = "Synchronisation Run"

    @api.model
    def _cron_sync(self):
        """Read the mailboxes that are due, the longest waiting first.

        Each lane (a record of ``ir.cron``) runs this: a mailbox belongs to the one
        that locks its row of ``imap.account.run``. The lock is held by the job's own
        transaction; mail is written and committed in a second one. No exception may
        escape: Odoo switches a job that keeps failing off, for everybody.
        """
        runs = self.env["imap.account.run"]
        progressed = False
        for run in runs.search(runs._due_domain(), order="next_sync_date, id"):
            if not self._seconds_left():
                break
            if self._locked(run):
                progressed |= self._sync_account_isolated(run)
        # Ends the last lock, and shows the last outcome.
        self.env.cr.commit()  # pylint: disable=invalid-commit
        # Only after progress: else lanes that wait for each other would wake each
        # other all the time.
        if progressed and runs.search_count(runs._due_domain(), limit=1):
            self._wake_again()

    def _wake_again(self):
        """Let this lane go on as soon as other jobs have had their turn."""
        crons = self.env["ir.cron"]
        if lane := self.env.context.get("cron_id"):
            crons.browse(lane)._trigger()
        else:
            crons._trigger_imap_lanes()

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
        # What a domain cannot tell: whether the owner still works in the company.
        due = locked.filtered_domain(run._due_domain())
        return bool(due) and not run.account_id._leaver_sentence()

    def _sync_account_isolated(self, run):
        """One mailbox, and whether anything came of it. Its level's broad handler."""
        started = fields.Datetime.now()
        visit = Visit(run._limits(self._seconds_left()))
        try:
            with unlogged(), self.env.registry.cursor() as cr:
                sync = self.with_env(self.env(cr=cr))
                account = sync.env["imap.account"].browse(run.account_id.id)
                importing = account.confirmed_date
                complete = sync._sync_account(account, visit)
                account._end_preview(complete)
                trouble = account.folder_ids._trouble()
        except NoLongerConnected:
            run._record_cost(visit)
            return True
        except Exception as error:  # noqa: BLE001
            self._log("Mailbox %s", run.account_id.id, error)
            run._record_cost(visit)
            if isinstance(error, CONCURRENCY_ERRORS):  # then it just stays due
                return False
            run._record_failure(error, worked=bool(visit.folders_read))
            return True
        run._record_cost(visit)
        if importing:
            run._record_success(complete, trouble, started, worked=visit.folders_read)
        else:
            run._record_preview(complete, trouble)
        run.account_id._tell_progress()
        return True

    def _sync_account(self, account, visit):
        """Read what is new in one mailbox, over one connection.

        :return: whether it was read to the end
        :raises MailboxError: the connection failed
        """
        with account._open_session__(visit.longest) as session:
            visit.session = session
            listed = session.folders()
            if not listed:
                raise RetryLater("no_folders")
            if account.folder_ids._update_listed(account, listed):
                self._commit()
            folders = account.folder_ids._to_scan()
            statuses = self._statuses(session, listed, folders)
            late = folders._with_new_addresses() if account.confirmed_date else ()
            changed = folders.filtered(
                lambda folder: (
                    folder in late
                    or not folder._is_up_to_date(statuses[folder._raw_path()])
                )
            )
            visit.folders_read = len(folders - changed)
            if account.confirmed_date:
                self._sync_wishes(account.folder_ids, visit)
            return self._sync_folders(changed, visit, *self._steps(account))

    def _steps(self, account):
        """What is done with its folders first, and then: see ``_sync_folders``."""
        if account.confirmed_date:
            return self._sync_new, self._sync_history
        return self._preview_folder, self._preview_folder

    def _statuses(self, session, listed, folders):
        """STATUS by path: from LIST where the server tells it there, else asked."""
        told = {folder._raw_path(): listed[folder._raw_path()][1] for folder in folders}
        missing = [path for path, status in told.items() if not status]
        answered = session.statuses(missing) if missing else {}
        return told | {path: answered.get(path) for path in missing}

    def _log(self, place, number, error):
        """Where and what kind, never a text: mail is nobody's but its reader's."""
        _logger.warning(f"{place}: %s", number, kind_of(error))

    def _commit(self, processed=0):
        self._tell_open_chatters()
        self.env["ir.cron"]._commit_progress(processed)


def concerns_more(error):
    """Whether an error is not of this folder or message alone: a lost connection."""
    if isinstance(error, MailboxError):
        return error.concerns_mailbox
    return isinstance(error, (NoLongerConnected, *CONCURRENCY_ERRORS))
