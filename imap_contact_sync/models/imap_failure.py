# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models

from .unsigned import Unsigned32

# The first time at once, and twice later: a server may have been in trouble.
WAITS = (timedelta(hours=1), timedelta(days=1))


class ImapFailure(models.Model):
    """A message that could not be imported, so that nothing is lost silently.

    It names the message by folder and UID only; nothing of its content is kept.
    """

    _name = "imap.failure"
    _description = "Message That Could Not Be Imported"
    _order = "id desc"

    folder_id = fields.Many2one(
        "imap.folder", required=True, index=True, ondelete="cascade", readonly=True
    )
    uid = Unsigned32(string="UID", required=True, readonly=True)
    reason = fields.Char(required=True, readonly=True)
    attempts = fields.Integer(default=1, readonly=True)
    next_attempt_date = fields.Datetime(
        string="Next Attempt",
        default=lambda self: fields.Datetime.now() + WAITS[0],
        readonly=True,
        help="Empty when it is not tried again unless you press Retry.",
    )

    _message_unique = models.Constraint(
        "UNIQUE(folder_id, uid)", "A message fails once in its folder."
    )

    def action_retry(self):
        """Try these messages again with the next run, which starts now."""
        accounts = self.folder_id.account_id
        accounts._check_is_owner()
        # sudo: a failure is the run's to write; its owner may ask for one attempt
        self.sudo().next_attempt_date = fields.Datetime.now()
        return accounts.action_sync_now()

    @api.model
    def _due_domain(self):
        return [("next_attempt_date", "<=", fields.Datetime.now())]

    def _record_again(self, reason):
        """It has failed once more."""
        self.attempts += 1
        waits = dict(enumerate(WAITS, 1))
        wait = waits.get(self.attempts)
        moment = fields.Datetime.now() + wait if wait else False
        self.write({"reason": reason, "next_attempt_date": moment})
