# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_datetime

# A mailbox is due one interval after its last run; after two more nothing has run for
# three.
OVERDUE_INTERVALS = 2


class ImapAccount(models.Model):
    """Whether mailboxes are read at all, computed when somebody looks.

    Whatever the reason is that nothing runs, it cannot write that down itself.
    """

    _inherit = "imap.account"

    silence = fields.Char(compute="_compute_silence")
    is_silent = fields.Boolean(
        compute="_compute_silence", search="_search_is_silent", string="Not Read"
    )

    @api.depends("state", "run_ids.next_sync_date", "run_ids.not_before_date")
    @api.depends_context("lang", "tz")
    def _compute_silence(self):
        silent = self.filtered_domain(self._silent_domain())
        for account in self:
            account.is_silent = account in silent
            account.silence = account in silent and self.env._(
                "This mailbox should have been read on %(moment)s and was not: the "
                "scheduled actions of this server do not run, or cannot keep up. Ask "
                "an administrator to look at them.",
                moment=format_datetime(self.env, account.next_sync_date),
            )

    @api.model
    def _search_is_silent(self, operator, value):
        if operator != "in":
            return NotImplemented
        silent = self._silent_domain()
        return silent if True in value else ~silent

    @api.model
    def _silent_domain(self):
        latest = fields.Datetime.now() - OVERDUE_INTERVALS * self.run_ids._interval()
        return Domain(
            [
                ("state", "=", "connected"),
                ("run_ids.next_sync_date", "<", latest),
                "|",
                ("run_ids.not_before_date", "=", False),
                ("run_ids.not_before_date", "<", latest),
            ]
        )

    @api.model
    def imap_silence(self):
        """What stands above the list of mailboxes: a sentence, or ``False``."""
        count = self.search_count(self._silent_domain())
        if not count:
            return False
        return self.env._(
            "Mailboxes that should have been read and were not: %s. The scheduled "
            "actions of this server do not run, or cannot keep up. Ask an "
            "administrator to look at them.",
            count,
        )
