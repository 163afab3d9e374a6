# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import math
import random
from datetime import timedelta

from dateutil.relativedelta import relativedelta
from psycopg2 import OperationalError

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import mute_logger

from ..engine.errors import OwnerMustAct, RetryLater

CRON = "imap_contact_sync.ir_cron_sync"
LONGEST_WAIT = timedelta(hours=6)
# A throttling server that names no time: an hour, then twice as long each time.
THROTTLED_WAIT, LONGEST_THROTTLED_WAIT = timedelta(hours=1), timedelta(days=1)
JITTER = 0.2
# A wrong password is tried twice: more tries lock accounts at some providers.
OWNER_TRIES = 2
STATE_TRIES = 5
WELL = {"error_message": False, "error_reason": False, "failure_count": 0}


class ImapAccountRun(models.Model):
    """What the runs of one mailbox find out. The run's lock is on this row."""

    _name = "imap.account.run"
    _description = "Synchronisation of a Mailbox"
    _rec_name = "account_id"

    account_id = fields.Many2one(
        "imap.account", required=True, ondelete="cascade", readonly=True
    )
    status = fields.Selection(
        [
            ("never", "Not yet"),
            ("ok", "All is well"),
            ("retry", "Trying again"),
            ("stopped", "Needs attention"),
        ],
        string="Last Sync Status",
        default="never",
        required=True,
    )
    last_sync_date = fields.Datetime(
        string="Last Synced", help="When the mailbox was last read to the end."
    )
    next_sync_date = fields.Datetime(string="Next Sync", index=True)
    not_before_date = fields.Datetime(
        string="Not Before",
        help="Until then the mailbox is left alone, whoever asks: its server is "
        "overloaded, or a day's limit is reached.",
    )
    error_message = fields.Text(string="What Went Wrong")
    failure_count = fields.Integer(
        help="How many runs have failed since the last one that went well."
    )

    _account_unique = models.Constraint(
        "UNIQUE(account_id)", "A mailbox has one record of its runs."
    )

    @api.model
    def _due_domain(self):
        """Mailboxes to read now: connected ones whose owner may still sync."""
        # A tenth of the interval: the scheduler is not that exact.
        now = fields.Datetime.now()
        soon = now + self._interval() / 10
        group = self.env.ref("imap_contact_sync.group_user")
        return [
            "|",
            ("not_before_date", "=", False),
            ("not_before_date", "<=", now),
            ("account_id.state", "=", "connected"),
            ("account_id.user_id.active", "=", True),
            ("account_id.user_id.all_group_ids", "in", group.ids),
            ("next_sync_date", "<=", soon),
        ]

    @api.model
    def _interval(self):
        """How often a mailbox is read: the interval of the scheduled action."""
        # Not by env.ref, which asks the database each time whether it exists.
        id_ = self.env["ir.model.data"]._xmlid_to_res_id(CRON, raise_if_not_found=True)
        cron = self.env["ir.cron"].sudo().browse(id_)  # sudo: an administrator's
        now = fields.Datetime.now()
        return now + relativedelta(**{cron.interval_type: cron.interval_number}) - now

    def _schedule_now(self):
        """Let the next free cron worker read these mailboxes.

        One that is being read right now is locked: see ``_was_requested_since``.
        """
        # The cron must not find the row locked by this very request.
        for run in self.try_lock_for_update(allow_referencing=True):
            run.next_sync_date = run._after_rest(fields.Datetime.now())
        # sudo: crons are an administrator's
        self.env["ir.cron"].sudo()._trigger_imap_lanes()

    def _after_rest(self, moment):
        """A moment, or the end of the mailbox's rest if that is later."""
        return max(moment, self.not_before_date or moment)

    def _resting_until(self):
        """Until when these mailboxes are left alone, whoever asks; else ``False``."""
        moments = self.filtered("not_before_date").mapped("not_before_date")
        moment = max(moments, default=False)
        return moment and moment > fields.Datetime.now() and moment

    def _is_throttled(self):
        """Whether its server asked to be left alone, so that nobody connects."""
        return self.status == "retry" and bool(self._resting_until())

    def _record_connected(self):
        """Connect succeeded: the first run waits for the owner's choice of folders.

        Not for ever: who leaves without saving anything meant the proposed ones.
        """
        # A run that is going on has the row, and will write the same.
        moment = self._after_rest(fields.Datetime.now() + self._interval())
        self.try_lock_for_update(allow_referencing=True).write(
            {
                "status": "ok" if self.last_sync_date else "never",
                **WELL,
                "next_sync_date": moment,
            }
        )

    def _record_disconnected(self):
        """What went wrong before does no more; the server's wish to rest stays."""
        # A run that is going on has the row, and ends at its next step.
        self.try_lock_for_update(allow_referencing=True).write(
            {
                "status": "ok" if self.last_sync_date else "never",
                **WELL,
                "warned": False,
            }
        )

    def _record_refusal(self, error):
        """Connect failed: nothing but the sentence changes."""
        if not self.try_lock_for_update(allow_referencing=True):
            raise UserError(self._sentence(error))
        self.write(self._told(error))

    def _record_success(self, complete, trouble, started, worked):
        """A run came to its end; when it ran out of time, it goes on at once.

        :param complete: whether the mailbox was read to the end
        :param trouble: a sentence about a folder that could not be read
        :param started: when the run began
        :param worked: whether any folder could be read
        """
        now = fields.Datetime.now()
        failures = 0 if worked or not trouble else self.failure_count + 1
        values = {
            "status": "retry" if trouble else "ok",
            "error_message": trouble,
            "error_reason": False,
            "failure_count": failures,
            # One that is not complete goes on at once, but behind the others.
            "next_sync_date": now,
            "not_before_date": False,
        }
        if complete:
            values["last_sync_date"] = now
            if not self._was_requested_since(started):
                values["next_sync_date"] = now + self._wait(failures)
        self.write(values)
        if self._is_day_over():
            self._rest_until_tomorrow()

    def _record_failure(self, error, worked=False):
        """A run failed: when it is tried again depends on who must act.

        :param error: the ``MailboxError``, or what else a run raised
        :param worked: whether a folder was read before; only that shows that the
            mailbox works, and begins the waiting anew
        """
        count = 1 if worked else self.failure_count + 1
        stopped = isinstance(error, OwnerMustAct) and count >= OWNER_TRIES
        now = fields.Datetime.now()
        values = {
            "status": "stopped" if stopped else "retry",
            "failure_count": count,
            "next_sync_date": now + self._wait(count),
        }
        if isinstance(error, RetryLater) and error.reason == "throttled":
            moment = now + self._throttled_wait(count, error.wait)
            values |= {"not_before_date": moment, "next_sync_date": moment}
        self.write(values | self._told(error))
        if stopped:
            self._stop_account()
        # What the owner must mend costs little, and he may connect again at once.
        elif self._is_day_over() and not isinstance(error, OwnerMustAct):
            self._rest_until_tomorrow()

    def _was_requested_since(self, started):
        """Whether the owner asked for another run while this one was going on."""
        # A new transaction: this one still sees the database as before the run.
        with self.env.registry.cursor() as cr:
            account = self.with_env(self.env(cr=cr)).account_id
            requested = account.requested_date
        return bool(requested) and requested > started

    def _stop_account(self):
        """Leave the mailbox alone until its owner connects it again.

        In a transaction of its own, since people edit this row meanwhile; not if
        the owner has paused it.
        """
        for _attempt in range(STATE_TRIES):
            try:
                with self.env.registry.cursor() as cr, mute_logger("odoo.sql_db"):
                    account = self.with_env(self.env(cr=cr)).account_id
                    if account.state == "connected":
                        account.state = "error"
                    return
            except OperationalError:  # the owner saved at the same moment
                continue

    def _wait(self, count):
        """The interval, after the second failure in a row twice as long, and so on.

        With jitter, so that mailboxes of one server do not come back together.
        """
        if not count:
            return self._interval()
        wait = min(self._interval() * 2 ** min(count - 1, 10), LONGEST_WAIT)
        return whole_seconds(wait * random.uniform(1 - JITTER, 1 + JITTER))

    def _throttled_wait(self, count, asked):
        """Never shorter than the server asked for.

        :param asked: seconds, 0 if it named none
        """
        wait = min(THROTTLED_WAIT * 2 ** min(count - 1, 10), LONGEST_THROTTLED_WAIT)
        wait = timedelta(seconds=asked) if asked else wait
        return whole_seconds(wait * random.uniform(1, 1 + JITTER))


def whole_seconds(wait):
    return timedelta(seconds=math.ceil(wait.total_seconds()))
