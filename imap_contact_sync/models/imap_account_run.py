# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models

from ..engine.errors import OwnerMustAct

CRON = "imap_contact_sync.ir_cron_sync"
LONGEST_WAIT = timedelta(hours=6)
# A wrong password is tried twice: more tries lock accounts at some providers.
OWNER_TRIES = 2


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
        soon = fields.Datetime.now() + self._interval() / 10
        group = self.env.ref("imap_contact_sync.group_user")
        return [
            ("account_id.state", "=", "connected"),
            ("account_id.user_id.active", "=", True),
            ("account_id.user_id.all_group_ids", "in", group.ids),
            ("next_sync_date", "<=", soon),
        ]

    @api.model
    def _interval(self):
        """How often a mailbox is read: the interval of the scheduled action."""
        cron = self.env.ref(CRON).sudo()  # sudo: crons are an administrator's
        unit = cron.interval_type
        return timedelta(**{unit: cron.interval_number})

    def _schedule_now(self):
        """Let the next free cron worker read these mailboxes.

        A mailbox that is being read right now is locked, and needs nothing.
        """
        # The cron must not find the row locked by this very request.
        self.try_lock_for_update(allow_referencing=True).write(
            {"next_sync_date": fields.Datetime.now()}
        )
        self._trigger()

    @api.model
    def _trigger(self):
        self.env.ref(CRON).sudo()._trigger()  # sudo: crons are an administrator's

    def _record_connected(self):
        """Connect succeeded: the first run waits for the owner's choice of folders.

        Not for ever: who leaves without saving anything meant the proposed ones.
        """
        self.write(
            {
                "error_message": False,
                "failure_count": 0,
                "next_sync_date": fields.Datetime.now() + self._interval(),
            }
        )

    def _record_refusal(self, error):
        """Connect failed: nothing but the sentence changes."""
        self.error_message = self._sentence(error)

    def _record_success(self, complete):
        """A run went well; when it ran out of time, it goes on at once.

        :param complete: whether the mailbox was read to the end
        """
        now = fields.Datetime.now()
        values = {"status": "ok", "error_message": False, "failure_count": 0}
        # One that is not complete goes on at once, but behind the others.
        values["next_sync_date"] = now
        if complete:
            values |= {"last_sync_date": now, "next_sync_date": now + self._interval()}
        troubled = self.account_id.folder_ids._to_scan().filtered("error_message")[:1]
        if troubled:
            values |= {
                "status": "retry",
                "error_message": self.env._(
                    "%(folder)s: %(sentence)s",
                    folder=troubled.name,
                    sentence=troubled.error_message,
                ),
            }
        self.write(values)

    def _record_failure(self, error):
        """A run failed: when it is tried again depends on who must act.

        :param error: the ``MailboxError``, or what else a run raised
        """
        count = self.failure_count + 1
        stopped = isinstance(error, OwnerMustAct) and count >= OWNER_TRIES
        self.write(
            {
                "status": "stopped" if stopped else "retry",
                "error_message": self._sentence(error),
                "failure_count": count,
                "next_sync_date": fields.Datetime.now() + self._wait(count),
            }
        )
        if stopped:
            self.account_id.state = "error"

    def _wait(self, count):
        return min(self._interval() * 2 ** min(count - 1, 10), LONGEST_WAIT)
