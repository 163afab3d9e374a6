# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime, time, timedelta

from odoo import fields, models

from ..engine.visit import Limits
from .settings import MEGABYTE, limit, megabytes


class ImapAccountRun(models.Model):
    """What the runs of a mailbox cost, and what they may. A day is one of UTC."""

    _inherit = "imap.account.run"

    cost_date = fields.Date(help="The day of these costs.")
    day_seconds = fields.Float(string="Seconds Today")
    day_messages = fields.Integer(string="Messages Fetched Today")
    day_megabytes = fields.Float(string="Megabytes Received Today")

    def _limits(self, seconds_left):
        """What the next run may take.

        :param seconds_left: how long the job may still run
        """
        spent = self._spent()
        return Limits(
            seconds=min(
                seconds_left,
                limit(self.env, "run_seconds"),
                limit(self.env, "day_seconds") - spent["day_seconds"],
            ),
            messages=min(
                limit(self.env, "run_messages"),
                limit(self.env, "day_messages") - spent["day_messages"],
            ),
            octets=min(
                megabytes(self.env, "run_megabytes"),
                megabytes(self.env, "day_megabytes")
                - spent["day_megabytes"] * MEGABYTE,
            ),
        )

    def _spent(self):
        """The costs of today so far."""
        today = self.cost_date == fields.Date.today()
        names = ("day_seconds", "day_messages", "day_megabytes")
        return {name: self[name] if today else 0 for name in names}

    def _record_cost(self, visit):
        """Add what a run has taken, also if it failed."""
        spent = self._spent()
        self.write(
            {
                "cost_date": fields.Date.today(),
                "day_seconds": spent["day_seconds"] + visit.seconds,
                "day_messages": spent["day_messages"] + visit.messages,
                "day_megabytes": spent["day_megabytes"] + visit.octets / MEGABYTE,
            }
        )

    def _is_day_over(self):
        """Whether a limit of the day is reached."""
        return any(
            spent >= limit(self.env, name) for name, spent in self._spent().items()
        )

    def _rest_until_tomorrow(self):
        """Go on after midnight; the owner is told, besides what else went wrong."""
        tomorrow = fields.Date.today() + timedelta(days=1)
        moment = self._after_rest(datetime.combine(tomorrow, time(minute=5)))
        own = self.with_context(lang=self.account_id._owner_lang())
        sentence = own.env._(
            "Today's limit for this mailbox is reached. The rest comes "
            "tomorrow. An administrator can raise the limit in Settings."
        )
        self.write(
            {
                "not_before_date": moment,
                "next_sync_date": max(moment, self.next_sync_date),
                "error_message": " ".join(filter(None, [self.error_message, sentence])),
            }
        )
