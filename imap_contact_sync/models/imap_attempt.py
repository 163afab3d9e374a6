# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, format_datetime

from .settings import limit

# Of Connect, and of looking for emails: field, the limit's name, and the time in which
# there may be that many.
LIMITS = {
    False: (
        ("user_number", "user_attempts", timedelta(minutes=10)),
        ("company_number", "company_attempts", timedelta(hours=1)),
    ),
    True: (("user_number", "user_searches", timedelta(minutes=10)),),
}
KEPT = timedelta(days=1)
LOCK = 0x696D6170  # of PostgreSQL, for "a user connects"; nobody else's number


class ImapAttempt(models.Model):
    """Somebody pressed Connect, what could try passwords or look for servers; or
    looked for an email, which opens the own mailboxes.

    It is counted in a transaction of its own, so that it counts too when the request
    fails. Without foreign keys, as that transaction may not see the user yet.
    """

    _name = "imap.attempt"
    _description = "Attempt to Connect a Mailbox"
    _log_access = False

    user_number = fields.Integer(required=True)
    company_number = fields.Integer(required=True)
    is_search = fields.Boolean()
    date = fields.Datetime(required=True, index=True, default=fields.Datetime.now)

    @api.model
    def _count(self, user, company, is_search=False):
        """Count an attempt, unless there were too many.

        :return: from when on there may be the next one, if this one may not be
        """
        limits = [
            (name, limit(self.env, key), time) for name, key, time in LIMITS[is_search]
        ]
        numbers = {
            "user_number": user.id,
            "company_number": company.id,
            "is_search": is_search,
        }
        with self.env.registry.cursor() as cr:
            # Before the first query: what others have committed is seen after it.
            cr.execute("LOCK TABLE imap_attempt IN SHARE ROW EXCLUSIVE MODE")
            # As superuser: attempts are nobody's to read.
            attempts = self.with_env(self.env(cr=cr, user=SUPERUSER_ID))
            for name, most, time in limits:
                same = [(name, "=", numbers[name]), ("is_search", "=", is_search)]
                if until := attempts._full_until(same, most, time):
                    return until
            attempts.create(numbers)
        return False

    def _full_until(self, same, most, time):
        since = fields.Datetime.now() - time
        recent = self.search([*same, ("date", ">", since)], order="id desc", limit=most)
        return len(recent) == most and recent[-1].date + time

    @api.autovacuum
    def _gc_attempts(self):
        self.search([("date", "<", fields.Datetime.now() - KEPT)]).unlink()


class ImapAccount(models.Model):
    _inherit = "imap.account"

    def _count_attempt(self):
        """Connect may begin: one of a user at a time, and not too often (NET-6).

        :raises UserError: when to try again
        """
        busy = self.env._(
            "Another mailbox of yours is being connected right now. Wait half a minute "
            "and press Connect again."
        )
        if until := self._begin(busy, self.company_id):
            raise UserError(
                self.env._(
                    "You or your colleagues have connected too often in a short time. "
                    "Check the settings of the mailbox, and press Connect again after "
                    "%(moment)s. An administrator can raise the limit in Settings.",
                    moment=format_datetime(self.env, until),
                )
            )

    def _count_search(self):
        """Looking for an email may begin: one search of a user at a time.

        :raises UserError: when to try again
        """
        busy = self.env._(
            "Your mailboxes are being connected or looked into right now. Wait half a "
            "minute and look again."
        )
        if until := self._begin(busy, self.env.company, is_search=True):
            raise UserError(
                self.env._(
                    "You have looked for emails too often in a short time. Look again "
                    "after %(moment)s. An administrator can raise the limit in "
                    "Settings.",
                    moment=format_datetime(self.env, until),
                )
            )

    def _begin(self, busy, company, **kind):
        """Count it, if the user is doing nothing else of this kind meanwhile; he is
        until the end of the transaction.

        :param busy: the sentence if he is
        :return: as ``imap.attempt._count`` does
        :raises UserError: he is
        """
        lock = SQL("SELECT pg_try_advisory_xact_lock(%s, %s)", LOCK, self.env.uid)
        if not self.env.execute_query(lock)[0][0]:
            raise UserError(busy)
        return self.env["imap.attempt"]._count(self.env.user, company, **kind)
